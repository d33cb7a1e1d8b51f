/** Packets in the detail text of Wireshark and `tshark -V`. */
import type { NameTable } from './name-table.ts'
import type { PacketFacts } from './packet-facts.ts'
/** stub */
export class WiresharkDetail {
  constructor(names: NameTable, sink: (facts: PacketFacts) => void) { void names; void sink }
  line(text: string, offset: number): boolean { void text; void offset; return false }
  finish(): void {}
}
