/** The time-sequence graph of one direction as a file for xplot (jPlot, xplot.org), drawn with the marks and colours of `tcptrace -S`. */
import type { AnsweredMark, SentMark, SequenceMark } from '../view/sequence-marks.ts'
import { printable } from '../view/text-layout.ts'

/** Where the numbers of a graph begin, and what it is called. */
export interface XplotPlace {
  /** Both ends: who sent what is drawn, and to whom. */
  readonly from: string
  readonly to: string
  /** Nanoseconds since 1970 of the connection's first packet; 0 where that is not known. */
  readonly startNs: bigint
  /** The sequence number of position 0. */
  readonly firstNumber: number
}

const US_PER_S = 1_000_000
const NS_PER_US = 1000
/** tcptrace's colours. */
const COLOUR = {
  data: 'white',
  ends: 'orange',
  repeated: 'red',
  copy: 'blue',
  outOfOrder: 'pink',
  acknowledged: 'green',
  window: 'yellow',
  sack: 'purple',
  notice: 'magenta',
} as const

/** The file, line by line; each ends in a line feed. */
export function* xplotLines(marks: Iterable<SequenceMark>, place: XplotPlace): Generator<string> {
  const { from, to } = place
  yield `timeval double\ntitle\n${printable(from)}_==>_${printable(to)} (time sequence graph)\nxlabel\ntime\nylabel\nsequence number\n`
  const pen = new Pen(place)
  for (const mark of marks) {
    switch (mark.kind) {
      case 'sent':
        yield* sent(mark, pen)
        break
      case 'answered':
        yield* answered(mark, pen)
        break
      case 'refused':
        yield pen.letters(mark.timeNs, mark.at, 'RST_IN', COLOUR.notice)
        break
    }
  }
  yield 'go\n'
}

function* sent(mark: SentMark, pen: Pen): Generator<string> {
  const { timeNs, from, to, isSyn, isFin } = mark
  const again = to === from ? '' : mark.isCopy ? 'HD' : mark.look === 'repeated' ? 'R' : ''
  const againColour = mark.isCopy ? COLOUR.copy : COLOUR.repeated
  // A SYN is in front of the data that comes with it, a FIN behind.
  const dataFrom = isSyn ? from + 1 : from
  const dataTo = isFin ? to - 1 : to
  const hasData = dataTo > dataFrom
  if (isSyn) {
    yield `${again === '' ? COLOUR.ends : againColour}\n${pen.point('diamond', timeNs, from)}`
    yield pen.letters(timeNs, dataFrom, `${again} SYN`.trim()) + pen.point('uarrow', timeNs, dataFrom) + pen.upright(timeNs, from, dataFrom)
  }
  if (hasData || !(isSyn || isFin)) {
    // Of a FIN that is sent again, the letters at its end say so.
    const isAgain = again !== '' && !isFin
    const note = isAgain ? again : mark.look === 'out-of-order' ? 'O' : mark.look === 'probe' ? 'P' : ''
    if (note !== '') yield `${note === 'O' ? COLOUR.outOfOrder : COLOUR.repeated}\n${pen.letters(timeNs, to, note)}`
    yield `${isAgain ? againColour : COLOUR.data}\n${pen.point('darrow', timeNs, dataFrom)}`
    if (hasData) yield pen.upright(timeNs, dataFrom, dataTo)
    if (!isFin && mark.isPushed && hasData) yield pen.point('diamond', timeNs, to, COLOUR.data) + pen.point('dot', timeNs, to, COLOUR.data)
    else if (!isFin) yield pen.point('uarrow', timeNs, to)
  }
  if (isFin) {
    yield `${again === '' ? COLOUR.ends : againColour}\n${hasData ? '' : pen.point('darrow', timeNs, from)}`
    yield pen.upright(timeNs, dataTo, to) + pen.point('box', timeNs, to) + pen.letters(timeNs, to, `${again} FIN`.trim())
  }
  if (mark.isReset) yield pen.letters(timeNs, to, 'RST_OUT', COLOUR.notice)
}

function* answered(mark: AnsweredMark, pen: Pen): Generator<string> {
  const { timeNs, ack, windowEdge, before, sacks } = mark
  if (mark.hasZeroWindow) yield pen.letters(timeNs, ack, 'Z', COLOUR.notice)
  if (before !== undefined) {
    yield `${COLOUR.acknowledged}\n${pen.step(before.timeNs, before.ack, timeNs, ack, 'dtick')}`
    if (mark.isThirdDuplicate) yield pen.letters(timeNs, ack, '3')
    if (Number.isFinite(before.windowEdge) && Number.isFinite(windowEdge))
      yield `${COLOUR.window}\n${pen.step(before.timeNs, before.windowEdge, timeNs, windowEdge, 'utick')}`
  }
  if (sacks.length === 0) return
  yield `${COLOUR.sack}\n`
  for (const [block, { from, to }] of sacks.entries()) {
    yield pen.upright(timeNs, from, to) + pen.point('htick', timeNs, from) + pen.point('htick', timeNs, to)
    if (sacks.length > 1) yield `${pen.point('rtext', timeNs, to)}${block + 1}\n`
  }
  yield pen.letters(timeNs, Math.max(...sacks.map(({ to }) => to)), 'S')
}

/** Writes xplot's commands, with times and sequence numbers as the capture has them. */
class Pen {
  readonly #startUs: number
  readonly #startRestNs: number
  readonly #firstNumber: number

  constructor({ startNs, firstNumber }: XplotPlace) {
    this.#startUs = Number(startNs / BigInt(NS_PER_US))
    this.#startRestNs = Number(startNs % BigInt(NS_PER_US))
    this.#firstNumber = firstNumber >>> 0
  }

  point(shape: string, timeNs: number, position: number, colour = ''): string {
    return `${shape} ${this.#at(timeNs, position)}${colour === '' ? '' : ` ${colour}`}\n`
  }

  line(fromNs: number, from: number, toNs: number, to: number): string {
    return `line ${this.#at(fromNs, from)} ${this.#at(toNs, to)}\n`
  }

  /** From a number up to another, at one time. */
  upright(timeNs: number, from: number, to: number): string {
    return this.line(timeNs, from, timeNs, to)
  }

  /** Text above a place. */
  letters(timeNs: number, position: number, text: string, colour = ''): string {
    return `${this.point('atext', timeNs, position, colour)}${text}\n`
  }

  /** What held until now, and the step to what holds from now on; a tick where that is the same. */
  step(fromNs: number, from: number, toNs: number, to: number, tick: string): string {
    return this.line(fromNs, from, toNs, from) + (from === to ? this.point(tick, toNs, to) : this.line(toNs, from, toNs, to))
  }

  /** Cut to microseconds, as tcptrace has them; numbers go on beyond 2^32 where the stream does. */
  #at(timeNs: number, position: number): string {
    const us = this.#startUs + Math.floor((this.#startRestNs + Math.round(timeNs)) / NS_PER_US)
    const seconds = Math.floor(us / US_PER_S)
    return `${seconds}.${String(us - seconds * US_PER_S).padStart(6, '0')} ${this.#firstNumber + position}`
  }
}
