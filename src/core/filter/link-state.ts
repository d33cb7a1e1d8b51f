/** Where the headers are, as far as the terms to the left of a place say: what link type, which tags and tunnels were named. */
import { canonicalLinkType, LINK_TYPE, linkTypeName } from '../capture/link-type.ts'
import { BPF, SCRATCH_WORDS } from './bpf.ts'
import { FilterFault, type TextSpan } from './filter-error.ts'
import { both, type Fragment, negated, type Statement, statement, test } from './fragment.ts'

/** An offset in the packet: a number, plus a scratch register where headers of varying length come before. */
export interface Offset {
  readonly constant: number
  readonly register: number | undefined
}

/** The header that a field belongs to. `llc` and `noSnap` differ from `network` where IEEE 802.2 headers can come before. */
export type Header = 'link' | 'linkType' | 'llc' | 'network' | 'noSnap' | 'mplsBefore' | 'transport4' | 'transport6'

/** Bytes of a load. */
export type Size = 1 | 2 | 4

/** What is compiled for: a file (or pipe), or nothing in particular, as `tcpdump -d` without `-r`, where Linux facts may be asked. */
export type PacketSource = 'file' | 'none'

const IPV6_HEADER_BYTES = 40
const MPLS_ENTRY_BYTES = 4
const TYPE_FIELD_BYTES = 2

/** Where the type field and the payload of a link type are; no type field means that the payload tells. */
interface LinkLayout {
  readonly linkType: number | undefined
  readonly payload: number
  /** Offset of the network header behind an IEEE 802.2 header without SNAP, from the payload. */
  readonly noSnap: number
}

const LAYOUTS: ReadonlyMap<number, LinkLayout> = new Map([
  [LINK_TYPE.ethernet, { linkType: 12, payload: 14, noSnap: 3 }],
  [LINK_TYPE.linuxSll, { linkType: 14, payload: 16, noSnap: 0 }],
  [LINK_TYPE.linuxSll2, { linkType: 0, payload: 20, noSnap: 0 }],
  [LINK_TYPE.null, { linkType: 0, payload: 4, noSnap: 0 }],
  [LINK_TYPE.loop, { linkType: 0, payload: 4, noSnap: 0 }],
  [LINK_TYPE.raw, { linkType: undefined, payload: 0, noSnap: 0 }],
  [LINK_TYPE.ipv4, { linkType: undefined, payload: 0, noSnap: 0 }],
  [LINK_TYPE.ipv6, { linkType: undefined, payload: 0, noSnap: 0 }],
  [LINK_TYPE.slip, { linkType: undefined, payload: 16, noSnap: 0 }],
  [LINK_TYPE.ppp, { linkType: 2, payload: 4, noSnap: 0 }],
  [LINK_TYPE.pppHdlc, { linkType: 2, payload: 4, noSnap: 0 }],
  [LINK_TYPE.pppPppd, { linkType: 2, payload: 4, noSnap: 0 }],
  [LINK_TYPE.cHdlc, { linkType: 2, payload: 4, noSnap: 0 }],
  [LINK_TYPE.pppEther, { linkType: 6, payload: 8, noSnap: 0 }],
])

/** Whether filters can be compiled for a link type. */
export function isFilterable(linkType: number): boolean {
  return LAYOUTS.has(canonicalLinkType(linkType))
}

/** How expressions are understood: as libpcap does, or so that terms see through VLAN tags and IPv6 extension headers. */
export type FilterDialect = 'pcap' | 'synfin'

/** Registers of the `synfin` dialect: the transport protocol of the packet, and where its header is (0: not in this packet). */
export interface SeenTransport {
  readonly protocol: number
  readonly offset: number
}

/** The state of the compiler between two terms. `vlan`, `mpls`, `pppoes` and `geneve` move it on, for all terms that follow. */
export class LinkState {
  /** The link type that the tests follow; PPP once `pppoes` was said. */
  linkType: number
  readonly source: PacketSource
  /** Whether a BSD loopback file was written on a machine of the other byte order. */
  readonly isSwapped: boolean
  link: Offset = { constant: 0, register: undefined }
  /** Undefined where the link type has no such field. */
  typeField: Offset | undefined
  #payload: Offset
  /** Whether a term looked at the payload, or at the type field. */
  usesPayload = false
  /** In the `synfin` dialect, until a term moves the headers. */
  seen: SeenTransport | undefined
  usesTransport = false
  /** In the `synfin` dialect on Ethernet: holds the offset of the type field behind the tags. */
  readonly tagRegister: number | undefined
  /** Offset of the network header from the payload: 0 until MPLS entries come between. */
  networkOffset = 0
  noSnapOffset: number
  mplsDepth = 0
  isGeneve = false
  /** The place in the text of the term in hand. */
  span: TextSpan = { from: 0, to: 0 }
  readonly #registers: boolean[] = Array<boolean>(SCRATCH_WORDS).fill(false)
  #register = 0

  /** @param linkType LINKTYPE number for which `isFilterable` holds */
  constructor(linkType: number, source: PacketSource, isSwapped: boolean, dialect: FilterDialect) {
    this.linkType = canonicalLinkType(linkType)
    this.source = source
    this.isSwapped = isSwapped
    const layout = LAYOUTS.get(this.linkType)!
    this.typeField = layout.linkType === undefined ? undefined : { constant: layout.linkType, register: undefined }
    this.#payload = { constant: layout.payload, register: undefined }
    this.noSnapOffset = layout.noSnap
    if (dialect === 'pcap') return
    this.seen = { protocol: this.takeRegister(), offset: this.takeRegister() }
    if (this.linkType !== LINK_TYPE.ethernet) return
    this.tagRegister = this.takeRegister()
    this.typeField = { constant: 0, register: this.tagRegister }
    this.#payload = { constant: TYPE_FIELD_BYTES, register: this.tagRegister }
  }

  get payload(): Offset {
    this.usesPayload = true
    return this.#payload
  }

  set payload(offset: Offset) {
    this.#payload = offset
    this.seen = undefined
  }

  /** The link type in words, as libpcap's messages have it. */
  get linkTypeText(): string {
    return linkTypeName(this.linkType).description
  }

  /** A fault in the term in hand. */
  fault(message: string, explanation: string, span: TextSpan = this.span): FilterFault {
    return new FilterFault('meaning', message, explanation, span)
  }

  /** A free scratch register. Raises a fault when all are taken. */
  takeRegister(): number {
    for (let tried = 0; tried < SCRATCH_WORDS; tried++) {
      if (!this.#registers[this.#register]) {
        this.#registers[this.#register] = true
        return this.#register
      }
      this.#register = (this.#register + 1) % SCRATCH_WORDS
    }
    throw this.fault(
      'too many registers needed to evaluate expression',
      'The calculation has too many unfinished parts; write it with fewer brackets, or as several tests.',
    )
  }

  /** Gives a register back. */
  freeRegister(register: number): void {
    this.#registers[register] = false
  }

  /** Statements that load a field into A; where varying headers come before, X is changed. */
  load(header: Header, offset: number, size: Size): Statement[] {
    switch (header) {
      case 'link':
        return loadAt(this.link, offset, size)
      case 'linkType':
        this.usesPayload = true
        return loadAt(this.typeField!, offset, size)
      case 'llc':
        return loadAt(this.payload, offset, size)
      case 'network':
        return loadAt(this.payload, this.networkOffset + offset, size)
      case 'noSnap':
        return loadAt(this.payload, this.noSnapOffset + offset, size)
      case 'mplsBefore':
        return loadAt(this.payload, this.networkOffset - MPLS_ENTRY_BYTES + offset, size)
      case 'transport6':
        return loadAt(this.payload, this.networkOffset + IPV6_HEADER_BYTES + offset, size)
      case 'transport4':
        return [...this.loadIpv4HeaderLength(), statement(IND[size], this.payload.constant + this.networkOffset + offset)]
    }
  }

  /** Statements after which `[x + network offset]` is the byte behind the IPv4 header. */
  loadIpv4HeaderLength(): Statement[] {
    const at = this.payload.constant + this.networkOffset
    if (this.payload.register === undefined) return [statement(BPF.ldxMsh, at)]
    return [
      statement(BPF.ldxMem, this.payload.register),
      statement(BPF.ldBInd, at),
      statement(BPF.andK, 0x0f),
      statement(BPF.lshK, 2),
      statement(BPF.addX),
      statement(BPF.tax),
    ]
  }

  /** A test of a field: `(field & mask) <code> value`. */
  compare(header: Header, offset: number, size: Size, value: number, mask = 0xffffffff, code: number = BPF.jeqK): Fragment {
    const statements = this.load(header, offset, size)
    if (mask >>> 0 !== 0xffffffff) statements.push(statement(BPF.andK, mask))
    return test(statements, code, value)
  }

  /** A test of several bytes in a row, the last ones first, as libpcap does it. */
  compareBytes(header: Header, offset: number, bytes: Uint8Array): Fragment {
    let result: Fragment | undefined
    let left = bytes.length
    while (left > 0) {
      const size: Size = left >= 4 ? 4 : left >= 2 ? 2 : 1
      left -= size
      let value = 0
      for (let i = 0; i < size; i++) value = value * 256 + bytes[left + i]
      const next = this.compare(header, offset + left, size, value)
      result = result === undefined ? next : both(result, next)
    }
    return result!
  }

  /** True when a Geneve packet carries a whole Ethernet frame, so that there is a link header to look at. */
  innerFrameTest(): Fragment {
    return negated(test([statement(BPF.ldMem, this.link.register), statement(BPF.ldxMem, this.payload.register)], BPF.jeqX))
  }
}

const ABS: Readonly<Record<Size, number>> = { 1: BPF.ldBAbs, 2: BPF.ldHAbs, 4: BPF.ldWAbs }

/** Codes of loads at `X + k`. */
export const IND: Readonly<Record<Size, number>> = { 1: BPF.ldBInd, 2: BPF.ldHInd, 4: BPF.ldWInd }

function loadAt(base: Offset, offset: number, size: Size): Statement[] {
  const at = base.constant + offset
  if (base.register === undefined) return [statement(ABS[size], at)]
  return [statement(BPF.ldxMem, base.register), statement(IND[size], at)]
}
