/** When `duplicate-capture` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf } from './drawn-verdict.ts'

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

  test('hides no loss: what was sent again and captured twice is told from what was only captured twice', () => {
    const lost = `${EXCHANGE}
      + 100 ms client > server P. 6:16(10)  ack 11 win 502 <TS val 1146 ecr 9026>
      + 250 ms client > server P. 6:16(10)  ack 11 win 502 <TS val 1396 ecr 9026>
      + 500 ms client > server P. 6:16(10)  ack 11 win 502 <TS val 1896 ecr 9026>
      + 20 ms  server > client .  11:11(0)  ack 16 win 509 <TS val 9916 ecr 1896> {ttl 57}
    `
    const { id, findings } = verdictOf(doubled(numbered(lost)))
    assert.equal(id, 'loss-rto')
    assert.ok(findings.includes('duplicate-capture'))
  })

  test('is every packet twice, whole where it came in and in pieces where it went out', () => {
    const cut = (ids: readonly number[]): string => `${doubled(numbered(EXCHANGE))}
      + 5 ms  server > client P. 11:2907(2896)   ack 6 win 509 <TS val 9100 ecr 1046> {ttl 57,id 200}
      + 20 us server > client .  11:1459(1448)   ack 6 win 509 <TS val 9100 ecr 1046> {ttl 56,id ${ids[0]}}
      + 3 us  server > client P. 1459:2907(1448) ack 6 win 509 <TS val 9100 ecr 1046> {ttl 56,id ${ids[1]}}
    `
    const { id, findings } = verdictOf(cut([200, 201]))
    assert.equal(id, 'duplicate-capture')
    assert.ok(!findings.some((other) => other.startsWith('loss') || other.startsWith('retransmit')), findings.join())
    // With numbers of their own they were sent.
    assert.equal(verdictOf(cut([300, 301])).all.has('duplicate-capture'), false)
  })

  test('is every packet twice, the copies a burst behind their originals', () => {
    const burst = (id: number): string =>
      [0, 1, 2, 3]
        .map(
          (i) =>
            `+ 0 ms server > client . ${11 + i * 1000}:${1011 + i * 1000}(1000) ack 6 win 509 <TS val 9100 ecr 1046> {ttl 57,id ${id + i}}`,
        )
        .join('\n')
    const { id, all } = verdictOf(`${doubled(numbered(EXCHANGE))}
      ${burst(300)}
      ${burst(300)}
      + 0 ms client > server . 6:6(0) ack 4011 win 502 <TS val 1150 ecr 9100> {id 400}
      + 0 ms client > server . 6:6(0) ack 4011 win 502 <TS val 1150 ecr 9100> {id 400}
    `)
    assert.equal(id, 'duplicate-capture')
    assert.equal(all.has('duplicate-network') || all.has('retransmit-spurious') || all.has('loss-fast-retransmit'), false)
  })

  test('is a SYN whose copy comes behind the whole handshake', () => {
    const handshake = numbered(HANDSHAKE.replace('+ 20 ms', '+ 0.02 ms'))
    const { findings, id } = verdictOf(`${handshake}${handshake.replace(' 0 ms  client', ' + 0.02 ms client')}
      + 1 ms  client > server P. 1:6(5) ack 1 win 502 <TS val 1021 ecr 9000> {id 200}
      + 0 ms  client > server P. 1:6(5) ack 1 win 502 <TS val 1021 ecr 9000> {id 200}
    `)
    assert.equal(id, 'duplicate-capture')
    assert.equal(findings.includes('syn-retransmitted-then-ok'), false)
  })

  test('is nearly one direction twice, at once: no network doubles packets that fast', () => {
    const oneWay = numbered(EXCHANGE)
      .split('\n')
      .flatMap((line) => (line.includes('client > server') ? [line, line.replace(/^\s*\+?\s*\d+ ms/, ' + 0 ms')] : [line]))
      .join('\n')
    const { all } = verdictOf(oneWay, { ipVersion: 6 })
    assert.equal(all.has('duplicate-network') || all.has('duplicate-capture'), false)
  })

  test('is not a capture without copies', () => {
    assert.equal(verdictOf(numbered(EXCHANGE)).all.has('duplicate-capture'), false)
  })

  test('is not quite some packets twice, as a network doubles them', () => {
    assert.equal(verdictOf(doubled(numbered(EXCHANGE), 3)).all.has('duplicate-capture'), false)
  })
})
