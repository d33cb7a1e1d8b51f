/** The words on a ladder: the name of a packet, and its time. */
import { icmpErrorName } from '../words/icmp-names.ts'
import type { ReportWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'
import type { LadderIcmp, LadderPacket } from './ladder.ts'
import { printable } from './text-layout.ts'

const NS_PER_S = 1e9
/** From here on, six decimals say nothing. */
const LONG_S = 1000

/** `P. 1:121(120) ack 1 (again)`: flags and numbers or the ICMP error, then what is notable; empty when nothing is known of the packet. */
export function packetLabel(row: LadderPacket, words: ReportWords, language: Language): string {
  const note = row.note === undefined ? undefined : words.notes[row.note]
  const name = row.icmp === undefined ? row.label : icmpText(row, row.icmp, language)
  return [name, note === undefined ? '' : `(${note})`].filter((part) => part !== '').join(' ')
}

/** Seconds since the start, with six decimals while they say something; empty without times. */
export function packetTime({ timeNs }: LadderPacket): string {
  if (Number.isNaN(timeNs)) return ''
  const seconds = timeNs / NS_PER_S
  return seconds.toFixed(seconds >= LONG_S ? 3 : 6)
}

/** `ICMP port unreachable (3/3)`, behind the sender's address unless the sender is one of the two ends. */
function icmpText({ from }: LadderPacket, { version, type, code, mtu, senderAddress }: LadderIcmp, language: Language): string {
  const sender = from === 'other' ? `${senderAddress}: ` : ''
  return printable(`${sender}${icmpErrorName(version, type, code, language)}${mtu > 0 ? `, MTU ${mtu}` : ''}`)
}
