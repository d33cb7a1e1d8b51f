/**
 * The `synfin` dialect: what runs before an expression so that its terms see through VLAN tags and IPv6 extension headers. It is
 * forward-only BPF: a kernel takes it.
 */
import { BPF } from './bpf.ts'
import { both, constantTest, either, type Fragment, negated, type Statement, statement, test } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import { IND, type LinkState, type SeenTransport } from './link-state.ts'

/** Tags and extension headers that are looked through; what has more is taken as it is there. */
const MAX_TAGS = 4
const MAX_EXTENSION_HEADERS = 6

const TAG_BYTES = 4
const ETHERNET_TYPE_OFFSET = 12
const IPV4_PROTOCOL_OFFSET = 9
const FRAGMENT_OFFSET_FIELD = 6
const FRAGMENT_OFFSET_MASK = 0x1fff
const IPV6_NEXT_HEADER_OFFSET = 6
const IPV6_HEADER_BYTES = 40
/** A fragment header: next header, reserved, then 13 bits of offset above 3 others (RFC 8200 §4.5). */
const FRAGMENT_HEADER = 44
const FRAGMENT_HEADER_BYTES = 8
const IPV6_FRAGMENT_OFFSET_MASK = 0xfff8
const AUTHENTICATION_HEADER = 51
/** Headers of length (second byte + 1) × 8: hop-by-hop options, routing, destination options. */
const OPTION_HEADERS = [0, 43, 60] as const

/** What must run before the terms of an expression, always true; `start` is the state before them, `end` the one after. */
export function searchFragment(start: LinkState, end: LinkState): Fragment | undefined {
  const { seen, tagRegister } = start
  const tags = tagRegister !== undefined && (end.usesPayload || end.usesTransport) ? tagSearch(tagRegister) : undefined
  const transport = seen !== undefined && end.usesTransport ? transportSearch(start, seen) : undefined
  if (tags === undefined || transport === undefined) return tags ?? transport
  return both(tags, transport)
}

/** The scratch registers that `searchFragment` sets. */
export function searchedRegisters({ seen, tagRegister }: LinkState): number[] {
  return [tagRegister, seen?.protocol, seen?.offset].filter((register) => register !== undefined)
}

/** Always true; the register holds the offset of the type field behind all VLAN tags. */
function tagSearch(register: number): Fragment {
  const end = statement(BPF.stx, register)
  const statements: Statement[] = [statement(BPF.ldxImm, ETHERNET_TYPE_OFFSET)]
  for (let tag = 0; tag < MAX_TAGS; tag++) {
    const skip = [statement(BPF.txa), statement(BPF.addK, TAG_BYTES), statement(BPF.tax)]
    statements.push(
      statement(IND[2], 0),
      ...chooseStatements([ETHER_TYPE.vlan, ETHER_TYPE.vlanService, ETHER_TYPE.vlanOld], skip[0], end),
      ...skip,
    )
  }
  return test([...statements, end, statement(BPF.ldImm, 0)], BPF.jeqK, 0)
}

/** Tests inside a block: on to `found` when A is one of `values`, else to `otherwise`. */
function chooseStatements(values: readonly number[], found: Statement, otherwise: Statement): Statement[] {
  const tests: Statement[] = []
  for (const value of [...values].reverse()) tests.unshift({ code: BPF.jeqK, k: value, whenTrue: found, whenFalse: tests[0] ?? otherwise })
  return tests
}

/** Always true; the registers hold the transport protocol, and where its header is: 0 when it is not in this packet. */
function transportSearch(state: LinkState, seen: SeenTransport): Fragment {
  const cleared = test([statement(BPF.ldImm, 0), statement(BPF.st, seen.protocol), statement(BPF.st, seen.offset)], BPF.jeqK, 0)
  const inIpv4 = both(linkTest(state, ETHER_TYPE.ip), ipv4Transport(state, seen))
  const inIpv6 = both(linkTest(state, ETHER_TYPE.ip6), ipv6Transport(state, seen))
  return both(cleared, either(either(inIpv4, inIpv6), constantTest(true)))
}

/** X = where the network header is. */
function loadNetworkOffset(state: LinkState): Statement[] {
  const { constant, register } = state.payload
  if (register === undefined) return [statement(BPF.ldxImm, constant)]
  return [statement(BPF.ldMem, register), statement(BPF.addK, constant), statement(BPF.tax)]
}

function ipv4Transport(state: LinkState, seen: SeenTransport): Fragment {
  const { constant, register } = state.payload
  const headerLength =
    register === undefined
      ? [statement(BPF.ldxMsh, constant), statement(BPF.txa), statement(BPF.addK, constant)]
      : [...state.loadIpv4HeaderLength(), statement(BPF.txa), statement(BPF.addK, constant)]
  const place = [...headerLength, statement(BPF.st, seen.offset)]
  const last = statement(BPF.ldImm, 0)
  const isLater: Statement = { code: BPF.jsetK, k: FRAGMENT_OFFSET_MASK, whenTrue: last, whenFalse: place[0] }
  const statements = [
    ...state.load('network', IPV4_PROTOCOL_OFFSET, 1),
    statement(BPF.st, seen.protocol),
    ...state.load('network', FRAGMENT_OFFSET_FIELD, 2),
    isLater,
    ...place,
    last,
  ]
  return test(statements, BPF.jeqK, 0)
}

/** Walks the extension headers, with X at the header in hand and its number in the register for the protocol. */
function ipv6Transport(state: LinkState, seen: SeenTransport): Fragment {
  const found = statement(BPF.stx, seen.offset)
  const last = statement(BPF.ldImm, 0)
  const statements: Statement[] = [
    ...loadNetworkOffset(state),
    statement(IND[1], IPV6_NEXT_HEADER_OFFSET),
    statement(BPF.st, seen.protocol),
    statement(BPF.txa),
    statement(BPF.addK, IPV6_HEADER_BYTES),
    statement(BPF.tax),
  ]
  for (let header = 0; header < MAX_EXTENSION_HEADERS; header++) {
    // What follows the last step is the end: with more headers than that, the number of the next one stays.
    const next = statement(BPF.ldMem, seen.protocol)
    const storeNext = (): Statement[] => [statement(IND[1], 0), statement(BPF.st, seen.protocol)]
    const options = [...skipStatements(storeNext, 1, 8), jumpTo(next)]
    const authentication = [...skipStatements(storeNext, 2, 4), jumpTo(next)]
    const skipFragment = [statement(BPF.txa), statement(BPF.addK, FRAGMENT_HEADER_BYTES), statement(BPF.tax)]
    const isLater: Statement = { code: BPF.jsetK, k: IPV6_FRAGMENT_OFFSET_MASK, whenTrue: last, whenFalse: skipFragment[0] }
    const fragment = [...storeNext(), statement(IND[2], 2), isLater, ...skipFragment]
    const isFragment: Statement = { code: BPF.jeqK, k: FRAGMENT_HEADER, whenTrue: fragment[0], whenFalse: found }
    const isAuthentication: Statement = { code: BPF.jeqK, k: AUTHENTICATION_HEADER, whenTrue: authentication[0], whenFalse: isFragment }
    const isOptions = chooseStatements(OPTION_HEADERS, options[0], isAuthentication)
    statements.push(
      statement(BPF.ldMem, seen.protocol),
      ...isOptions,
      isAuthentication,
      isFragment,
      ...options,
      ...authentication,
      ...fragment,
      next,
    )
  }
  return test([...statements, found, last], BPF.jeqK, 0)
}

/** X += (second byte + `more`) × `unit`, after the first byte was kept as the next header's number. */
function skipStatements(storeNext: () => Statement[], more: number, unit: number): Statement[] {
  return [
    ...storeNext(),
    statement(IND[1], 1),
    statement(BPF.addK, more),
    statement(BPF.mulK, unit),
    statement(BPF.addX),
    statement(BPF.tax),
  ]
}

function jumpTo(to: Statement): Statement {
  return { code: BPF.ja, k: 0, whenTrue: to }
}

/** True when the transport protocol is `value`, behind extension headers too; in fragments that are not the first as well. */
export function seenProtocolTest(state: LinkState, seen: SeenTransport, value: number): Fragment {
  state.usesTransport = true
  return test([statement(BPF.ldMem, seen.protocol)], BPF.jeqK, value)
}

/** True when the header of transport protocol `value` is in the packet. */
export function seenHeaderTest(state: LinkState, seen: SeenTransport, value: number): Fragment {
  const isThere = negated(test([statement(BPF.ldMem, seen.offset)], BPF.jeqK, 0))
  return both(seenProtocolTest(state, seen, value), isThere)
}

/** True for frames with a VLAN tag, or with one of this id among their first ones. No term after it is moved. */
export function seenVlanTest(id: number | undefined): Fragment {
  const isTag = (tag: number): Fragment => {
    const type = (etherType: number): Fragment => test([statement(BPF.ldHAbs, ETHERNET_TYPE_OFFSET + tag * TAG_BYTES)], BPF.jeqK, etherType)
    return either(either(type(ETHER_TYPE.vlan), type(ETHER_TYPE.vlanService)), type(ETHER_TYPE.vlanOld))
  }
  if (id === undefined) return isTag(0)
  const hasId = (tag: number): Fragment =>
    test([statement(BPF.ldHAbs, ETHERNET_TYPE_OFFSET + 2 + tag * TAG_BYTES), statement(BPF.andK, 0x0fff)], BPF.jeqK, id)
  let result = both(isTag(MAX_TAGS - 1), hasId(MAX_TAGS - 1))
  for (let tag = MAX_TAGS - 2; tag >= 0; tag--) result = both(isTag(tag), either(hasId(tag), result))
  return result
}
