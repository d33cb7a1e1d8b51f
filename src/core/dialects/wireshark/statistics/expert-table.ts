/** `-z expert`: the expert notes of a capture, counted by severity. */
import type { PacketRecord } from '../../../capture/record.ts'
import type { DissectedPacket, ExpertNote, ExpertSeverity } from '../field-item.ts'
import type { PacketCheck, Statistic } from './statistic.ts'

/** Worst first, with the headings of the tables. */
const SEVERITIES = [
  ['Error', 'Errors'],
  ['Warning', 'Warns'],
  ['Note', 'Notes'],
  ['Chat', 'Chats'],
  ['Comment', 'Comments'],
] as const satisfies readonly (readonly [ExpertSeverity, string])[]
/** The words behind `-z expert,` that leave the milder tables out. */
const WORDS: readonly string[] = ['error', 'warn', 'note', 'chat', 'comment']
/** Different notes that are kept: hostile packets could make a new one each. */
const MOST_ROWS = 10_000
const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  mptcp: 'MPTCP',
  ip: 'IPv4',
  ipv6: 'IPv6',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  eth: 'Ethernet',
  vlan: 'VLAN',
}

interface Row {
  readonly note: ExpertNote
  readonly protocol: string
  count: number
}

/** How mild a note may be: an index into the tables, by the word behind `-z expert,`; undefined for another word. */
export function expertLimit(word: string): number | undefined {
  const limit = WORDS.indexOf(word)
  return limit < 0 ? undefined : limit
}

/** Counts expert notes. */
export class ExpertTable implements Statistic {
  readonly wanted: ReadonlySet<string>
  private readonly limit: number
  private readonly accepts: PacketCheck
  private readonly rows = new Map<string, Row>()

  /**
   * @param limit the mildest table that is printed (`expertLimit`)
   * @param wanted the fields that `accepts` looks at
   */
  constructor(limit: number = WORDS.length - 1, accepts: PacketCheck = () => true, wanted: Iterable<string> = []) {
    this.limit = limit
    this.accepts = accepts
    this.wanted = new Set(['_ws.expert', 'icmp', 'icmpv6', ...wanted])
  }

  take(_record: PacketRecord, packet: DissectedPacket | undefined): void {
    if (packet === undefined || packet.notes.length === 0 || !this.accepts(packet)) return
    const isError = packet.layers.some(({ field }) => field.name === 'icmp' || field.name === 'icmpv6')
    for (const note of packet.notes) {
      // Of the packet that an ICMP message quotes, tshark counts nothing.
      if (isError && /^(mp)?tcp\./.test(note.field.name)) continue
      const protocol = protocolOf(note)
      const key = `${note.severity} ${note.group} ${protocol} ${note.message}`
      const row = this.rows.get(key)
      if (row !== undefined) row.count++
      else if (this.rows.size < MOST_ROWS) this.rows.set(key, { note, protocol, count: 1 })
    }
  }

  *text(): Iterable<string> {
    for (const [severity, heading] of SEVERITIES.slice(0, this.limit + 1)) {
      const rows = [...this.rows.values()].filter(({ note }) => note.severity === severity)
      if (rows.length === 0) continue
      const total = rows.reduce((sum, { count }) => sum + count, 0)
      yield `\n${heading} (${total})\n=============\n   Frequency      Group           Protocol  Summary\n`
      for (const { note, protocol, count } of rows)
        yield `${String(count).padStart(12)} ${note.group.padStart(10)} ${protocol.padStart(18)}  ${note.message}\n`
    }
  }
}

/** The protocol that a note's field belongs to. */
function protocolOf(note: ExpertNote): string {
  const [first] = note.field.name.split('.')
  return PROTOCOL_NAMES[first] ?? (first === '_ws' ? 'TCP' : first)
}
