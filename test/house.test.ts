/** The house test: each rule sees its planted fault, and sees none in the project. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { listFiles, readSource, ROOT } from '../tools/tree.mjs'
import { functionsOf, HOUSE_RULES, type SourceFile } from './house-rules.ts'

const FOLDERS = ['src', 'test', 'bench', 'tools', 'docs', 'samples', '.ci']
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
