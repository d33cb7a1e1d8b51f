/** Capturing from an interface of this machine: what every way to do it takes and gives. */
import type { CaptureInfo, RecordSink } from '../core/capture/record.ts'
import type { FilterError } from '../core/filter/filter-error.ts'
import type { FilterDialect } from '../core/filter/link-state.ts'

/** Which packets are wanted, seen from this machine. */
export type LiveDirection = 'in' | 'out' | 'inout'

/** A filter expression of a capture. */
export interface LiveFilter {
  readonly text: string
  /** `'pcap'` (libpcap's language) unless given. */
  readonly dialect?: FilterDialect
  /** The addresses of a host name; none unless given. */
  readonly resolveHost?: (name: string) => Uint8Array[]
  /** What to do with an expression that no packet can match (`core/filter/filter.ts`); an error unless given. */
  readonly neverMatching?: 'error' | 'allow'
}

/** Takes packets as records of a pcap file. */
export interface PcapSink {
  readonly unit: 'microseconds' | 'nanoseconds'
  /** Takes whole records; the bytes are valid during the call only. */
  take(records: Uint8Array, packetCount: number): void
}

/** What is captured, and who takes it. */
export interface LiveOptions {
  /** Name of an interface, or `any` for all of them at once. */
  readonly interface: string
  /** All packets where it is left out, or its text is blank. */
  readonly filter?: LiveFilter
  /** Bytes kept of each packet; 262,144 unless given. */
  readonly snaplen?: number
  /** Whether the card is to take packets that are addressed to others; true unless given. Never on `any`. */
  readonly promiscuous?: boolean
  /** Bytes of the kernel's buffer. */
  readonly bufferBytes?: number
  /** Hand packets over one millisecond after they came instead of ten; costs processor time. */
  readonly immediate?: boolean
  /**
   * For who only writes packets to a file: they are handed over up to 250 ms late and, where the capture can do that (the ring, a link type
   * with a header of its own, a filter that the kernel runs), as records of a pcap file in place of `onRecord`. The least processor time.
   */
  readonly pcap?: PcapSink
  /** Both unless given. */
  readonly direction?: LiveDirection
  /** LINKTYPE number wanted where the interface offers a choice (`any`: 276, the default, or 113). */
  readonly linkType?: number
  /** The way to capture; `'auto'`, the default, takes the ring where it can be had. */
  readonly backend?: 'auto' | 'ring' | 'child'
  /** Sees each packet; the record is reused. Never called before `openLiveCapture` has given its result. */
  readonly onRecord: RecordSink
  /** Called after the packets that came together were handed over: the moment to flush or to draw. */
  readonly onBatch?: () => void
}

/** Counts of a capture, as tcpdump closes with them. */
export interface LiveCounts {
  /** Packets that were handed to `onRecord`. */
  readonly captured: number
  /** Packets that passed the filter, also those that were never handed over. */
  readonly received: number
  /** How many of those handed over came through the loopback interface: tcpdump counts these twice as received. */
  readonly loopback: number
  /** Packets that the kernel threw away because its buffer was full. */
  readonly dropped: number
  /** Packets that the interface itself lost since the capture began. */
  readonly interfaceDropped: number
}

/** A capture that is running. Its process lives on until it is stopped. */
export interface LiveCapture {
  /** How packets are captured. */
  readonly via: 'ring' | 'tcpdump' | 'dumpcap'
  /** What is known of the capture: `format` is `live`; `startNs` is set before the first record. */
  readonly info: CaptureInfo
  /** LINKTYPE number of all records. */
  readonly linkType: number
  readonly snaplen: number
  /** Whether the kernel dropped packets so far, and all else that is counted. With a child process it may lag by a second. */
  counts(): LiveCounts
  /** Stops capturing, hands over what is left, and gives the last counts. May be called again. */
  stop(): Promise<LiveCounts>
  /** Fulfilled when the capture is over: with nothing after `stop`, with the reason when it ended by itself (the interface went away). */
  readonly ended: Promise<LiveCaptureError | undefined>
}

/**
 * Why a capture cannot begin, or ended: `no-permission`, `no-such-interface`, `interface-down`, `bad-filter`, `bad-link-type`, `no-backend`
 * (neither the ring nor a program that captures can be had) or `system` (whatever else the system says).
 */
export type LiveFaultCode =
  | 'no-permission'
  | 'no-such-interface'
  | 'interface-down'
  | 'bad-filter'
  | 'bad-link-type'
  | 'no-backend'
  | 'system'

/** A capture that cannot begin, or ended before it was stopped. */
export class LiveCaptureError extends Error {
  readonly code: LiveFaultCode
  /** Where our own compiler refused the filter: the place in its text. */
  readonly filterError: FilterError | undefined

  /** @param message what the system, or the program that captures, says of it */
  constructor(code: LiveFaultCode, message: string, filterError?: FilterError) {
    super(message)
    this.name = 'LiveCaptureError'
    this.code = code
    this.filterError = filterError
  }
}
