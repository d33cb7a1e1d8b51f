/** Reads pasted text in tests, and says each packet in one line. */
import assert from 'node:assert/strict'
import { dumpLayout } from '../src/core/capture/text/hex-lines.ts'
import { factsOfBytes } from '../src/core/capture/text/packet-of-bytes.ts'
import { TextReader } from '../src/core/capture/text/text-reader.ts'
import { KNOWN, type CaptureInfo, type PacketRecord } from '../src/core/capture/record.ts'

/** A packet that was read. */
export interface Got {
  /** Seconds since the first packet, `-` when unknown. */
  time: string
  /** The packet in one line. */
  line: string
  known: number
  linkType: number
  direction: number
  capLen: number
  wireLen: number
  bytes: Uint8Array
}

const LETTERS: readonly (readonly [number, string])[] = [
  [1, 'F'],
  [2, 'S'],
  [4, 'R'],
  [8, 'P'],
  [16, '.'],
  [32, 'U'],
  [64, 'E'],
  [128, 'W'],
]

function lineOf(bytes: Uint8Array, wireLen: number): string {
  const layout = dumpLayout(bytes)
  if (!layout) return 'unreadable'
  if (layout.ip < 0) return `arp ${bytes[21]}`
  const read = factsOfBytes(bytes, layout)
  if (!read?.ip) return 'short'
  const { ip, tcp } = read
  if (!tcp) {
    const header = ip.version === 6 ? 40 : (bytes[layout.ip] & 15) * 4
    const at = layout.ip + header
    const quote = bytes.subarray(at + 8)
    const ports =
      quote.length >= 28 && quote[0] >> 4 === 4
        ? ` about ${quote.subarray(12, 16).join('.')}:${quote[20] * 256 + quote[21]}>${quote.subarray(16, 20).join('.')}:${quote[22] * 256 + quote[23]}`
        : ''
    return `${ip.source} > ${ip.destination} proto ${bytes[layout.ip + (ip.version === 6 ? 6 : 9)]} ${bytes[at]}/${bytes[at + 1]}${ports}`
  }
  const flags = LETTERS.filter(([bit]) => (tcp.flags! & bit) !== 0)
    .map(([, letter]) => letter)
    .join('')
  const payload = wireLen - layout.ip - (ip.version === 6 ? 40 : 20) - tcp.headerLength!
  return `${ip.source}:${tcp.sourcePort} > ${ip.destination}:${tcp.destinationPort} ${flags} ${tcp.seq}(${payload})${tcp.ack === undefined ? '' : ` ack ${tcp.ack}`} win ${tcp.window}`
}

/** Reads a text, in pieces that begin at `cuts` (any numbers). */
export function read(text: string | Uint8Array, cuts: readonly number[] = []): { packets: Got[]; lines: string[]; info: CaptureInfo } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const packets: Got[] = []
  const reader = new TextReader((record: PacketRecord) => {
    const packet = record.bytes.slice(record.from, record.from + record.capLen)
    packets.push({
      time: Number.isNaN(record.timeNs) ? '-' : (record.timeNs / 1e9).toFixed(6),
      line: lineOf(packet, record.wireLen),
      known: record.known,
      linkType: record.linkType,
      direction: record.direction,
      capLen: record.capLen,
      wireLen: record.wireLen,
      bytes: packet,
    })
  })
  let from = 0
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reader.push(bytes.slice(from, cut))
    from = cut
  }
  reader.end()
  return { packets, lines: packets.map((packet) => packet.line), info: reader.info }
}

/** Asserts that these facts of a packet are known. */
export function knows(packet: Got | undefined, ...names: (keyof typeof KNOWN)[]): void {
  assert.ok(packet)
  const missing = names.filter((name) => (packet.known & KNOWN[name]) === 0)
  assert.deepEqual(missing, [], `should be known: ${missing.join(' ')}`)
}

/** Asserts that these facts of a packet are unknown. */
export function lacks(packet: Got | undefined, ...names: (keyof typeof KNOWN)[]): void {
  assert.ok(packet)
  const known = names.filter((name) => (packet.known & KNOWN[name]) !== 0)
  assert.deepEqual(known, [], `should be unknown: ${known.join(' ')}`)
}

/** The listing's SYN. */
export const SYN =
  '10:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1000, win 64240, options [mss 1460,sackOK,TS val 11 ecr 0,nop,wscale 7], length 0'
/** Its answer. */
export const SYN_ACK =
  '10:00:00.020001 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 5000, ack 1001, win 65160, options [mss 1460,sackOK,TS val 22 ecr 11,nop,wscale 7], length 0'
/** The handshake's last line. */
export const ACK_LINE =
  '10:00:00.020101 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 1, win 502, options [nop,nop,TS val 12 ecr 22], length 0'
/** A request. */
export const DATA =
  '10:00:00.030101 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 1:101, ack 1, win 502, options [nop,nop,TS val 13 ecr 22], length 100: HTTP: GET / HTTP/1.1'
const FIN =
  '10:00:00.040101 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [F.], seq 1, ack 101, win 509, options [nop,nop,TS val 33 ecr 13], length 0'
/** All of it, with a FIN. */
export const LISTING = [SYN, SYN_ACK, ACK_LINE, DATA, FIN].join('\n')
/** What is to be read from it. */
export const LISTING_LINES = [
  '192.0.2.1:40000 > 192.0.2.2:80 S 1000(0) win 64240',
  '192.0.2.2:80 > 192.0.2.1:40000 S. 5000(0) ack 1001 win 65160',
  '192.0.2.1:40000 > 192.0.2.2:80 . 1001(0) ack 5001 win 502',
  '192.0.2.1:40000 > 192.0.2.2:80 P. 1001(100) ack 5001 win 502',
  '192.0.2.2:80 > 192.0.2.1:40000 F. 5001(0) ack 1101 win 509',
]
