/** What `synfin probe` and `synfin why` say besides the report: one catalogue per language. */

/** How one attempt to connect went, as the program that connects sees it. */
export type AttemptOutcome =
  | { readonly kind: 'connected' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'refused' | 'unreachable' | 'other'; readonly code: string }

/** One attempt, for its line. Addresses as text, times in nanoseconds. */
export interface AttemptLine {
  readonly number: number
  readonly address: string
  readonly port: number
  /** Undefined where the system never gave one. */
  readonly localPort: number | undefined
  readonly outcome: AttemptOutcome
  readonly elapsedNs: number
}

/** Why the packets could not be watched. */
export interface BlindReason {
  readonly code: 'no-permission' | 'other'
  readonly message: string
}

/** The words of both commands. */
export interface ProbeWords {
  /** One attempt: where to, how it went for the program, how long it took. */
  attempt(attempt: AttemptLine): string
  /** The name cannot be resolved. */
  noAddress(host: string, code: string): string
  /** The packets cannot be seen, and what can be done about that. */
  blind(reason: BlindReason): string
  /** What the program's view alone tells of an outcome: what is known, and what only the packets would show. */
  withoutPackets(outcome: AttemptOutcome): string
  /** The capture that would settle it. */
  captureInstead(command: string): string
  /** The command ended, with its exit code or signal. */
  commandEnded(code: number | string): string
  commandNotFound(command: string): string
  /** The command opened no TCP connection that was seen. */
  readonly noConnections: string
  /** Which sockets are the command's could not be followed: all connections of that time are shown. */
  readonly allConnections: string
  /** More sockets than are told apart. */
  tooManySockets(count: number): string
  /** The kernel threw packets away while it captured. */
  dropped(count: number): string
  /** Where the captured packets are kept. */
  kept(file: string): string
}
