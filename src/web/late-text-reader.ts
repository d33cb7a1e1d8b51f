/**
 * The reader of text, which is a tenth of the page's code: it is loaded when an input is no binary capture. In the build of the page
 * (`tools/build-web.mjs`) whoever asks for `capture/text/text-reader.ts` is given `lateTextReader`.
 */
import { isBinaryCapture } from '../core/capture/format.ts'
import type { CaptureReader, RecordSink } from '../core/capture/record.ts'

let Loaded: (new (sink: RecordSink) => CaptureReader) | undefined

/** Has the reader of text ready, if an input that begins with `head` may be text. */
export async function readyForText(head: Uint8Array): Promise<void> {
  if (Loaded === undefined && !isBinaryCapture(head)) Loaded = (await import('../core/capture/text/text-reader.ts')).TextReader
}

/** The reader of text; there must have been a `readyForText`. */
export function lateTextReader(sink: RecordSink): CaptureReader {
  if (Loaded === undefined) throw new Error('the reader of text is not loaded')
  return new Loaded(sink)
}
