/** When `icmp-unmatched` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Drawing, drawnPackets } from '../../analysis/drawn-segments.ts'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { diagnoseCapture } from '../diagnose.ts'
import type { CaptureFinding } from '../rule.ts'

function found(text: string, drawing: Drawing = {}): CaptureFinding | undefined {
  const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
  for (const packet of drawnPackets(text, drawing)) tracker.packet(packet)
  tracker.end()
  return diagnoseCapture(tracker.capture, (key, version) => `v${version}:${key & 0xff}`).find(({ rule }) => rule.id === 'icmp-unmatched')
    ?.finding
}

const SYN = '0 ms client > server S 0:0(0)'

describe('icmp-unmatched', () => {
  test('is an error about a connection that is not in the capture, with what it quotes', () => {
    const finding = found('0 ms 10.0.0.254 > client icmp 3/13 quotes client 0\n+ 1 s 10.0.0.254 > client icmp 3/13 quotes client 0')
    assert.ok(finding !== undefined)
    const { values, evidence } = finding
    assert.deepEqual(
      [values['errors'], values['source'], values['type'], values['code'], values['error'], values['others']],
      [2, 'v4:254', 3, 13, 'EHOSTUNREACH', 0],
    )
    assert.match(String(values['to']), /^v4:2:80$|^\[v4:2\]:80$/)
    assert.deepEqual(evidence, [{ point: 'first', packets: [1, 2] }])
  })

  test('tells of several kinds', () => {
    const finding = found('0 ms 10.0.0.254 > client icmp 3/13 quotes client 0\n+ 1 s 10.0.0.253 > client icmp 11/0 quotes client 0')
    assert.equal(finding?.values['others'], 1)
    assert.deepEqual(finding.evidence[1], { point: 'others', packets: [2] })
  })

  test('is not an error about a connection that is there', () => {
    assert.equal(found(`${SYN}\n + 1 ms 10.0.0.254 > client icmp 3/13 quotes client 0`), undefined)
  })

  test('is nearly an error that comes before the packet that it quotes', () => {
    assert.ok(found(`0 ms 10.0.0.254 > client icmp 3/13 quotes client 0\n + 1 s client > server S 0:0(0)`) !== undefined)
  })

  test('is bounded in what it keeps', () => {
    const many = Array.from({ length: 300 }, (_, i) => `+ 1 ms 10.0.${i >> 8}.${i & 255} > client icmp 3/13 quotes client 0`)
    const finding = found(many.join('\n'))
    assert.deepEqual([finding?.values['errors'], finding?.values['others']], [300, 63])
  })
})
