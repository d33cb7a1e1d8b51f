/** Tests that move the headers for all terms after them: `vlan`, `mpls`, `pppoes`, `geneve`. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { BPF } from './bpf.ts'
import { any, both, constantTest, either, type Fragment, type Statement, statement, test } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import type { LinkState, Offset } from './link-state.ts'
import { seenVlanTest } from './see-through.ts'
import { ipv4PortTest, ipv6PortTest } from './port-test.ts'

const MAX_VLAN_ID = 0x0fff
const MAX_MPLS_LABEL = 0xfffff
const MAX_PPPOE_SESSION = 0xffff
const MAX_GENEVE_VNI = 0xffffff
const VLAN_TAG_BYTES = 4
const MPLS_ENTRY_BYTES = 4
const PPPOE_HEADER_BYTES = 6
const PPP_PROTOCOL_BYTES = 2
/** PPP's number of unicast MPLS (RFC 3032 §4.3). */
const PPP_MPLS = 0x0281

/** True for frames with a VLAN tag (IEEE 802.1Q), of this id where one is given. Later terms look behind the tag. */
export function vlanTest(state: LinkState, id: number | undefined): Fragment {
  if (state.mplsDepth > 0) throw state.fault('no VLAN match after MPLS', 'Behind `mpls` comes IP; write `vlan` before `mpls`.')
  if (state.linkType !== LINK_TYPE.ethernet) {
    throw state.fault(
      `no VLAN support for ${state.linkTypeText}`,
      `Packets of this kind (${state.linkTypeText}) carry no VLAN tags that a filter could see.`,
    )
  }
  limit(state, id, MAX_VLAN_ID, 'VLAN tag')
  if (state.tagRegister !== undefined && state.payload.register === state.tagRegister) return seenVlanTest(id)
  let isTagged = any(linkTest(state, ETHER_TYPE.vlan), linkTest(state, ETHER_TYPE.vlanService), linkTest(state, ETHER_TYPE.vlanOld))
  if (id !== undefined) isTagged = both(isTagged, state.compare('llc', 0, 2, id, MAX_VLAN_ID))
  state.payload = moved(state.payload, VLAN_TAG_BYTES)
  state.typeField = moved(state.typeField!, VLAN_TAG_BYTES)
  return isTagged
}

/** True for MPLS (RFC 3032), of this label where one is given. Later terms look behind the label. */
export function mplsTest(state: LinkState, label: number | undefined): Fragment {
  let isMpls = state.mplsDepth > 0 ? state.compare('mplsBefore', 2, 1, 0x00, 0x01) : outermostMplsTest(state)
  limit(state, label, MAX_MPLS_LABEL, 'MPLS label')
  if (label !== undefined) isMpls = both(isMpls, state.compare('network', 0, 4, label << 12, 0xfffff000))
  state.networkOffset += MPLS_ENTRY_BYTES
  state.noSnapOffset += MPLS_ENTRY_BYTES
  state.mplsDepth++
  state.seen = undefined
  return isMpls
}

function outermostMplsTest(state: LinkState): Fragment {
  switch (state.linkType) {
    case LINK_TYPE.ethernet:
    case LINK_TYPE.cHdlc:
      return linkTest(state, ETHER_TYPE.mpls)
    case LINK_TYPE.ppp:
      return linkTest(state, PPP_MPLS)
    default:
      throw state.fault(
        `no MPLS support for ${state.linkTypeText}`,
        `Packets of this kind (${state.linkTypeText}) carry no MPLS that a filter could see.`,
      )
  }
}

/** True for PPPoE sessions (RFC 2516 §4), of this number where one is given. Later terms look at the PPP frame inside. */
export function pppoeSessionTest(state: LinkState, session: number | undefined): Fragment {
  limit(state, session, MAX_PPPOE_SESSION, 'PPPoE session number')
  let isSession = linkTest(state, ETHER_TYPE.pppoeSession)
  if (session !== undefined) isSession = both(isSession, state.compare('llc', 0, 4, session, MAX_PPPOE_SESSION))
  state.linkType = LINK_TYPE.ppp
  state.link = moved(state.payload, state.networkOffset + PPPOE_HEADER_BYTES)
  state.typeField = state.link
  state.payload = moved(state.link, PPP_PROTOCOL_BYTES)
  state.networkOffset = 0
  state.noSnapOffset = 0
  return isSession
}

const GENEVE_PORT = 6081
const UDP_HEADER_BYTES = 8
const GENEVE_VNI_OFFSET = UDP_HEADER_BYTES + 4
const GENEVE_VERSION_MASK = 0xc0
const GENEVE_OPTIONS_MASK = 0x3f
const GENEVE_HEADER_BYTES = 8
const GENEVE_PROTOCOL_OFFSET = 2
/** The protocol of Geneve that stands for a whole Ethernet frame. */
const TRANSPARENT_ETHERNET = 0x6558
const ETHERNET_TYPE_OFFSET = 12
const IPV6_HEADER_BYTES = 40

/** True for Geneve (RFC 8926), of this network identifier where one is given. Later terms look at the frame or packet inside. */
export function geneveTest(state: LinkState, vni: number | undefined): Fragment {
  limit(state, vni, MAX_GENEVE_VNI, 'Geneve VNI')
  const outer = either(geneveOverIpv4Test(state, vni), geneveOverIpv6Test(state, vni))
  const moves = innerOffsets(state)
  const always = constantTest(true)
  always.head.statements.unshift(...moves)
  state.isGeneve = true
  return both(outer, always)
}

function geneveHeaderTest(state: LinkState, header: 'transport4' | 'transport6', isPort: Fragment, vni: number | undefined): Fragment {
  const isVersion0 = both(isPort, state.compare(header, UDP_HEADER_BYTES, 1, 0, GENEVE_VERSION_MASK))
  return vni === undefined ? isVersion0 : both(isVersion0, state.compare(header, GENEVE_VNI_OFFSET, 4, vni << 8, 0xffffff00))
}

const GENEVE_PORTS = { from: GENEVE_PORT, to: GENEVE_PORT, isRange: false } as const

/** Leaves A = X = the length of the IP header. Comparing the two is always true: a block has to end in a test. */
function geneveOverIpv4Test(state: LinkState, vni: number | undefined): Fragment {
  const isGeneve = geneveHeaderTest(state, 'transport4', ipv4PortTest(state, GENEVE_PORTS, 'udp', 'dst'), vni)
  return both(isGeneve, test([...state.loadIpv4HeaderLength(), statement(BPF.txa)], BPF.jeqX))
}

function geneveOverIpv6Test(state: LinkState, vni: number | undefined): Fragment {
  const isGeneve = geneveHeaderTest(state, 'transport6', ipv6PortTest(state, GENEVE_PORTS, 'udp', 'dst'), vni)
  const length = [statement(BPF.ldImm, IPV6_HEADER_BYTES), statement(BPF.tax)]
  const { register } = state.payload
  if (register !== undefined)
    length.splice(0, 1, statement(BPF.ldxMem, register), statement(BPF.ldImm, IPV6_HEADER_BYTES), statement(BPF.addX))
  return both(isGeneve, test(length, BPF.jeqX))
}

/** Statements that put the places of the inner headers into registers: with an Ethernet frame inside, or a packet without one. */
function innerOffsets(state: LinkState): Statement[] {
  const toGeneve = state.payload.constant + state.networkOffset + UDP_HEADER_BYTES
  const typeRegister = state.takeRegister()
  const linkRegister = state.takeRegister()
  const payloadRegister = state.takeRegister()
  const withFrame = [
    statement(BPF.txa),
    statement(BPF.addK, ETHERNET_TYPE_OFFSET),
    statement(BPF.st, typeRegister),
    statement(BPF.addK, 2),
    statement(BPF.tax),
  ]
  const last = statement(BPF.stx, payloadRegister)
  state.linkType = LINK_TYPE.ethernet
  state.link = { constant: 0, register: linkRegister }
  state.typeField = { constant: 0, register: typeRegister }
  state.payload = { constant: 0, register: payloadRegister }
  state.networkOffset = 0
  state.noSnapOffset = 0
  return [
    statement(BPF.addK, toGeneve),
    statement(BPF.tax),
    statement(BPF.addK, GENEVE_PROTOCOL_OFFSET),
    statement(BPF.st, typeRegister),
    statement(BPF.ldBInd, 0),
    statement(BPF.andK, GENEVE_OPTIONS_MASK),
    statement(BPF.mulK, 4),
    statement(BPF.addK, GENEVE_HEADER_BYTES),
    statement(BPF.addX),
    statement(BPF.st, linkRegister),
    statement(BPF.ldHInd, GENEVE_PROTOCOL_OFFSET),
    statement(BPF.ldxMem, linkRegister),
    { code: BPF.jeqK, k: TRANSPARENT_ETHERNET, whenTrue: withFrame[0], whenFalse: last },
    ...withFrame,
    last,
  ]
}

function moved(offset: Offset, bytes: number): Offset {
  return { constant: offset.constant + bytes, register: offset.register }
}

function limit(state: LinkState, id: number | undefined, max: number, name: string): void {
  if (id !== undefined && id > max)
    throw state.fault(`${name} ${id} greater than maximum ${max}`, `The field holds numbers from 0 to ${max}.`)
}
