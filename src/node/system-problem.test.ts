/** Tests of the sentences for the system's errors. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inputProblem } from './system-problem.ts'

function errorOf(code: string): Error {
  return Object.assign(new Error(`${code}: as Node says it`), { code })
}

test('each everyday refusal has a code and a sentence', () => {
  assert.deepEqual(inputProblem('a.pcap', errorOf('EACCES'), 0), {
    code: 'no-permission',
    offset: 0,
    message: '"a.pcap" cannot be read: permission denied.',
  })
  assert.equal(inputProblem('a', errorOf('ENOENT'), 0).code, 'no-such-file')
  assert.equal(inputProblem('a', errorOf('EISDIR'), 0).code, 'is-directory')
  assert.deepEqual(inputProblem('a', errorOf('EIO'), 4096), {
    code: 'read-error',
    offset: 4096,
    message: '"a" cannot be read: the device reports an error.',
  })
})

test('an unknown refusal is passed on in the words of Node', () => {
  assert.equal(inputProblem('a', errorOf('EWEIRD'), 0).message, '"a" cannot be read: EWEIRD: as Node says it.')
})
