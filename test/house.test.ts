/** The house test: each rule sees its planted fault, and sees none in the project. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { MAY_IMPORT, SHELLS } from '../tools/check-layers.mjs'
import { listFiles, readSource, ROOT } from '../tools/tree.mjs'
import { functionsOf, HOUSE_RULES, type SourceFile } from './house-rules.ts'

const FOLDERS = ['src', 'assembly', 'test', 'bench', 'tools', 'docs', 'samples', '.ci']
const EXTENSIONS = ['.ts', '.tsx', '.mjs', '.md', '.json', 'run', '.sh']

/** Quotes everything that it forbids. */
const RULES_FILE = 'test/house-rules.ts'

const top = readdirSync(ROOT).filter((name) => /\.(md|json)$|^LICENSE$/.test(name))
const paths = [...listFiles(ROOT, FOLDERS, EXTENSIONS), ...top].filter((path) => path !== RULES_FILE)
const tree: SourceFile[] = paths.map((path) => ({ path, text: readSource(ROOT, path) }))

test('the house test sees the project', () => {
  for (const folder of ['src/core', 'src/cli', 'test', 'tools']) {
    assert.ok(
      tree.some(({ path }) => path.startsWith(`${folder}/`)),
      `no file of ${folder} was seen`,
    )
  }
})

for (const rule of HOUSE_RULES) {
  test(rule.asks, () => {
    for (const planted of rule.planted) {
      assert.ok(planted.every(({ path }) => rule.concerns(path)))
      assert.notDeepEqual(rule.faults(planted), [], `not seen: ${JSON.stringify(planted)}`)
    }
    const faults = rule.faults(tree.filter(({ path }) => rule.concerns(path)))
    assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
  })
}

test('the longest functions', (t) => {
  const functions = tree.filter(({ path }) => /^src\/.*\.tsx?$/.test(path)).flatMap(functionsOf)
  const longest = functions.sort((a, b) => b.lines - a.lines).slice(0, 5)
  for (const { name, path, lines } of longest) t.diagnostic(`${lines} lines: ${name} in ${path}`)
  assert.ok(functions.length > 0, 'no function was seen')
})

test('the tables of layers and shells in ARCHITECTURE.md are those of the check', () => {
  const text = readSource(ROOT, 'ARCHITECTURE.md')
  const table: readonly (readonly [name: string, mayImport: readonly string[]])[] = Object.entries(MAY_IMPORT)
  const names = table.map(([name]) => name)
  const layers = rowsOf(text, '| layer (').flatMap(([name, , , imports]) =>
    unfolded(name.replaceAll('`', '').replace('/…', ''), names).map((each) => [each, imports] as const),
  )
  assert.deepEqual(
    layers.map(([name]) => name),
    names,
  )
  layers.forEach(([name, imports], at) => {
    const [, mayImport] = table[at]
    assert.deepEqual(importsIn(imports, names.slice(0, at)).sort(), [...mayImport].sort(), name)
  })
  const shells = rowsOf(text, '| shell (')
  assert.deepEqual(Object.fromEntries(shells.map((cells) => [cells[0].replaceAll('`', ''), importsIn(cells[2], [])])), SHELLS)
})

/** The cells of the table that begins with a line of that beginning. */
function rowsOf(text: string, head: string): string[][] {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => line.startsWith(head)) + 2
  const rest = lines.slice(from)
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  )
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** A layer by its name, or `dialects` for all of these. */
function unfolded(name: string, names: readonly string[]): string[] {
  return name === 'dialects' ? names.filter((each) => each.startsWith('dialects/')) : [name]
}

/** What a cell of the last column names: layers, `bytes … analysis`, `all above`, or `–` for none. */
function importsIn(cell: string, above: readonly string[]): string[] {
  if (cell === '–') return []
  if (cell === 'all above') return [...above]
  const [first, last] = cell.split(' … ')
  if (last !== undefined) return above.slice(above.indexOf(first), above.indexOf(last) + 1)
  return cell.split(', ').flatMap((name) => unfolded(name, above))
}
