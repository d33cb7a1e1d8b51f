/** Opens a live capture by the best way that this machine offers. */
import { openChildCapture } from './child-capture.ts'
import { libc } from './libc.ts'
import { type LiveCapture, LiveCaptureError, type LiveOptions } from './live-capture.ts'
import { openRingCapture } from './ring-capture.ts'

/** Begins to capture; when the promise is kept, packets are being captured. Rejects with a `LiveCaptureError`. */
export async function openLiveCapture(options: LiveOptions): Promise<LiveCapture> {
  const { backend = 'auto' } = options
  const calls = backend === 'child' ? undefined : libc()
  if (calls === undefined) {
    if (backend === 'ring') throw new LiveCaptureError('no-backend', 'the package koffi is not installed, or this is no Linux')
    return openChildCapture(options)
  }
  try {
    return await openRingCapture(calls, options)
  } catch (error) {
    if (backend === 'ring' || !(error instanceof LiveCaptureError)) throw error
    // A kernel without such rings; or no rights of ours, where a program may have them. Its word for any other fault would be the same.
    if (error.code === 'system') return openChildCapture(options)
    if (error.code !== 'no-permission') throw error
    return openChildCapture(options).catch(() => Promise.reject(error))
  }
}
