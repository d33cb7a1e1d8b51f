/** Tests of outputs: files, full disks, pipes whose reader goes away. */

import assert from 'node:assert/strict'
import { existsSync, linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Output, OutputError } from './output.ts'

const folder = mkdtempSync(join(tmpdir(), 'synfin-output-'))
after(() => rmSync(folder, { recursive: true }))

test('small and large pieces come out in order', () => {
  const path = join(folder, 'out')
  const output = new Output(path)
  const large = new Uint8Array(700_000).fill(120)
  assert.ok(output.write('zwei '))
  for (let i = 0; i < 1000; i++) output.write(Uint8Array.from(Buffer.from(`${i} `.repeat(100))))
  output.write(large)
  output.write('Ende')
  output.close()
  const numbers = Array.from({ length: 1000 }, (_, i) => `${i} `.repeat(100)).join('')
  assert.equal(readFileSync(path, 'utf8'), `zwei ${numbers}${'x'.repeat(large.length)}Ende`)
})

test('an existing file is emptied', () => {
  const path = join(folder, 'old')
  writeFileSync(path, 'much longer than the new content')
  const output = new Output(path)
  output.write('new')
  output.close()
  assert.equal(readFileSync(path, 'utf8'), 'new')
})

test('what cannot be written is said in a sentence', () => {
  const missing = join(folder, 'no', 'such', 'folder')
  assert.throws(() => new Output(missing), outputError('no-such-folder', `"${missing}" cannot be written: its folder does not exist.`))
  assert.throws(() => new Output(folder), outputError('is-directory', `"${folder}" cannot be written: it is a directory.`))
})

test('an input is not overwritten, whatever it is called', () => {
  const input = join(folder, 'input')
  const link = join(folder, 'link')
  writeFileSync(input, 'precious')
  linkSync(input, link)
  assert.throws(
    () => new Output(link, [join(folder, 'other'), input]),
    outputError('same-file', `"${link}" is an input too: it would be lost.`),
  )
  assert.equal(readFileSync(input, 'utf8'), 'precious')
})

test('a full disk', { skip: existsSync('/dev/full') ? false : 'there is no /dev/full' }, () => {
  const output = new Output('/dev/full')
  output.write('x')
  assert.throws(() => output.close(), outputError('no-space', '"/dev/full" cannot be written: no space is left on the device.'))
})

function outputError(code: string, message: string): (error: unknown) => boolean {
  return (error) => error instanceof OutputError && error.code === code && error.message === message
}
