/** What the command line says besides the rules' sentences: one catalogue per language, complete by this type. */
import type { EventKind } from '../analysis/event-log.ts'
import type { Blame, Certainty, Place, Severity } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import type { ExportWords } from './export-words.ts'
import type { LabWords } from './lab-words.ts'
import type { HostWords } from './host-words.ts'
import type { MergeWords } from './merge-words.ts'
import type { LiveWords } from './live-words.ts'
import type { ProbeWords } from './probe-words.ts'
import type { VerifyWords } from './verify-words.ts'

/** The commands of the interface, built or not. */
export const COMMANDS = [
  'explain',
  'dump',
  'shark',
  'export',
  'convert',
  'live',
  'probe',
  'why',
  'lab',
  'merge-view',
  'verify',
  'serve',
] as const

/** One of `COMMANDS`. */
export type CommandName = (typeof COMMANDS)[number]

/** The help of each command, and of all of them. Each ends with a line break. */
export type HelpTexts = Readonly<Record<CommandName | 'all', string>>

/** What can be wrong with a command line. */
export type UsageFault =
  | { readonly kind: 'unknown-option'; readonly option: string; readonly nearest: string | undefined }
  | { readonly kind: 'missing-value'; readonly option: string }
  | { readonly kind: 'unwanted-value'; readonly option: string }
  | { readonly kind: 'not-a-number'; readonly option: string; readonly value: string }
  | { readonly kind: 'unknown-language'; readonly value: string }
  | { readonly kind: 'conflict'; readonly options: readonly string[] }
  | { readonly kind: 'unknown-dialect'; readonly value: string }
  /** A filter expression that cannot be used: libpcap's sentence, the place under the text, and what helps. */
  | { readonly kind: 'bad-filter'; readonly message: string; readonly place: string; readonly explanation: string }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'two-files' }
  | { readonly kind: 'report-and-files' }
  | { readonly kind: 'lab-what' }
  | { readonly kind: 'host-and-port' }
  | { readonly kind: 'two-captures' }
  | { readonly kind: 'no-command' }
  | { readonly kind: 'not-a-port'; readonly value: string }
  | { readonly kind: 'unknown-extension'; readonly file: string }
  | { readonly kind: 'no-target'; readonly known: readonly string[] }
  | { readonly kind: 'unknown-target'; readonly value: string; readonly known: readonly string[] }
  | { readonly kind: 'binary-to-terminal'; readonly target: string }
  | { readonly kind: 'folder-wanted'; readonly target: string }

/** An input as its line in the report tells it. */
export interface InputOverview {
  readonly name: string
  readonly packets: number
  /** Nanoseconds from the first to the last packet; NaN without times. */
  readonly durationNs: number
}

/** Labels and sentences of the text report. */
export interface ReportWords {
  input(overview: InputOverview): string
  /** How many connections there are, in all inputs, and how many of them have a problem. */
  connections(total: number, problems: number): string
  /** What stands behind the input's line: packets that were not looked at, `arp 2, udp 5`. */
  notDecoded(list: string): string
  connection(id: number): string
  readonly rolesGuessed: string
  /** The connection is the second part of another one. */
  continues(connection: number): string
  readonly proof: string
  packets(numbers: string, count: number): string
  readonly certainty: Readonly<Record<Certainty, string>>
  readonly blame: Readonly<Record<Blame, string>>
  readonly alternatives: string
  readonly refutedBy: string
  /** A step decides between verdicts. */
  separates(ids: string): string
  readonly alsoFound: string
  next(where: Place): string
  /** A row of the ladder for packets that are not shown; undefined: some. */
  gap(hidden: number | undefined): string
  readonly notes: Readonly<Partial<Record<EventKind, string>>>
  /** The name of a verdict's group, with how many connections are in it. */
  group(id: VerdictId, count: number): string
  example(summary: string): string
  moreExamples(count: number): string
  /** Findings of a verdict that are only counted. */
  moreFindings(id: VerdictId, count: number): string
  /** Verdicts without a problem, with their counts. */
  healthy(list: string): string
  readonly capture: string
  readonly hintOne: string
  readonly hintAll: string
  readonly nothing: string
  /** Between the items of a list. */
  readonly separator: string
  /** Between two sentences. */
  readonly sentenceSpace: string
}

/** Headings and labels that documents (HTML, Markdown) have besides the text report's words. */
export interface DocumentWords {
  /** The language's own tag, for the `lang` attribute (RFC 5646). */
  readonly tag: string
  /** The heading of the tables at the top. */
  readonly overview: string
  readonly input: string
  /** How many inputs there are, above their list. */
  inputs(count: number): string
  readonly connection: string
  readonly connections: string
  readonly client: string
  readonly server: string
  readonly verdict: string
  readonly example: string
  readonly severity: Readonly<Record<Severity, string>>
  /** A word for how sure a verdict is, for a column. */
  readonly certainty: Readonly<Record<Certainty, string>>
  readonly certaintyColumn: string
  readonly start: string
  readonly duration: string
  readonly packets: string
  readonly payload: string
  readonly repeated: string
  readonly clientStates: string
  readonly serverStates: string
  /** A number of each direction, with its unit if it has one. */
  bothWays(client: number, server: number): string
  bothWaysBytes(client: number, server: number): string
  /** Names the sections of standards that a verdict stands on. */
  readonly standards: string
  /** A count alone. */
  figure(count: number): string
  /** A group of connections. */
  several(count: number): string
  /** What is said of a state that no packet shows. */
  readonly inferred: string
  /** A title, and the name of what it is about. */
  named(title: string, name: string): string
  /** What the drawing is, for who cannot see it. */
  drawing(client: string, server: string): string
  /** Behind a count: how many of them have a section. */
  shown(count: number): string
  /** That not every connection has a section, and how to see one. */
  readonly tooMany: string
  readonly backToTop: string
  readonly madeBy: string
}

/** A problem as a reader of captures reports it. */
export interface InputFault {
  readonly code: string
  /** Byte offset in the input. */
  readonly offset: number
  /** In English; may name the place itself. */
  readonly message: string
}

/** A file that cannot be written. */
export interface OutputFault {
  readonly code: string
  /** Empty for standard output. */
  readonly path: string
  /** In English. */
  readonly message: string
}

/** Everything else that the command says. */
export interface ShellWords {
  usage(fault: UsageFault): string
  /** Where to read more after a wrong command line. */
  hint(command: string | undefined): string
  /** A problem of the input `name`, in one sentence with its place. */
  problem(name: string, fault: InputFault): string
  moreProblems(count: number): string
  /** Why the results, or a file on the way to them, cannot be written: in one sentence. */
  outputFault(fault: OutputFault): string
  /** What was read as a file may have been meant as this command. */
  meantCommand(name: string): string
  noConnection(id: number, total: number): string
  /** The filter took no packet of any input. */
  nothingMatches(filter: string): string
  /** An input was named more than once. */
  namedTwice(name: string): string
  progress(name: string, megabytes: number, percent: number | undefined): string
  interrupted(megabytes: number): string
  converted(packets: number, output: string): string
  otherLinkType(expected: string, found: string, output: string): string
  readonly help: HelpTexts
}

/** All words of the command line in one language. */
export interface InterfaceWords {
  readonly report: ReportWords
  readonly document: DocumentWords
  readonly shell: ShellWords
  readonly verify: VerifyWords
  readonly lab: LabWords
  readonly probe: ProbeWords
  readonly live: LiveWords
  readonly host: HostWords
  readonly merge: MergeWords
  readonly export: ExportWords
}
