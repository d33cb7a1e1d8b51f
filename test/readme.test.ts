/** Holds README.md against what the command does, and the documents against the links between them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from './built-command.ts'

const ROOT = join(import.meta.dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]

let folder = ''
let command = ''
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synfin-readme-'))
  command = join(folder, 'cli.cjs')
  await buildCommand(command)
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('the example at the top is what the command prints', () => {
  const [, words, output] = /```console\n\$ synfin ([^\n]+)\n([^]*?)```/.exec(README) ?? []
  assert.ok(words !== undefined && output !== undefined)
  const { stdout } = spawnSync(process.execPath, [command, ...words.split(' ')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
  })
  assert.equal(output, stdout)
})

test('every option that README uses is in the help of its command', () => {
  const lines = [...README.matchAll(/^(?:sudo )?synfin (.+?)(?: {2,}#.*)?$/gm)].map(([, words]) => words)
  assert.ok(lines.length > 15)
  for (const line of lines) {
    const name = /^[a-z-]+(?= |$)/.exec(line)?.[0] ?? 'explain'
    // What stands behind these is tcpdump's, tshark's, or another program's.
    if (['dump', 'shark', 'why'].includes(name)) continue
    const help = spawnSync(process.execPath, [command, name, '--help'], { encoding: 'utf8' }).stdout
    for (const [option] of line.matchAll(/(?<= )--?[a-z][\w-]*/g)) assert.ok(help.includes(option), `${line}: ${option}`)
  }
})

test('links lead somewhere, and every document is linked from README.md', () => {
  for (const document of DOCUMENTS) {
    const text = readFileSync(join(ROOT, document), 'utf8')
    for (const [, target] of text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue
      assert.ok(existsSync(join(ROOT, dirname(document), target)), `${document}: ${target}`)
    }
    if (document !== 'README.md') assert.ok(README.includes(`](${document})`), document)
  }
})
