/** Packets that a text shows more than once: shown in full, then cited in prose, or a listing that is shown again with more lines. */
import { isPlaceholder } from './name-table.ts'
import type { PacketFacts, TcpFacts, TextTime } from './packet-facts.ts'

/** Candidates compared per packet; more than this many alike packets of one connection are not told apart anyway. */
const MOST_CANDIDATES = 400

const DAY_SECONDS = 86_400
const ZONE_SECONDS = 900

interface Entry {
  facts: PacketFacts
  /** Where it stands in the order of the text. */
  place: number
  /** Block of the last packet that was found to be this one again. */
  repeatedIn: number
}

/** A bucket of packets alike in ports, flags and length, with a hint where the last search ended. */
interface Bucket {
  readonly entries: Entry[]
  cursor: number
  cursorBlock: number
}

/**
 * Returns the packets of a text once each, in order. Within one block everything counts: lines without times that repeat there are real
 * retransmissions. A packet of a later block that agrees with an earlier one in every fact that both show is the same packet; the facts
 * of both are joined. It stands where it has a time; without times in the longer listing.
 *
 * @param packets all packets in order, with numbers resolved
 * @param learnHost told of a placeholder and the address that another showing of the same packet has for it
 */
export function withoutRepeats(packets: readonly PacketFacts[], learnHost: (placeholder: string, address: string) => void): PacketFacts[] {
  const sizes = new Map<number, number>()
  for (const { block } of packets) sizes.set(block, (sizes.get(block) ?? 0) + 1)
  const all = new Map<string, Bucket>()
  const timed = new Map<string, Entry[]>()
  const numbered = new Map<string, Entry[]>()
  const forms = new Map<string, Bucket>()
  const entries: Entry[] = []
  packets.forEach((facts, place) => {
    const key = bucketKey(facts)
    const moment = momentOf(facts.time)
    let match: Entry | undefined
    const frame = frameKey(facts)
    if (frame !== undefined) match = numbered.get(frame)?.find((entry) => isFree(entry, facts) && sameFrame(entry.facts, facts))
    if (match === undefined && moment === undefined) match = search(all.get(key), facts)
    else
      match ??=
        timed.get(`${moment} ${portsKey(facts)}`)?.find((entry) => isFree(entry, facts) && sameFacts(entry.facts, facts)) ??
        search(all.get(key), facts)
    // A folded tree does not show the flags that the line of the list shows.
    match ??= facts.form === undefined ? undefined : search(forms.get(otherFormKey(facts)), facts)
    if (match) {
      match.repeatedIn = facts.block
      const size = sizes.get(facts.block) ?? 0
      if (standsHere(match.facts, facts, sizes.get(match.facts.block) ?? 0, size)) match.place = place
      const before = match.facts
      for (const end of ['source', 'destination'] as const) {
        const [one, two] = [before.ip?.[end], facts.ip?.[end]]
        if (one === undefined || two === undefined || one === two) continue
        if (isPlaceholder(one)) learnHost(one, two)
        else learnHost(two, one)
      }
      match.facts = richness(facts) > richness(before) ? joined(facts, before) : joined(before, facts)
      match.facts.block = match.place === place ? facts.block : before.block
      match.facts.run = match.place === place ? facts.run : before.run
      if (moment !== undefined && momentOf(before.time) === undefined) push(timed, `${moment} ${portsKey(facts)}`, match)
      return
    }
    const entry: Entry = { facts, place, repeatedIn: -1 }
    entries.push(entry)
    bucket(all, key).entries.push(entry)
    if (facts.form !== undefined) bucket(forms, formKey(facts)).entries.push(entry)
    if (moment !== undefined) push(timed, `${moment} ${portsKey(facts)}`, entry)
    if (frame !== undefined) push(numbered, frame, entry)
  })
  return entries.sort((a, b) => a.place - b.place).map((entry) => entry.facts)
}

function bucket(map: Map<string, Bucket>, key: string): Bucket {
  let one = map.get(key)
  if (!one) map.set(key, (one = { entries: [], cursor: 0, cursorBlock: -1 }))
  return one
}

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key)
  if (!list) map.set(key, [entry])
  else if (list.length < MOST_CANDIDATES) list.push(entry)
}

function isFree(entry: Entry, facts: PacketFacts): boolean {
  // Wireshark prints the line of the list above the tree: the same packet in one block.
  return (
    (entry.facts.block < facts.block || (entry.facts.form !== facts.form && entry.facts.style === facts.style)) &&
    entry.repeatedIn !== facts.block
  )
}

function search(from: Bucket | undefined, facts: PacketFacts): Entry | undefined {
  if (!from) return undefined
  if (from.cursorBlock !== facts.block) {
    from.cursorBlock = facts.block
    from.cursor = 0
  }
  const { entries } = from
  for (let count = 0, at = from.cursor; count < Math.min(MOST_CANDIDATES, entries.length); count++, at++) {
    if (at >= entries.length) at = 0
    const entry = entries[at]
    if (isFree(entry, facts) && sameFacts(entry.facts, facts)) {
      from.cursor = at + 1
      return entry
    }
  }
  return undefined
}

function portsKey({ tcp, icmp, udp, arp }: PacketFacts): string {
  if (tcp) return `${tcp.sourcePort}>${tcp.destinationPort}`
  if (udp) return `u${udp.sourcePort}>${udp.destinationPort}`
  if (icmp) return `i${icmp.type}.${icmp.code}`
  return arp ? `a${arp.operation}` : 'bytes'
}

function bucketKey(facts: PacketFacts): string {
  return `${portsKey(facts)} ${facts.tcp?.flags ?? ''} ${facts.tcp?.payload ?? ''}`
}

/** What a packet of the other form would have in common, whether it shows flags or not. */
function formKey(facts: PacketFacts): string {
  return `${facts.form} ${portsKey(facts)} ${facts.tcp?.payload ?? ''}`
}

function otherFormKey(facts: PacketFacts): string {
  return formKey({ ...facts, form: facts.form === 'list' ? 'tree' : 'list' })
}

/** The frame and its ports, where the text shows both. */
function frameKey(facts: PacketFacts): string | undefined {
  return facts.frameNumber === undefined ? undefined : `${facts.frameNumber} ${portsKey(facts)}`
}

/** True when a line of the list and a tree with the same number show one packet. Their times may count from different starts. */
function sameFrame(a: PacketFacts, b: PacketFacts): boolean {
  return (
    a.form !== b.form &&
    agree(a.ip?.source, b.ip?.source) &&
    agree(a.ip?.destination, b.ip?.destination) &&
    agree(a.tcp?.flags, b.tcp?.flags) &&
    sameOptions(a.tcp, b.tcp)
  )
}

/** A time as far as it can be compared between listings; those that begin with a word count from a start of their own. */
function momentOf(time: TextTime | undefined): string | undefined {
  if (time === undefined) return undefined
  if (time.kind === 'offset' || time.kind === 'stream') return `${time.kind} ${time.seconds}.${time.nanos}`
  return `${((time.seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS}.${time.nanos}`
}

function startOf(time: TextTime | undefined): string {
  return time?.kind === 'epoch' ? 'day' : (time?.kind ?? '')
}

function agree<T>(a: T | undefined, b: T | undefined): boolean {
  return a === undefined || b === undefined || a === b
}

/** Whether two times are one in different zones, whose distances are quarters of an hour. */
function isOtherZone(a: TextTime, b: TextTime): boolean {
  return isClock(a) && isClock(b) && a.nanos === b.nanos && a.nanos !== 0 && (a.seconds - b.seconds) % ZONE_SECONDS === 0
}

function isClock(time: TextTime | undefined): boolean {
  return time?.kind === 'day' || time?.kind === 'epoch'
}

function sameHost(a: string | undefined, b: string | undefined, isSameMoment: boolean): boolean {
  return agree(a, b) || (isSameMoment && isPlaceholder(a!) !== isPlaceholder(b!))
}

/** True when no fact that both show differs. */
function sameFacts(a: PacketFacts, b: PacketFacts): boolean {
  const one = momentOf(a.time)
  const two = momentOf(b.time)
  // Times that count from different starts cannot be compared.
  if (one !== two && one !== undefined && two !== undefined && startOf(a.time) === startOf(b.time) && !isOtherZone(a.time!, b.time!))
    return false
  // One listing may have names, and another addresses: the microsecond tells that the packets are the same.
  const isSameMoment =
    a.tcp !== undefined && a.tcp.flags !== undefined && one !== undefined && one === two && isClock(a.time) && isClock(b.time)
  if (!sameHost(a.ip?.source, b.ip?.source, isSameMoment) || !sameHost(a.ip?.destination, b.ip?.destination, isSameMoment)) return false
  if (!agree(a.ip?.ttl, b.ip?.ttl) || !agree(a.ip?.id, b.ip?.id) || !agree(a.ip?.tos, b.ip?.tos) || !agree(a.ip?.length, b.ip?.length))
    return false
  if (!agree(a.interfaceName, b.interfaceName) || !agree(a.directionWord, b.directionWord)) return false
  if (a.tcp && b.tcp) return sameTcp(a.tcp, b.tcp)
  if (a.icmp && b.icmp) {
    return (
      agree(a.icmp.quotedDestination, b.icmp.quotedDestination) &&
      agree(a.icmp.quotedPort, b.icmp.quotedPort) &&
      agree(a.icmp.mtu, b.icmp.mtu) &&
      agree(a.icmp.target, b.icmp.target) &&
      agree(a.icmp.length, b.icmp.length)
    )
  }
  if (a.udp && b.udp)
    return a.udp.sourcePort === b.udp.sourcePort && a.udp.destinationPort === b.udp.destinationPort && a.udp.payload === b.udp.payload
  if (a.arp && b.arp) return a.arp.operation === b.arp.operation && a.arp.sender === b.arp.sender && agree(a.arp.target, b.arp.target)
  if (a.bytes === undefined && b.bytes === undefined) return a.time !== undefined
  return (
    a.bytes !== undefined &&
    b.bytes !== undefined &&
    a.bytes.length === b.bytes.length &&
    a.bytes.every((byte, at) => byte === b.bytes![at])
  )
}

function sameTcp(a: TcpFacts, b: TcpFacts): boolean {
  return (
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort &&
    agree(a.flags, b.flags) &&
    agree(a.payload, b.payload) &&
    sameNumber(a.seq, b.seq, a.relativeSeq, b.relativeSeq, a.wireSeq, b.wireSeq, a, b, false) &&
    sameNumber(a.ack, b.ack, a.relativeAck, b.relativeAck, a.wireAck, b.wireAck, a, b, true) &&
    agree(a.window, b.window) &&
    agree(a.checksum, b.checksum) &&
    sameOptions(a, b)
  )
}

function sameNumber(
  shownA: number | undefined,
  shownB: number | undefined,
  relativeA: number | undefined,
  relativeB: number | undefined,
  wireA: number | undefined,
  wireB: number | undefined,
  a: TcpFacts,
  b: TcpFacts,
  isAck: boolean,
): boolean {
  if (shownA === undefined || shownB === undefined || shownA === shownB) return true
  if (a.absolute && b.absolute && wireA === wireB) return true
  if (a.numbering !== b.numbering && a.numbering !== 'absolute' && b.numbering !== 'absolute') {
    const [one, two] = isAck ? [a.ackFromSyn, b.ackFromSyn] : [a.seqFromSyn, b.seqFromSyn]
    // A RST that answers a SYN has no number that could be counted.
    if (one === undefined || two === undefined) return ((a.flags ?? 0) & 4) !== 0 || (stampsOf(a) !== undefined && sameOptions(a, b))
    return one === two
  }
  return (relativeA ?? shownA) === (relativeB ?? shownB)
}

function sameOptions(a: TcpFacts | undefined, b: TcpFacts | undefined): boolean {
  // An empty list may also be a line that was shortened; padding is not shown everywhere: timestamps tell packets apart best.
  return agree(stampsOf(a), stampsOf(b))
}

function stampsOf(tcp: TcpFacts | undefined): string | undefined {
  return tcp?.options?.find((option) => option.kind === 8)?.data.join()
}

/** How much a text says about a packet; only used to compare. */
function richness({ bytes, time, ip, link, tcp, icmp }: PacketFacts): number {
  return (
    (bytes ? 32 : 0) +
    (time ? 16 : 0) +
    (ip?.id !== undefined || ip?.ttl !== undefined ? 8 : 0) +
    (ip?.source !== undefined ? 8 : 0) +
    (tcp?.checksum !== undefined ? 2 : 0) +
    (tcp?.options ? 2 : 0) +
    (tcp?.flags !== undefined ? 4 : 0) +
    (link ? 1 : 0) +
    (icmp?.quote ? 4 : 0)
  )
}

/** True when a packet stands where it was shown again, not where it was shown first. */
function standsHere(before: PacketFacts, again: PacketFacts, sizeBefore: number, sizeAgain: number): boolean {
  if ((before.time === undefined) !== (again.time === undefined)) return before.time === undefined
  if (before.time !== undefined) return false
  return sizeAgain !== sizeBefore ? sizeAgain > sizeBefore : richness(again) > richness(before)
}

/** The facts of `best`, with those of `other` that it lacks. */
function joined(best: PacketFacts, other: PacketFacts): PacketFacts {
  const facts = withMissing(best, other)
  if (best.ip && other.ip) facts.ip = withMissing(best.ip, other.ip)
  if (best.tcp && other.tcp) {
    facts.tcp = withMissing(best.tcp, other.tcp)
    // Numbers come from one line as a set: their numbering differs between listings.
    const linked = best.tcp.numbering === 'relative' && other.tcp.numbering === 'absolute' && other.tcp.relativeSeq !== undefined
    const from = linked ? other.tcp : best.tcp
    facts.tcp.numbering = from.numbering
    for (const name of ['seq', 'ack', 'relativeSeq', 'relativeAck'] as const) facts.tcp[name] = from[name]
    if (best.tcp.options?.length === 0 && other.tcp.options !== undefined) facts.tcp.options = other.tcp.options
  }
  if (best.icmp && other.icmp) facts.icmp = withMissing(best.icmp, other.icmp)
  return facts
}

function withMissing<T extends object>(best: T, other: T): T {
  const result = { ...other, ...best }
  for (const name of Object.keys(best) as (keyof T)[]) {
    if (best[name] === undefined) result[name] = other[name]
  }
  return result
}
