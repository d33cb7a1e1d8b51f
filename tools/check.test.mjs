/** The checks themselves: each accepts a small clean tree, and refuses the same tree with a fault planted in it. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { CHECKS, runCheck } from './check.mjs'
import { ROOT } from './tree.mjs'

/** What the checks are told by: the real settings. */
const SETTINGS = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.test.json',
  'src/tsconfig.json',
  'src/core/tsconfig.json',
  'src/web/tsconfig.json',
  '.oxlintrc.json',
  '.oxfmtrc.json',
  'knip.json',
]

/** A tree without a fault. */
const CLEAN = {
  'src/core/bytes/word.ts': '/** A word. */\n\n/** The word. */\nexport const WORD = 1\n',
  'src/core/flow/side.ts': "/** A side. */\nimport { WORD } from '../bytes/word.ts'\n\n/** The side. */\nexport const SIDE = WORD\n",
  'src/index.ts': "/** The library. */\nexport { SIDE } from './core/flow/side.ts'\n",
  'src/cli/main.ts': "/** The command. */\nimport { SIDE } from '../core/flow/side.ts'\n\nprocess.stdout.write(`${SIDE}\\n`)\n",
  'test/side.test.ts':
    "/** The side. */\nimport fc from 'fast-check'\nimport { test } from 'node:test'\nimport { SIDE } from '../src/core/flow/side.ts'\n\n" +
    "test('side', () => {\n  fc.assert(fc.property(fc.nat(), (n) => n * SIDE === n))\n})\n",
  'bench/run.mjs': "/** The bench. */\nprocess.stdout.write('')\n",
  'src/web/main.tsx':
    "/** The page. */\nimport { render } from 'preact'\nimport uPlot from 'uplot'\n\nrender(<p>{uPlot.fmtNum(1)}</p>, document.body)\n",
  'src/web/worker.ts': "/** The worker. */\nself.postMessage('ready')\n",
  'tools/start.mjs':
    "/** The start. */\nimport { version } from 'esbuild'\nimport { decompress } from 'fzstd'\nimport { parquetRead } from 'hyparquet'\n" +
    "import { parquetWriteBuffer } from 'hyparquet-writer'\nimport { decompressBlock } from 'lz4js'\n" +
    "import { chromium } from 'playwright-core'\n\n" +
    "process.stdout.write([version, decompress, parquetRead, parquetWriteBuffer, decompressBlock, chromium].join(' '))\n",
}

const FLOATING = "/** A command. */\nconst later = async (): Promise<number> => 1\n\nlater()\nprocess.stdout.write('')\n"

/** For each check: files that it must not accept. */
const PLANTED = [
  ['types', 'an impure core', { 'src/core/bytes/word.ts': '/** A word. */\n\n/** The word. */\nexport const WORD = process.pid\n' }],
  ['types', 'a wrong type in a test', { 'test/side.test.ts': "/** A test. */\nexport const wrong: number = ''\n" }],
  [
    'layers',
    'an import from above',
    { 'src/core/bytes/word.ts': "import type { SIDE } from '../flow/side.ts'\n\nexport type T = typeof SIDE\n" },
  ],
  ['layers', 'a core that imports a module of Node', { 'src/core/bytes/word.ts': "import { readFileSync } from 'node:fs'\n" }],
  ['layers', 'a core that imports a shell', { 'src/core/bytes/word.ts': "export * from '../../cli/main.ts'\n" }],
  ['layers', 'a folder that is not in the table', { 'src/core/misc/word.ts': 'export const WORD = 1\n' }],
  ['layers', 'a file beside the folders of the core', { 'src/core/word.ts': 'export const WORD = 1\n' }],
  ['lint', 'a floating promise', { 'src/cli/main.ts': FLOATING }],
  ['lint', 'a floating promise in a test', { 'test/side.test.ts': FLOATING }],
  ['lint', 'an any', { 'src/cli/main.ts': '/** The command. */\nexport const loose = (text: string): any => JSON.parse(text)\n' }],
  [
    'lint',
    'a circle of imports',
    { 'src/core/bytes/word.ts': "export { WORD } from './again.ts'\n", 'src/core/bytes/again.ts': "export { WORD } from './word.ts'\n" },
  ],
  ['format', 'a semicolon', { 'src/cli/main.ts': '/** The command. */\nprocess.exit();\n' }],
  ['dead code', 'a file that nothing imports', { 'src/core/flow/orphan.ts': '/** An orphan. */\n' }],
  [
    'dead code',
    'an export that nothing imports',
    { 'src/core/bytes/word.ts': '/** A word. */\nexport const WORD = 1\nexport const OTHER = 2\n' },
  ],
]

const folders = []
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** Writes a tree with the real settings and `files`; gives its folder. */
function plant(files) {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-check-'))
  folders.push(folder)
  for (const setting of SETTINGS) cpSync(join(ROOT, setting), join(folder, setting))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

test('every check has a planted fault', () => {
  assert.deepEqual([...new Set(PLANTED.map(([check]) => check))], Object.keys(CHECKS))
})

for (const check of Object.keys(CHECKS)) {
  test(`check ${check} accepts a clean tree`, async () => {
    const { status, output } = await runCheck(check, plant(CLEAN))
    assert.equal(status, 0, output)
  })

  test(`check ${check} refuses a tree in which it sees no file`, async () => {
    const { status, output } = await runCheck(check, plant({}))
    assert.notEqual(status, 0, output)
  })
}

for (const [check, fault, files] of PLANTED) {
  test(`check ${check} refuses ${fault}`, async () => {
    const { status, output } = await runCheck(check, plant({ ...CLEAN, ...files }))
    assert.notEqual(status, 0, output)
  })
}
