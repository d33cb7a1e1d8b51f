/** What is remembered of a SYN to find its translated half. Also compiled with `assembly/`: nothing but numbers can stand here. */

/** SYNs remembered; a translator forwards within a millisecond, and few others come in between. */
export const PLACES = 1024

/** The words of a place. */
export const ISN = 0
export const SOURCE = 1
export const TARGET = 2
export const PORTS = 3
export const VERSION = 4
export const IP_ID = 5
export const TS_VAL = 6
export const CONNECTION = 7
export const PACKET = 8
export const ENTRY = 9
