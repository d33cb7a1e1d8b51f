/** The walk over a block of the ring: what the kernel took off is put back, what it shows twice is shown once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newCaptureInfo } from '../core/capture/capture-info.ts'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { CHECKSUM_NOTE, DIRECTION } from '../core/capture/record.ts'
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import { BlockWalk, type BlockWalkOptions } from './ring-block.ts'
import { BLOCK, FRAME, PACKET_TYPE, STATUS } from './ring-layout.ts'
import { RingPcap } from './ring-pcap.ts'

const FRAME_BYTES = 256
const PACKET_OFFSET = 96
const LOOPBACK = 1

/** What the kernel says of a packet; the rest is usual. */
interface Said {
  readonly bytes: readonly number[]
  readonly wireLen?: number
  readonly status?: number
  readonly tci?: number
  readonly tpid?: number
  readonly packetType?: number
  readonly interfaceIndex?: number
  readonly seconds?: number
  readonly nanoseconds?: number
}

const START = 512

function blockOf(packets: readonly Said[]): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(START + 64 + packets.length * FRAME_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint32(START + BLOCK.packetCount, packets.length, true)
  view.setUint32(START + BLOCK.firstPacket, 48, true)
  for (const [i, said] of packets.entries()) {
    const frame = START + 48 + i * FRAME_BYTES
    view.setUint32(frame + FRAME.next, i === packets.length - 1 ? 0 : FRAME_BYTES, true)
    view.setUint32(frame + FRAME.seconds, said.seconds ?? 10, true)
    view.setUint32(frame + FRAME.nanoseconds, said.nanoseconds ?? 0, true)
    view.setUint32(frame + FRAME.capLen, said.bytes.length, true)
    view.setUint32(frame + FRAME.wireLen, said.wireLen ?? said.bytes.length, true)
    view.setUint32(frame + FRAME.status, said.status ?? 1, true)
    view.setUint16(frame + FRAME.packetOffset, PACKET_OFFSET, true)
    view.setUint32(frame + FRAME.vlanTci, said.tci ?? 0, true)
    view.setUint16(frame + FRAME.vlanTpid, said.tpid ?? 0, true)
    view.setUint16(frame + FRAME.protocol, 0x0800, false)
    view.setInt32(frame + FRAME.interfaceIndex, said.interfaceIndex ?? 7, true)
    view.setUint16(frame + FRAME.hardwareType, 1, true)
    view.setUint8(frame + FRAME.packetType, said.packetType ?? 0)
    view.setUint8(frame + FRAME.addressLen, 6)
    bytes.set([1, 2, 3, 4, 5, 6, 0, 0], frame + FRAME.address)
    bytes.set(said.bytes, frame + PACKET_OFFSET)
  }
  return { bytes, view }
}

function walked(packets: readonly Said[], options: Partial<BlockWalkOptions> = {}) {
  const info = newCaptureInfo('live')
  const seen: { bytes: number[]; wireLen: number; timeNs: number; direction: number; note: number }[] = []
  const all = {
    linkType: LINK_TYPE.ethernet,
    snaplen: 262_144,
    direction: 'inout',
    loopbackIndex: LOOPBACK,
    test: undefined,
    ...options,
  } as const
  const walk = new BlockWalk(all, info, ({ bytes, from, capLen, wireLen, timeNs, direction, checksumNote }) =>
    seen.push({ bytes: [...bytes.subarray(from, from + capLen)], wireLen, timeNs, direction, note: checksumNote }),
  )
  const { bytes, view } = blockOf(packets)
  walk.walk(bytes, view, START)
  return { seen, info, captured: walk.captured }
}

const ETHERNET = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0x99]

test('times are nanoseconds since the first packet', () => {
  const { seen, info } = walked([
    { bytes: ETHERNET, seconds: 1_700_000_000, nanoseconds: 999_999_999 },
    { bytes: ETHERNET, seconds: 1_700_000_001, nanoseconds: 1 },
  ])
  assert.equal(info.startNs, 1_700_000_000_999_999_999n)
  assert.deepEqual(
    seen.map(({ timeNs }) => timeNs),
    [0, 2],
  )
})

test('a VLAN tag goes back between the addresses and the type', () => {
  const status = STATUS.vlanValid | STATUS.vlanTpidValid
  const [tagged, old, short] = walked([
    { bytes: ETHERNET, status, tci: 0x2005, tpid: 0x88a8 },
    { bytes: ETHERNET, status: STATUS.vlanValid, tci: 5 },
    { bytes: [1, 2, 3], status, tci: 5, tpid: 0x8100 },
  ]).seen
  assert.deepEqual(tagged.bytes, [...ETHERNET.slice(0, 12), 0x88, 0xa8, 0x20, 5, ...ETHERNET.slice(12)])
  assert.equal(tagged.wireLen, ETHERNET.length + 4)
  assert.deepEqual(old.bytes.slice(12, 16), [0x81, 0, 0, 5])
  assert.deepEqual(short.bytes, [1, 2, 3])
})

test('cooked headers are written as libpcap does, and count', () => {
  const packet = { bytes: [0x45, 1, 2, 3], packetType: PACKET_TYPE.outgoing }
  const [second] = walked([packet], { linkType: LINK_TYPE.linuxSll2 }).seen
  assert.deepEqual(second.bytes, [8, 0, 0, 0, 0, 0, 0, 7, 0, 1, 4, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x45, 1, 2, 3])
  assert.equal(second.wireLen, 24)
  const [first] = walked([packet], { linkType: LINK_TYPE.linuxSll }).seen
  assert.deepEqual(first.bytes, [0, 4, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0, 0x45, 1, 2, 3])
  const [cut] = walked([{ ...packet, wireLen: 1500 }], { linkType: LINK_TYPE.linuxSll, snaplen: 18 }).seen
  assert.deepEqual([cut.bytes.length, cut.wireLen], [18, 1516])
})

test('on loopback each packet is shown once, and elsewhere each direction as asked', () => {
  const packets = [
    { bytes: [1], packetType: PACKET_TYPE.outgoing, interfaceIndex: LOOPBACK },
    { bytes: [2], packetType: 0, interfaceIndex: LOOPBACK },
    { bytes: [3], packetType: PACKET_TYPE.outgoing },
    { bytes: [4], packetType: PACKET_TYPE.otherHost },
  ]
  const shown = (direction: 'in' | 'out' | 'inout') =>
    walked(packets, { direction }).seen.map(({ bytes, direction: way }) => [bytes[0], way])
  assert.deepEqual(shown('inout'), [
    [2, DIRECTION.in],
    [3, DIRECTION.out],
    [4, DIRECTION.unknown],
  ])
  assert.deepEqual(
    shown('in').map(([first]) => first),
    [2, 4],
  )
  assert.deepEqual(
    shown('out').map(([first]) => first),
    [3],
  )
})

test('the kernel’s word on checksums is kept, and a filter of ours sees whole packets', () => {
  const packets = [{ bytes: [1], status: STATUS.checksumPending }, { bytes: [2], status: STATUS.checksumVerified }, { bytes: [3] }]
  assert.deepEqual(
    walked(packets).seen.map(({ note }) => note),
    [CHECKSUM_NOTE.pending, CHECKSUM_NOTE.verified, CHECKSUM_NOTE.unknown],
  )
  const { seen, captured } = walked(packets, { test: (bytes, from) => bytes[from] > 1 })
  assert.deepEqual([seen.map(({ bytes }) => bytes[0]), captured], [[2, 3], 2])
  assert.deepEqual(walked([]).seen, [])
})

/** A packet as the kernel may say it. */
const anyPacket: fc.Arbitrary<Said> = fc
  .record({
    length: fc.constantFrom(0, 1, 11, 12, 15, 16, 17, 60, 74, 159, 160),
    more: fc.nat(2000),
    status: fc.constantFrom(0, STATUS.vlanValid, STATUS.vlanValid | STATUS.vlanTpidValid, STATUS.checksumPending),
    tci: fc.nat(0xffff),
    tpid: fc.constantFrom(0x8100, 0x88a8),
    packetType: fc.constantFrom(0, 3, 4),
    interfaceIndex: fc.constantFrom(LOOPBACK, 7),
    seconds: fc.constantFrom(1_700_000_000, 1_700_000_001, 1_700_000_100),
    nanoseconds: fc.nat(999_999_999),
  })
  .map(({ length, more, ...said }) => ({
    ...said,
    bytes: Array.from({ length }, (_, i) => (i * 7 + length) & 0xff),
    wireLen: length + more,
  }))

test('records in one pass are those of the walk and the writer, whatever the packets', () => {
  const direction = fc.constantFrom('in', 'out', 'inout')
  const unit = fc.constantFrom('microseconds', 'nanoseconds')
  const linkType = fc.constantFrom(LINK_TYPE.ethernet, LINK_TYPE.raw)
  fc.assert(
    fc.property(
      fc.array(anyPacket, { maxLength: 30 }),
      direction,
      unit,
      linkType,
      fc.constantFrom(40, 262_144),
      (packets, way, each, link, snaplen) => {
        const options = { linkType: link, snaplen, direction: way, loopbackIndex: LOOPBACK, test: undefined }
        const expected: number[] = []
        const slowInfo = newCaptureInfo('live')
        const writer = new PcapWriter((bytes) => expected.push(...bytes), { unit: each, linkType: link })
        const slow = blockOf(packets)
        const walk = new BlockWalk(options, slowInfo, (record) => writer.write(record, slowInfo.startNs ?? 0n))
        walk.walk(slow.bytes, slow.view, START)
        writer.end()
        const found: number[] = []
        let count = 0
        const info = newCaptureInfo('live')
        const fast = blockOf(packets)
        const pcap = new RingPcap(options, info, {
          unit: each,
          take: (records, packetCount) => {
            found.push(...records)
            count += packetCount
          },
        })
        pcap.walk(fast.bytes, fast.view, START)
        assert.deepEqual(found, expected.slice(24))
        assert.deepEqual([pcap.captured, count, info.startNs], [walk.captured, walk.captured, slowInfo.startNs])
      },
    ),
  )
})
