/** Tests of `host-unreach-arp`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { drawnPackets } from '../../analysis/drawn-segments.ts'
import { diagnoseCapture } from '../diagnose.ts'

function findingsOf(drawing: string, ipVersion: 4 | 6 = 4) {
  const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
  for (const packet of drawnPackets(drawing, { ipVersion })) tracker.packet(packet)
  tracker.end()
  return diagnoseCapture(tracker.capture, (key, version) => `${version}:${key & 0xff}`)
}

const ASKED = `
     0 ms  client asks 10.0.0.9
  1020 ms  client asks 10.0.0.9
  2050 ms  client asks 10.0.0.9
`

test('three questions, no answer, no TCP', () => {
  const [only, ...others] = findingsOf(ASKED)
  assert.equal(only?.rule.id, 'host-unreach-arp')
  assert.deepEqual(others, [])
  assert.deepEqual(only.finding.evidence, [{ point: 'asked', packets: [1, 2, 3] }])
  assert.equal(only.finding.values['target'], '4:9')
  assert.equal(only.finding.values['spanNs'], 2.05e9)
  assert.equal(findingsOf(ASKED, 6)[0]?.rule.id, 'host-unreach-arp')
})

test('not: somebody answers', () => {
  assert.deepEqual(
    findingsOf(`${ASKED}\n 2060 ms 10.0.0.9 tells client`).map((found) => found.rule.id),
    ['nothing-captured'],
  )
})

test('nearly: one question, and the capture ends', () => {
  assert.deepEqual(
    findingsOf('0 ms client asks 10.0.0.9').map((found) => found.rule.id),
    ['nothing-captured'],
  )
})

test('nearly: a host that announces its own address asks nobody', () => {
  assert.deepEqual(
    findingsOf('0 ms 10.0.0.9 asks 10.0.0.9\n 1 s 10.0.0.9 asks 10.0.0.9').map((found) => found.rule.id),
    ['nothing-captured'],
  )
})

test('nearly: with TCP in the capture somebody was reached', () => {
  assert.deepEqual(findingsOf(`${ASKED}\n 3 s client > server S 0:0(0)`), [])
})
