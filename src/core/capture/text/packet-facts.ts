/** What a text says about one packet: every field that was printed, and nothing else. */

/** A time as printed: of the day, since 1970, since the first packet of the listing, or since the first of its connection. */
export interface TextTime {
  /** `day` may turn out to be an offset (`tcpdump -ttt` and `-ttttt` look the same); the clock decides. */
  readonly kind: 'day' | 'epoch' | 'offset' | 'stream'
  /** Whole seconds; negative only with `kind: 'offset'`. */
  readonly seconds: number
  /** Nanoseconds beyond the seconds, 0 … 999,999,999. */
  readonly nanos: number
}

/** One option of a TCP header as printed. */
export interface TextOption {
  readonly kind: number
  /** The bytes after kind and length; empty for SACK, whose edges are in `edges`. */
  readonly data: readonly number[]
  /** Left and right edges of a SACK option, in the numbering of the line. */
  readonly edges?: readonly number[]
}

/** The link layer as printed with `-e` or in a Wireshark frame. */
export interface LinkFacts {
  /** Six bytes each as 12 hexadecimal digits. */
  readonly source: string
  readonly destination: string
  /** VLAN tags, outermost first: the tag control field. */
  readonly vlans?: readonly number[]
}

/** The network layer as printed. */
export interface IpFacts {
  version: 4 | 6
  /** Address text; undefined when the text has none. */
  source?: string | undefined
  destination?: string | undefined
  tos?: number | undefined
  ttl?: number | undefined
  id?: number | undefined
  dontFragment?: boolean | undefined
  flowLabel?: number | undefined
  /** Total length of the IPv4 packet, or payload length of the IPv6 packet plus 40. */
  length?: number | undefined
}

/** A TCP header as printed. */
export interface TcpFacts {
  sourcePort: number
  destinationPort: number
  flags?: number | undefined
  /** As printed: absolute or relative. */
  seq?: number | undefined
  ack?: number | undefined
  /** Relative numbers when the text has both (`Sequence number (raw)` of Wireshark beside the relative one). */
  relativeSeq?: number | undefined
  relativeAck?: number | undefined
  /** How `seq` and `ack` are to be read; tcpdump's lines do not say. */
  numbering: 'tcpdump' | 'relative' | 'absolute'
  window?: number | undefined
  /** Window after scaling, where only that is printed. */
  scaledWindow?: number | undefined
  urgent?: number | undefined
  checksum?: number | undefined
  /** What the checksum should be, as the text says. */
  rightChecksum?: number | undefined
  options?: TextOption[] | undefined
  /** Payload bytes; undefined when the header was cut. */
  payload?: number | undefined
  /** Header length where it is printed. */
  headerLength?: number | undefined
  /** Where a segment whose number is not shown would stand by what the next one shows, in the numbers of the list. */
  likelySeq?: number | undefined
  /** Wireshark says that the SYN opens another connection on the same ports. */
  reused?: boolean | undefined
  /** Wireshark says that the segment is a retransmission. */
  repeated?: boolean | undefined
  /** The number, counted from such a SYN, at which the other end acknowledges the connection before it. */
  oldAck?: number | undefined
  /** Set by the numbering step: absolute where possible. */
  wireSeq?: number | undefined
  wireAck?: number | undefined
  wireEdges?: number[] | undefined
  /** The numbers counted from the SYNs, as Wireshark shows them, where these are known. */
  seqFromSyn?: number | undefined
  ackFromSyn?: number | undefined
  /** True when `wireSeq` and `wireAck` are the numbers of the wire. */
  absolute?: boolean | undefined
  /** True when the sequence number was printed, not inferred. */
  seqPrinted?: boolean | undefined
}

/** An ICMP or ICMPv6 message as printed. */
export interface IcmpFacts {
  type: number
  code: number
  /** The address of the packet that failed, when the message names it. */
  quotedDestination?: string | undefined
  quotedPort?: number | undefined
  quotedProtocol?: number | undefined
  mtu?: number | undefined
  /** The address that a neighbour message is about. */
  target?: string | undefined
  /** Length of the message. */
  length?: number | undefined
  /** The packet quoted in the text (`-v`). */
  quote?: PacketFacts | undefined
  /** Set when the quoted packet is not printed, and the flow it belongs to was found among the lines before. */
  guess?: PacketFacts | undefined
}

/** An ARP message between IPv4 addresses as printed. */
export interface ArpFacts {
  operation: 1 | 2
  /** Sender and target address; for a reply the sender is the address that `is-at`. */
  sender: string
  target: string
  /** Hardware address of a reply, 12 hexadecimal digits. */
  hardware: string | undefined
}

/** One packet as a text shows it. */
export interface PacketFacts {
  readonly style: 'tcpdump' | 'wireshark' | 'hex'
  /** Wireshark shows a packet as a line of its list and as a tree of details. */
  readonly form?: 'list' | 'tree'
  /** Byte offset of its line in the input. */
  offset: number
  /** Lines of one listing follow each other without prose between them. */
  block: number
  /** Counts the listings: prose or a start of tcpdump stands between them. */
  listing?: number
  /** Counts the starts of tcpdump that the text shows. */
  run: number
  time?: TextTime | undefined
  interfaceName?: string | undefined
  /** `In`, `Out`, `B`, `M` or `P` of `-i any`. */
  directionWord?: string | undefined
  link?: LinkFacts | undefined
  ip?: IpFacts | undefined
  tcp?: TcpFacts | undefined
  icmp?: IcmpFacts | undefined
  /** UDP payload length. */
  udp?: { sourcePort: number; destinationPort: number; payload: number } | undefined
  arp?: ArpFacts | undefined
  /** The packet's bytes, when the text has a dump. */
  bytes?: Uint8Array | undefined
  /** Number of the frame in Wireshark's capture. */
  frameNumber?: number | undefined
  /** True when the column of protocols names one that only TCP carries. */
  overTcp?: boolean | undefined
  /** Length of the frame without the link layer's share being known (Wireshark's summary). */
  frameLength?: number | undefined
}

/** Connection of a TCP packet, one direction: `source:port>destination:port`. */
export function directionKey(facts: PacketFacts): string {
  const { ip, tcp } = facts
  return `${ip?.source ?? ''} ${tcp?.sourcePort ?? ''}>${ip?.destination ?? ''} ${tcp?.destinationPort ?? ''}`
}

/** Connection of a TCP packet, both directions alike, and whether this packet goes the reverse way. */
export function connectionKey(facts: PacketFacts): { key: string; reverse: boolean } {
  const { ip, tcp } = facts
  const one = `${ip?.source ?? ''} ${tcp?.sourcePort ?? ''}`
  const two = `${ip?.destination ?? ''} ${tcp?.destinationPort ?? ''}`
  return one <= two ? { key: `${one}|${two}`, reverse: false } : { key: `${two}|${one}`, reverse: true }
}
