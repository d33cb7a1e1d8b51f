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
