/** The English words of all rules; a rule without words does not compile. */
import type { ALL_CAPTURE_RULES, ALL_RULES } from '../diagnosis/catalogue.ts'
import { captureMidStream } from './en/capture-mid-stream.ts'
import { captureOneWay } from './en/capture-one-way.ts'
import { close3seg } from './en/close-3seg.ts'
import { close4way } from './en/close-4way.ts'
import { closeSimultaneous } from './en/close-simultaneous.ts'
import { halfCloseOrphanRst } from './en/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './en/half-closed-unfinished.ts'
import { openEstablishedAtEnd } from './en/open-established-at-end.ts'
import { openNormal } from './en/open-normal.ts'
import { rstAbort } from './en/rst-abort.ts'
import { rstAfterFin } from './en/rst-after-fin.ts'
import { rstUnknownConnection } from './en/rst-unknown-connection.ts'
import type { WordsFor } from './rule-words.ts'

/** English sentences by verdict id. */
export const en: WordsFor<typeof ALL_RULES> & WordsFor<typeof ALL_CAPTURE_RULES> = {
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
