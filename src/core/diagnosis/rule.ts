/** What a rule is: a question about a connection, when it holds, and the packets that show it. No sentences: those are in `words`. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { ConnectionGroup } from '../analysis/connection-groups.ts'
import type { EventKind } from '../analysis/event-log.ts'
import type { Connection, Phase } from '../analysis/connection.ts'
import type { VerdictId } from './verdict-id.ts'

/** How much a verdict matters: `ok` and `info` are no problems. */
export type Severity = 'ok' | 'info' | 'warning' | 'error'
/** `proven`: the packets admit nothing else. `likely`: something else is possible, less simple. `possible`: one of several. */
export type Certainty = 'proven' | 'likely' | 'possible'
/** Where the cause is, as far as the packets show. */
export type Blame = 'client' | 'server' | 'path' | 'capture' | 'nobody' | 'unknown'
/** Where to run a command. */
export type Place = 'client' | 'server' | 'router' | 'capture-host' | 'anywhere'

/** At least one packet: no verdict without. */
export type Packets = readonly [number, ...number[]]

/** The names that a rule and its words share; the compiler asks for a sentence in every language for each. */
export interface RuleTerms {
  /** Figures and names that the sentences mention; durations in nanoseconds (`…Ns`). */
  values: Readonly<Record<string, string | number>>
  /** What each piece of evidence shows. */
  point: string
  /** Other verdicts that were weighed. */
  alternative: VerdictId
  /** Steps to take next. */
  next: string
}

/** What a rule found: facts and packets. */
export interface Finding<T extends RuleTerms = RuleTerms> {
  readonly certainty: Certainty
  readonly blame: Blame
  readonly values: T['values']
  readonly evidence: readonly [Evidence<T>, ...Evidence<T>[]]
  readonly alternatives: readonly T['alternative'][]
  readonly next: readonly NextStep<T>[]
}

/** Packets that show one point. */
export interface Evidence<T extends RuleTerms = RuleTerms> {
  readonly point: T['point']
  readonly packets: Packets
}

/** A command that would tell more, and where to run it. */
export interface NextStep<T extends RuleTerms = RuleTerms> {
  readonly step: T['next']
  readonly command: string
  readonly where: Place
}

/** A rule about one connection. */
export interface Rule<Id extends VerdictId = VerdictId, T extends RuleTerms = RuleTerms> {
  readonly id: Id
  /** In one English sentence, for `docs/verdicts.md`. */
  readonly question: string
  readonly severity: Severity
  /** Sections that it stands on: `RFC 9293 §3.10.7.3`. */
  readonly sections: readonly string[]
  /** How far the opening must have got for the question to make sense. */
  readonly phases: readonly Phase[]
  /** When it cannot hold without a notable packet: the kinds of which one must have been noted, or true for any. It is not asked otherwise. */
  readonly needsNotedPacket?: true | readonly EventKind[]
  /** True when it can hold for a connection that took the plainest course (`plain-course.ts`): all others are then not asked. */
  readonly plain?: true
  /** Whether the verdict holds. Cheap: it is asked of every connection, and allocates nothing in the common case. */
  holds(c: Connection): boolean
  /** The facts and packets; only called when `holds`. */
  explain(c: Connection): Finding<T>
}

/** A rule about a whole input: nothing captured, nobody answers ARP … Its evidence may be the absence of packets. */
export interface CaptureRule<Id extends VerdictId = VerdictId, T extends RuleTerms = RuleTerms> {
  readonly id: Id
  readonly question: string
  readonly severity: Severity
  readonly sections: readonly string[]
  holds(capture: CaptureFacts): boolean
  explain(capture: CaptureFacts, addressText: (key: number, ipVersion: number) => string): CaptureFinding<T>
}

/** What a capture rule found. */
export interface CaptureFinding<T extends RuleTerms = RuleTerms> {
  readonly certainty: Certainty
  readonly blame: Blame
  readonly values: T['values']
  readonly evidence: readonly { readonly point: T['point']; readonly packets: readonly number[] }[]
  readonly alternatives: readonly T['alternative'][]
  readonly next: readonly NextStep<T>[]
}

/** A rule about many connections of one source, or with one target. */
export interface GroupRule<Id extends VerdictId = VerdictId, T extends RuleTerms = RuleTerms> {
  readonly id: Id
  readonly question: string
  readonly severity: Severity
  readonly sections: readonly string[]
  holds(group: ConnectionGroup): boolean
  explain(group: ConnectionGroup): CaptureFinding<T>
}
