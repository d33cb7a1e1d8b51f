/** Turns printed times into nanoseconds since the first timed packet of a text. */
import type { PacketFacts, TextTime } from './packet-facts.ts'

const DAY_SECONDS = 86_400
/** A step back by more than this means that midnight passed (12 hours: a listing in order jumps back by nearly a day then). */
const MIDNIGHT_JUMP_SECONDS = 43_200

/** Reads the times of one text in order. */
export class TextClock {
  /** Nanoseconds since 1970 of the first dated packet minus its `timeNs`; undefined without any date. */
  startNs: bigint | undefined
  #first: { seconds: number; nanos: number } | undefined
  #firstOffset: { seconds: number; nanos: number } | undefined
  #days = 0
  #lastOfDay = 0
  /** Midnight of the last dated packet, counted from `#dayZero`. */
  #midnight = 0
  /** What dated times count from: 1970, or the midnight before the first of them when times without a date came first. */
  #dayZero: number | undefined
  #offsetBase: { seconds: number; nanos: number } = { seconds: 0, nanos: 0 }
  #run = -1

  /**
   * The time of the next packet.
   * @param deltas true when offsets count from the packet before (`tcpdump -ttt`)
   * @returns nanoseconds since the first timed packet, NaN without a time; and whether the date is known
   */
  next(time: TextTime | undefined, run: number, deltas: boolean): { timeNs: number; date: boolean } {
    if (time === undefined) return { timeNs: NaN, date: false }
    let { seconds, nanos } = time
    if (time.kind === 'epoch') {
      const midnight = Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS
      this.#dayZero ??= this.#first ? midnight : 0
      seconds -= this.#dayZero
      this.#midnight = midnight - this.#dayZero
      this.#days = 0
      this.#lastOfDay = seconds - this.#midnight
    } else if (time.kind === 'day') {
      if (seconds - this.#lastOfDay < -MIDNIGHT_JUMP_SECONDS && this.#first) this.#days++
      this.#lastOfDay = seconds
      seconds += this.#midnight + this.#days * DAY_SECONDS
    } else {
      if (run !== this.#run) this.#offsetBase = { seconds: 0, nanos: 0 }
      this.#run = run
      if (deltas) {
        seconds += this.#offsetBase.seconds
        nanos += this.#offsetBase.nanos
        if (nanos >= 1_000_000_000) {
          nanos -= 1_000_000_000
          seconds++
        }
        this.#offsetBase = { seconds, nanos }
      }
      // Offsets beside times of the day count on their own.
      this.#firstOffset ??= { seconds, nanos }
      return { timeNs: (seconds - this.#firstOffset.seconds) * 1_000_000_000 + (nanos - this.#firstOffset.nanos), date: false }
    }
    this.#first ??= { seconds, nanos }
    const timeNs = (seconds - this.#first.seconds) * 1_000_000_000 + (nanos - this.#first.nanos)
    const date = time.kind === 'epoch'
    if (date && this.startNs === undefined) this.startNs = BigInt(this.#first.seconds + (this.#dayZero ?? 0)) * 1_000_000_000n + BigInt(this.#first.nanos)
    return { timeNs, date }
  }
}

/** How the `HH:MM:SS` times of a run are to be read: of the day, or as offsets from the first packet or from the one before. */
export interface ClockMode { readonly offset: boolean; readonly deltas: boolean }

/**
 * Decides it for the packets of one run, in order. Offsets begin with exactly 00:00:00.000000; they count from the packet before when
 * the command line in the text said `-ttt`, or when they do not grow.
 */
export function clockModeOf(packets: readonly PacketFacts[], hint: number | undefined): ClockMode {
  let last = -Infinity
  let grows = true
  let first: TextTime | undefined
  let signed = false
  for (const { time } of packets) {
    if (!time || time.kind === 'epoch') continue
    first ??= time
    signed ||= time.kind === 'offset' && time.seconds < 0
    const value = time.seconds + time.nanos / 1e9
    if (value < last) grows = false
    last = value
  }
  const zero = first !== undefined && first.seconds === 0 && first.nanos === 0
  if (hint === 3) return { offset: true, deltas: true }
  if (hint === 5) return { offset: true, deltas: false }
  if (hint === 1 || hint === 0 || !first) return { offset: false, deltas: false }
  return { offset: zero || signed, deltas: zero && !grows }
}
