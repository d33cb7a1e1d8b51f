/** Local time for the texts of absolute times: the core has no clock and no time zones of its own. */

/** What a time zone says of a moment. */
export interface ZoneMoment {
  /** Seconds east of Greenwich. */
  readonly offsetSeconds: number
  /** The zone's short name, as Wireshark prints it behind the time: `CET`. */
  readonly name: string
}

/** Finds offset and name of the local zone at a moment, given in seconds since 1970. */
export type LocalTime = (unixSeconds: number) => ZoneMoment

/** Coordinated Universal Time, as Wireshark prints it where no zone is set. */
export const UTC: LocalTime = () => UTC_MOMENT

const UTC_MOMENT: ZoneMoment = { offsetSeconds: 0, name: 'UTC' }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const NS_PER_S = 1_000_000_000n
const NANO_DIGITS = 9
const MS_PER_S = 1000

/** `Nov 21, 2026 07:54:43.802564000 GMT`, of nanoseconds since 1970 in the local zone. */
export function absoluteTimeText(timeNs: bigint, localTime: LocalTime): string {
  const rest = ((timeNs % NS_PER_S) + NS_PER_S) % NS_PER_S
  const unixSeconds = Number((timeNs - rest) / NS_PER_S)
  const zone = localTime(unixSeconds)
  const moment = new Date((unixSeconds + zone.offsetSeconds) * MS_PER_S)
  if (Number.isNaN(moment.getTime())) return 'Not representable'
  const clock = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}:${two(moment.getUTCSeconds())}`
  const day = String(moment.getUTCDate()).padStart(2)
  const fraction = String(rest).padStart(NANO_DIGITS, '0')
  return `${MONTHS[moment.getUTCMonth()]} ${day}, ${moment.getUTCFullYear()} ${clock}.${fraction} ${zone.name}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
