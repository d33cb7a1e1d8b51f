/** What the lab says: one catalogue of sentences per language. */

/** A disagreement between wire, kernel and verdict, as a sentence names it. */
export type LabFault =
  | { readonly kind: 'verdict'; readonly capture: string; readonly wanted: readonly string[]; readonly got: string }
  | { readonly kind: 'forbidden' | 'unsaid'; readonly capture: string; readonly got: string }
  | {
      readonly kind: 'states'
      readonly host: string
      readonly local: string
      readonly kernel: readonly string[]
      readonly inferred: readonly string[]
    }
  | {
      readonly kind: 'retransmissions' | 'resets'
      readonly host: string
      readonly local: string
      readonly kernel: number
      readonly wire: number
    }
  | { readonly kind: 'call'; readonly program: string; readonly op: string; readonly wanted: string; readonly got: string }
  /** The scenario could not be brought about; the message is the failing program's. */
  | { readonly kind: 'broken'; readonly message: string }

/** The lab's words. */
export interface LabWords {
  readonly needsRoot: string
  readonly needsLinux: string
  readonly needsKoffi: string
  /** A tool that the lab uses is not installed. */
  needsTool(tool: string): string
  /** The kernel's log cannot be read. */
  noKernelLog(reason: string): string
  noScenario(id: string, nearest: string | undefined): string
  fault(fault: LabFault): string
  readonly wire: string
  readonly kernel: string
  readonly verdict: string
  readonly calls: string
  /** A capture: how many packets, what was said, what was wanted instead where that differs. */
  capture(name: string, packets: number, verdict: string, findings: readonly string[]): string
  states(host: string, local: string, path: string, comparison: 'equal' | 'accepted' | 'different' | 'unseen'): string
  retransmissions(host: string, local: string, count: number): string
  resetsSent(host: string, local: string, count: number, reasons: readonly string[]): string
  socketError(host: string, error: string): string
  drops(host: string, reason: string, count: number): string
  call(program: string, op: string, result: string, tookMs: number): string
  readonly agrees: string
  /** Stands before a result: the scenario had disagreed beside others, and was run again alone. */
  readonly secondAttempt: string
  readonly disagrees: string
  progress(done: number, total: number, running: readonly string[]): string
  summary(total: number, agreed: number, seconds: number): string
  kept(folder: string): string
  /** No scenario shows the observed case. */
  noRecipe(verdict: string): string
  noConnection(file: string, connection: number): string
  /** From which scenario the case was derived. */
  derived(from: string): string
  readonly observed: string
  readonly recreated: string
  /** A case in a line. */
  figures(
    verdict: string,
    rttMs: number | undefined,
    clientBytes: number,
    serverBytes: number,
    closer: 'client' | 'server' | undefined,
  ): string
  readonly sameVerdict: string
  readonly otherVerdict: string
}
