/** When `window-limited` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const SEGMENT = 1460

/** A download of so many rounds: a burst of `segments`, and its ACK a round trip later; captured at the server. */
function download({ rounds = 30, segments = 10, windowSegments = 10, rttMs = 50, growMs = 0 } = {}): string {
  const window = windowSegments * SEGMENT
  const lines = [
    `0 ms client > server S 0:0(0) win ${window} <mss 1460> {ttl 57}`,
    '+ 0 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460>',
    `+ ${rttMs} ms client > server . 1:1(0) ack 1 win ${window} {ttl 57}`,
    `+ 0 ms client > server P. 1:6(5) ack 1 win ${window} {ttl 57}`,
  ]
  let at = 1
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < segments; i++, at += SEGMENT)
      lines.push(`+ 0.01 ms server > client . ${at}:${at + SEGMENT}(${SEGMENT}) ack 6 win 65160`)
    lines.push(`+ ${rttMs + growMs} ms client > server . 6:6(0) ack ${at} win ${window} {ttl 57}`)
  }
  return lines.join('\n')
}

describe('window-limited', () => {
  test('is a window of data in every round trip, and never more', () => {
    const { id, finding } = verdictOf(download())
    assert.equal(id, 'window-limited')
    assert.deepEqual([finding.certainty, finding.blame], ['likely', 'client'])
    assert.deepEqual([finding.values['windowBytes'], finding.values['mostBytes']], [14_600, 14_600])
    assert.deepEqual(verdictsInOtherNumbers(download()), ['window-limited'])
  })

  test('is a scaled window as well', () => {
    const scaled = download()
      .replaceAll('win 14600', 'win 3650')
      .replaceAll('<mss 1460>', '<mss 1460,wscale 2>')
      .replace('S 0:0(0) win 3650', 'S 0:0(0) win 14600')
    assert.equal(verdictOf(scaled).all.has('window-limited'), true)
  })

  test('is not a sender that leaves room in the window', () => {
    assert.equal(verdictOf(download({ segments: 6 })).all.has('window-limited'), false)
  })

  test('is not a short way, a short transfer, or a queue that makes the round trip grow', () => {
    assert.equal(verdictOf(download({ rttMs: 1, rounds: 1200 })).all.has('window-limited'), false)
    assert.equal(verdictOf(download({ rounds: 12 })).all.has('window-limited'), false)
    assert.equal(verdictOf(download({ growMs: 100 })).all.has('window-limited'), false)
  })

  test('is nearly a single full window among small ones', () => {
    const lines = download({ segments: 4 }).split('\n')
    assert.equal(verdictOf(lines.join('\n')).all.has('window-limited'), false)
  })
})
