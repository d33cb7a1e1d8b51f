/** The library: what programs may import from `synfin`. */

export { explainBytes } from './core/report/explain-bytes.ts'
export type { Explanation } from './core/report/explain-bytes.ts'

// — step by step: bytes, records, packets, connections, reports —
export { DetectingReader } from './core/capture/format.ts'
export { DIRECTION, KNOWN, KNOWN_ALL, PacketRecord } from './core/capture/record.ts'
export type { CaptureFormat, CaptureInfo, CaptureProblem, CaptureReader, RecordSink } from './core/capture/record.ts'
export { Decoder } from './core/packet/decode.ts'
export { CHECKSUM, FLAG, KIND, OPTION, Packet } from './core/packet/packet.ts'
export { ConnectionTracker } from './core/analysis/connection-tracker.ts'
export type { Connection } from './core/analysis/connection.ts'
export type { Endpoint } from './core/analysis/endpoint.ts'
export { statesOf } from './core/analysis/states.ts'
export { vantageOf } from './core/analysis/vantage.ts'
export { diagnose, verdictRule } from './core/diagnosis/diagnose.ts'
export { VERDICT_IDS } from './core/diagnosis/verdict-id.ts'
export type { VerdictId } from './core/diagnosis/verdict-id.ts'
export { connectionReport } from './core/report/connection-report.ts'
export { ReportRun } from './core/report/pipeline.ts'
export type { ConnectionReport, InputReport, ReportRest, VerdictReport } from './core/report/report.ts'
