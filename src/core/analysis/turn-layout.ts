/**
 * How long silent connections are kept, and what of their turns is kept where. Also compiled with `assembly/`: nothing but numbers can stand
 * here.
 */

/** The longest pause between two SYNs of one attempt is 64 s (RFC 6298 backoff with Linux's limits); twice that and more is over. */
export const OPENING_SILENCE_NS = 180e9
/** After the close, late segments belong to the old connection for 2 MSL (RFC 9293 §3.4.2: MSL 2 minutes; systems use 30 to 60 s). */
export const CLOSED_SILENCE_NS = 120e9
/**
 * Closed connections kept for their late segments; with more, the one that closed first is handed on early. So many tracks fit into the
 * second cache, where the next connections find theirs: eight times as many cost a tenth of the time.
 */
export const MOST_LINGERING = 512
/** Live connections kept at all; beyond, the ones that were silent longest (roughly) are handed on. */
export const MOST_LIVE = 4_000_000
/** Segments at the beginning of a connection whose checksum is looked at, besides all that carry SYN or RST. */
export const CHECKSUMMED_SEGMENTS = 2
/** Larger segments are not summed: it costs more than all else (0.3 ns a byte), and the small ones show the same. */
export const LARGEST_SUMMED = 256

/** The turns: the ring of closed connections (record index and id in turn), where its next goes, how many it has; who is swept next. */
export const LINGER_AT = 0
export const LINGER_COUNT = 1
export const HAND = 2
export const RING = 4
export const TURN_WORDS = RING + 2 * MOST_LINGERING
