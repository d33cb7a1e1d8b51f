/** What a segment was, judged by evidence: the kinds, the causes, and the facts that each judgement stands on. */

/** What a packet was. One packet may have several: a segment that comes again may also fill the window. */
export const JUDGEMENT_KINDS = [
  /** The packet at `earlier`, captured a second time: on two ports, in two VLANs, before and behind a router. */
  'copy',
  /** The packet at `earlier`, delivered a second time by the network. */
  'network-copy',
  /** Bytes, a SYN or a FIN, sent again; `cause` says why. */
  'retransmission',
  /** Overtaken by its successors: the only copy, sent before the packet at `earlier`. */
  'reordered',
  /** Fills the gap before `earlier`; whether it was overtaken, or lost on the way and sent again, the capture leaves open. */
  'late',
  /** Captured behind the acknowledgment of it, at `earlier`: the capture merged the two directions in the wrong order. */
  'capture-order',
  /** Bytes are missing before this segment. */
  'gap',
  /** Acknowledges bytes that the capture does not have: they arrived, the capture lost them. */
  'acked-unseen',
  /** Asks whether the peer is still there, with nothing outstanding (RFC 9293 §3.8.4). */
  'keep-alive',
  'keep-alive-answer',
  /** Asks whether a shut window has opened (RFC 9293 §3.8.6.1): with one new byte, an old one, or none. */
  'window-probe',
  'window-probe-answer',
  'zero-window',
  'window-update',
  /** Its last byte is the last one that the peer's window allows. */
  'window-full',
  /** Goes beyond what the peer's window ever allowed. */
  'window-exceeded',
  /** Acknowledges the same byte again, with bytes outstanding, because others arrived behind a hole (RFC 5681 §2). */
  'duplicate-ack',
  /** Acknowledges the same byte again in answer to bytes that it had already, at `earlier`. */
  'repeat-answer',
  /** Reports bytes that came twice (RFC 2883). */
  'dsack',
  /** A new connection on the ports of one that is over. */
  'new-connection',
  /** The next attempt at the connection that the packet at `earlier` asked for in vain: with another number. */
  'new-attempt',
  /** A SYN for a new connection while the peer still has the old one. */
  'half-open-syn',
  /** A SYN inside a connection that lives on: forged, or late (RFC 5961 §4). */
  'syn-inside',
  /** Both ends opened at once, or one end connects to itself (RFC 9293 §3.5). */
  'simultaneous-open',
  /** Answers a SYN or a RST with the numbers of the connection that is up (RFC 5961 §3, §4). */
  'challenge-ack',
  /** Clears the old connection whose challenge it answers (RFC 9293 §3.5.1). */
  'old-reset',
  /** Outside the window of its receiver, which drops it (RFC 9293 §3.10.7.4). */
  'rst-ignored',
  /** In the window of its receiver, and not exact: it is challenged, not taken (RFC 5961 §3.2). */
  'rst-challenged',
  /** Flags that no stack sends. */
  'odd-flags',
  /** Its checksum is wrong: the receiver drops it. */
  'damaged',
  /** Nothing notable; `reason` says what it does. */
  'ordinary',
] as const
/** Name of what a packet was. */
export type JudgementKind = (typeof JUDGEMENT_KINDS)[number]

/**
 * Why something was sent again.
 *
 * - `timeout`: nothing came back in time (RFC 6298 §5); `probe`: the end of a burst, before the timeout (RFC 8985 §7)
 * - `follow-up`: in the wake of a timeout; `fast`: the receiver told that something was missing (RFC 5681 §3.2, RFC 6675)
 * - `unasked`: sooner than the receiver's word can have reached the sender: somebody else had told it
 * - `unneeded`: the receiver had it, as it had said before or says later (D-SACK, RFC 2883; the echoed timestamp, RFC 3522)
 * - `late-original`: the original, overtaken by its repeat
 * - `syn-data`: data of the SYN that the server had not taken (RFC 7413 §4.2)
 * - `damaged`: what came first had a wrong checksum; `rejected`: its timestamp was older than the latest (RFC 7323 §5.3)
 * - `refused`: a SYN once more after a reset; `window-cut`: the receiver's window had cut the segment; `smaller`: a router had asked for it
 */
export type RepeatCause =
  | 'timeout'
  | 'probe'
  | 'follow-up'
  | 'fast'
  | 'unasked'
  | 'unneeded'
  | 'late-original'
  | 'syn-data'
  | 'damaged'
  | 'rejected'
  | 'refused'
  | 'window-cut'
  | 'smaller'

/** How one packet's number stands to another's of the same sender. */
export type Order = 'newer' | 'older' | 'same'

/** What an ordinary packet does. */
export type OrdinaryReason =
  /** Acknowledges the segment at `earlier`, or a part of it. */
  | 'acks'
  /** Its first byte follows the last one of `earlier`. */
  | 'in-order'
  /** Its first byte follows what was acknowledged at `earlier`: what the capture lost. */
  | 'behind-acked'
  /** A bare ACK, sent while the FIN at `earlier` was outstanding. */
  | 'fin-outstanding'
  /** Answers the SYN at `earlier`. */
  | 'answers-syn'
  /** No segment: an ICMP message that quotes one of the connection that began at `earlier`. */
  | 'quotes'
  | 'nothing-new'

/** The facts that a judgement stands on; absent means unknown or without meaning here. Amended as later packets prove more. */
export interface Evidence {
  cause?: RepeatCause
  reason?: OrdinaryReason
  /** From `earlier` to this packet, in nanoseconds. */
  apartNs?: number
  /** The frame that had the bytes, or the SYN, first. */
  firstFrame?: number
  /** By how much the TTL of a copy is lower: it passed routers in between. */
  ttlFell?: number
  /** The sender's own count and clock, against those of the packet at `comparedWith`. */
  ipId?: Order
  tsVal?: Order
  comparedWith?: number
  /** Its bytes, or some of them, had been in the capture before; false: what was lost, was lost before the capture point. */
  seenBefore?: boolean
  /** Duplicate ACKs that had come, and whether SACK blocks showed the hole. */
  duplicateAcks?: number
  sacked?: boolean
  /** Bytes missing, unseen, beyond the window, reported twice; new bytes of a repeat. */
  bytes?: number
  newBytes?: number
  /** The acknowledgment that had covered it before it came; that reported it as come twice. */
  ackFrame?: number
  dsackFrame?: number
  /** Echoes the timestamp of the first copy, although another was sent. */
  echoFrame?: number
  /** Later frame that settles it: fills the gap, goes on after the reset, challenges the SYN. */
  settledBy?: number
  /** How a gap ended: filled, or acknowledged without having been seen. */
  settledAs?: 'filled' | 'acknowledged'
  /** The SYN has the number of the connection before it. */
  sameIsn?: boolean
}

/** One judgement on one packet. */
export interface Judgement {
  readonly kind: JudgementKind
  readonly frame: number
  /** The earlier packet that it refers to; 0 without one. */
  readonly earlier: number
  readonly evidence: Readonly<Evidence>
}

/** How a packet's acknowledgment measures the round trip. */
export interface RoundTrip {
  /** The segment that it answers, the one sent last where it was sent again; 0: it acknowledges nothing new. */
  frame: number
  /** NaN where it cannot be told (Karn's rule) or nothing is measured. */
  rttNs: number
  /** Only a part of that segment, as when a large segment was cut by the card (TSO) or put together (GRO). */
  partial: boolean
  /** The segment was sent more than once, and no timestamp tells which copy is answered. */
  ambiguous: boolean
}
