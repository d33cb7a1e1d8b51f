/** The time zone of this machine, as the core asks for it. */
import type { LocalTime, ZoneMoment } from '../core/dialects/wireshark/local-time.ts'

const MS_PER_S = 1000
const SECONDS_PER_MINUTE = 60
/** No zone changes its offset within a quarter of an hour that begins at one. */
const STEP_SECONDS = 900

/** How `Date` calls the zone in English. */
const UTC_WORDS = '(Coordinated Universal Time)'

let lastStep = NaN
let lastMoment: ZoneMoment = { offsetSeconds: 0, name: 'UTC' }

/** Offset and name of the local zone at a moment (`TZ`, else the system's). */
export const localTime: LocalTime = (unixSeconds) => {
  const step = Math.floor(unixSeconds / STEP_SECONDS)
  if (step === lastStep) return lastMoment
  lastStep = step
  const time = new Date(unixSeconds * MS_PER_S)
  lastMoment = { offsetSeconds: -(time.getTimezoneOffset() || 0) * SECONDS_PER_MINUTE, name: zoneName(time) }
  return lastMoment
}

function zoneName(time: Date): string {
  // The short names of zones take the engine 15 ms to load.
  if (Number.isNaN(time.getTime()) || time.toString().endsWith(UTC_WORDS)) return 'UTC'
  return time.toLocaleTimeString('en-US', { timeZoneName: 'short' }).split(' ').at(-1) ?? 'UTC'
}
