/** A TCP segment as Wireshark shows it: the tree, the Info column, the expert notes. */
import { FieldItem, type ExpertNote } from '../field-item.ts'
import { TCP } from './tcp-fields.ts'
import type { TcpPreferences } from './tcp-preferences.ts'

/** A segment, and what the layers around it know. Nothing of it is kept after the call. */
export interface TcpSegmentInput {
  bytes: Uint8Array
  /** The captured bytes of the segment stand in [offset, capturedEnd), already cut to the length of the IP packet. */
  offset: number
  capturedEnd: number
  /** Length of the segment (header and payload) by the IP header; undefined when unknown (a fragment). */
  reportedLength: number | undefined
  /** 4 or 16 bytes; the arrays may be reused for the next call. */
  source: Uint8Array
  destination: Uint8Array
  frameNumber: number
  /** Time since the capture's start. */
  timeNs: number
  /** Inside an ICMP error: raw numbers, no analysis. */
  quoted: boolean
  /** A first or later IP fragment: not analysed. */
  fragment: boolean
}

/** What was made of a segment. */
export interface TcpLayerResult {
  /** The items for the top level of the packet (inside an ICMP error: for the level of the quote): TCP first. */
  items: FieldItem[]
  /** The Info column; empty for a quote when it adds nothing. */
  info: string
  notes: ExpertNote[]
  /** Where the payload stands, and how much of it was captured. */
  payloadOffset: number
  payloadLength: number
  /** -1 without a stream. */
  streamIndex: number
}

/** Follows the TCP streams of one capture. Give it every segment once, in file order; with `-2` once more after `finishFirstPass`. */
export class TcpDissector {
  readonly #preferences: TcpPreferences

  /**
   * @param preferences tshark's `-o tcp.…`.
   * @param wanted The names of the fields that somebody will look at (`_ws.col.Info` for the Info column, `_ws.expert` for the notes);
   *   without it, all of them. More may be made than was wanted.
   */
  constructor(preferences: TcpPreferences, _wanted?: ReadonlySet<string>) {
    this.#preferences = preferences
  }

  /** Reads one segment. Never throws. */
  dissect(input: TcpSegmentInput): TcpLayerResult {
    void this.#preferences
    const item = new FieldItem(TCP, null, input.offset, input.capturedEnd - input.offset)
    return { items: [item], info: '', notes: [], payloadOffset: input.capturedEnd, payloadLength: 0, streamIndex: -1 }
  }

  /** The first pass of `-2` is over: the same segments come again, and what a stream came to (its completeness, its iRTT) is known. */
  finishFirstPass(): void {}
}
