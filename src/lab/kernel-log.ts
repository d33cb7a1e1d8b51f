/** What the kernel itself logs while scenarios run: states, retransmissions, resets, errors and drops (tracefs). */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TracePipe, type TracedEvent } from '../live/trace-pipe.ts'

/** One event. Addresses without scope, ports as numbers; `fields` has what the kernel printed besides. */
export interface KernelEvent {
  /** Milliseconds since 1970. */
  readonly timeMs: number
  readonly name: string
  readonly local: string
  readonly localPort: number
  readonly remote: string
  readonly remotePort: number
  readonly fields: Readonly<Record<string, string>>
}

const USUAL_PLACE = '/sys/kernel/tracing'
const EVENTS = [
  'sock/inet_sock_set_state',
  'sock/inet_sk_error_report',
  'tcp/tcp_retransmit_skb',
  'tcp/tcp_retransmit_synack',
  'tcp/tcp_send_reset',
  'tcp/tcp_receive_reset',
  'net/netif_receive_skb',
  'skb/kfree_skb',
]
/** Where the tracing file system is or may be put, and the name of a process's own log in it. */
export interface TracePlaces {
  readonly usual: string
  /** Used where nobody has mounted the usual one. */
  readonly own: string
  readonly instance: string
}

/** The places of a process. */
export function tracePlaces(pid: number): TracePlaces {
  return { usual: USUAL_PLACE, own: join(tmpdir(), `synfin-tracing-${pid}`), instance: `synfin-${pid}` }
}

/** Reasons of TCP, of firewalls and of routes; a busy machine drops other packets by the thousand, which are nobody's business here. */
const DROP_REASONS = /^(TCP_|NO_SOCKET|NETFILTER_DROP|SOCKET_RCVBUFF|SOCKET_BACKLOG|IP_RPFILTER|IP_LOCAL_SOURCE|IP_INNOROUTES|PKT_TOO_BIG)/
const POLL_MS = 40
const MOST_REMEMBERED_BUFFERS = 4096

/** Reads the kernel's log in an instance of its own, which goes with `close`. */
export class KernelLog {
  readonly #instance: string
  readonly #mount: string | undefined
  readonly #pipe: TracePipe
  readonly #timer: NodeJS.Timeout
  readonly #listeners = new Set<(event: KernelEvent) => void>()
  /** Which device a packet's buffer last came in by. */
  readonly #deviceOf = new Map<string, string>()
  readonly #startMs = Date.now() - Number(process.hrtime.bigint()) / 1e6

  private constructor(instance: string, mount: string | undefined) {
    this.#instance = instance
    this.#mount = mount
    this.#pipe = new TracePipe(instance, (event) => this.#take(event))
    this.#timer = setInterval(() => this.drain(), POLL_MS)
  }

  /** Begins to log; undefined, with the reason in `onMissing`, where the kernel or the rights do not allow it. */
  static open(devicePrefix: string, onMissing: (reason: string) => void): KernelLog | undefined {
    let mount: string | undefined
    try {
      const places = tracePlaces(process.pid)
      let place = places.usual
      if (!existsSync(join(place, 'instances'))) {
        mount = places.own
        mkdirSync(mount, { recursive: true })
        execFileSync('mount', ['-t', 'tracefs', 'nodev', mount], { stdio: 'pipe' })
        place = mount
      }
      const instance = join(place, 'instances', places.instance)
      mkdirSync(instance)
      const log = new KernelLog(instance, mount)
      writeFileSync(join(instance, 'trace_clock'), 'mono')
      writeFileSync(join(instance, 'buffer_size_kb'), '4096')
      for (const event of EVENTS) {
        const folder = join(instance, 'events', event)
        if (!existsSync(folder)) continue
        if (event.endsWith('kfree_skb')) writeFileSync(join(folder, 'filter'), dropFilter(readFileSync(join(folder, 'format'), 'utf8')))
        if (event.endsWith('netif_receive_skb')) writeFileSync(join(folder, 'filter'), `name ~ "${devicePrefix}*"`)
        writeFileSync(join(folder, 'enable'), '1')
      }
      return log
    } catch (error) {
      if (mount !== undefined) unmount(mount)
      onMissing(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  /** Calls back with every event from now on; gives what ends that. */
  listen(take: (event: KernelEvent) => void): () => void {
    this.#listeners.add(take)
    return () => this.#listeners.delete(take)
  }

  /** Takes what the kernel has logged so far. */
  drain(): void {
    this.#pipe.drain()
  }

  /** Ends the log and removes its instance. */
  close(): void {
    clearInterval(this.#timer)
    this.#pipe.close()
    try {
      rmdirSync(this.#instance)
    } catch {
      // The guard removes it.
    }
    if (this.#mount !== undefined) unmount(this.#mount)
  }

  #take({ seconds, name, text, fields: printed }: TracedEvent): void {
    const fields: Record<string, string> = { ...printed }
    if (name === 'netif_receive_skb') {
      if (this.#deviceOf.size > MOST_REMEMBERED_BUFFERS) this.#deviceOf.clear()
      this.#deviceOf.set(fields.skbaddr ?? '', /dev=(\S+)/.exec(text)?.[1] ?? '')
      return
    }
    if (name === 'kfree_skb') {
      const device = this.#deviceOf.get(fields.skbaddr ?? '')
      if (device === undefined) return
      this.#deviceOf.delete(fields.skbaddr ?? '')
      fields.device = device
      fields.reason = /reason: (\w+)/.exec(text)?.[1] ?? ''
    }
    const event = { timeMs: this.#startMs + seconds * 1000, name, fields, ...endsOf(fields) }
    for (const take of this.#listeners) take(event)
  }
}

/** A filter for the drops that tell something; the kernel's own list says which number each reason has in this version. */
function dropFilter(format: string): string {
  const numbers = [...format.matchAll(/\{ (\d+), "(\w+)" \}/g)]
    .filter(([, , name = '']) => DROP_REASONS.test(name))
    .map(([, number]) => number)
  return numbers.length === 0 ? '0' : numbers.map((number) => `reason == ${number}`).join(' || ')
}

/** Who speaks with whom; the kernel writes it in two ways. */
function endsOf(fields: Readonly<Record<string, string>>): Pick<KernelEvent, 'local' | 'localPort' | 'remote' | 'remotePort'> {
  if (fields.src !== undefined || fields.dest !== undefined) {
    const local = addressAndPort(fields.src ?? '')
    const remote = addressAndPort(fields.dest ?? '')
    return { local: local.address, localPort: local.port, remote: remote.address, remotePort: remote.port }
  }
  const is6 = fields.family === 'AF_INET6'
  return {
    local: (is6 ? fields.saddrv6 : fields.saddr) ?? '',
    localPort: Number(fields.sport ?? 0),
    remote: (is6 ? fields.daddrv6 : fields.daddr) ?? '',
    remotePort: Number(fields.dport ?? 0),
  }
}

/** `10.0.0.1:80` or `[fd00::1]:80`. */
function addressAndPort(text: string): { readonly address: string; readonly port: number } {
  const [, bare, bracketed, port] = /^(?:([\d.]+)|\[(.*)\]):(\d+)$/.exec(text) ?? []
  return { address: bare ?? bracketed ?? '', port: Number(port ?? 0) }
}

function unmount(place: string): void {
  try {
    execFileSync('umount', [place], { stdio: 'pipe' })
    rmdirSync(place)
  } catch {
    // Somebody stands in it; the system takes it away with its last user.
  }
}
