/** What is said of the machine that captures, beside what the packets show: one catalogue per language. */

/** The facts of one end that is this machine. */
export interface HostFacts {
  readonly port: number
  /** The programs that listen there; empty when nobody does. */
  readonly listeners: readonly {
    readonly address: string
    readonly program: string | undefined
    readonly waiting: number
    readonly backlog: number
  }[]
  /** Rules that took packets away meanwhile. */
  readonly rules: readonly { readonly rule: string; readonly action: 'drop' | 'reject'; readonly packets: number }[]
  /** Whether the rules could be read at all. */
  readonly knowsRules: boolean
}

/** The sentences. */
export interface HostWords {
  readonly heading: string
  /** A server on this machine: who listens, and what the firewall did, in one sentence. */
  server(facts: HostFacts): string
  /** A client on this machine: what its own firewall did. */
  client(rules: HostFacts['rules']): string
  /** The way to an address, as the system names it; undefined when it knows none. */
  route(address: string, route: string | undefined): string
  /** Counters of the kernel that moved. */
  counters(list: string): string
}
