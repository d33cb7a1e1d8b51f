/** Takes packets of a capture apart as Wireshark does: one call a packet, in the order of the file. */
import type { CaptureInfo, PacketRecord } from '../../capture/record.ts'
import type { DissectedPacket } from './field-item.ts'
import type { LocalTime } from './local-time.ts'
import type { TcpPreferences } from './tcp/tcp-preferences.ts'

/** What a dissector needs to know beside the packets. */
export interface DissectorOptions {
  readonly tcp: TcpPreferences
  /** What the reader of the capture knows: start time, interfaces, comments. It may grow while packets come. */
  readonly capture: CaptureInfo
  /** The names of the fields and columns (`_ws.col.Info`) that will be looked at; without it, everything is made. */
  readonly wanted?: ReadonlySet<string>
  /** Local time for absolute times; without it, UTC. */
  readonly localTime?: LocalTime
}

/** Dissects the packets of one capture. Never throws, whatever the bytes are. */
export class Dissector {
  constructor(options: DissectorOptions) {
    void options
  }

  /** Dissects the packet with this frame number (from 1). */
  dissect(record: PacketRecord, number: number): DissectedPacket {
    const { bytes, from, capLen, wireLen, timeNs } = record
    return {
      number,
      layers: [],
      source: '',
      destination: '',
      protocol: '',
      info: '',
      notes: [],
      bytes: bytes.subarray(from, from + capLen),
      wireLength: wireLen,
      times: { startNs: undefined, timeNs, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 6 },
    }
  }

  /** Says that the packet dissected last was shown: later packets count `frame.time_delta_displayed` from it. */
  displayed(): void {}

  /** For `-2`: after this the same packets come again from the first, and what only the whole file tells is shown on each. */
  finishFirstPass(): void {}
}
