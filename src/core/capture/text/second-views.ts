/** A connection that a text shows twice: captured at the client, then at the server, one listing below the other. */
import { connectionKey, directionKey, type PacketFacts } from './packet-facts.ts'

/** Of the packets from the first one shown again on, so many must have been shown before for all of them to be another view. */
const SECOND_VIEW_SHARE = 0.5

const DAY_SECONDS = 86_400

/** And at least so many. */
const FEWEST_REPEATED = 2

/** What is known of one connection. */
interface Views {
  /** Packets by what does not change on the way, with the listing that shows them first. */
  readonly first: Map<string, number>
  /** Packets from the first on that was shown before. */
  readonly again: PacketFacts[]
  /** Those of them that were shown before. */
  readonly repeated: Set<PacketFacts>
  /** How many of those are no repetitions on the wire: they bear the timestamps of the first, or are earlier than packets shown before. */
  stamped: number
  /** Whether timestamps told, and from which ends others were earlier: a listing may well show repetitions before what they repeat. */
  isSure: boolean
  readonly earlierFrom: Set<boolean>
  /** The latest time of the connection in the listings before, and in the one at hand, in seconds of its clock. */
  latestBefore: number
  latest: number
  listing: number
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
    if (!views) connections.set(key, (views = newViews(facts.listing)))
    const { unchanged, isStamped: hasStamp } = unchangedOf(facts)
    // What takes up numbers is sent once, but for repetitions, which are later.
    const isEarlier = goesBack(facts, views) && (((facts.tcp.flags ?? 0) & 3) !== 0 || (facts.tcp.payload ?? 0) > 0)
    const isStamped = hasStamp || isEarlier
    const shown = views.first.get(unchanged)
    // What bears no timestamp may be a repetition, until others tell that this is another view.
    if (shown !== undefined && shown !== facts.listing && (isStamped || views.stamped > 0)) {
      views.repeated.add(facts)
      if (isStamped) views.stamped++
      if (hasStamp) views.isSure = true
      else if (isEarlier) views.earlierFrom.add(connectionKey(facts).reverse)
      views.lastFirst = Math.max(views.lastFirst, shown)
    } else if (shown === undefined) views.first.set(unchanged, facts.listing)
    if (views.repeated.size > 0) views.again.push(facts)
  }
  const dropped = new Set<PacketFacts>()
  for (const { again, repeated, stamped, lastFirst, isSure, earlierFrom } of connections.values()) {
    if (!isSure && earlierFrom.size < 2) continue
    // One packet alone was only seen twice; and where both go on side by side, one capture saw each packet twice, and says so.
    if (repeated.size < FEWEST_REPEATED || lastFirst >= (again[0]?.listing ?? -1)) continue
    const isView = repeated.size >= again.length * SECOND_VIEW_SHARE
    if (isView || stamped >= FEWEST_REPEATED) for (const facts of isView ? again : repeated) dropped.add(facts)
  }
  return dropped.size === 0 ? packets : packets.filter((facts) => !dropped.has(facts))
}

function newViews(listing: number): Views {
  return {
    first: new Map(),
    again: [],
    repeated: new Set(),
    stamped: 0,
    isSure: false,
    earlierFrom: new Set(),
    latestBefore: -Infinity,
    latest: -Infinity,
    listing,
    lastFirst: -1,
  }
}

/** Whether a packet is earlier than one that an earlier listing shows. */
function goesBack({ time, listing }: PacketFacts, views: Views): boolean {
  if (time === undefined || (time.kind !== 'day' && time.kind !== 'epoch')) return false
  if (listing !== views.listing) {
    views.latestBefore = Math.max(views.latestBefore, views.latest)
    views.listing = listing!
  }
  const seconds = (time.seconds % DAY_SECONDS) + time.nanos / 1e9
  views.latest = Math.max(views.latest, seconds)
  return seconds < views.latestBefore
}

/** What no way changes, and whether it tells a packet from its repetition: that bears a later timestamp. */
function unchangedOf(facts: PacketFacts): { unchanged: string; isStamped: boolean } {
  const { tcp } = facts
  const stamps = tcp?.options?.find(({ kind }) => kind === 8)?.data
  // Numbers that count from the SYN begin anew in the other listing.
  const numbers = tcp?.numbering === 'relative' ? `from SYN ${tcp.seq} ${tcp.ack}` : `${tcp?.wireSeq} ${tcp?.wireAck}`
  const unchanged = `${directionKey(facts)} ${tcp?.flags} ${numbers} ${tcp?.payload} ${stamps?.join() ?? ''}`
  return { unchanged, isStamped: stamps !== undefined }
}
