/** When senders repeat, and segments overtake each other: the times by which a repeat is told from what was late. */

/** In a hurry, kernels repeat after 200 ms of silence at the soonest (Linux; RFC 6298 §2.4 asks for a second). */
export const SHORTEST_TIMEOUT_NS = 180e6
/** A tail loss probe comes after two round trips, at most one timeout after the last ACK; the first timeouts are the longest (RFC 8985 §7.2). */
export const LONGEST_PROBE_NS = 400e6
export const LONGEST_PROBE_RTTS = 3
/** A repeat that the receiver asked for leaves when its ACK arrives, or a quarter of a round trip later (RFC 8985 §6.2). */
export const PROMPT_RTTS = 0.5
export const PROMPT_NS = 2e6
/** Segments that overtake each other do so within a fraction of the round trip; nobody can repeat one so soon. */
export const OVERTAKING_RTTS = 0.5
export const OVERTAKING_NS = 3e6
/** Duplicate ACKs that make a sender repeat without SACK (RFC 5681 §3.2); so many are noted. */
export const TELLING_DUPLICATES = 3
