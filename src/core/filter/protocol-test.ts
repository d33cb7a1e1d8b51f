/** Tests of protocols: `tcp`, `ip proto 6`, `iso proto \isis`, `protochain`. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { BPF } from './bpf.ts'
import { any, both, either, type Fragment, type Statement, statement, test } from './fragment.ts'
import { ETHER_TYPE, linkTest, SAP } from './link-test.ts'
import { IND, type LinkState } from './link-state.ts'
import { seenProtocolTest } from './see-through.ts'
import type { Protocol } from './vocabulary.ts'

/** IP protocol numbers (RFC 5237 registry) by the names of this language. */
export const IP_PROTOCOL = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  igrp: 9,
  udp: 17,
  esp: 50,
  ah: 51,
  icmp6: 58,
  pim: 103,
  vrrp: 112,
  carp: 112,
  sctp: 132,
} as const

/** Protocols that are a header of the link layer's payload. */
const LINK_PROTOCOLS: Partial<Record<Protocol, number>> = {
  ip: ETHER_TYPE.ip,
  ip6: ETHER_TYPE.ip6,
  arp: ETHER_TYPE.arp,
  rarp: ETHER_TYPE.rarp,
  atalk: ETHER_TYPE.atalk,
  aarp: ETHER_TYPE.aarp,
  decnet: ETHER_TYPE.decnet,
  sca: ETHER_TYPE.sca,
  lat: ETHER_TYPE.lat,
  mopdl: ETHER_TYPE.mopdl,
  moprc: ETHER_TYPE.moprc,
  iso: SAP.iso,
  stp: SAP.spanningTree,
  ipx: SAP.ipx,
  netbeui: SAP.netbeui,
}

/** OSI network protocols by their first byte (ISO/IEC TR 9577). */
export const ISO_PROTOCOL = { clnp: 0x81, esis: 0x82, isis: 0x83 } as const

/** IS-IS PDU types (ISO 10589 §9), in the order in which libpcap tests them. */
const ISIS_PDUS: Partial<Record<Protocol, readonly number[]>> = {
  l1: [26, 24, 18, 15, 17],
  l2: [27, 25, 20, 16, 17],
  iih: [17, 15, 16],
  lsp: [18, 20],
  snp: [27, 26, 24, 25],
  csnp: [24, 25],
  psnp: [26, 27],
}

const IP_PROTOCOL_OFFSET = 9
const IPV6_NEXT_HEADER_OFFSET = 6
const IPV6_HEADER_BYTES = 40
const ISIS_TYPE_OFFSET = 4
const FRAME_RELAY_CONTROL = 0x03

/** True for packets of a protocol; `tcp` alone is the same as `proto \tcp`. */
export function protocolTest(state: LinkState, protocol: Protocol): Fragment {
  const type = LINK_PROTOCOLS[protocol]
  if (type !== undefined) return linkTest(state, type)
  switch (protocol) {
    case 'sctp':
    case 'tcp':
    case 'udp':
    case 'pim':
    case 'ah':
    case 'esp':
      return ipProtocolTest(state, IP_PROTOCOL[protocol])
    case 'icmp':
    case 'igmp':
    case 'igrp':
    case 'vrrp':
    case 'carp':
      return ipv4ProtocolTest(state, IP_PROTOCOL[protocol])
    case 'icmp6':
      return ipv6ProtocolTest(state, IP_PROTOCOL.icmp6)
    case 'clnp':
    case 'esis':
    case 'isis':
      return isoProtocolTest(state, ISO_PROTOCOL[protocol])
    case 'link':
      throw state.fault(
        'link layer applied in wrong context',
        'Every packet has a link layer; say what of it you mean, such as `ether host …` or `ether proto …`.',
      )
    case 'radio':
      throw state.fault("'radio' is not a valid protocol type", '`radio` only gives access to bytes of radio headers: `radio[0]`.')
    default: {
      const [first, ...rest] = ISIS_PDUS[protocol]!
      return any(isisPduTest(state, first), ...rest.map((pdu) => isisPduTest(state, pdu)))
    }
  }
}

/** True for packets with the number `value` in the place where `protocol` says what it carries. */
export function protocolNumberTest(state: LinkState, protocol: Protocol | undefined, value: number): Fragment {
  switch (protocol) {
    case undefined:
      return ipProtocolTest(state, value)
    case 'link':
      return linkTest(state, value)
    case 'ip':
      return ipv4ProtocolTest(state, value)
    case 'ip6':
      return ipv6ProtocolTest(state, value)
    case 'iso':
      return isoProtocolTest(state, value)
    case 'isis':
      return isisPduTest(state, value)
    case 'arp':
    case 'rarp':
      throw state.fault(
        `${protocol} does not encapsulate another protocol`,
        'Only `ip`, `ip6`, `ether`, `iso` and `isis` carry other protocols by number.',
      )
    case 'atalk':
    case 'decnet':
      throw state.fault(
        `${protocol === 'atalk' ? 'AppleTalk' : 'DECNET'} encapsulation is not specifiable`,
        'This protocol has no number for what it carries.',
      )
    case 'lat':
    case 'sca':
    case 'mopdl':
    case 'moprc':
      throw state.fault(`${protocol.toUpperCase()} does not encapsulate another protocol`, 'This protocol carries no other.')
    default:
      throw state.fault(
        `'${protocol} proto' is bogus`,
        `\`${protocol}\` carries no other protocol by number; \`ip proto\`, \`ip6 proto\` and \`ether proto\` do.`,
      )
  }
}

function ipProtocolTest(state: LinkState, value: number): Fragment {
  if (state.seen !== undefined && !EXTENSION_HEADERS.includes(value)) return seenProtocolTest(state, state.seen, value)
  return either(ipv4ProtocolTest(state, value), ipv6ProtocolTest(state, value))
}

function ipv4ProtocolTest(state: LinkState, value: number): Fragment {
  return both(linkTest(state, ETHER_TYPE.ip), state.compare('network', IP_PROTOCOL_OFFSET, 1, value))
}

const IPV6_FRAGMENT_HEADER = 44

/** The next header, or the one behind a fragment header that comes first (RFC 8200 §4.5). */
function ipv6ProtocolTest(state: LinkState, value: number): Fragment {
  const behindFragment = both(
    state.compare('network', IPV6_NEXT_HEADER_OFFSET, 1, IPV6_FRAGMENT_HEADER),
    state.compare('network', IPV6_HEADER_BYTES, 1, value),
  )
  const isNext = either(state.compare('network', IPV6_NEXT_HEADER_OFFSET, 1, value), behindFragment)
  const isCarried = state.seen === undefined ? isNext : either(isNext, seenProtocolTest(state, state.seen, value))
  return both(linkTest(state, ETHER_TYPE.ip6), isCarried)
}

function isoProtocolTest(state: LinkState, value: number): Fragment {
  switch (state.linkType) {
    case LINK_TYPE.cHdlc:
      return both(linkTest(state, (SAP.iso << 8) | SAP.iso), state.compare('noSnap', 1, 1, value))
    case LINK_TYPE.frameRelay:
      return state.compare('link', 2, 2, (FRAME_RELAY_CONTROL << 8) | value)
    default:
      return both(linkTest(state, SAP.iso), state.compare('noSnap', 0, 1, value))
  }
}

function isisPduTest(state: LinkState, pdu: number): Fragment {
  return both(isoProtocolTest(state, ISO_PROTOCOL.isis), state.compare('noSnap', ISIS_TYPE_OFFSET, 1, pdu))
}

const NO_NEXT_HEADER = 59
const AUTHENTICATION_HEADER = 51
/** Hop-by-hop options, destination options, routing, fragment: headers of length (second byte + 1) × 8. */
const EXTENSION_HEADERS: readonly number[] = [0, 60, 43, IPV6_FRAGMENT_HEADER]

/** True when a header of protocol `value` is somewhere in the chain of headers. A loop: no kernel takes it. */
export function protocolChainTest(state: LinkState, protocol: Protocol | undefined, value: number): Fragment {
  // The register is taken before the protocol is looked at, and kept when both IP versions are asked: libpcap numbers them so.
  const register = state.takeRegister()
  if (protocol === undefined) return either(protocolChainTest(state, 'ip', value), protocolChainTest(state, 'ip6', value))
  if (protocol !== 'ip' && protocol !== 'ip6') {
    throw state.fault(
      "bad protocol applied for 'protochain'",
      '`protochain` follows the headers of `ip` or `ip6`; write one of them before it, or none.',
    )
  }
  if (state.payload.register !== undefined) {
    if (state.seen !== undefined) return protocolNumberTest(state, protocol, value)
    throw state.fault(
      "'protochain' not supported with variable length headers",
      'Behind `geneve` the place of the IP header varies, and `protochain` cannot follow it.',
    )
  }
  const at = state.payload.constant + state.networkOffset
  const end = statement(BPF.addK, 0)
  const carried: Statement[] = protocol === 'ip' ? ipv4Chain(at, value, end, register) : ipv6Chain(at, value, end, register)
  const chain = both(linkTest(state, protocol === 'ip' ? ETHER_TYPE.ip : ETHER_TYPE.ip6), test([...carried, end], BPF.jeqK, value))
  state.freeRegister(register)
  return chain
}

/** An equality test inside a block. */
function branch(value: number, whenTrue: Statement, whenFalse: Statement): Statement {
  return { code: BPF.jeqK, k: value, whenTrue, whenFalse }
}

function jump(to: Statement): Statement {
  return { code: BPF.ja, k: 0, whenTrue: to }
}

function ipv4Chain(at: number, value: number, end: Statement, register: number): Statement[] {
  const filler = statement(BPF.addK, 0)
  const authentication = authenticationStep(at, register)
  const isNone = branch(NO_NEXT_HEADER, end, filler)
  const isWanted = branch(value, end, isNone)
  return [
    statement(BPF.ldBAbs, at + IP_PROTOCOL_OFFSET),
    statement(BPF.ldxMsh, at),
    isWanted,
    isNone,
    filler,
    branch(AUTHENTICATION_HEADER, authentication[0], end),
    ...authentication,
    jump(isWanted),
  ]
}

function ipv6Chain(at: number, value: number, end: Statement, register: number): Statement[] {
  const extension = [
    statement(BPF.ldBInd, at),
    statement(BPF.st, register),
    statement(BPF.ldBInd, at + 1),
    statement(BPF.addK, 1),
    statement(BPF.mulK, 8),
    statement(BPF.addX),
    statement(BPF.tax),
    statement(BPF.ldMem, register),
  ]
  const authentication = authenticationStep(at, register)
  const isAuthentication = branch(AUTHENTICATION_HEADER, authentication[0], end)
  const extensionTests: Statement[] = []
  let otherwise = isAuthentication
  for (const header of [...EXTENSION_HEADERS].reverse()) {
    otherwise = branch(header, extension[0], otherwise)
    extensionTests.unshift(otherwise)
  }
  const isNone = branch(NO_NEXT_HEADER, end, otherwise)
  const isWanted = branch(value, end, isNone)
  return [
    statement(BPF.ldBAbs, at + IPV6_NEXT_HEADER_OFFSET),
    statement(BPF.ldxImm, IPV6_HEADER_BYTES),
    isWanted,
    isNone,
    ...extensionTests,
    ...extension,
    jump(isWanted),
    isAuthentication,
    ...authentication,
    jump(isWanted),
  ]
}

/** Reads an authentication header (RFC 4302 §2): A = its next header. X does not add up, as in libpcap. */
function authenticationStep(at: number, register: number): Statement[] {
  return [
    statement(BPF.txa),
    statement(IND[1], at),
    statement(BPF.st, register),
    statement(BPF.txa),
    statement(BPF.addK, 1),
    statement(BPF.tax),
    statement(IND[1], at),
    statement(BPF.addK, 2),
    statement(BPF.mulK, 4),
    statement(BPF.tax),
    statement(BPF.ldMem, register),
  ]
}
