/** Packets in the lines of tshark's and Wireshark's packet list. */
import type { NameTable } from './name-table.ts'
import type { PacketFacts } from './packet-facts.ts'
export function scanSummary(text: string, names: NameTable): PacketFacts[] { void text; void names; return [] }
