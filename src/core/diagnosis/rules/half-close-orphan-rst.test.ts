/** When `half-close-orphan-rst` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const CLOSED_BY_CLIENT = `${HANDSHAKE}
  + 40 s   client > server F. 1:1(0) ack 1
  + 1 ms   server > client .  1:1(0) ack 2
`

describe('half-close-orphan-rst', () => {
  test('is a FIN after minutes that is answered with a bare RST', () => {
    const text = `${CLOSED_BY_CLIENT}
      + 636 s server > client F. 1:1(0) ack 2
      + 0 ms  client > server R  2:2(0) {id 0}
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'half-close-orphan-rst')
    assert.deepEqual([finding.blame, finding.values['gapNs'], finding.certainty], ['server', 636e9, 'likely'])
    assert.deepEqual([...all.keys()], ['half-close-orphan-rst', 'checksum-offload'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['half-close-orphan-rst'])
  })

  test('needs neither TTL nor IP ID', () => {
    assert.equal(
      verdictOf(
        `${CLOSED_BY_CLIENT}
      + 70 s server > client F. 1:1(0) ack 2
      + 0 ms client > server R  2:2(0)
    `,
        { unknown: ['ttl', 'ipId', 'tos', 'checksum'] },
      ).id,
      'half-close-orphan-rst',
    )
  })

  test('is not data that is answered with RST', () => {
    assert.equal(
      verdictOf(`${CLOSED_BY_CLIENT}
      + 70 s server > client P. 1:9(8) ack 2
      + 0 ms client > server R  2:2(0) {id 0}
    `).id,
      'rst-after-fin',
    )
  })

  test('is not quite a FIN that nobody had preceded', () => {
    assert.equal(
      verdictOf(`${HANDSHAKE}
      + 70 s  server > client F. 1:1(0) ack 1
      + 20 ms client > server R  1:1(0) {id 0}
    `).id,
      'rst-unknown-connection',
    )
  })
})
