/** The Chinese words of all rules; a rule without words does not compile. */
import type { ALL_CAPTURE_RULES, ALL_RULES } from '../diagnosis/catalogue.ts'
import { captureMidStream } from './zh/capture-mid-stream.ts'
import { captureOneWay } from './zh/capture-one-way.ts'
import { close3seg } from './zh/close-3seg.ts'
import { close4way } from './zh/close-4way.ts'
import { closeSimultaneous } from './zh/close-simultaneous.ts'
import { halfCloseOrphanRst } from './zh/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './zh/half-closed-unfinished.ts'
import { openEstablishedAtEnd } from './zh/open-established-at-end.ts'
import { openNormal } from './zh/open-normal.ts'
import { rstAbort } from './zh/rst-abort.ts'
import { rstAfterFin } from './zh/rst-after-fin.ts'
import { rstUnknownConnection } from './zh/rst-unknown-connection.ts'
import type { WordsFor } from './rule-words.ts'

/** Chinese sentences by verdict id. */
export const zh: WordsFor<typeof ALL_RULES> & WordsFor<typeof ALL_CAPTURE_RULES> = {
  'capture-mid-stream': captureMidStream,
  'capture-one-way': captureOneWay,
  'close-3seg': close3seg,
  'close-4way': close4way,
  'close-simultaneous': closeSimultaneous,
  'half-close-orphan-rst': halfCloseOrphanRst,
  'half-closed-unfinished': halfClosedUnfinished,
  'open-established-at-end': openEstablishedAtEnd,
  'open-normal': openNormal,
  'rst-abort': rstAbort,
  'rst-after-fin': rstAfterFin,
  'rst-unknown-connection': rstUnknownConnection,
}
