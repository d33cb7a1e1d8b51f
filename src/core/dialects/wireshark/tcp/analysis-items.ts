/** What the analysis recorded for a frame: the lines below `[SEQ/ACK analysis]`, and the marks in the Info column. */
import type { Field } from '../field.ts'
import type { ExpertSeverity, FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { ANALYSIS, type FrameAnalysis } from './sequence-analysis.ts'
import { tcpFields } from './tcp-fields.ts'

const GENERATED = { generated: true } as const

/** Each flag with its mark and its note, in the order of the tree; the mark of the last stands leftmost. */
const MARKS: readonly { flag: number; mark: string; field: Field; severity: ExpertSeverity }[] = [
  { flag: ANALYSIS.reusedPorts, mark: 'TCP Port numbers reused', field: tcpFields.analysisReusedPorts, severity: 'Note' },
  { flag: ANALYSIS.retransmission, mark: 'TCP Retransmission', field: tcpFields.analysisRetransmission, severity: 'Note' },
  { flag: ANALYSIS.fastRetransmission, mark: 'TCP Fast Retransmission', field: tcpFields.analysisFastRetransmission, severity: 'Note' },
  {
    flag: ANALYSIS.spuriousRetransmission,
    mark: 'TCP Spurious Retransmission',
    field: tcpFields.analysisSpuriousRetransmission,
    severity: 'Note',
  },
  { flag: ANALYSIS.outOfOrder, mark: 'TCP Out-Of-Order', field: tcpFields.analysisOutOfOrder, severity: 'Warning' },
  { flag: ANALYSIS.lostSegment, mark: 'TCP Previous segment not captured', field: tcpFields.analysisLostSegment, severity: 'Warning' },
  { flag: ANALYSIS.ackLostSegment, mark: 'TCP ACKed unseen segment', field: tcpFields.analysisAckLostSegment, severity: 'Warning' },
  { flag: ANALYSIS.windowUpdate, mark: 'TCP Window Update', field: tcpFields.analysisWindowUpdate, severity: 'Chat' },
  { flag: ANALYSIS.windowFull, mark: 'TCP Window Full', field: tcpFields.analysisWindowFull, severity: 'Warning' },
  { flag: ANALYSIS.keepAlive, mark: 'TCP Keep-Alive', field: tcpFields.analysisKeepAlive, severity: 'Note' },
  { flag: ANALYSIS.keepAliveAck, mark: 'TCP Keep-Alive ACK', field: tcpFields.analysisKeepAliveAck, severity: 'Note' },
  { flag: ANALYSIS.duplicateAck, mark: 'TCP Dup ACK', field: tcpFields.analysisDuplicateAck, severity: 'Note' },
  { flag: ANALYSIS.zeroWindowProbe, mark: 'TCP ZeroWindowProbe', field: tcpFields.analysisZeroWindowProbe, severity: 'Note' },
  { flag: ANALYSIS.zeroWindow, mark: 'TCP ZeroWindow', field: tcpFields.analysisZeroWindow, severity: 'Warning' },
  { flag: ANALYSIS.zeroWindowProbeAck, mark: 'TCP ZeroWindowProbeAck', field: tcpFields.analysisZeroWindowProbeAck, severity: 'Note' },
]
const REPEATS = ANALYSIS.fastRetransmission | ANALYSIS.spuriousRetransmission

/** The marks before the ports: `[TCP Keep-Alive] `. */
export function analysisMarks(analysis: FrameAnalysis): string {
  let marks = ''
  for (const { flag, mark } of MARKS) {
    if (!(analysis.flags & flag)) continue
    const number = flag === ANALYSIS.duplicateAck ? ` ${analysis.dupAckFrame}#${analysis.dupAckNumber}` : ''
    marks = `[${mark}${number}] ${marks}`
  }
  return marks
}

/** Adds `[SEQ/ACK analysis]` with all its lines. */
export function addAnalysis(context: OptionContext, tree: FieldItem, analysis: FrameAnalysis, initialRttNs: number): void {
  const at = context.reader.offset
  const item = tree.add(tcpFields.analysis, null, at, 0, GENERATED)
  if (analysis.ackedFrame !== 0) {
    item.add(tcpFields.analysisAcksFrame, analysis.ackedFrame, at, 0, GENERATED)
    if (analysis.ackRttNs !== 0) item.add(tcpFields.analysisAckRtt, analysis.ackRttNs, at, 0, GENERATED)
  }
  if (initialRttNs !== 0) item.add(tcpFields.analysisInitialRtt, initialRttNs, at, 0, GENERATED)
  if (analysis.bytesInFlight !== 0) {
    item.add(tcpFields.analysisBytesInFlight, analysis.bytesInFlight, at, 0, GENERATED)
    item.add(tcpFields.analysisPushBytesSent, analysis.pushBytesSent, at, 0, GENERATED)
  }
  if (analysis.flags !== 0) addFlags(context, item, analysis, at)
}

function addFlags(context: OptionContext, item: FieldItem, analysis: FrameAnalysis, at: number): void {
  const flags = item.add(tcpFields.analysisFlags, null, at, 0, GENERATED)
  for (const { flag, field, severity } of MARKS) {
    if (!(analysis.flags & flag)) continue
    if (flag === ANALYSIS.duplicateAck) {
      addDuplicateAck(context, item, flags, analysis, at)
      continue
    }
    context.note(flags, field, severity, 'Sequence')
    if (flag & REPEATS) context.note(flags, tcpFields.analysisRetransmission, 'Note', 'Sequence')
    if (flag === ANALYSIS.retransmission && analysis.rtoNs !== 0) {
      flags.add(tcpFields.analysisRto, analysis.rtoNs, at, 0, GENERATED)
      flags.add(tcpFields.analysisRtoFrame, analysis.rtoFrame, at, 0, GENERATED)
    }
  }
}

function addDuplicateAck(context: OptionContext, item: FieldItem, flags: FieldItem, analysis: FrameAnalysis, at: number): void {
  flags.add(tcpFields.analysisDuplicateAck, null, at, 0, { generated: true, text: 'This is a TCP duplicate ack' })
  item.add(tcpFields.analysisDuplicateAckNum, analysis.dupAckNumber, at, 0, GENERATED)
  const frame = item.add(tcpFields.analysisDuplicateAckFrame, analysis.dupAckFrame, at, 0, GENERATED)
  context.note(frame, tcpFields.analysisDuplicateAck, 'Note', 'Sequence', `Duplicate ACK (#${analysis.dupAckNumber})`)
}
