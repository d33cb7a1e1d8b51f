/** Whatever packets come, Zeek's view stays sound. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawnPackets } from '../../analysis/drawn-segments.ts'
import { FLAG, KIND, Packet } from '../../packet/packet.ts'
import { ZeekConnLog } from './conn-log.ts'
import { ZeekView } from './connection-view.ts'

const ports = fc.constantFrom(80, 40_000, 33_333)
const numbers = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
const anyPacket = fc
  .record({
    srcPort: ports,
    dstPort: ports,
    seq: numbers,
    ack: numbers,
    flags: fc.integer({ min: 0, max: FLAG.ae * 2 - 1 }),
    payloadLen: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65_535 })),
    window: fc.constantFrom(0, 500),
    gapNs: fc.oneof(fc.integer({ min: -1e9, max: 1e10 }), fc.constant(4e11), fc.constant(NaN)),
    malformed: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ gapNs, ...fields }) => ({ gapNs, packet: Object.assign(new Packet(), fields, { kind: KIND.tcp, ipVersion: 4 }) }))

test('every packet ends up in one row, letters are letters, sizes are sizes', () => {
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 60 }), (sequence) => {
      let packets = 0
      const log = new ZeekConnLog((row) => {
        packets += row.orig_pkts + row.resp_pkts
        assert.match(row.history ?? '', /^[\^ShHAaDdFfRrIiQqTtCcWwGgs]*$/)
        for (const size of [row.orig_bytes ?? 0, row.resp_bytes ?? 0, row.missed_bytes])
          assert.ok(Number.isSafeInteger(size) && size >= 0, String(size))
        assert.ok((row.duration ?? 0) >= 0)
      })
      let timeNs = 0
      let whole = 0
      for (const { packet, gapNs } of sequence) {
        packet.timeNs = timeNs + gapNs
        if (!Number.isNaN(gapNs)) timeNs = packet.timeNs
        whole += 1 - packet.malformed
        log.packet(packet)
      }
      log.end()
      assert.equal(packets, whole)
      assert.equal(log.openConnections, 0)
    }),
  )
})

test('the view gives each connection what was seen of it, and forgets it', () => {
  const view = new ZeekView()
  const text = `
   0 ms  client > server  S   0:0(0)
+ 20 ms  server > client  R.  0:0(0) ack 1
+  1 s   client > server  S   5000:5000(0)
+ 20 ms  server > client  S.  0:0(0) ack 5001`
  for (const packet of drawnPackets(text)) view.packet(packet)
  const ends = { clientAddress: '10.0.0.1', clientPort: 40_000, serverAddress: '10.0.0.2', serverPort: 80 }
  assert.deepEqual(view.take({ ...ends, firstPacket: 1, lastPacket: 2 }), { conn_state: 'REJ', history: 'Sr' })
  assert.equal(view.take({ ...ends, firstPacket: 1, lastPacket: 2 }), undefined)
  assert.deepEqual(view.take({ ...ends, firstPacket: 3, lastPacket: 4 }), { conn_state: 'S1', history: 'Sh' })
  assert.equal(view.size, 0)
})
