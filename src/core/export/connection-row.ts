/** A connection as one flat row: what a spreadsheet or a table of a database takes. */
import type { BothSides, ConnectionReport, RttReport } from '../report/report.ts'
import type { Language } from '../words/language.ts'

/** What a cell can hold; null is unknown. */
export type Cell = string | number | boolean | null

/**
 * What the cells of a column are. `time` is text as `ConnectionReport.start` has it: seconds since 1970 with nine decimals. `count` is a whole
 * number, `number` any finite one.
 */
export type ColumnKind = 'text' | 'time' | 'count' | 'number' | 'truth'

/** What a row is made of. */
export interface RowSource {
  readonly report: ConnectionReport
  /** The name of the input that the connection is from. */
  readonly input: string
  /** The language of the summary. */
  readonly language: Language
}

/** A column: its name, which ends in the unit where it has one. */
export interface RowColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly cell: (source: RowSource) => Cell
}

/** All columns, in their order; new ones are added at the end of their group. */
export const ROW_COLUMNS: readonly RowColumn[] = [
  column('connection', 'count', ({ id }) => id),
  { name: 'input', kind: 'text', cell: ({ input }) => input },
  column('start', 'time', ({ start }) => start),
  column('duration_s', 'number', ({ duration }) => duration),
  column('client_address', 'text', ({ client }) => client.address),
  column('client_port', 'count', ({ client }) => client.port),
  column('server_address', 'text', ({ server }) => server.address),
  column('server_port', 'count', ({ server }) => server.port),
  column('roles_guessed', 'truth', ({ rolesGuessed }) => rolesGuessed),
  column('verdict', 'text', ({ verdict }) => verdict.id),
  column('severity', 'text', ({ verdict }) => verdict.severity),
  column('certainty', 'text', ({ verdict }) => verdict.certainty),
  column('blame', 'text', ({ verdict }) => verdict.blame),
  { name: 'summary', kind: 'text', cell: ({ report, language }) => report.verdict.summary[language] },
  column('findings', 'text', ({ findings }) => findings.map(({ id }) => id).join(' ')),
  column('conn_state', 'text', ({ zeek }) => zeek?.conn_state ?? null),
  column('history', 'text', ({ zeek }) => zeek?.history ?? null),
  column('client_state', 'text', ({ states }) => states.client.at(-1)?.state ?? null),
  column('server_state', 'text', ({ states }) => states.server.at(-1)?.state ?? null),
  column('first_packet', 'count', ({ firstPacket }) => firstPacket),
  column('last_packet', 'count', ({ lastPacket }) => lastPacket),
  ...bothSides('packets', 'count', ({ packets }) => packets),
  column('icmp_packets', 'count', ({ packets }) => packets.icmp),
  ...bothSides('payload_bytes', 'count', ({ payloadBytes }) => payloadBytes),
  column('handshake_rtt_s', 'number', ({ metrics }) => metrics.handshakeRtt),
  column('handshake_to_server_s', 'number', ({ metrics }) => metrics.handshake.toServer),
  column('handshake_to_client_s', 'number', ({ metrics }) => metrics.handshake.toClient),
  ...roundTrips('client', ({ client }) => client),
  ...roundTrips('server', ({ server }) => server),
  ...bothSides('retransmitted_segments', 'count', ({ metrics }) => metrics.retransmittedSegments),
  ...bothSides('out_of_order_segments', 'count', ({ metrics }) => metrics.outOfOrderSegments),
  ...bothSides('duplicate_acks', 'count', ({ metrics }) => metrics.duplicateAcks),
  ...bothSides('duplicate_packets', 'count', ({ metrics }) => metrics.duplicates),
  ...bothSides('lost_before_capture', 'count', ({ metrics: { losses } }) => each(losses, ({ beforeCapture }) => beforeCapture)),
  ...bothSides('lost_beyond_capture', 'count', ({ metrics: { losses } }) => each(losses, ({ beyondCapture }) => beyondCapture)),
  ...bothSides('not_captured_bytes', 'count', ({ metrics: { losses } }) => each(losses, ({ byCaptureBytes }) => byCaptureBytes)),
  ...bothSides('zero_window_s', 'number', ({ metrics }) => metrics.zeroWindowSeconds),
  ...bothSides('most_bytes_in_flight', 'count', ({ metrics }) => metrics.mostBytesInFlight),
  ...bothSides('goodput_bytes_per_s', 'number', ({ metrics }) => metrics.goodput),
  column('longest_silence_s', 'number', ({ metrics }) => metrics.longestSilence?.seconds ?? null),
  column('longest_silence_turn', 'text', ({ metrics }) => metrics.longestSilence?.turn ?? null),
  column('vantage', 'text', ({ metrics }) => metrics.vantage),
  column('continues', 'count', ({ continues }) => continues ?? null),
  column('other_half', 'count', ({ otherHalf }) => otherHalf ?? null),
]

function column(name: string, kind: ColumnKind, of: (report: ConnectionReport) => Cell): RowColumn {
  return { name, kind, cell: ({ report }) => of(report) }
}

/** A column for each sender. */
function bothSides(name: string, kind: ColumnKind, of: (report: ConnectionReport) => BothSides<number | null>): RowColumn[] {
  return [column(`client_${name}`, kind, (report) => of(report).client), column(`server_${name}`, kind, (report) => of(report).server)]
}

function each<T>({ client, server }: BothSides<T>, of: (side: T) => number): BothSides<number> {
  return { client: of(client), server: of(server) }
}

/** Round trips from a side's data to the acknowledgment, as seen where the capture was made. */
function roundTrips(side: string, of: (rtt: BothSides<RttReport>) => RttReport): RowColumn[] {
  return [
    column(`${side}_rtt_min_s`, 'number', ({ metrics }) => of(metrics.rtt).min),
    column(`${side}_rtt_median_s`, 'number', ({ metrics }) => of(metrics.rtt).median),
    column(`${side}_rtt_p95_s`, 'number', ({ metrics }) => of(metrics.rtt).p95),
    column(`${side}_rtt_max_s`, 'number', ({ metrics }) => of(metrics.rtt).max),
    column(`${side}_rtt_samples`, 'count', ({ metrics }) => of(metrics.rtt).samples),
  ]
}
