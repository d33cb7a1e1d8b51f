/** Tests of `nothing-captured`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { drawnPackets } from '../../analysis/drawn-segments.ts'
import { KIND } from '../../packet/packet.ts'
import { diagnoseCapture } from '../diagnose.ts'

function findingsOf(drawing: string) {
  const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
  for (const packet of drawnPackets(drawing)) tracker.packet(packet)
  tracker.end()
  return diagnoseCapture(tracker.capture, String)
}

test('no packet at all', () => {
  const [only, ...others] = findingsOf('')
  assert.equal(only?.rule.id, 'nothing-captured')
  assert.deepEqual(others, [])
  assert.deepEqual(only.finding.values, { packets: 0, icmpErrors: 0, cut: 0 })
})

test('packets, but no TCP', () => {
  assert.deepEqual(
    findingsOf('0 ms client asks server\n 1 ms server tells client').map((found) => found.rule.id),
    ['nothing-captured'],
  )
})

test('nearly: an ICMP error names a connection that is not in the capture', () => {
  const [first, second] = findingsOf('0 ms 10.0.0.254 > client icmp 3/13 quotes client 0')
  assert.equal(first?.rule.id, 'icmp-unmatched', 'what the error says is worth more than that nothing else is there')
  assert.equal(second?.rule.id, 'nothing-captured')
  assert.deepEqual(second.finding.alternatives, ['reject-icmp'])
})

test('nearly: TCP was captured, but cut in front of its ports', () => {
  const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
  const [packet] = drawnPackets('0 ms client > server S 0:0(0)')
  assert.ok(packet !== undefined)
  packet.kind = KIND.other
  packet.otherName = 'tcp without ports'
  tracker.packet(packet)
  tracker.end()
  const [only] = diagnoseCapture(tracker.capture, String)
  assert.equal(only?.finding.blame, 'capture')
  assert.deepEqual(only.finding.evidence, [{ point: 'cut', packets: [] }])
})

test('not: one SYN is enough', () => {
  assert.deepEqual(findingsOf('0 ms client > server S 0:0(0)'), [])
})
