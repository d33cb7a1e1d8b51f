/** Packets as bytes, for tests: headers put around each other by hand, and decoded. */
import { KNOWN_ALL, PacketRecord } from '../src/core/capture/record.ts'
import { Decoder } from '../src/core/packet/decode.ts'
import { Packet } from '../src/core/packet/packet.ts'

/** The bytes of a text of hexadecimal digits; spaces are for the reader. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (digits) => parseInt(digits, 16))
}

/** All parts, one behind the other. */
export function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function word(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff]
}

/** Ethernet II with `etherType` around `payload`. */
export function ethernet(etherType: number, payload: Uint8Array): Uint8Array {
  return join(hex('020000000002 020000000001'), word(etherType), payload)
}

/** What an IPv4 header may say other than usual. */
export interface Ipv4Parts {
  readonly protocol?: number
  readonly source?: readonly number[]
  readonly destination?: readonly number[]
  readonly id?: number
  /** Flags and fragment offset as they stand in the header. */
  readonly fragment?: number
  readonly options?: Uint8Array
  /** Total length, when it is to be wrong. */
  readonly totalLength?: number | undefined
}

/** IPv4 from 10.0.0.1 to 10.0.0.2 around `payload`: TOS 0x10, TTL 63, DF. The header checksum is left 0. */
export function ipv4(payload: Uint8Array, parts: Ipv4Parts = {}): Uint8Array {
  const options = parts.options ?? new Uint8Array(0)
  const headerLen = 20 + options.length
  const totalLength = parts.totalLength ?? headerLen + payload.length
  return join(
    [
      0x40 | (headerLen / 4),
      0x10,
      ...word(totalLength),
      ...word(parts.id ?? 0x1234),
      ...word(parts.fragment ?? 0x4000),
      63,
      parts.protocol ?? 6,
      0,
      0,
    ],
    parts.source ?? [10, 0, 0, 1],
    parts.destination ?? [10, 0, 0, 2],
    options,
    payload,
  )
}

/** IPv6 from 2001:db8::1 to 2001:db8::2 around `payload`: traffic class 0x10, flow label 0x12345, hop limit 62. */
export function ipv6(payload: Uint8Array, nextHeader = 6, payloadLength: number = payload.length): Uint8Array {
  const addresses = hex('20010db8000000000000000000000001 20010db8000000000000000000000002')
  return join([0x61, 0x01, 0x23, 0x45, ...word(payloadLength), nextHeader, 62], addresses, payload)
}

/** TCP 40000 > 80, seq 0xf0000001, ack 0x0a0b0c0d, ACK, window 502, with `options` (a multiple of 4 bytes) and `payload`. */
export function tcp(options: Uint8Array = new Uint8Array(0), payload: Uint8Array = new Uint8Array(0), flags = 0x10): Uint8Array {
  return join(hex('9c40 0050 f0000001 0a0b0c0d'), [(5 + options.length / 4) << 4, flags], hex('01f6 0000 0000'), options, payload)
}

/** UDP 50000 > `port` around `payload`. */
export function udp(port: number, payload: Uint8Array): Uint8Array {
  return join([0xc3, 0x50], word(port), word(8 + payload.length), [0, 0], payload)
}

/** How a record differs from a whole packet with all facts known. */
export interface RecordParts {
  readonly wireLen?: number
  readonly known?: number
  readonly decoder?: Decoder
  readonly timeNs?: number
}

/** Decodes `bytes` as a record of `linkType`, placed in the middle of a larger buffer. */
export function decoded(linkType: number, bytes: Uint8Array, parts: RecordParts = {}): Packet {
  const packet = new Packet()
  ;(parts.decoder ?? new Decoder()).decode(recordOf(linkType, bytes, parts), packet)
  return packet
}

const BEFORE = 5
const BEHIND = 70
const FILLER = 0x46

/** A record of `bytes` in the middle of a larger buffer, which is filled with `filler`. */
export function recordOf(linkType: number, bytes: Uint8Array, parts: RecordParts = {}, filler: number = FILLER): PacketRecord {
  const record = new PacketRecord()
  record.bytes = new Uint8Array(BEFORE + bytes.length + BEHIND).fill(filler)
  record.bytes.set(bytes, BEFORE)
  record.view = new DataView(record.bytes.buffer)
  record.from = BEFORE
  record.capLen = bytes.length
  record.wireLen = parts.wireLen ?? bytes.length
  record.linkType = linkType
  record.timeNs = parts.timeNs ?? 0
  record.known = parts.known ?? KNOWN_ALL
  return record
}
