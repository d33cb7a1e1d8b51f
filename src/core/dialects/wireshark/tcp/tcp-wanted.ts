/** Which parts of the TCP layer somebody will look at, asked once so that the hot loop need not look names up. */

const FLAG_NOTES = 'tcp.connection.'

/** The lines of every segment one by one; rarer parts are made as a whole when one of their fields is wanted. */
export class TcpWanted {
  /** The text of the line of TCP itself. */
  readonly title: boolean
  readonly sourcePort: boolean
  readonly destinationPort: boolean
  readonly port: boolean
  readonly stream: boolean
  readonly completeness: boolean
  readonly length: boolean
  readonly seq: boolean
  readonly seqRaw: boolean
  readonly nextSeq: boolean
  readonly ack: boolean
  readonly ackRaw: boolean
  readonly headerLength: boolean
  readonly flags: boolean
  /** The single flags below the line of all flags. */
  readonly eachFlag: boolean
  readonly window: boolean
  readonly checksum: boolean
  readonly urgent: boolean
  readonly options: boolean
  readonly times: boolean
  readonly analysis: boolean
  readonly payload: boolean
  readonly info: boolean
  /** The texts of the lines, not only their values. */
  readonly texts: boolean

  /** Takes the names of the wanted fields; undefined: all. */
  constructor(names: ReadonlySet<string> | undefined) {
    const list = names === undefined ? undefined : [...names]
    // Expert notes come from every part.
    const isAll = list === undefined || list.some((name) => name.startsWith('_ws.expert') || name === '_ws.malformed')
    const some = (...prefixes: string[]) => isAll || list.some((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    const one = (...wanted: string[]) => isAll || wanted.some((name) => names?.has(name))
    this.texts = isAll
    this.title = one('tcp')
    this.sourcePort = one('tcp.srcport')
    this.destinationPort = one('tcp.dstport')
    this.port = one('tcp.port')
    this.stream = one('tcp.stream')
    this.completeness = one('tcp.completeness')
    this.length = one('tcp.len', 'tcp.short_segment')
    this.seq = one('tcp.seq')
    this.seqRaw = one('tcp.seq_raw')
    this.nextSeq = one('tcp.nxtseq')
    this.ack = one('tcp.ack', 'tcp.ack.nonzero', 'tcp.analysis.tfo_ack', 'tcp.analysis.tfo_ignored')
    this.ackRaw = one('tcp.ack_raw')
    this.headerLength = one('tcp.hdr_len', 'tcp.bogus_header_length')
    this.eachFlag = some('tcp.flags.', FLAG_NOTES)
    this.flags = this.eachFlag || one('tcp.flags')
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
