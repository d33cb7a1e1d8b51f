/** Holds one claim against one packet: what `verify` does with the bytes. It asks the decoder only, none of the analysis. */
import { FLAG, KIND, type Packet } from '../packet/packet.ts'
import { destinationText, formatIpv4, formatIpv6, quotedDestinationText, quotedSourceText, sourceText } from '../packet/address-text.ts'
import type { VerifyFault } from '../words/verify-words.ts'
import type { ClaimedConnection } from './claimed-report.ts'
import type { EndpointClaim, IcmpClaim, NeighbourClaim, PacketClaim, SegmentClaim } from './claims.ts'
import { endText } from './end-names.ts'
import type { End } from './packet-facts.ts'
import type { EndReport } from './report.ts'
import { flagLetters } from './segment-label.ts'

const TCP_PROTOCOL = 6
const ASKS = 1

/** Names that stand for placeholder addresses of an input. */
export type HostNames = ReadonlyMap<string, string>

/** Whether `p` is a segment that the analysis follows: a TCP header that is whole and possible. */
export function isSegment(p: Packet): boolean {
  return p.kind === KIND.tcp && p.headerCut === 0 && p.malformed === 0
}

/** What is wrong with `claim` about the packet `p`; undefined when it holds. `c` is the connection that it is about, if it is about one. */
export function claimFault(p: Packet, claim: PacketClaim, c: ClaimedConnection | undefined, names: HostNames): VerifyFault | undefined {
  if ('icmp' in claim) return icmpFault(p, claim, c, names)
  if ('neighbour' in claim) return neighbourFault(p, claim, names)
  if ('endpoint' in claim) return endpointFault(p, claim, names)
  return c === undefined ? undefined : segmentFault(p, claim, c, names)
}

/** What speaks against `p` having brought `end` of `c` into `state` (RFC 9293 §3.3.2); undefined when nothing does. */
export function stateFault(p: Packet, state: string, end: End, c: ClaimedConnection, names: HostNames): VerifyFault | undefined {
  // RFC 9293 §3.9.2.2: an ICMP error can end a connection as well.
  if (state === 'CLOSED' && p.kind === KIND.icmpError) return quoteFault(p, undefined, c, names)
  const wrong = belongsFault(p, undefined, c, names)
  if (wrong !== undefined) return wrong
  const peer = end === 'client' ? 'server' : 'client'
  switch (state) {
    case 'SYN-SENT':
      return needs(p, 'SYN', end, c, names)
    case 'SYN-RECEIVED':
      return needs(p, 'SYN', undefined, c, names)
    case 'FIN-WAIT-1':
    case 'LAST-ACK':
      return needs(p, 'FIN', end, c, names)
    case 'FIN-WAIT-2':
      return needs(p, 'ACK', peer, c, names)
    case 'CLOSE-WAIT':
    case 'CLOSING':
      return needs(p, 'ACK', end, c, names)
    case 'TIME-WAIT':
      return needs(p, 'ACK', undefined, c, names)
    case 'LISTEN':
      return needs(p, 'RST', undefined, c, names)
    // The peer's ACK of the last FIN closes as well as a RST does.
    case 'CLOSED':
      return (p.flags & FLAG.rst) !== 0 ? undefined : needs(p, 'ACK', peer, c, names)
    default:
      return undefined
  }
}

const STATE_FLAGS = { SYN: FLAG.syn, FIN: FLAG.fin, ACK: FLAG.ack, RST: FLAG.rst } as const

function needs(
  p: Packet,
  flag: keyof typeof STATE_FLAGS,
  by: End | undefined,
  c: ClaimedConnection,
  names: HostNames,
): VerifyFault | undefined {
  const hasFlag = (p.flags & STATE_FLAGS[flag]) !== 0
  return hasFlag && (by === undefined || isFrom(p, by, c, names)) ? undefined : { kind: 'state', needs: flag, by }
}

function segmentFault(p: Packet, claim: SegmentClaim, c: ClaimedConnection, names: HostNames): VerifyFault | undefined {
  const wrong = belongsFault(p, claim.from, c, names)
  if (wrong !== undefined) return wrong
  const found = flagLetters(p.flags)
  if (claim.flags !== undefined && claim.flags !== found) return { kind: 'flags', claimed: claim.flags, found }
  if (claim.carries !== undefined && claim.carries.split('').some((letter) => !found.includes(letter)))
    return { kind: 'lacks-flags', claimed: claim.carries, found }
  if (claim.len !== undefined && claim.len !== p.payloadLen)
    return { kind: 'number', field: 'len', claimed: claim.len, found: p.payloadLen }
  const from = claim.from ?? (isFrom(p, 'client', c, names) ? 'client' : 'server')
  return positionFault(p, claim, c.isn[from], c.isn[from === 'client' ? 'server' : 'client'])
}

/** Positions are compared modulo 2^32, as sequence numbers are (RFC 9293 §3.4). */
function positionFault(p: Packet, claim: SegmentClaim, ownIsn: number | null, peerIsn: number | null): VerifyFault | undefined {
  const seq = ownIsn === null ? null : (p.seq - ownIsn) >>> 0
  if (claim.seq !== undefined && seq !== claim.seq >>> 0) return { kind: 'number', field: 'seq', claimed: claim.seq, found: seq }
  const fin = seq === null || (p.flags & FLAG.fin) === 0 ? null : (seq + p.payloadLen) >>> 0
  if (claim.fin !== undefined && fin !== claim.fin >>> 0) return { kind: 'number', field: 'fin', claimed: claim.fin, found: fin }
  const ack = peerIsn === null || (p.flags & FLAG.ack) === 0 ? null : (p.ack - peerIsn) >>> 0
  if (claim.ack !== undefined && ack !== claim.ack >>> 0) return { kind: 'number', field: 'ack', claimed: claim.ack, found: ack }
  if (claim.acksThrough !== undefined && (ack === null || ((ack - claim.acksThrough) | 0) < 0))
    return { kind: 'number', field: 'acksThrough', claimed: claim.acksThrough, found: ack }
  return undefined
}

function icmpFault(p: Packet, claim: IcmpClaim, c: ClaimedConnection | undefined, names: HostNames): VerifyFault | undefined {
  const wrong = quoteFault(p, claim.quotes, c, names)
  if (wrong !== undefined) return wrong
  const found = icmpText(p.ipVersion, `${p.icmpType}/${p.icmpCode}`, named(sourceText(p), names), p.icmpMtu)
  const claimed = icmpText(claim.version, claim.icmp, claim.sender, claim.mtu ?? 0)
  return found === claimed ? undefined : { kind: 'icmp', claimed, found }
}

function icmpText(version: number, icmp: string, sender: string, mtu: number): string {
  return `${version === 6 ? 'ICMPv6' : 'ICMP'} ${icmp}, ${sender}${mtu > 0 ? `, MTU ${mtu}` : ''}`
}

/** What speaks against `p` being an ICMP error that quotes a packet of `c`, by that end where one is named. */
function quoteFault(p: Packet, quotes: End | undefined, c: ClaimedConnection | undefined, names: HostNames): VerifyFault | undefined {
  if (p.kind !== KIND.icmpError || p.quotedProtocol !== TCP_PROTOCOL) return { kind: 'not-icmp' }
  if (c === undefined) return undefined
  const source: EndReport = { address: named(quotedSourceText(p), names), port: p.quotedSrcPort }
  const destination: EndReport = { address: named(quotedDestinationText(p), names), port: p.quotedDstPort }
  return directionFault(source, destination, quotes, c)
}

function neighbourFault(p: Packet, claim: NeighbourClaim, names: HostNames): VerifyFault | undefined {
  if (p.kind !== KIND.neighbour || p.neighbourOperation !== ASKS) return { kind: 'not-neighbour' }
  const target = p.ipVersion === 6 ? formatIpv6(p.bytes, p.neighbourTargetOffset) : formatIpv4(p.neighbourTarget)
  const found = `asks ${named(target, names)}`
  return found === claim.neighbour ? undefined : { kind: 'neighbour', claimed: claim.neighbour, found }
}

function endpointFault(p: Packet, { endpoint }: EndpointClaim, names: HostNames): VerifyFault | undefined {
  if (!isSegment(p)) return { kind: 'not-tcp' }
  const ends = [sourceOf(p, names), destinationOf(p, names)]
  if (ends.some((end) => end.address === endpoint || endText(end) === endpoint)) return undefined
  return { kind: 'other-connection', found: ends.map(placeText).join(' > ') }
}

/** What speaks against `p` being a segment of `c`, by that end where one is named. */
function belongsFault(p: Packet, from: End | undefined, c: ClaimedConnection, names: HostNames): VerifyFault | undefined {
  return isSegment(p) ? directionFault(sourceOf(p, names), destinationOf(p, names), from, c) : { kind: 'not-tcp' }
}

function directionFault(source: EndReport, destination: EndReport, from: End | undefined, c: ClaimedConnection): VerifyFault | undefined {
  const isForth = isEnd(source, c.client) && isEnd(destination, c.server)
  const isBack = isEnd(source, c.server) && isEnd(destination, c.client)
  if (!isForth && !isBack) return { kind: 'other-connection', found: `${placeText(source)} > ${placeText(destination)}` }
  if (from === undefined || (from === 'client' ? isForth : isBack)) return undefined
  return { kind: 'other-sender', claimed: from }
}

function isFrom(p: Packet, end: End, c: ClaimedConnection, names: HostNames): boolean {
  return directionFault(sourceOf(p, names), destinationOf(p, names), end, c) === undefined
}

/** The sender and the receiver of a segment, as a report names them. */
export function sourceOf(p: Packet, names: HostNames): EndReport {
  return { address: named(sourceText(p), names), port: p.srcPort }
}

/** The receiver of a segment, as a report names it. */
export function destinationOf(p: Packet, names: HostNames): EndReport {
  return { address: named(destinationText(p), names), port: p.dstPort }
}

function named(address: string, names: HostNames): string {
  return names.get(address) ?? address
}

/** Where the input left addresses out, the report has none, and ports must do. */
function isEnd(found: EndReport, claimed: EndReport): boolean {
  return found.port === claimed.port && (claimed.address === null || claimed.address === found.address)
}

function placeText(end: EndReport): string {
  return endText(end) ?? `port ${end.port}`
}
