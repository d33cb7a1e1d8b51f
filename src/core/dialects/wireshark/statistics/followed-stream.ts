/** `-z follow,tcp,…`: the bytes of one stream, in order, as tshark puts them together. */
import type { PacketRecord } from '../../../capture/record.ts'
import { asciiBytes } from '../../../bytes/text-output.ts'
import { FLAG } from '../../../wire/tcp.ts'
import type { DissectedPacket } from '../field-item.ts'
import type { Statistic } from './statistic.ts'
import { TCP_FACTS_WANTED, type TcpFacts, tcpFactsOf } from './tcp-facts.ts'

/** How the bytes are shown. */
export type FollowMode = 'ascii' | 'hex' | 'raw'

/** Two ends, each with address and port. */
export interface FollowEnds {
  readonly addresses: readonly [string, string]
  readonly ports: readonly [number, number]
}

/** What to follow and how. */
export interface FollowOptions {
  readonly mode: FollowMode
  readonly stream: number | FollowEnds
  /** The pieces to show, counted from 1. */
  readonly firstPiece: number
  readonly lastPiece: number
}

const RULE = '='.repeat(67)
const BYTES_PER_LINE = 16
const HALF_LINE = 8
/** Where the text of a line of a hex dump stands. */
const HEX_TEXT_AT = 60

/** A piece of the stream, by its side: 0 is the end that the first packet came from. */
interface Piece {
  readonly side: 0 | 1
  readonly bytes: Uint8Array
}

/** A segment that came before what it follows. */
interface Early {
  seq: number
  bytes: Uint8Array
}

/** The state of one direction. */
interface Direction {
  /** The next sequence number, raw; undefined before the first packet. */
  next: number | undefined
  early: Early[]
}

/** Puts one stream together. Its memory follows that stream's bytes. */
export class FollowedStream implements Statistic {
  readonly wanted: ReadonlySet<string> = new Set(TCP_FACTS_WANTED)
  private readonly options: FollowOptions
  private readonly directions: readonly [Direction, Direction] = [
    { next: undefined, early: [] },
    { next: undefined, early: [] },
  ]
  private readonly pieces: Piece[] = []
  private client: { readonly address: string; readonly port: number } | undefined
  private server: { readonly address: string; readonly port: number } | undefined

  constructor(options: FollowOptions) {
    this.options = options
  }

  take(_record: PacketRecord, packet: DissectedPacket | undefined): void {
    const facts = packet === undefined ? undefined : tcpFactsOf(packet)
    if (packet === undefined || facts === undefined || !this.isOurs(facts)) return
    const source = { address: facts.source, port: facts.sourcePort }
    this.client ??= source
    this.server ??= { address: facts.destination, port: facts.destinationPort }
    const side = source.address === this.client.address && source.port === this.client.port ? 0 : 1
    this.segment(side, facts)
  }

  private isOurs(facts: TcpFacts): boolean {
    const { stream } = this.options
    if (typeof stream === 'number') return facts.stream === stream
    const { addresses, ports } = stream
    const isEnd = (end: 0 | 1, address: string, port: number): boolean => addresses[end] === address && ports[end] === port
    return (
      (isEnd(0, facts.source, facts.sourcePort) && isEnd(1, facts.destination, facts.destinationPort)) ||
      (isEnd(1, facts.source, facts.sourcePort) && isEnd(0, facts.destination, facts.destinationPort))
    )
  }

  private segment(side: 0 | 1, facts: TcpFacts): void {
    const own = this.directions[side]
    const other = this.directions[side === 0 ? 1 : 0]
    // What the peer acknowledges and nobody saw is missing from the capture.
    if ((facts.flags & FLAG.ack) !== 0) this.deliver(side === 0 ? 1 : 0, other, facts.rawAck)
    const isSyn = (facts.flags & FLAG.syn) !== 0
    let seq = isSyn ? (facts.rawSeq + 1) | 0 : facts.rawSeq | 0
    let bytes = facts.payload
    own.next ??= seq
    const late = (own.next - seq) | 0
    if (late > 0) {
      // Only what is new of a retransmission counts.
      if (late >= bytes.length) return
      bytes = bytes.subarray(late)
      seq = own.next
    }
    if (bytes.length === 0) return
    if (seq !== own.next) {
      own.early.push({ seq, bytes: bytes.slice() })
      return
    }
    this.add(side, bytes.slice())
    own.next = (seq + bytes.length) | 0
    this.deliver(side, own, undefined)
  }

  /** Hands over what has become due; with `ack`, also what stands behind a hole that the peer acknowledged. */
  private deliver(side: 0 | 1, direction: Direction, ack: number | undefined): void {
    const { early } = direction
    while (early.length > 0 && direction.next !== undefined) {
      const { next } = direction
      let lowest = 0
      for (let i = 1; i < early.length; i++) if (((early[i].seq - early[lowest].seq) | 0) < 0) lowest = i
      const { seq, bytes } = early[lowest]
      const gap = (seq - next) | 0
      if (gap > 0) {
        if (ack === undefined || ((ack - seq) | 0) <= 0) return
        this.add(
          side,
          asciiBytes(`[${gap} bytes missing in capture file].`).map((byte, i, all) => (i === all.length - 1 ? 0 : byte)),
        )
        direction.next = seq
        continue
      }
      early.splice(lowest, 1)
      if (-gap >= bytes.length) continue
      const fresh = bytes.subarray(-gap)
      this.add(side, fresh)
      direction.next = (next + fresh.length) | 0
    }
  }

  private add(side: 0 | 1, bytes: Uint8Array): void {
    this.pieces.push({ side, bytes })
  }

  *text(): Iterable<string> {
    const { mode, stream, firstPiece, lastPiece } = this.options
    yield `\n${RULE}\nFollow: tcp,${mode}\nFilter: ${filterText(stream)}\n`
    yield `Node 0: ${endText(this.client)}\nNode 1: ${endText(this.server)}\n`
    const written: [number, number] = [0, 0]
    for (const [i, { side, bytes }] of this.pieces.entries()) {
      const tab = side === 1 ? '\t' : ''
      const isShown = i + 1 >= firstPiece && i + 1 <= lastPiece
      if (isShown && mode === 'ascii') yield `${tab}${bytes.length}\n${asciiText(bytes)}\n`
      else if (isShown && mode === 'raw') yield `${tab}${hexDigits(bytes)}\n`
      else if (isShown) yield hexLines(bytes, tab, written[side])
      written[side] += bytes.length
    }
    yield `${RULE}\n`
  }
}

function filterText(stream: number | FollowEnds): string {
  if (typeof stream === 'number') return `tcp.stream eq ${stream}`
  const [a, b] = stream.addresses
  const [p, q] = stream.ports
  const ip = a.includes(':') ? 'ipv6' : 'ip'
  return (
    `((${ip}.src eq ${a} and tcp.srcport eq ${p}) and (${ip}.dst eq ${b} and tcp.dstport eq ${q})) or ` +
    `((${ip}.src eq ${b} and tcp.srcport eq ${q}) and (${ip}.dst eq ${a} and tcp.dstport eq ${p}))`
  )
}

function endText(end: { readonly address: string; readonly port: number } | undefined): string {
  if (end === undefined) return ':0'
  return end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`
}

/** Printable characters as they are, line ends and tabs too, all else as points. */
function asciiText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += isShown(byte) || (byte >= 0x09 && byte <= 0x0d) ? String.fromCharCode(byte) : '.'
  return text
}

function isShown(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f
}

function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function hexLines(bytes: Uint8Array, tab: string, offset: number): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const line = bytes.subarray(at, at + BYTES_PER_LINE)
    let hex = `${(offset + at).toString(16).toUpperCase().padStart(8, '0')}  `
    let shown = ''
    line.forEach((byte, i) => {
      hex += `${byte.toString(16).padStart(2, '0')} ${i === HALF_LINE - 1 ? ' ' : ''}`
      shown += `${i === HALF_LINE ? ' ' : ''}${isShown(byte) ? String.fromCharCode(byte) : '.'}`
    })
    text += `${tab}${hex.padEnd(HEX_TEXT_AT)}${shown}\n`
  }
  return text
}
