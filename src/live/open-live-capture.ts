/** Opens a live capture by the best way that this machine offers. */
import { openChildCapture } from './child-capture.ts'
import type { LiveCapture, LiveOptions } from './live-capture.ts'

/** Begins to capture; when the promise is kept, packets are being captured. Rejects with a `LiveCaptureError`. */
export async function openLiveCapture(options: LiveOptions): Promise<LiveCapture> {
  return openChildCapture(options)
}
