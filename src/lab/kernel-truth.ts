/** What the kernel's log says of one scenario: the sockets of its hosts, and what became of their packets. */
import type { KernelEvent } from './kernel-log.ts'
import type { Network } from './network.ts'

/** One socket's life. */
export interface SocketTruth {
  readonly host: string
  /** `address:port`, an IPv6 address without brackets. */
  readonly local: string
  readonly remote: string
  /** In the kernel's names, from the first on. */
  readonly path: readonly string[]
  readonly startMs: number
}

/** A count for each pair of ends, and where it was made. */
export interface PairCount {
  readonly host: string
  readonly local: string
  readonly remote: string
  readonly count: number
}

/** Packets that a host threw away. */
export interface DropTruth {
  readonly host: string
  /** As the kernel calls it: `NETFILTER_DROP`, `TCP_CSUM`, … */
  readonly reason: string
  readonly count: number
}

/** What the kernel logged. */
export interface KernelTruth {
  readonly sockets: readonly SocketTruth[]
  /** Of data and FINs. */
  readonly retransmissions: readonly PairCount[]
  readonly synRetransmissions: readonly PairCount[]
  readonly synAckRetransmissions: readonly PairCount[]
  readonly resetsSent: readonly (PairCount & { readonly reasons: readonly string[] })[]
  readonly resetsReceived: readonly PairCount[]
  /** Errors that sockets were given, as numbers of errno. */
  readonly socketErrors: readonly { readonly host: string; readonly error: number }[]
  readonly drops: readonly DropTruth[]
}

/** Reasons that do not mean that something was refused. */
const HARMLESS_REASONS = new Set([
  'NOT_SPECIFIED',
  'SOCKET_FILTER',
  'OTHERHOST',
  'UNHANDLED_PROTO',
  'QUEUE_PURGE',
  'DEV_READY',
  'IPV6_NDISC_BAD_OPTIONS',
  // Those of packets on their way out: a buffer that was received has become one of them.
  'QDISC_DROP',
  'NEIGH_FAILED',
  'NEIGH_DEAD',
])

/** A retransmission of a SYN, which is counted apart. */
const SYN_AGAIN = 'syn-again'

/** Sorts the events of one network out of all. */
export class KernelWitness {
  readonly #network: Network
  readonly #sockets: { host: string; local: string; remote: string; path: string[]; startMs: number }[] = []
  readonly #counts = new Map<
    string,
    { readonly kind: string; readonly host: string; readonly local: string; readonly remote: string; count: number; reasons: Set<string> }
  >()
  readonly #errors: { readonly host: string; readonly error: number }[] = []
  readonly #drops = new Map<string, number>()

  constructor(network: Network) {
    this.#network = network
  }

  /** Takes an event, of this network or another. */
  take(event: KernelEvent): void {
    if (event.name === 'kfree_skb') {
      const host = this.#network.hostOfDevice.get(event.fields.device ?? '')
      const reason = event.fields.reason ?? ''
      if (host !== undefined && !HARMLESS_REASONS.has(reason))
        this.#drops.set(`${host} ${reason}`, (this.#drops.get(`${host} ${reason}`) ?? 0) + 1)
      return
    }
    // The addresses of other scenarios are different.
    const host = this.#network.hostOfAddress.get(event.local)
    if (host === undefined) return
    if (event.name === 'inet_sock_set_state') this.#state(event, host)
    else if (event.name === 'inet_sk_error_report') this.#errors.push({ host, error: Number(event.fields.error ?? 0) })
    else if (event.name !== 'tcp_retransmit_skb' || (event.fields.err ?? '0') === '0') this.#count(event, host)
  }

  /** All that was said. */
  truth(): KernelTruth {
    const counted = (kind: string): (PairCount & { readonly reasons: readonly string[] })[] =>
      [...this.#counts.values()]
        .filter((entry) => entry.kind === kind)
        .map(({ host, local, remote, count, reasons }) => ({ host, local, remote, count, reasons: [...reasons] }))
    const bare = (kind: string): PairCount[] => counted(kind).map(({ host, local, remote, count }) => ({ host, local, remote, count }))
    return {
      sockets: this.#sockets.filter(({ remote }) => !remote.endsWith(':0')),
      retransmissions: bare('tcp_retransmit_skb'),
      synRetransmissions: bare(SYN_AGAIN),
      synAckRetransmissions: bare('tcp_retransmit_synack'),
      resetsSent: counted('tcp_send_reset'),
      resetsReceived: bare('tcp_receive_reset'),
      socketErrors: this.#errors,
      drops: [...this.#drops].map(([key, count]) => ({ host: key.split(' ')[0], reason: key.split(' ')[1], count })),
    }
  }

  #state(event: KernelEvent, host: string): void {
    const [from, to] = [stateName(event.fields.oldstate), stateName(event.fields.newstate)]
    const local = `${event.local}:${event.localPort}`
    const remote = `${event.remote}:${event.remotePort}`
    // A socket that connects gets its port after its state.
    const known = [...this.#sockets]
      .reverse()
      .find(
        (socket) =>
          from !== 'CLOSE' &&
          socket.host === host &&
          socket.remote === remote &&
          (socket.local === local || (socket.local === `${event.local}:0` && from === 'SYN_SENT')) &&
          socket.path.at(-1) === from,
      )
    if (known === undefined) this.#sockets.push({ host, local, remote, path: [from, to], startMs: event.timeMs })
    else {
      known.local = local
      known.path.push(to)
    }
  }

  #count(event: KernelEvent, host: string): void {
    const local = `${event.local}:${event.localPort}`
    const remote = `${event.remote}:${event.remotePort}`
    const kind = event.name === 'tcp_retransmit_skb' && stateName(event.fields.state) === 'SYN_SENT' ? SYN_AGAIN : event.name
    const key = `${kind} ${host} ${local} ${remote}`
    const entry = this.#counts.get(key) ?? { kind, host, local, remote, count: 0, reasons: new Set<string>() }
    entry.count++
    if (event.fields.reason !== undefined) entry.reasons.add(event.fields.reason)
    this.#counts.set(key, entry)
  }
}

function stateName(name = ''): string {
  return name.replace(/^TCP_/, '')
}
