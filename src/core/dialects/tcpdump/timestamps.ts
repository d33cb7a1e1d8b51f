/** tcpdump's times: `-t` to `-ttttt`, in micro- or nanoseconds. */

import type { TextOutput } from '../../bytes/text-output.ts'
import type { PrintOptions } from './print-options.ts'

const NS_PER_S = 1e9
const NS_PER_US = 1000
const US_PER_S = 1e6
const SECONDS_PER_DAY = 86_400
const SECONDS_PER_HOUR = 3600
const SECONDS_PER_MINUTE = 60
const MICRO_DIGITS = 6
const NANO_DIGITS = 9
/** tcpdump's own times are signed 32-bit numbers of seconds here. */
const TOO_LATE_S = 2 ** 31
const NS_PER_S_BIG = 1_000_000_000n

/** Room for a date, a time, and what a copy of eight bytes at a time reads beyond. */
const CLOCK_BYTES = 64

const COLON = 0x3a
const DOT = 0x2e
const BLANK = 0x20
const MINUS = 0x2d

/** Which packet a difference of times is taken from. */
const STYLE = { timeOfDay: 0, none: 1, seconds: 2, sincePrevious: 3, date: 4, sinceFirst: 5 } as const

/** Writes the time of each packet of a run in order. */
export class Timestamps {
  private readonly out: TextOutput
  private readonly style: number
  private readonly isNano: boolean
  private readonly zoneSeconds: (unixSeconds: number) => number
  /** The second whose text was made last, and that text: up to the point before the fraction, with room for a copy of eight bytes. */
  private lastSecond = -1
  private clockBytes = 0
  private readonly clock = new DataView(new ArrayBuffer(CLOCK_BYTES))
  /** The packet that differences are taken from; a time of exactly 0 is none, as in tcpdump. */
  private referenceSeconds = 0
  private referenceFraction = 0
  /** The start of the capture, as what its packets' times count from. */
  private startNs = 0n
  private startSeconds = 0
  private startRestNs = 0

  /** Without `zoneSeconds`, local time is UTC. */
  constructor(out: TextOutput, options: PrintOptions, zoneSeconds: ((unixSeconds: number) => number) | undefined) {
    this.out = out
    this.style = options.timeStyle
    this.isNano = options.nano
    this.zoneSeconds = zoneSeconds ?? (() => 0)
  }

  /** Writes a time and a blank; `timeNs` counts from `startNs` (nanoseconds since 1970). */
  write(startNs: bigint, timeNs: number): void {
    if (this.style === STYLE.none) return
    if (startNs !== this.startNs) this.setStart(startNs)
    let restNs = this.startRestNs + timeNs
    let seconds = this.startSeconds
    if (!(Math.abs(restNs) <= Number.MAX_SAFE_INTEGER)) {
      // A double cannot hold nanoseconds across years; microseconds it can. Packets without any time (NaN) get the start's.
      const us = Number.isNaN(timeNs) ? 0 : Math.round(timeNs / NS_PER_US)
      const wholeSeconds = Math.floor(us / US_PER_S)
      seconds += wholeSeconds
      restNs = this.startRestNs + (us - wholeSeconds * US_PER_S) * NS_PER_US
    }
    const carry = Math.floor(restNs / NS_PER_S)
    seconds += carry
    const ns = restNs - carry * NS_PER_S
    const fraction = this.isNano ? ns : Math.floor(ns / NS_PER_US)
    switch (this.style) {
      case STYLE.seconds:
        this.writeSeconds(seconds, fraction)
        break
      case STYLE.sincePrevious:
      case STYLE.sinceFirst:
        this.writeDifference(seconds, fraction)
        break
      default:
        this.writeClock(seconds, fraction)
    }
    this.out.char(BLANK)
  }

  private setStart(startNs: bigint): void {
    this.startNs = startNs
    this.startSeconds = Number(startNs / NS_PER_S_BIG)
    this.startRestNs = Number(startNs % NS_PER_S_BIG)
  }

  private writeFraction(fraction: number): void {
    this.out.char(DOT)
    this.out.padded(fraction, this.isNano ? NANO_DIGITS : MICRO_DIGITS)
  }

  private writeSeconds(seconds: number, fraction: number): void {
    this.out.number(seconds)
    this.writeFraction(fraction)
  }

  private writeClock(seconds: number, fraction: number): void {
    if (seconds >= TOO_LATE_S) return this.out.text('[Error converting time]')
    if (seconds !== this.lastSecond) this.setSecond(seconds)
    const { out } = this
    out.copy(this.clock, 0, this.clockBytes)
    out.padded(fraction, this.isNano ? NANO_DIGITS : MICRO_DIGITS)
  }

  private setSecond(seconds: number): void {
    this.lastSecond = seconds
    const local = seconds + this.zoneSeconds(seconds)
    const day = Math.floor(local / SECONDS_PER_DAY)
    const rest = local - day * SECONDS_PER_DAY
    const two = (value: number): string => String(value).padStart(2, '0')
    const minutes = Math.floor(rest / SECONDS_PER_MINUTE) % SECONDS_PER_MINUTE
    const clock = `${two(Math.floor(rest / SECONDS_PER_HOUR))}:${two(minutes)}:${two(rest % SECONDS_PER_MINUTE)}.`
    const text = this.style === STYLE.date ? `${dateText(day)} ${clock}` : clock
    this.clockBytes = text.length
    for (let i = 0; i < text.length; i++) this.clock.setUint8(i, text.charCodeAt(i))
  }

  private writeHms(hours: number, minutes: number, seconds: number): void {
    const { out } = this
    out.padded(hours, 2)
    out.char(COLON)
    out.padded(minutes, 2)
    out.char(COLON)
    out.padded(seconds, 2)
  }

  private writeDifference(seconds: number, fraction: number): void {
    const perSecond = this.isNano ? NS_PER_S : NS_PER_S / NS_PER_US
    if (this.referenceSeconds === 0 && this.referenceFraction === 0) {
      this.referenceSeconds = seconds
      this.referenceFraction = fraction
    }
    let deltaSeconds = seconds - this.referenceSeconds
    let deltaFraction = fraction - this.referenceFraction
    const isBackwards = deltaSeconds < 0 || (deltaSeconds === 0 && deltaFraction < 0)
    if (isBackwards) {
      deltaSeconds = -deltaSeconds
      deltaFraction = -deltaFraction
    }
    if (deltaFraction < 0) {
      deltaSeconds--
      deltaFraction += perSecond
    }
    this.out.char(isBackwards ? MINUS : BLANK)
    const rest = deltaSeconds % SECONDS_PER_DAY
    this.writeHms(
      Math.floor(rest / SECONDS_PER_HOUR),
      Math.floor(rest / SECONDS_PER_MINUTE) % SECONDS_PER_MINUTE,
      rest % SECONDS_PER_MINUTE,
    )
    this.writeFraction(deltaFraction)
    if (this.style === STYLE.sincePrevious) {
      this.referenceSeconds = seconds
      this.referenceFraction = fraction
    }
  }
}

const DAYS_PER_ERA = 146_097
const DAYS_TO_1970 = 719_468

/** The date of a day counted from 1970, in the Gregorian calendar. */
function dateText(day: number): string {
  const shifted = day + DAYS_TO_1970
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}
