/** Holds README.md against what the command does, and the documents against the links between them. */
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { BuiltCommand } from './built-command.ts'

const ROOT = join(import.meta.dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]

const built = new BuiltCommand('readme')

test('the example at the top is what the command prints', () => {
  const [, words, output] = /```console\n\$ synfin ([^\n]+)\n([^]*?)```/.exec(README) ?? []
  assert.ok(words !== undefined && output !== undefined)
  cpSync(join(ROOT, 'samples'), join(built.folder, 'samples'), { recursive: true })
  assert.equal(output, built.run(words.split(' '), { env: { LC_ALL: 'C' } }).out)
})

test('every option that README uses is in the help of its command', () => {
  const lines = [...README.matchAll(/^(?:sudo )?synfin (.+?)(?: {2,}#.*)?$/gm)].map(([, words]) => words)
  assert.ok(lines.length > 15)
  for (const line of lines) {
    const name = /^[a-z-]+(?= |$)/.exec(line)?.[0] ?? 'explain'
    // What stands behind these is tcpdump's, tshark's, or another program's.
    if (['dump', 'shark', 'why'].includes(name)) continue
    const help = built.run([name, '--help']).out
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
