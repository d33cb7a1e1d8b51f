/**
 * All rules, in order of importance: the first that holds is a connection's verdict, the others that hold are findings.
 *
 * The order: what makes the capture itself misleading, what an attacker did, resets, silence, what went wrong in the opening, in the middle
 * and at the end, then the kinds of ordinary ends. The last rules of each phase leave nothing over.
 */
import type { CaptureRule, Rule } from './rule.ts'
import { captureMidStream } from './rules/capture-mid-stream.ts'
import { captureOneWay } from './rules/capture-one-way.ts'
import { close3seg } from './rules/close-3seg.ts'
import { close4way } from './rules/close-4way.ts'
import { closeSimultaneous } from './rules/close-simultaneous.ts'
import { halfCloseOrphanRst } from './rules/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './rules/half-closed-unfinished.ts'
import { openEstablishedAtEnd } from './rules/open-established-at-end.ts'
import { openNormal } from './rules/open-normal.ts'
import { rstAbort } from './rules/rst-abort.ts'
import { rstAfterFin } from './rules/rst-after-fin.ts'
import { rstUnknownConnection } from './rules/rst-unknown-connection.ts'

/** Rules about one connection, each with its own type, so that the words can be held against them. */
export const ALL_RULES = [
  captureOneWay,
  halfCloseOrphanRst,
  rstAfterFin,
  rstAbort,
  rstUnknownConnection,
  halfClosedUnfinished,
  closeSimultaneous,
  close4way,
  openNormal,
  close3seg,
  openEstablishedAtEnd,
  captureMidStream,
] as const

/** Rules about a whole input, each with its own type. */
export const ALL_CAPTURE_RULES = [] as const

/** Rules about one connection. */
export const RULES: readonly Rule[] = ALL_RULES

/** Rules about a whole input. */
export const CAPTURE_RULES: readonly CaptureRule[] = ALL_CAPTURE_RULES
