/** An empty `CaptureInfo` for a reader to start with. */

import type { CaptureFormat, CaptureInfo } from './record.ts'

/** What is known about an input of `format` before its first byte. */
export function newCaptureInfo(format: CaptureFormat): CaptureInfo {
  return { format, startNs: undefined, interfaces: [], problems: [], comments: [], hostNames: new Map() }
}
