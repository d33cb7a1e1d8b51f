/** A decoded packet: where its headers are and what they say, in one reused object. */
import { KNOWN_ALL } from '../capture/record.ts'

export { DIRECTION, KNOWN, KNOWN_ALL } from '../capture/record.ts'

export { FLAG } from '../wire/tcp.ts'
export { OPTION } from '../wire/tcp-options.ts'

/** What a packet turned out to carry. */
export const KIND = {
  /** Not decoded: another protocol, or damaged before its transport header. */
  other: 0,
  /** A TCP segment; `tcp…` fields are valid. */
  tcp: 1,
  /** An ICMP or ICMPv6 error that quotes a packet; the `icmp…` and `quoted…` fields are valid. */
  icmpError: 2,
  /** ARP request or reply, IPv6 neighbour solicitation or advertisement; `neighbour…` fields are valid. */
  neighbour: 3,
  /** A later fragment of an IP packet: no transport header inside. */
  fragment: 4,
  /** UDP (not a tunnel that is followed). */
  udp: 5,
  /** Another ICMP message. */
  icmpOther: 6,
} as const

/** State of the TCP checksum (offload rule: the field holds the sum of the pseudo-header, not inverted). */
export const CHECKSUM = {
  /** Not computed, or not computable: cut by the capture, a fragment, or absent from the input. */
  unknown: 0,
  correct: 1,
  /** The pseudo-header sum: left to the network card, so the packet was captured where it was sent. */
  partial: 2,
  bad: 3,
} as const

/** Why decoding stopped before the packet's end. */
export const PROBLEM = {
  none: 0,
  /** The capture has fewer bytes than the packet had. */
  cut: 1,
  /** The sender's bytes contradict themselves, or end too early. */
  malformed: 2,
  /** More headers inside each other than are followed. */
  tooDeep: 3,
} as const

/**
 * The packet at hand. One object is reused for every packet of an input, so that the hot loop allocates nothing; who keeps
 * something copies the number. All numbers are int32 (sequence numbers and addresses are signed here: compare differences, or use
 * `>>> 0` to print), except `timeNs`.
 */
export class Packet {
  // — the record —
  /** Counts from 1 within its input, as tcpdump's `-#` and Wireshark do. */
  number = 0
  /** NaN when unknown. (Beginning as NaN keeps the field a double from the first packet on.) */
  timeNs = NaN
  /** Bits of `KNOWN` (capture/record.ts). */
  known: number = KNOWN_ALL
  capLen = 0
  wireLen = 0
  interfaceIndex = 0
  /** One of `DIRECTION`: from the capture format or a Linux cooked header. */
  direction = 0
  /** One of `CHECKSUM_NOTE`: what the capturing kernel says of the checksum. */
  checksumNote = 0
  /** Interface number of the capturing Linux host (SLL2), 0 when the link layer does not say it. */
  linuxInterface = 0
  /** The buffer that all offsets count in: the record's, or for a reassembled datagram the whole datagram from its IP header on. */
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(new ArrayBuffer(0))
  /** Offset of the first byte of the record (or reassembled datagram) in `bytes`. */
  from = 0
  /** Offset behind the last captured byte of it in `bytes`. */
  to = 0

  // — what it is —
  /** One of `KIND`. */
  kind = 0
  /** Name of the protocol when `kind` is `other`: 'arp', 'ipx', … ; for the report's count of what was not decoded. */
  otherName = ''
  /** One of `PROBLEM`: why decoding stopped early, if it did. What could be read before is valid. */
  problem = 0
  /** The header that could not be read: 'ipv4', 'tcp', … */
  problemLayer = ''
  /** Where that header begins, counted like all offsets. */
  problemOffset = 0
  /** Bytes that it needed from there on, and bytes that were captured. */
  problemNeeded = 0
  problemAvailable = 0

  // — the innermost IP header —
  /** 4, 6, or 0 without one. */
  ipVersion = 0
  ipOffset = 0
  /** IPv4 addresses as int32 in network order. For IPv6 the 16 bytes stand at `ipOffset + 8` and `+ 24`, and these are 0. */
  srcAddr = 0
  dstAddr = 0
  ttl = 0
  tos = 0
  ipId = 0
  /** 1 when DF is set (IPv4); IPv6 has none: 0. */
  dontFragment = 0
  flowLabel = 0
  /** Length of the IP packet as its header says it, in bytes; for TSO packets with length 0, as captured on the wire. */
  ipLen = 0
  /** 1 when this is the first fragment of several, and its datagram not put together: `payloadLen` counts this fragment only. */
  firstFragment = 0
  /** 1 when this packet completed a fragmented datagram, which is what the fields describe. */
  reassembled = 0
  /** 1 when the packet goes by way of others, or comes from a mobile node: the checksum counts an address that stands elsewhere. */
  sourceRouted = 0
  /** Number of IP headers outside this one (tunnels). */
  tunnelDepth = 0
  /** VLAN id of the innermost tag, or -1. */
  vlan = -1

  // — TCP —
  tcpOffset = 0
  srcPort = 0
  dstPort = 0
  seq = 0
  ack = 0
  /** Bits of `FLAG`. */
  flags = 0
  /** The raw window field. */
  window = 0
  urgentPointer = 0
  tcpHeaderLen = 0
  /** Bytes of payload on the wire, as the IP length says; 0 when malformed. */
  payloadLen = 0
  /** Offset of the payload in `bytes`; the captured part ends at `to`, or earlier where the link layer padded. */
  payloadOffset = 0
  /** Bits of `OPTION`. */
  optionBits = 0
  mss = 0
  windowScale = 0
  tsVal = 0
  tsEcr = 0
  /** Number of SACK blocks, at most 4 (RFC 2018 §3). */
  sackCount = 0
  /** The SACK blocks: left and right edges in turn, raw int32. */
  readonly sack = new Int32Array(8)
  /** One of `CHECKSUM`. */
  checksum = 0
  /** 1 when the header says something impossible (data offset below 5 or beyond the packet). */
  malformed = 0
  /** 1 when the capture cut the packet before the TCP flags: ports are known, perhaps numbers, but not flags (flags = 0). */
  headerCut = 0

  // — ICMP error (`kind` icmpError): the addresses above are those of the message itself —
  icmpType = 0
  icmpCode = 0
  /** Next-hop MTU of "fragmentation needed" (RFC 1191) or "packet too big" (RFC 4443 §3.2), else 0. */
  icmpMtu = 0
  /** The quoted IP header: 4 or 6, and where it stands in `bytes`. */
  quotedIpVersion = 0
  quotedIpOffset = 0
  quotedSrcAddr = 0
  quotedDstAddr = 0
  /** Protocol number of the quoted packet (6 is TCP). */
  quotedProtocol = 0
  quotedSrcPort = 0
  quotedDstPort = 0
  quotedSeq = 0
  /** TTL and IP ID of the quoted packet as it was when it was refused. */
  quotedTtl = 0
  quotedIpId = 0
  /** TCP flags of the quoted packet, or -1 when the quote ends before them. */
  quotedFlags = 0

  // — ARP and neighbour discovery (`kind` neighbour) —
  /** 1 is a question (ARP request, neighbour solicitation), 2 an answer. */
  neighbourOperation = 0
  /** The address asked for or told: IPv4 as int32; for IPv6 its 16 bytes stand at `neighbourTargetOffset`. */
  neighbourTarget = 0
  neighbourTargetOffset = 0
  /** Who asks or tells: IPv4 as int32 in `srcAddr`; IPv6 in the IP header. */
}
