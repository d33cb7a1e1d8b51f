/** The TCP header, field by field. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../../../test/packet-bytes.ts'
import * as wire from './tcp.ts'

const HEADER = hex('ffff 0050 f0000001 80000002 b1 52 fffe 1234 0007')
const view = new DataView(HEADER.buffer)

test('reads every field', () => {
  const control = wire.tcpControlWord(view, 0)
  assert.equal(wire.tcpSrcPort(view, 0), 65535)
  assert.equal(wire.tcpDstPort(view, 0), 80)
  assert.equal(wire.tcpSeq(view, 0) >>> 0, 0xf0000001)
  assert.equal(wire.tcpAck(view, 0) >>> 0, 0x80000002)
  assert.equal(wire.headerLenOf(control), 44)
  assert.equal(wire.flagsOf(control), wire.FLAG.ae | wire.FLAG.ece | wire.FLAG.ack | wire.FLAG.syn)
  assert.equal(wire.windowOf(control), 65534)
  assert.equal(wire.tcpChecksum(view, 0), 0x1234)
  assert.equal(wire.tcpUrgentPointer(view, 0), 7)
})

test('flags and header length of a header that ends behind them', () => {
  const cut = new DataView(HEADER.buffer, 0, wire.TCP_BYTES_TO_FLAGS)
  assert.equal(wire.tcpFlags(cut, 0), wire.flagsOf(wire.tcpControlWord(view, 0)))
  assert.equal(wire.tcpHeaderLen(cut, 0), 44)
})
