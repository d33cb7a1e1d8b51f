/** What the packet of an event carried: questions to its flags and option bits, for the rules. */
import { FLAG, OPTION } from '../packet/packet.ts'
import type { TrackedEvent } from './event-log.ts'

// The letters in which events speak; rules have them from here, since they never look at packets.
export { CHECKSUM, FLAG, OPTION } from '../packet/packet.ts'

/** The packet had the ACK flag. */
export function carriesAck(event: TrackedEvent): boolean {
  return (event.flags & FLAG.ack) !== 0
}

/** The packet had the timestamps option (RFC 7323 §3.2). */
export function carriesTimestamps(event: TrackedEvent): boolean {
  return (event.optionBits & OPTION.timestamps) !== 0
}
