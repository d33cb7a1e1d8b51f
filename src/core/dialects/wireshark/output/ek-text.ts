/** `-T ek`: two lines of JSON per packet, as Elasticsearch's bulk interface takes them. */
import type { DissectedPacket } from '../field-item.ts'

/** Makes the text of `-T ek`. */
export class EkText {
  /** `chosen`: the names given with `-e`, in order; undefined: whole trees. */
  constructor(chosen?: readonly string[]) {
    void chosen
  }

  /** The text of a packet. */
  packet(packet: DissectedPacket): string {
    void packet
    return ''
  }
}
