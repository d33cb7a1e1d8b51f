/** The entry: compiles the text of a filter for a link type, to a program and to a fast function. */
import { linkTypeName } from '../capture/link-type.ts'
import type { BpfInstruction } from './bpf.ts'
import { compiledProgram } from './bpf-compiler.ts'
import { planOf, runPlan } from './bpf-plan.ts'
import { type FilterError, FilterFault } from './filter-error.ts'
import { type Block, ended, returnBlock } from './fragment.ts'
import { expressionFragment, type TermContext, termFragment } from './generate.ts'
import type { NameResolvers } from './id-test.ts'
import { laidOut } from './layout.ts'
import { type FilterDialect, isFilterable, LinkState, type PacketSource } from './link-state.ts'
import { isMove, neverMatchesFault } from './never-matches.ts'
import { parseFilter } from './parser.ts'
import { searchedRegisters, searchFragment } from './see-through.ts'
import { servicePorts } from './service-names.ts'
import { threaded } from './thread-jumps.ts'

/** What a filter is compiled for. */
export interface FilterOptions extends Partial<NameResolvers> {
  /** LINKTYPE number of the packets (`capture/link-type.ts`). */
  readonly linkType: number
  /** `'pcap'` is libpcap's language to the letter; in `'synfin'` terms see through VLAN tags and IPv6 extension headers, `tcp[…]` too. */
  readonly dialect?: FilterDialect
  /** What a matching packet's program returns: the bytes to keep of it. */
  readonly snaplen?: number
  /** `'file'` (also pipes), or `'none'` for what `tcpdump -d` without a file compiles. */
  readonly source?: PacketSource
  /** Whether a BSD loopback capture was written on a machine of the other byte order than usual, that is big-endian. */
  readonly isSwapped?: boolean
  /** The mask of the network of the capture, for `ip broadcast`. */
  readonly netmask?: number
  /** What to do with an expression that no packet can match: `'error'`, as tcpdump does, or `'allow'`, as `tcpdump -O` does. */
  readonly neverMatching?: 'error' | 'allow'
  /** Whether JavaScript code may be made for speed; where a content security policy forbids it, a slower way is taken either way. */
  readonly mayMakeCode?: boolean
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
    return { ok: true, filter: compiled(text, options) }
  } catch (error) {
    if (error instanceof FilterFault) return { ok: false, error: error.toError() }
    throw error
  }
}

function compiled(text: string, options: FilterOptions): Filter {
  const accept = returnBlock(options.snaplen ?? DEFAULT_SNAPLEN)
  const parsed = parseFilter(text)
  if (parsed.ok && parsed.expression === undefined) return { program: laidOut(accept), matches: () => true }
  const context = termContext(options)
  if (!parsed.ok) {
    // libpcap compiles while it reads: a term that makes no sense is reported before a fault of syntax further right.
    for (const term of parsed.termsBefore) {
      context.state.span = term
      termFragment(context, term)
    }
    throw parsed.fault
  }
  const reject = returnBlock(0)
  const root = ended(expressionFragment(context, parsed.expression!), accept, reject)
  const before = linkState(options)
  const short = threaded(root, accept, searchedRegisters(before))
  if (!short.canMatch && options.neverMatching !== 'allow') throw neverMatchesFault(text, short, parsed.terms.filter(isMove))
  /** The program from `block` on, behind what the terms need to have been looked for. */
  const programFrom = (block: Block): BpfInstruction[] => {
    const search = searchFragment(linkState(options), context.state)
    return laidOut(search === undefined ? block : ended(search, block, reject))
  }
  return { program: programFrom(root), matches: packetTest(programFrom(short.root), options.mayMakeCode ?? true) }
}

/** The fastest way to run `program` here. */
function packetTest(program: readonly BpfInstruction[], mayMakeCode: boolean): PacketTest {
  const run = mayMakeCode ? compiledProgram(program) : undefined
  if (run !== undefined) return (bytes, from, capLen, wireLen) => run(bytes, from, capLen, wireLen) !== 0
  const plan = planOf(program)
  return (bytes, from, capLen, wireLen) => runPlan(plan, bytes, from, capLen, wireLen) !== 0
}

function linkState(options: FilterOptions): LinkState {
  return new LinkState(options.linkType, options.source ?? 'file', options.isSwapped ?? false, options.dialect ?? 'pcap')
}

function termContext(options: FilterOptions): TermContext {
  const { linkType } = options
  if (!isFilterable(linkType)) {
    const explanation = `Filters are known for Ethernet, Linux cooked, BSD loopback, raw IP, PPP, SLIP and Cisco HDLC; not for ${linkTypeName(linkType).description}.`
    throw new FilterFault('meaning', `unsupported data link type ${linkType}`, explanation, { from: 0, to: 0 })
  }
  return {
    state: linkState(options),
    resolvers: {
      resolveHost: options.resolveHost ?? (() => []),
      resolvePort: options.resolvePort ?? servicePorts,
      resolveNet: options.resolveNet ?? (() => undefined),
      resolveMac: options.resolveMac ?? (() => undefined),
    },
    netmask: options.netmask ?? 0,
  }
}
