/** Which TCP connections a process and its children open, as the kernel's own log tells it (Linux, tracefs, root). */
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removedAtEnd } from '../node/leftovers.ts'
import { TracePipe, type TracedEvent } from './trace-pipe.ts'
import { type TracingFolder, tracingFolder } from './tracing-folder.ts'

/** A connection that was opened: the address and port that it left from, and where it went. */
export interface OpenedConnection {
  readonly localPort: number
  readonly remote: string
  readonly remotePort: number
}

const EVENT = 'events/sock/inet_sock_set_state'
const POLL_MS = 50
/** More are only counted: nobody reads a report of so many. */
const MOST_KEPT = 4096
/** TCP_SYN_SENT in the kernel's numbering. */
const SYN_SENT = 2

/** One line of a log: which socket, when, and its addresses. */
interface SocketEvent {
  readonly seconds: number
  readonly socket: string
  readonly opened: OpenedConnection
}

/** An instance of the kernel's tracing with one event. */
class EventLog {
  readonly events: SocketEvent[] = []
  count = 0
  readonly #instance: string
  readonly #pipe: TracePipe
  readonly #removeInstance: () => void

  /** Raises the system's error where it is not allowed. */
  constructor(tracing: string, name: string, filter: string, pid: number | undefined) {
    const instance = join(tracing, 'instances', name)
    this.#instance = instance
    mkdirSync(instance)
    try {
      if (pid !== undefined) {
        writeFileSync(join(instance, 'options/event-fork'), '1')
        writeFileSync(join(instance, 'set_event_pid'), String(pid))
      }
      // The usual clock is that of each processor: what one did may bear a later time than what another did about it afterwards.
      writeFileSync(join(instance, 'trace_clock'), 'mono')
      writeFileSync(join(instance, EVENT, 'filter'), filter)
      writeFileSync(join(instance, EVENT, 'enable'), '1')
      this.#pipe = new TracePipe(instance, (event) => this.#take(event))
    } catch (error) {
      rmdirSync(instance)
      throw error
    }
    this.#removeInstance = removedAtEnd(() => {
      this.#pipe.close()
      rmdirSync(this.#instance)
    })
  }

  /** Takes what the kernel has logged so far. */
  drain(): void {
    this.#pipe.drain()
  }

  /** Takes the last lines, and removes the instance. */
  close(): void {
    this.drain()
    this.#removeInstance()
  }

  #take({ seconds, name, fields }: TracedEvent): void {
    if (name !== 'inet_sock_set_state' || fields.protocol !== 'IPPROTO_TCP') return
    this.count++
    if (this.events.length >= MOST_KEPT) return
    const remote = (fields.family === 'AF_INET6' ? fields.daddrv6 : fields.daddr) ?? ''
    this.events.push({
      seconds,
      socket: fields.skaddr ?? '',
      opened: { localPort: Number(fields.sport), remote: mappedToIpv4(remote), remotePort: Number(fields.dport) },
    })
  }
}

/**
 * Follows one process, and those that it starts.
 *
 * The call to connect runs as the process itself, but the port is chosen after the state has changed; what leaves that state has the port,
 * but may run in anybody's name. So there are two logs, joined by the socket.
 */
export class SocketLog {
  readonly #folder: TracingFolder
  readonly #calls: EventLog
  readonly #results: EventLog
  readonly #timer: NodeJS.Timeout

  private constructor(folder: TracingFolder, calls: EventLog, results: EventLog) {
    this.#folder = folder
    this.#calls = calls
    this.#results = results
    this.#timer = setInterval(() => {
      calls.drain()
      results.drain()
    }, POLL_MS)
  }

  /** Begins to follow `pid`; undefined where the kernel or the rights do not allow it. */
  static open(pid: number): SocketLog | undefined {
    const folder = tracingFolder()
    if (folder === undefined) return undefined
    const { path } = folder
    let results: EventLog | undefined
    try {
      results = new EventLog(path, `synfin-why-${process.pid}-all`, `oldstate == ${SYN_SENT}`, undefined)
      return new SocketLog(folder, new EventLog(path, `synfin-why-${process.pid}`, `newstate == ${SYN_SENT}`, pid), results)
    } catch {
      results?.close()
      folder.close()
      return undefined
    }
  }

  /** Connections that were opened, those included that are too many to be kept. */
  get count(): number {
    return this.#calls.count
  }

  /** Ends the log, and gives what was opened. */
  close(): readonly OpenedConnection[] {
    clearInterval(this.#timer)
    this.#calls.close()
    this.#results.close()
    this.#folder.close()
    return this.#calls.events.flatMap(({ socket, seconds, opened }) => {
      // The next socket may stand at the same place in memory, and go somewhere else.
      const result = this.#results.events.find(
        (each) => each.socket === socket && each.seconds >= seconds && each.opened.remotePort === opened.remotePort,
      )
      // Still under way: the port is not known, but where it goes is.
      return [result?.opened ?? opened]
    })
  }
}

/** An IPv6 socket may speak IPv4 (RFC 4291 §2.5.5.2). */
function mappedToIpv4(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}
