/** Turns printed times into nanoseconds since the first timed packet of a text. */
import { directionKey, type PacketFacts, type TextTime } from './packet-facts.ts'

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
    if (date && this.startNs === undefined)
      this.startNs = BigInt(this.#first.seconds + (this.#dayZero ?? 0)) * 1_000_000_000n + BigInt(this.#first.nanos)
    return { timeNs, date }
  }
}

/** How the `HH:MM:SS` times of a run are to be read: of the day, or as offsets from the first packet or from the one before. */
export interface ClockMode {
  readonly offset: boolean
  readonly deltas: boolean
}

/** Ticks per second of the timestamp clocks in use (RFC 7323 §5.4: 1 ms to 1 s; Linux has had 1000, 250 and 100). */
const TICKS = [1000, 250, 100]
/** Offsets from the first packet grow always; as many differences in a row seldom do. */
const CERTAIN_GROWTH = 4

/**
 * Decides it for the packets of one run, in order. Offsets begin with exactly 00:00:00.000000. They count from the packet before when the
 * command line in the text said `-ttt`, when they do not grow, or when that fits the TCP timestamps better.
 * @param hint the number of t's of tcpdump's option, when the text shows the command
 */
export function clockModeOf(packets: readonly PacketFacts[], hint: number | undefined): ClockMode {
  // Offsets that are written as such are no matter of style, but for tcpdump's below 0.
  const timed = packets.filter(({ time }) => time?.kind === 'day' || (time?.kind === 'offset' && time.seconds < 0))
  const values = timed.map(({ time }) => time!.seconds + time!.nanos / 1e9)
  if (hint === 3) return { offset: true, deltas: true }
  if (hint === 5) return { offset: true, deltas: false }
  if (hint !== undefined || timed.length === 0) return { offset: false, deltas: false }
  const negative = values.some((value) => value < 0)
  if (values[0] !== 0 && !negative) return { offset: false, deltas: false }
  const grows = values.every((value, at) => at === 0 || value >= values[at - 1])
  if (!grows) return { offset: true, deltas: true }
  const sums = values.map(
    (
      (sum) => (value: number) =>
        (sum += value)
    )(0),
  )
  const asOffsets = timestampError(timed, values)
  const asDeltas = timestampError(timed, sums)
  if (asOffsets !== asDeltas) return { offset: true, deltas: asDeltas < asOffsets }
  return { offset: true, deltas: values.length < CERTAIN_GROWTH }
}

/** How badly times fit the timestamps that the senders put into their segments, in seconds; 0 when there are none to compare. */
function timestampError(packets: readonly PacketFacts[], times: readonly number[]): number {
  const errors = TICKS.map(() => 0)
  const last = new Map<string, { stamp: number; time: number }>()
  packets.forEach((facts, at) => {
    const data = facts.tcp?.options?.find((option) => option.kind === 8)?.data
    if (!data) return
    const stamp = ((data[0] << 24) | (data[1] << 16) | (data[2] << 8) | data[3]) >>> 0
    const key = directionKey(facts)
    const before = last.get(key)
    last.set(key, { stamp, time: times[at] })
    if (before)
      TICKS.forEach((ticks, index) => (errors[index] += Math.abs(((stamp - before.stamp) | 0) / ticks - (times[at] - before.time))))
  })
  return Math.min(...errors)
}
