/** What `synfin merge-view` says: one catalogue per language. */

/** The words. Times as text already. */
export interface MergeWords {
  readonly noPair: string
  readonly incomplete: string
  /** The captures were given the wrong way round. */
  readonly turned: string
  readonly atClient: string
  readonly atServer: string
  /** The two ends, and what either capture alone says. */
  verdicts(atClient: string, atServer: string): string
  clocks(ahead: 'server' | 'client' | 'neither', by: string): string
  readonly clocksUnknown: string
  delays(direction: 'client' | 'server', count: number, least: string, median: string, most: string): string
  /** Packets of one side that left and never arrived. */
  lost(sender: 'client' | 'server', numbers: string, count: number): string
  readonly nothingLost: string
  /** Packets that arrived in one side's name, and that it was not seen sending; so many of them are resets. */
  unsent(sender: 'client' | 'server', numbers: string, count: number, resets: number): string
  hops(client: number, server: number): string
  translated(atClient: string, atServer: string): string
  /** A device gives this end's bytes other sequence numbers. */
  renumbered(side: 'client' | 'server'): string
  /** Packets that belong to another connection in the other capture. */
  moved(count: number): string
  readonly lostMark: string
  readonly unsentMark: string
  /** Packets that are not shown; `others` of them were lost, or not sent. */
  gap(count: number, others: number): string
  /** What the page says besides. */
  readonly page: {
    readonly title: string
    lead(first: string): string
    names(first: string, second: string): string
    readonly choose: string
    readonly reading: string
    failed(why: string): string
    readonly connection: string
    /** Behind a connection in a list; nothing for 0. */
    missing(count: number): string
    readonly onlyNotable: string
    readonly help: string
  }
  readonly columns: { readonly time: string; readonly client: string; readonly server: string; readonly delay: string }
}
