/** A connection that a text shows twice: captured at the client, then at the server, one listing below the other. */
import { connectionKey, directionKey, type PacketFacts } from './packet-facts.ts'

/** Of the packets from the first one shown again on, so many must have been shown before for all of them to be another view. */
const SECOND_VIEW_SHARE = 0.5

/** What is known of one connection. */
interface Views {
  /** Packets by what does not change on the way, with the listing that shows them first. */
  readonly first: Map<string, number>
  /** Packets from the first on that was shown before. */
  readonly again: PacketFacts[]
  /** Those of them that were shown before. */
  readonly repeated: Set<PacketFacts>
  /** The last listing that first showed any of those. */
  lastFirst: number
}

/**
 * Takes out the packets that a later listing shows as another place saw them: their times differ, and much else that a network or its
 * cards change, but not their numbers and timestamps. Where most of what follows is such, what remains of it is left out too: segments
 * that cards put together, and resets without timestamps.
 *
 * @param packets all packets in order, with numbers resolved
 * @returns the packets of the first view of each connection, and what only others saw where they saw much more
 */
export function withoutSecondViews(packets: readonly PacketFacts[]): readonly PacketFacts[] {
  const connections = new Map<string, Views>()
  for (const facts of packets) {
    if (!facts.tcp || facts.listing === undefined) continue
    const { key } = connectionKey(facts)
    let views = connections.get(key)
    if (!views) connections.set(key, (views = { first: new Map(), again: [], repeated: new Set(), lastFirst: -1 }))
    const unchanged = unchangedOf(facts)
    const shown = unchanged === undefined ? undefined : views.first.get(unchanged)
    if (shown !== undefined && shown !== facts.listing) {
      views.repeated.add(facts)
      views.lastFirst = Math.max(views.lastFirst, shown)
    } else if (unchanged !== undefined && shown === undefined) views.first.set(unchanged, facts.listing)
    if (views.repeated.size > 0) views.again.push(facts)
  }
  const dropped = new Set<PacketFacts>()
  for (const { again, repeated, lastFirst } of connections.values()) {
    // Where both go on side by side, one capture saw each packet twice, and says so.
    if (lastFirst >= (again[0]?.listing ?? -1)) continue
    const isView = repeated.size >= again.length * SECOND_VIEW_SHARE
    for (const facts of isView ? again : repeated) dropped.add(facts)
  }
  return dropped.size === 0 ? packets : packets.filter((facts) => !dropped.has(facts))
}

/** What no way changes, when it tells a packet from its repetition: that bears a later timestamp. */
function unchangedOf(facts: PacketFacts): string | undefined {
  const { tcp } = facts
  const stamps = tcp?.options?.find(({ kind }) => kind === 8)?.data
  if (!tcp || !stamps || tcp.wireSeq === undefined) return undefined
  // Numbers that count from the SYN begin anew in the other listing.
  const numbers = tcp.numbering === 'relative' ? `from SYN ${tcp.seq} ${tcp.ack}` : `${tcp.wireSeq} ${tcp.wireAck}`
  return `${directionKey(facts)} ${tcp.flags} ${numbers} ${tcp.payload} ${stamps.join()}`
}
