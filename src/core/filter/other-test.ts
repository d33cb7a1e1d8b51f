/** Tests with words of their own: broadcast and multicast, lengths, single bytes, directions, IEEE 802.2 frames. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { ANCILLARY, BPF } from './bpf.ts'
import { both, either, type Fragment, negated, statement, test } from './fragment.ts'
import { macAddressTest } from './address-test.ts'
import { ETHER_TYPE, lengthFieldTest, linkTest } from './link-test.ts'
import type { LinkState } from './link-state.ts'
import type { Term } from './syntax-tree.ts'
import type { Protocol } from './vocabulary.ts'

const BROADCAST_MAC = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
const IPV4_DESTINATION_OFFSET = 16
const IPV6_DESTINATION_OFFSET = 24
const IPV4_MULTICAST = 224
const IPV6_MULTICAST = 0xff

/** True for broadcasts of the link layer, or of IPv4 in a network with `netmask`. */
export function broadcastTest(state: LinkState, protocol: Protocol | undefined, netmask: number): Fragment {
  if (protocol === undefined || protocol === 'link') {
    if (state.linkType !== LINK_TYPE.ethernet)
      throw state.fault('not a broadcast link', `Packets of this capture (${state.linkTypeText}) have no broadcast address.`)
    return macAddressTest(state, BROADCAST_MAC, 'dst')
  }
  if (protocol !== 'ip')
    throw state.fault('only link-layer/IP broadcast filters supported', 'Only `ether broadcast` and `ip broadcast` exist.')
  const hostBits = ~netmask >>> 0
  const isZeros = state.compare('network', IPV4_DESTINATION_OFFSET, 4, 0, hostBits)
  const isOnes = state.compare('network', IPV4_DESTINATION_OFFSET, 4, hostBits, hostBits)
  return both(linkTest(state, ETHER_TYPE.ip), either(isZeros, isOnes))
}

/** True for multicasts of the link layer, of IPv4 or of IPv6. */
export function multicastTest(state: LinkState, protocol: Protocol | undefined): Fragment {
  if ((protocol === undefined || protocol === 'link') && state.linkType === LINK_TYPE.ethernet) {
    const isGroup = (): Fragment => test(state.load('link', 0, 1), BPF.jsetK, 1)
    return state.isGeneve ? both(state.innerFrameTest(), isGroup()) : isGroup()
  }
  if (protocol === 'ip')
    return both(linkTest(state, ETHER_TYPE.ip), state.compare('network', IPV4_DESTINATION_OFFSET, 1, IPV4_MULTICAST, undefined, BPF.jgeK))
  if (protocol === 'ip6') return both(linkTest(state, ETHER_TYPE.ip6), state.compare('network', IPV6_DESTINATION_OFFSET, 1, IPV6_MULTICAST))
  throw state.fault(
    'link-layer multicast filters supported only on ethernet/FDDI/token ring/ARCNET/802.11/ATM LANE/Fibre Channel',
    protocol === undefined || protocol === 'link'
      ? `Packets of this capture (${state.linkTypeText}) have no multicast address; \`ip multicast\` and \`ip6 multicast\` look at IP addresses.`
      : 'Only `ether multicast`, `ip multicast` and `ip6 multicast` exist.',
  )
}

/** `less N` and `greater N`: the length on the wire is at most, or at least, N. */
export function lengthTest(kind: 'less' | 'greater', value: number): Fragment {
  const length = [statement(BPF.ldLen)]
  return kind === 'less' ? negated(test(length, BPF.jgtK, value)) : test(length, BPF.jgeK, value)
}

/** `byte N op M`. With `&` and `|` libpcap forgets to load the byte, and so does this. */
export function byteTest(state: LinkState, term: Extract<Term, { kind: 'byte' }>): Fragment {
  const { offset, operator, value } = term
  switch (operator) {
    case '=':
      return state.compare('link', offset, 1, value)
    case '<':
      return negated(state.compare('link', offset, 1, value, undefined, BPF.jgeK))
    case '>':
      return state.compare('link', offset, 1, value, undefined, BPF.jgtK)
    case '&':
    case '|':
      return negated(test([statement(operator === '&' ? BPF.andK : BPF.orK, value)], BPF.jeqK, 0))
  }
}

/** `sll_pkttype` and the like: the packet was sent by the capturing host. */
const OUTGOING = 4
const PPPD_OUT = 1
const PPPD_IN = 0
const SLIP_RECEIVED = 0
const SLL2_INTERFACE_OFFSET = 4
const SLL2_PACKET_TYPE_OFFSET = 10

/** `inbound` and `outbound`, where packets say which way they went. */
export function directionTest(state: LinkState, kind: 'inbound' | 'outbound'): Fragment {
  const isOutbound = kind === 'outbound'
  const signed = (fragment: Fragment): Fragment => (isOutbound ? fragment : negated(fragment))
  switch (state.linkType) {
    case LINK_TYPE.linuxSll:
      return signed(state.compare('link', 0, 2, OUTGOING))
    case LINK_TYPE.linuxSll2:
      return signed(state.compare('link', SLL2_PACKET_TYPE_OFFSET, 1, OUTGOING))
    case LINK_TYPE.pppPppd:
      return state.compare('link', 0, 1, isOutbound ? PPPD_OUT : PPPD_IN)
    case LINK_TYPE.slip: {
      // libpcap compares by a calculation, which takes scratch registers.
      const [index, value, wanted] = slipRegisters(state)
      const statements = [
        statement(BPF.ldImm, 0),
        statement(BPF.st, index),
        statement(BPF.ldxMem, index),
        statement(BPF.ldBInd, 0),
        statement(BPF.st, value),
        statement(BPF.ldImm, SLIP_RECEIVED),
        statement(BPF.st, wanted),
        statement(BPF.ldxMem, wanted),
        statement(BPF.ldMem, value),
        statement(BPF.subX),
      ]
      const isReceived = test(statements, BPF.jeqK, 0)
      return isOutbound ? negated(isReceived) : isReceived
    }
    default:
      if (state.source === 'file') {
        throw state.fault(
          `inbound/outbound not supported on ${state.linkTypeText} when reading savefiles`,
          `Files of this kind (${state.linkTypeText}) do not keep which way a packet went; captures of Linux's "any" interface (cooked) do.`,
        )
      }
      return signed(test([statement(BPF.ldHAbs, ANCILLARY.packetType)], BPF.jeqK, OUTGOING))
  }
}

function slipRegisters(state: LinkState): readonly [number, number, number] {
  const wanted = state.takeRegister()
  const index = state.takeRegister()
  const value = state.takeRegister()
  state.freeRegister(index)
  state.freeRegister(value)
  state.freeRegister(wanted)
  return [index, value, wanted]
}

/** `ifindex N`, where packets say on which interface they were. */
export function interfaceTest(state: LinkState, index: number): Fragment {
  if (state.linkType === LINK_TYPE.linuxSll2) return state.compare('link', SLL2_INTERFACE_OFFSET, 4, index)
  if (state.source === 'file') {
    throw state.fault(
      `ifindex not supported on ${state.linkTypeText} when reading savefiles`,
      'Only captures with Linux cooked headers of version 2 keep the interface of each packet in the packet.',
    )
  }
  return test([statement(BPF.ldWAbs, ANCILLARY.interfaceIndex)], BPF.jeqK, index)
}

/** Control field values of IEEE 802.2 supervisory and unnumbered frames. */
const LLC_SUPERVISORY: Readonly<Record<string, number>> = { rr: 0x01, rnr: 0x05, rej: 0x09 }
const LLC_UNNUMBERED: Readonly<Record<string, number>> = {
  ui: 0x03,
  ua: 0x63,
  disc: 0x43,
  dm: 0x0f,
  sabme: 0x6f,
  test: 0xe3,
  xid: 0xaf,
  frmr: 0x87,
}
const LLC_CONTROL_OFFSET = 2

/** `llc`: frames with an IEEE 802.2 header, of a kind where one is named. */
export function llcTest(state: LinkState, type: string | undefined): Fragment {
  if (
    type !== undefined &&
    !['i', 's', 'u'].includes(type) &&
    !Object.hasOwn(LLC_SUPERVISORY, type) &&
    !Object.hasOwn(LLC_UNNUMBERED, type)
  ) {
    throw state.fault(
      `unknown LLC type name "${type}"`,
      'The kinds are i, s, u, rr, rnr, rej, ui, ua, disc, sabme, test, xid, frmr and dm.',
    )
  }
  if (state.linkType !== LINK_TYPE.ethernet) {
    throw state.fault(
      `'llc' not supported for ${state.linkTypeText}`,
      `Packets of this capture (${state.linkTypeText}) have no IEEE 802.2 header.`,
    )
  }
  const isLlc = both(lengthFieldTest(state), negated(state.compare('llc', 0, 2, 0xffff)))
  const control = (value: number, mask: number): Fragment => both(isLlc, state.compare('llc', LLC_CONTROL_OFFSET, 1, value, mask))
  switch (type) {
    case undefined:
      return isLlc
    case 'i':
      return both(isLlc, negated(test(state.load('llc', LLC_CONTROL_OFFSET, 1), BPF.jsetK, 0x01)))
    case 's':
      return control(0x01, 0x03)
    case 'u':
      return control(0x03, 0x03)
    default:
      return Object.hasOwn(LLC_SUPERVISORY, type) ? control(LLC_SUPERVISORY[type], 0x0f) : control(LLC_UNNUMBERED[type], 0xef)
  }
}
