/** `-T json`: an array of packets with their trees. */
import type { DissectedPacket } from '../field-item.ts'

/** Makes the text of `-T json`, piece by piece: `begin`, then `packet` for each, then `end`. */
export class JsonText {
  /** `chosen`: the names given with `-e`, in order; undefined: whole trees. */
  constructor(chosen?: readonly string[]) {
    void chosen
  }

  /** The text before the first packet. */
  begin(): string {
    return ''
  }

  /** The text of a packet. */
  packet(packet: DissectedPacket): string {
    void packet
    return ''
  }

  /** The text after the last packet. */
  end(): string {
    return ''
  }
}
