/** The library: what programs may import from `synfin`. */

export { KNOWN, KNOWN_ALL, DIRECTION, PacketRecord } from './core/capture/record.ts'
export type { CaptureFormat, RecordSink } from './core/capture/record.ts'
