/** Which parts of the TCP layer somebody will look at, asked once so that the hot loop need not look names up. */

const FLAG_NOTES = 'tcp.connection.'

/** A part is made as a whole when one of its fields is wanted. */
export class TcpWanted {
  readonly ports: boolean
  readonly stream: boolean
  readonly numbers: boolean
  readonly flags: boolean
  readonly window: boolean
  readonly checksum: boolean
  readonly urgent: boolean
  readonly options: boolean
  readonly times: boolean
  readonly analysis: boolean
  readonly payload: boolean
  readonly info: boolean

  /** Takes the names of the wanted fields; undefined: all. */
  constructor(names: ReadonlySet<string> | undefined) {
    const list = names === undefined ? undefined : [...names]
    // Expert notes come from every part.
    const isAll = list === undefined || list.some((name) => name.startsWith('_ws.expert') || name === '_ws.malformed')
    const some = (...prefixes: string[]) => isAll || list.some((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    const one = (...wanted: string[]) => isAll || wanted.some((name) => names?.has(name))
    this.ports = one('tcp.srcport', 'tcp.dstport', 'tcp.port')
    this.stream = one('tcp.stream', 'tcp.completeness')
    this.numbers =
      one('tcp.len', 'tcp.seq', 'tcp.seq_raw', 'tcp.nxtseq', 'tcp.ack', 'tcp.ack_raw', 'tcp.hdr_len', 'tcp.ack.nonzero') ||
      one('tcp.short_segment', 'tcp.bogus_header_length', 'tcp.analysis.tfo_ack', 'tcp.analysis.tfo_ignored')
    this.flags = some('tcp.flags', FLAG_NOTES)
    this.window = some('tcp.window_size')
    this.checksum = some('tcp.checksum')
    this.urgent = some('tcp.urgent_pointer')
    this.options =
      some('tcp.option', 'mptcp') || one('tcp.nop', 'tcp.non_zero_bytes_after_eol', 'tcp.suboption_malformed', 'tcp.analysis.tfo_syn')
    this.times = some('tcp.time_')
    this.analysis = some('tcp.analysis')
    this.payload = some('tcp.payload', 'tcp.reset_cause', 'tcp.segment')
    this.info = names === undefined || names.has('_ws.col.Info')
  }
}
