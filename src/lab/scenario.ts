/** A scenario: which hosts there are, what is done to them and between them, what programs do, and what synfin must say of it. */
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'
import type { Multilingual } from '../core/words/language.ts'
import type { Bottleneck, PathRule } from './path-rule.ts'
import type { Step } from './steps.ts'

/** Which chapter of the catalogue a scenario belongs to. */
export const FAMILIES = [
  'open',
  'no-answer',
  'refused',
  'unreachable',
  'close',
  'reset',
  'injection',
  'loss',
  'window',
  'idle',
  'path',
  'capture',
  'slow',
  'scan',
  'observed',
] as const

/** One of `FAMILIES`. */
export type Family = (typeof FAMILIES)[number]

/** One way over a link, in milliseconds, where none is said. */
export const DEFAULT_DELAY_MS = 10

/** Two hosts joined. Addresses and routes follow from the links. */
export interface LinkPlan {
  readonly a: string
  readonly b: string
  /** A veth pair instead of a path with a distance: what two containers on one machine have. */
  readonly direct?: true
  /** One way; `DEFAULT_DELAY_MS` unless said. */
  readonly delayMs?: number
  /** What the path takes from the TTL; 3 unless said. */
  readonly hops?: number
  readonly mtu?: number
  readonly rules?: readonly PathRule[]
  readonly bottleneck?: Bottleneck
}

/** Something that happens outside of programs when one of them gives a signal. */
export interface Incident {
  readonly on: string
  /** Another table of rules for this host's firewall. */
  readonly firewall?: { readonly host: string; readonly rules: string }
  /** Other kernel variables for a host. */
  readonly kernel?: { readonly host: string; readonly variables: Readonly<Record<string, string | number>> }
  /** End this program, as the kernel does it with a crash. */
  readonly kill?: string
  /** Run `ip` with these words in a host's namespace. */
  readonly ip?: { readonly host: string; readonly line: string }
}

/** One capture, and what must be said of it. */
export interface CapturePlan {
  /** The host; the capture's own name unless said. */
  readonly host?: string
  readonly device?: 'any' | 'lo'
  /** In the capture language; TCP and errors unless said. `=host` stands for a host's address. */
  readonly filter?: string
  /** Begin with this signal instead of before everything. */
  readonly after?: string
  readonly verdict: VerdictId
  readonly alsoOk?: readonly VerdictId[]
  /** What must be said besides, somewhere in the report. */
  readonly finds?: readonly VerdictId[]
  /** Keep only so much of each packet. */
  readonly snapBytes?: number
}

/** Comparisons that cannot hold in a scenario, each with the reason. */
export type Exemptions = Readonly<Partial<Record<'states' | 'retransmissions' | 'resets', string>>>

/** A case that can be produced at will. */
export interface Scenario {
  /** Unique, kebab-case. */
  readonly id: string
  readonly family: Family
  /** What happens, in a sentence. */
  readonly shows: Multilingual
  readonly version?: 4 | 6
  /** `client` and `server` over a path with a distance unless said. */
  readonly links?: readonly LinkPlan[]
  /** The path of the usual two hosts, shorter to write. */
  readonly path?: Omit<LinkPlan, 'a' | 'b'>
  /** Kernel variables of each host. */
  readonly kernel?: Readonly<Record<string, Readonly<Record<string, string | number>>>>
  /** The firewall of each host, as `nft -f` reads it. */
  readonly firewall?: Readonly<Record<string, string>>
  /** Rules as `iptables` takes them, for each host. */
  readonly iptables?: Readonly<Record<string, readonly string[]>>
  /**
   * Lines for `ip` in each host's namespace when all is wired. `=host` stands for a host's address, `@host` for the way to a neighbour,
   * to be written behind `via`; the host `nobody` has an address and does not exist.
   */
  readonly routes?: Readonly<Record<string, readonly string[]>>
  /** What the program of each host does; a name `host/x` is a further program of the host. The first are those that listen. */
  readonly programs: Readonly<Record<string, readonly Step[]>>
  /** Programs whose end is the scenario's end; `client` unless said. */
  readonly endsWith?: readonly string[]
  readonly incidents?: readonly Incident[]
  readonly captures: Readonly<Record<string, CapturePlan>>
  /** Type and code of the ICMP error that is the answer: `3/13`. */
  readonly icmp?: string
  /** No capture may lead to these. */
  readonly mustNot?: readonly VerdictId[]
  readonly exempt?: Exemptions
  /** About how long it takes, when that is long: those begin first. */
  readonly seconds?: number
}

/** The links of a scenario, the usual ones included. */
export function linksOf(scenario: Scenario): readonly LinkPlan[] {
  return scenario.links ?? [{ a: 'client', b: 'server', ...scenario.path }]
}

/** The hosts of a scenario, in the order of its links. */
export function hostsOf(scenario: Scenario): readonly string[] {
  return [...new Set(linksOf(scenario).flatMap(({ a, b }) => [a, b]))]
}
