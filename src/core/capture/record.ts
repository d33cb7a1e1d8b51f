/** One record of a capture: the bytes of a packet, and what the capture says about them. */

/**
 * Which facts of a record are real. A binary capture knows all of them; pasted text leaves some out, and what is missing is
 * unknown, never invented: the bytes that stand for it are filler, and no layer may draw a conclusion from them.
 */
export const KNOWN = {
  /** Both addresses (a host name counts: it names an address, see `HostNames`). */
  addresses: 1 << 0,
  /** The time within the capture. */
  time: 1 << 1,
  /** The date as well as the time of day. */
  date: 1 << 2,
  /** IPv4 identification and the DF bit. */
  ipId: 1 << 3,
  /** TTL or hop limit. */
  ttl: 1 << 4,
  /** TOS or traffic class, with its ECN bits. */
  tos: 1 << 5,
  /** IPv6 flow label. */
  flowLabel: 1 << 6,
  /** The TCP checksum field. */
  checksum: 1 << 7,
  /** Sequence and acknowledgment numbers as they were on the wire; without it they are relative to an unknown start. */
  absoluteNumbers: 1 << 8,
  /** The sequence number (tcpdump leaves it out of pure ACKs, where it is then taken from the acknowledgments of the peer). */
  seq: 1 << 9,
  /** The window. */
  window: 1 << 10,
  /** The TCP options (`tcpdump -q` prints none). */
  options: 1 << 11,
  /** The TCP flags (`tcpdump -q` prints none). */
  flags: 1 << 12,
  /** The link layer addresses. */
  linkAddresses: 1 << 13,
  /** The bytes after the headers, as far as they were captured: text shows how many there were, not which. */
  payload: 1 << 14,
  /** That the packet follows those before it: a text may show several listings, in any order. */
  order: 1 << 15,
} as const

/** Every fact of `KNOWN`: what a binary capture, or a hex dump with link layer and time, has. */
export const KNOWN_ALL = (1 << 16) - 1

/** Which way a packet went, seen from the capturing host. */
export const DIRECTION = { unknown: 0, in: 1, out: 2 } as const

/** What a capturing kernel, or a text, says of a packet's transport checksum. A file cannot say it: there it is always `unknown`. */
export const CHECKSUM_NOTE = {
  unknown: 0,
  /** It is still to be computed, by the card or by nobody (the packet never leaves the machine): the field holds no checksum. */
  pending: 1,
  /** The card, or the kernel before the capture, found it correct. */
  verified: 2,
  /** A text shows that it is neither right nor what a host leaves to its card. */
  wrong: 3,
} as const

/**
 * A record as a reader hands it over. One object is reused for all records of an input: a sink that keeps something copies it.
 *
 * `timeNs` is relative to the start of the capture (`CaptureInfo.startNs`), NaN when the input has no time for this packet.
 */
export class PacketRecord {
  /** The buffer that holds the record. Valid only during the call. */
  bytes: Uint8Array = EMPTY
  /** A view over the same memory as `bytes`, same offset 0. */
  view: DataView = EMPTY_VIEW
  /** Offset of the packet's first byte (its link layer header) in `bytes`. */
  from = 0
  /** Number of bytes captured. */
  capLen = 0
  /** Number of bytes on the wire, as the capture claims; never less than `capLen`. */
  wireLen = 0
  /** The number of bytes on the wire that the capture states where it states fewer than it holds, which `wireLen` puts right; else -1. */
  statedWireLen = -1
  /** Nanoseconds since the start of the capture. */
  timeNs = NaN
  /** LINKTYPE number (`link-type.ts`). */
  linkType = 0
  /** Index of the interface within the input; 0 where the format has none. */
  interfaceIndex = 0
  /** Bits of `KNOWN`. */
  known: number = KNOWN_ALL
  /** One of `DIRECTION`, as far as the capture format says it (pcapng flags, text columns). */
  direction = 0
  /** One of `CHECKSUM_NOTE`. */
  checksumNote = 0
}

const EMPTY = new Uint8Array(0)
const EMPTY_VIEW = new DataView(EMPTY.buffer)

/** Takes each record in turn. The record is reused after the call. */
export type RecordSink = (record: PacketRecord) => void

/** The formats that an input can have; the names of the contract. */
export type CaptureFormat = 'pcap' | 'pcapng' | 'tcpdump-text' | 'wireshark-text' | 'hex-dump' | 'live'

/** One interface of an input (pcapng), or the only one (pcap). */
export interface CaptureInterface {
  readonly name: string
  readonly linkType: number
  /** The most bytes kept per packet; 0 is no limit. */
  readonly snaplen: number
  /** Packets that the capturing system dropped, when the input says so. */
  dropped: number | undefined
  /** Digits behind the point of a second that the clock has (6: microseconds, 9: nanoseconds), where the input says so. */
  readonly timeDigits?: number
  /** What the input says of the interface beside its name. */
  readonly description?: string
}

/** Something wrong with an input, reported beside what could be read. */
export interface CaptureProblem {
  /** Stable, kebab-case: `truncated-file`, `bad-magic`, … */
  readonly code: string
  /** Byte offset in the (decompressed) input. */
  readonly offset: number
  /** One sentence. */
  readonly message: string
}

/** What a reader knows about its input; it grows while reading. */
export interface CaptureInfo {
  format: CaptureFormat
  /** Time of the first packet, nanoseconds since 1970; undefined when the input has no date or no clock. */
  startNs: bigint | undefined
  readonly interfaces: CaptureInterface[]
  readonly problems: CaptureProblem[]
  /** Comments of the file and of packets (pcapng), each with its packet number or 0 for the section. Bounded. */
  readonly comments: { readonly packet: number; readonly text: string }[]
  /** Host names that stand for the placeholder addresses in the records' bytes (text with names); address text to name. */
  readonly hostNames: Map<string, string>
}

/**
 * Reads one input, chunk by chunk. However the bytes are cut into chunks, the sink sees the same records.
 *
 * A reader never throws on bad input: it adds a problem to `info`, and takes no more bytes (`done` is true).
 */
export interface CaptureReader {
  readonly info: CaptureInfo
  /** True when no more bytes are wanted, because the input was damaged beyond repair. */
  readonly done: boolean
  /** Takes the next bytes; the reader may keep the rest of an unfinished record, but not `chunk` itself. */
  push(chunk: Uint8Array): void
  /** The input is over: an unfinished record becomes a problem. */
  end(): void
}
