/** Tests of `urgent-data`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawnPackets } from '../../analysis/drawn-segments.ts'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { FLAG } from '../../packet/packet.ts'
import { diagnose } from '../diagnose.ts'
import { EXCHANGE } from './drawn-verdict.ts'

const URGENT = `${EXCHANGE}
 +100 ms  client > server  UP.  6:7(1) ack 11 win 502 <TS val 1146 ecr 9026>
 + 20 ms  server > client  .    11:11(0) ack 7 win 509 <TS val 9200 ecr 1146>`

/** Ids said of a drawing whose urgent segments have this pointer. */
function idsWith(text: string, pointer: number): string[] {
  const ids: string[] = []
  const tracker = new ConnectionTracker((c) => ids.push(...diagnose(c).map(({ rule }) => rule.id)), { seed: 1 })
  for (const packet of drawnPackets(text)) {
    if (packet.flags & FLAG.urg) packet.urgentPointer = pointer
    tracker.packet(packet)
  }
  tracker.end()
  return ids
}

describe('urgent-data', () => {
  test('is a segment with the flag and a pointer', () => {
    assert.equal(idsWith(URGENT, 1)[0], 'urgent-data')
  })

  test('is not an exchange without the flag', () => {
    assert.ok(!idsWith(EXCHANGE, 1).includes('urgent-data'))
  })

  test('is nearly the flag without a pointer', () => {
    assert.ok(!idsWith(URGENT, 0).includes('urgent-data'))
  })
})
