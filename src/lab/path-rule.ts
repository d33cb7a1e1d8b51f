/** What a path does to packets besides delaying them, as data. */

/** A TCP option by name, as a middlebox that removes it knows it. */
export const OPTION_KINDS = { mss: 2, wscale: 3, sack: 4, timestamps: 8, mptcp: 30, fastopen: 34 } as const

/** A count that never runs out. */
export const ALWAYS = 1_000_000_000

/** A segment that the path makes up; it follows from the one that the rule met. */
export interface Forgery {
  /** Back to who sent the packet, or on to who would get it. */
  readonly to: 'sender' | 'receiver'
  readonly flags: string
  /** Off the exact next sequence number, in bytes and in raw windows of the packet's sender. */
  readonly seqOffset?: number
  readonly seqWindows?: number
  readonly window?: number
  readonly ttl?: number
  readonly ipId?: number
  readonly delayMs?: number
}

/** Additions to fields of the segment, modulo their size. */
export interface Shifts {
  readonly sourcePort?: number
  readonly targetPort?: number
  readonly seq?: number
  readonly ack?: number
  /** The sender's timestamp (RFC 7323 §3). */
  readonly stamp?: number
}

/** Which packets, and what becomes of them. All conditions must hold. */
export interface PathRule {
  /** The link's end that the packet comes from. */
  readonly from: 'a' | 'b'
  readonly flags?: string
  readonly notFlags?: string
  /** With payload, or without. */
  readonly data?: boolean
  readonly atLeastBytes?: number
  /** What the payload contains. */
  readonly text?: string
  /** Counted from the first TCP packet. */
  readonly afterMs?: number
  /** Signals of programs between which the rule holds. */
  readonly after?: string
  readonly until?: string
  /** Holds from the n-th SYN on that came from `a`. */
  readonly fromSyn?: number
  /** Of the packets that fit: so many are left alone first, so many (1 unless said) are taken, of these every n-th. */
  readonly skip?: number
  readonly count?: number
  readonly every?: number

  readonly drop?: true
  /** More than the others. */
  readonly delayMs?: number
  /** So many later packets of its direction go first. */
  readonly overtakenBy?: number
  /** Keep it until this signal; what comes later waits behind it. */
  readonly holdUntil?: string
  /** A second copy, so much later. */
  readonly copyAfterMs?: number
  /** Damage the payload and leave the checksum. */
  readonly corrupt?: true
  /** Congestion experienced (RFC 3168 §5). */
  readonly markCe?: true
  /** Set the first of the reserved flag bits, which Accurate ECN uses. */
  readonly setAe?: true
  readonly strip?: readonly (keyof typeof OPTION_KINDS)[]
  readonly clampMss?: number
  readonly shift?: Shifts
  readonly forge?: readonly Forgery[]
}

/** A link of the path: what it connects, how far it is. */
export interface PathLink {
  readonly a: { readonly namespace: string; readonly device: string }
  readonly b: { readonly namespace: string; readonly device: string }
  readonly delayMs: number
  readonly hops: number
  readonly rules: readonly PathRule[]
  readonly bottleneck?: Bottleneck
}

/** A narrow place with a queue in front of it. */
export interface Bottleneck {
  readonly from: 'a' | 'b'
  readonly bytesPerSecond: number
  readonly queueBytes: number
}
