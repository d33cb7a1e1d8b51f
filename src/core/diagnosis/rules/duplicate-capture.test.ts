/** When `duplicate-capture` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf } from './drawn-verdict.ts'

/** Every line twice, the copy a moment later. */
function doubled(text: string, copies = Infinity): string {
  let left = copies
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.trim() === '' || left-- <= 0) return [line]
      return [line, line.replace(/^\s*\+?\s*\d+ ms/, ' + 0 ms')]
    })
    .join('\n')
}

/** Each segment with an IP ID of its own, so that the drawing does not count a copy as a new packet. */
function numbered(text: string): string {
  let id = 100
  return text
    .split('\n')
    .map((line) =>
      line.trim() === ''
        ? line
        : line.includes('{')
          ? line.replace(/\{(ttl 57)?.*\}/, `{ttl ${line.includes('ttl 57') ? 57 : 64},id ${++id}}`)
          : `${line} {id ${++id}}`,
    )
    .join('\n')
}

describe('duplicate-capture', () => {
  test('is every packet twice', () => {
    const { id, finding, findings } = verdictOf(doubled(numbered(EXCHANGE)))
    assert.equal(id, 'duplicate-capture')
    assert.deepEqual([finding.values['packets'], finding.values['copies'], finding.blame], [7, 7, 'capture'])
    assert.deepEqual(findings, ['open-established-at-end'])
  })

  test('is not a capture without copies', () => {
    assert.equal(verdictOf(numbered(EXCHANGE)).all.has('duplicate-capture'), false)
  })

  test('is not quite some packets twice, as a network doubles them', () => {
    assert.equal(verdictOf(doubled(numbered(EXCHANGE), 3)).all.has('duplicate-capture'), false)
  })
})
