/** Lines of a packet list that show an application's message instead of the TCP segment that carried it. */
import type { PacketFacts, TcpFacts } from './packet-facts.ts'

const SYN = 0x02,
  FIN = 0x01,
  RST = 0x04,
  ACK = 0x10
const ETHERNET_HEADER = 14
/** Longest link header of those that captures have; a frame shorter than Ethernet's least may be padded. */
const LONGEST_LINK_HEADER = 22
const PADDED_FRAME = 60
/** Flows between two hosts that are compared, and packets that are looked at behind a line. */
const MOST_FLOWS = 64
const MOST_AHEAD = 400
/** Acknowledgments behind a line that are looked at: the first ones may speak of what came before it. */
const MOST_TOLD = 8

/** One direction of a connection. */
interface Flow {
  readonly sourcePort: number
  readonly destinationPort: number
  /** Where its segments begin in the list of packets. */
  readonly segments: number[]
  /** Where the other direction's segments stand that acknowledge something. */
  readonly acks: number[]
  stamped: boolean
  /** Bytes of all headers, as the frames of its segments and of those that answer them tell. */
  headers: number
  /** End of what is known to be sent, in the numbers of the list; undefined before the first segment. */
  next: number | undefined
}

/**
 * Gives such lines the ports of their connection and the length of their payload, from the frame's length. Sequence number and flags stay
 * unknown. Two hosts may have several connections: then the next segments tell, by number or acknowledgment, in which one so many bytes
 * were sent. A line whose connection nothing tells stays without a TCP header.
 *
 * @param packets all packets of a text in order
 */
export function completeApplicationLines(packets: readonly PacketFacts[]): void {
  if (!packets.some(isApplicationLine)) return
  const flows = flowsOf(packets)
  const linkHeader = linkHeaderOf(packets)
  packets.forEach((facts, place) => {
    const { ip, tcp } = facts
    const between = flows.get(`${ip?.source}>${ip?.destination}`)
    if (!ip || !between) return
    if (tcp) {
      const flow = between.find((one) => one.sourcePort === tcp.sourcePort && one.destinationPort === tcp.destinationPort)
      if (flow) flow.next = endOf(tcp) ?? flow.next
      return
    }
    if (!isApplicationLine(facts)) return
    const payloadIn = (flow: Flow, frameLength = facts.frameLength): number => {
      const headers = flow.headers < Infinity ? flow.headers : linkHeader + (ip.version === 6 ? 40 : 20) + (flow.stamped ? 32 : 20)
      return Math.max(0, frameLength - headers)
    }
    const told = sender(between, payloadIn, packets, place)
    // Another protocol's packet counts only when TCP's numbers tell of exactly its bytes.
    if (facts.overTcp !== true && (told === undefined || told.unexplained > 1)) return
    const flow = told?.flow ?? (between.length === 1 ? between[0] : undefined)
    if (!flow) return
    const payload = payloadIn(flow)
    facts.tcp = { sourcePort: flow.sourcePort, destinationPort: flow.destinationPort, numbering: 'relative', payload }
    if (flow.next !== undefined) flow.next += payload
    else if (told !== undefined) facts.tcp.likelySeq = 1 + told.rest
    // One more than the last bytes counts: the segment ended the stream. Wireshark shows a message there that only the end completes.
    if (told?.rest === 1 && !saysMore(flow, packets, place)) {
      facts.tcp.flags = FIN | ACK
      const back = flows.get(`${ip.destination}>${ip.source}`)
      // Taken as usual: it acknowledges what came before it.
      facts.tcp.ack = back?.find((one) => one.sourcePort === flow.destinationPort && one.destinationPort === flow.sourcePort)?.next
    }
  })
}

function isApplicationLine(facts: PacketFacts): facts is PacketFacts & { readonly frameLength: number } {
  return facts.frameLength !== undefined && !facts.tcp && !facts.udp && !facts.icmp && facts.ip?.source !== undefined
}

/** The flows from one host to another, in the order in which they appear, by `source>destination`. */
function flowsOf(packets: readonly PacketFacts[]): Map<string, Flow[]> {
  const flows = new Map<string, Flow[]>()
  const flow = (source: string | undefined, destination: string | undefined, sourcePort: number, destinationPort: number): Flow => {
    const key = `${source}>${destination}`
    let between = flows.get(key)
    if (!between) flows.set(key, (between = []))
    let one = between.find((known) => known.sourcePort === sourcePort && known.destinationPort === destinationPort)
    if (!one) {
      one = { sourcePort, destinationPort, segments: [], acks: [], stamped: false, headers: Infinity, next: undefined }
      if (between.length < MOST_FLOWS) between.push(one)
    }
    return one
  }
  packets.forEach(({ ip, tcp, frameLength = 0 }, place) => {
    if (!ip?.source || !ip.destination || !tcp) return
    const there = flow(ip.source, ip.destination, tcp.sourcePort, tcp.destinationPort)
    const back = flow(ip.destination, ip.source, tcp.destinationPort, tcp.sourcePort)
    there.segments.push(place)
    if (tcp.ack !== undefined && ((tcp.flags ?? 0) & ACK) !== 0) back.acks.push(place)
    // Both ends must want timestamps; what comes behind the SYNs shows whether they did. A RST has none.
    if (there.segments.length === 1 || ((tcp.flags ?? 0) & (SYN | RST)) === 0)
      there.stamped = back.stamped = tcp.options?.some((option) => option.kind === 8) === true
    if (frameLength > PADDED_FRAME && ((tcp.flags ?? 0) & (SYN | RST)) === 0)
      there.headers = back.headers = Math.min(there.headers, back.headers, frameLength - (tcp.payload ?? 0))
  })
  return flows
}

/** A flow, and how much more of it was sent behind a line than the line's own bytes. */
interface Told {
  readonly flow: Flow
  readonly rest: number
  /** What of it is more than the lines in between can hold. */
  readonly unexplained: number
}

/** The flow in which so many bytes were sent before its next segment or acknowledgment; the first of them when it fits several. */
function sender(
  between: readonly Flow[],
  payloadIn: (flow: Flow, frameLength?: number) => number,
  packets: readonly PacketFacts[],
  place: number,
): Told | undefined {
  let best: { flow: Flow; rest: number; at: number } | undefined
  for (const flow of between) {
    const end = (flow.next ?? 1) + payloadIn(flow)
    const [next = -1] = behind(flow.segments, place)
    const segment = packets[next]?.tcp
    const told = [
      { at: next, number: segment?.repeated === true ? endOf(segment) : segment?.seq },
      ...behind(flow.acks, place).map((at) => ({ at, number: packets[at].tcp?.ack })),
    ]
    for (const { at, number = NaN } of told) {
      const rest = number - end
      if (rest >= 0 && (best === undefined || rest < best.rest)) best = { flow, rest, at }
    }
  }
  if (!best) return undefined
  // What is told behind the line lies this far beyond the line's own bytes: those of the lines in between.
  const { flow, rest, at } = best
  const { ip } = packets[place]
  const others = packets
    .slice(place + 1, at)
    .filter((other) => isApplicationLine(other) && other.ip?.source === ip?.source && other.ip?.destination === ip?.destination)
  const explained = others.reduce((sum, other) => sum + payloadIn(flow, other.frameLength), 0)
  // Or those lines belong to other connections.
  return { flow, rest, unexplained: Math.min(rest, Math.abs(rest - explained)) }
}

/** Whether a flow shows data or its end behind a place, or a line there may be its own; up to its next SYN, where another showing begins. */
function saysMore(flow: Flow, packets: readonly PacketFacts[], place: number): boolean {
  const { ip } = packets[place]
  const later = flow.segments.filter((at) => at > place)
  const end = later.find((at) => ((packets[at].tcp?.flags ?? 0) & SYN) !== 0) ?? packets.length
  const isMore = ({ tcp }: PacketFacts): boolean => (tcp?.payload ?? 0) > 0 || ((tcp?.flags ?? 0) & FIN) !== 0
  if (later.some((at) => at < end && isMore(packets[at]))) return true
  const lines = packets.slice(place + 1, Math.min(end, place + MOST_AHEAD))
  return lines.some((facts) => isApplicationLine(facts) && facts.ip?.source === ip?.source && facts.ip?.destination === ip?.destination)
}

/** The next places behind one, as far as they are near. */
function behind(places: readonly number[], place: number): readonly number[] {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle] <= place) low = middle + 1
    else high = middle
  }
  return places.slice(low, low + MOST_TOLD).filter((at) => at - place <= MOST_AHEAD)
}

function endOf({ seq, flags = 0, payload = 0 }: TcpFacts): number | undefined {
  return seq === undefined ? undefined : seq + payload + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0)
}

/** Length of the link layer's header, from a SYN, whose options the list shows in full; Ethernet's when no SYN tells. */
function linkHeaderOf(packets: readonly PacketFacts[]): number {
  for (const { ip, tcp, frameLength } of packets) {
    if (!tcp || !ip || frameLength === undefined || frameLength <= PADDED_FRAME || ((tcp.flags ?? 0) & SYN) === 0) continue
    if (!tcp.options || tcp.options.length === 0) continue
    const options = tcp.options.reduce((sum, { kind, data }) => sum + (kind <= 1 ? 1 : 2 + data.length), 0)
    const header = frameLength - (tcp.payload ?? 0) - (ip.version === 6 ? 40 : 20) - 20 - Math.ceil(options / 4) * 4
    if (header >= 0 && header <= LONGEST_LINK_HEADER) return header
  }
  return ETHERNET_HEADER
}
