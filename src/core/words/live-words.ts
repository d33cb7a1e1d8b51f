/** What `synfin live` says: one catalogue per language. */

/** Orders of the table that a person can choose; the first is the usual one. */
export const LIVE_ORDERS = ['problems', 'newest', 'bytes', 'rtt', 'retransmissions'] as const
/** One of them. */
export type LiveOrder = (typeof LIVE_ORDERS)[number]

/** The words of the screen and around it. */
export interface LiveWords {
  readonly heading: {
    readonly number: string
    readonly client: string
    readonly server: string
    readonly states: string
    readonly verdict: string
    readonly rtt: string
    readonly repeats: string
    readonly bytes: string
  }
  /** Nothing can be said of a connection yet. */
  readonly tooEarly: string
  readonly order: Readonly<Record<LiveOrder, string>>
  /** The top line: where, how long, how much, how many problems. */
  status(interfaceName: string, seconds: number, packets: number, bytesPerSecond: string, connections: number, problems: number): string
  dropped(count: number): string
  readonly paused: string
  /** The keys, for the last line. */
  readonly keys: string
  readonly detailKeys: string
  filterPrompt(text: string): string
  readonly nothingYet: string
  saved(file: string, packets: number): string
  readonly notSaved: string
  /** There is no right to capture: what can be done. */
  readonly noPermission: string
  cannotCapture(message: string): string
}
