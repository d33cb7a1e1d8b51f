/** The entry: compiles the text of a filter for a link type, to a program and to a fast function. */
import { LINK_TYPE, linkTypeName } from '../capture/link-type.ts'
import type { BpfInstruction } from './bpf.ts'
import { interpret } from './bpf-interpreter.ts'
import { type FilterError, FilterFault } from './filter-error.ts'
import { ended, returnBlock } from './fragment.ts'
import { expressionFragment, type TermContext, termFragment } from './generate.ts'
import type { NameResolvers } from './id-test.ts'
import { laidOut } from './layout.ts'
import { isFilterable, LinkState, type PacketSource } from './link-state.ts'
import { parseFilter } from './parser.ts'
import { servicePorts } from './service-names.ts'

/** What a filter is compiled for. */
export interface FilterOptions extends Partial<NameResolvers> {
  /** LINKTYPE number of the packets (`capture/link-type.ts`). */
  readonly linkType: number
  /** What a matching packet's program returns: the bytes to keep of it. */
  readonly snaplen?: number
  /** `'file'` (also pipes), or `'none'` for what `tcpdump -d` without a file compiles. */
  readonly source?: PacketSource
  /** Whether a BSD loopback capture was written on a machine of the other byte order than usual, that is big-endian. */
  readonly isSwapped?: boolean
  /** The mask of the network of the capture, for `ip broadcast`. */
  readonly netmask?: number
}

/** Whether a packet of `capLen` captured bytes at `from`, `wireLen` on the wire, matches. */
export type PacketTest = (bytes: Uint8Array, from: number, capLen: number, wireLen: number) => boolean

/** A filter ready for use. */
export interface Filter {
  /** Classic BPF, not optimized; a kernel can run it, unless it uses `protochain`. */
  readonly program: readonly BpfInstruction[]
  readonly matches: PacketTest
}

/** A filter, or what is wrong with its text. */
export type FilterResult = { readonly ok: true; readonly filter: Filter } | { readonly ok: false; readonly error: FilterError }

/** The snapshot length that tcpdump uses unless it is told otherwise. */
const DEFAULT_SNAPLEN = 262144

/** Compiles a pcap-filter expression. Does not throw: faults of the text, and link types that no filter knows, are results. */
export function compileFilter(text: string, options: FilterOptions): FilterResult {
  try {
    const program = compileProgram(text, options)
    return { ok: true, filter: { program, matches: (bytes, from, capLen, wireLen) => interpret(program, bytes, from, capLen, wireLen) !== 0 } }
  } catch (error) {
    if (error instanceof FilterFault) return { ok: false, error: error.toError() }
    throw error
  }
}

function compileProgram(text: string, options: FilterOptions): BpfInstruction[] {
  const snaplen = options.snaplen ?? DEFAULT_SNAPLEN
  const parsed = parseFilter(text)
  if (parsed.ok && parsed.expression === undefined) return laidOut(returnBlock(snaplen))
  const context = termContext(options)
  if (!parsed.ok) {
    // libpcap compiles while it reads: a term that makes no sense is reported before a fault of syntax further right.
    for (const term of parsed.termsBefore) {
      context.state.span = term
      termFragment(context, term)
    }
    throw parsed.fault
  }
  const fragment = expressionFragment(context, parsed.expression!)
  return laidOut(ended(fragment, returnBlock(snaplen), returnBlock(0)))
}

function termContext(options: FilterOptions): TermContext {
  const { linkType } = options
  if (!isFilterable(linkType)) {
    const explanation = `Filters are known for Ethernet, Linux cooked, BSD loopback, raw IP, PPP, SLIP and Cisco HDLC; not for ${linkTypeName(linkType).description}.`
    throw new FilterFault('meaning', `unsupported data link type ${linkType}`, explanation, { from: 0, to: 0 })
  }
  return {
    state: new LinkState(linkType, options.source ?? 'file', options.isSwapped ?? false),
    resolvers: {
      resolveHost: options.resolveHost ?? (() => []),
      resolvePort: options.resolvePort ?? servicePorts,
      resolveNet: options.resolveNet ?? (() => undefined),
      resolveMac: options.resolveMac ?? (() => undefined),
    },
    netmask: options.netmask ?? 0,
  }
}

export { LINK_TYPE }
