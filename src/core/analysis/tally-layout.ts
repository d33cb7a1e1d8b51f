/**
 * What the compiled loop over quiet connections tells of what it took, as doubles. Also compiled with `assembly/`: nothing but numbers can stand
 * here.
 */

/** Since they were 0: packets, their bytes on the wire, those of which not all was captured, connections that began. */
export const TALLY_PACKETS = 0
export const TALLY_BYTES = 1
export const TALLY_CUT = 2
export const TALLY_CONNECTIONS = 3
/** The latest time of any packet; and whether it was the end where the loop stopped (1), or a record that is not for it. */
export const TALLY_TIME = 4
export const TALLY_IS_END = 5
export const TALLY_DOUBLES = 6
