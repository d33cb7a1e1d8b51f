/** A program of a scenario: a process inside a host's namespace that works off its steps and tells each call's outcome. */
import { readSync, writeSync } from 'node:fs'
import { type Native, dieWithParent, loadNative } from './native.ts'
import { parseAddress } from '../core/packet/address-text.ts'
import { makeSegment } from './segment.ts'
import { PORT, REQUEST, type RawSegment, type SocketOptions, type Step } from './steps.ts'

/** What a program is told when it starts. */
export interface ActorPlan {
  readonly steps: readonly Step[]
  /** The address of each host of the scenario. */
  readonly addresses: Readonly<Record<string, string>>
  readonly host: string
}

/** A call and how it ended, as the program tells it in a line of JSON. */
export interface CallOutcome {
  readonly op: Step['op']
  readonly socket: string
  /** Milliseconds since 1970 at the call, and how many it took. */
  readonly timeMs: number
  readonly tookMs: number
  /** Bytes or a socket's number; an errno's name when the call failed. */
  readonly result: number | string
  /** The call had to end so. */
  readonly wanted?: string
}

/** What a program says besides its calls. */
export interface ActorNote {
  readonly note: 'loaded' | 'listening' | 'signal' | 'done'
  readonly name?: string
}

const STDIN = 0
const STDOUT = 1
const AF = { 4: 2, 6: 10 } as const
const SOCK_STREAM = 1
const SOCK_RAW = 3
const IPPROTO_RAW = 255
const IPPROTO_MPTCP = 262
const IPPROTO_TCP = 6
const TCP_CONGESTION = 13
const CONGESTION_CONTROL = Buffer.from('cubic')
const MSG_OOB = 1
const MSG_NOSIGNAL = 0x4000
const MSG_FASTOPEN = 0x2000_0000
const F_SETFL = 4
const O_NONBLOCK = 0o4000
const SOL_SOCKET = 1
const SO_LINGER = 13
const SHUT_WR = 1
const SLICE_BYTES = 65_536

/** Level and number of each option (Linux). */
const OPTIONS: Readonly<Record<keyof SocketOptions, readonly [level: number, name: number]>> = {
  SO_REUSEADDR: [SOL_SOCKET, 2],
  SO_SNDBUF: [SOL_SOCKET, 7],
  SO_RCVBUF: [SOL_SOCKET, 8],
  SO_KEEPALIVE: [SOL_SOCKET, 9],
  IP_TOS: [0, 1],
  IP_TTL: [0, 2],
  TCP_NODELAY: [6, 1],
  TCP_MAXSEG: [6, 2],
  TCP_KEEPIDLE: [6, 4],
  TCP_KEEPINTVL: [6, 5],
  TCP_KEEPCNT: [6, 6],
  TCP_DEFER_ACCEPT: [6, 9],
  TCP_QUICKACK: [6, 12],
  TCP_USER_TIMEOUT: [6, 18],
  TCP_FASTOPEN: [6, 23],
}

/** Works off the plan that the first line of standard input holds, then keeps its sockets until it is ended. */
export function runActor(): void {
  const native = loadNative()
  dieWithParent(native)
  const lines = new LineInput()
  tellNote({ note: 'loaded' })
  const plan = JSON.parse(lines.next()) as ActorPlan
  const actor = new Actor(native, plan, lines)
  actor.all(plan.steps)
  tellNote({ note: 'done' })
  lines.toEnd()
}

function tellNote(note: ActorNote): void {
  writeSync(STDOUT, `${JSON.stringify(note)}\n`)
}

/** Lines of standard input, waited for without letting go of the thread: a program does one thing at a time. */
class LineInput {
  #text = ''

  next(): string {
    for (;;) {
      const at = this.#text.indexOf('\n')
      if (at >= 0) {
        const line = this.#text.slice(0, at)
        this.#text = this.#text.slice(at + 1)
        return line
      }
      if (!this.#more()) process.exit(0)
    }
  }

  toEnd(): void {
    while (this.#more());
  }

  #more(): boolean {
    const bytes = Buffer.alloc(SLICE_BYTES)
    const count = readSync(STDIN, bytes)
    this.#text += bytes.toString('utf8', 0, count)
    return count > 0
  }
}

class Actor {
  readonly #native: Native
  readonly #plan: ActorPlan
  readonly #lines: LineInput
  readonly #sockets = new Map<string, number>()
  readonly #heard = new Set<string>()
  readonly #buffer = Buffer.alloc(SLICE_BYTES)

  constructor(native: Native, plan: ActorPlan, lines: LineInput) {
    this.#native = native
    this.#plan = plan
    this.#lines = lines
  }

  all(steps: readonly Step[]): void {
    for (const step of steps) this.#one(step)
  }

  #one(step: Step): void {
    switch (step.op) {
      case 'sleep':
        return pause(step.ms)
      case 'signal':
        tellNote({ note: 'signal', name: step.name })
        return this.#await(step.name)
      case 'await':
        return this.#await(step.name)
      case 'at-second':
        return untilSecond()
      case 'repeat':
        for (let i = 0; i < step.times; i++) this.all(step.steps)
        return
      default: {
        const timeMs = Date.now()
        const start = performance.now()
        const result = this.#call(step)
        const outcome: CallOutcome = {
          op: step.op,
          socket: ('on' in step ? step.on : undefined) ?? 's',
          timeMs,
          tookMs: Math.round((performance.now() - start) * 10) / 10,
          result: result < 0 ? this.#error : result,
          ...('fails' in step && step.fails !== undefined ? { wanted: step.fails } : {}),
        }
        writeSync(STDOUT, `${JSON.stringify(outcome)}\n`)
        if (step.op === 'listen') tellNote({ note: 'listening' })
      }
    }
  }

  #await(signal: string): void {
    while (!this.#heard.has(signal)) this.#heard.add(this.#lines.next())
  }

  #error = ''

  #checked(result: number): number {
    if (result < 0) this.#error = this.#native.errnoName()
    return result
  }

  #call(step: Exclude<Step, { readonly op: 'sleep' | 'signal' | 'await' | 'at-second' | 'repeat' }>): number {
    const native = this.#native
    switch (step.op) {
      case 'listen':
        return this.#listen(step)
      case 'accept': {
        const socket = this.#checked(native.accept(this.#socket(step.listener ?? 'listener'), null, null))
        this.#sockets.set(step.on ?? 's', socket)
        return socket
      }
      case 'connect':
        return this.#connect(step)
      case 'send':
        return this.#send(step)
      case 'receive':
        return this.#receive(step)
      case 'shutdown':
        return this.#checked(native.shutdown(this.#socket(step.on), SHUT_WR))
      case 'close': {
        const socket = this.#socket(step.on)
        if (step.reset === true) native.setsockopt(socket, SOL_SOCKET, SO_LINGER, words(1, 0), 8)
        return this.#checked(native.close(socket))
      }
      case 'raw':
        return this.#raw(step)
    }
  }

  #socket(name = 's'): number {
    return this.#sockets.get(name) ?? -1
  }

  #open(name: string, mptcp = false): number {
    const socket = this.#checked(this.#native.socket(this.#family, SOCK_STREAM, mptcp ? IPPROTO_MPTCP : 0))
    // Not the machine's own choice: a scenario must look the same everywhere.
    this.#native.setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, CONGESTION_CONTROL, CONGESTION_CONTROL.length)
    this.#sockets.set(name, socket)
    return socket
  }

  get #family(): number {
    return AF[this.#plan.addresses[this.#plan.host].includes(':') ? 6 : 4]
  }

  #set(socket: number, options: SocketOptions = {}): void {
    for (const [name, value] of Object.entries(options)) {
      const [level, number] = OPTIONS[name as keyof SocketOptions]
      this.#native.setsockopt(socket, level, number, words(value), 4)
    }
  }

  #listen(step: Extract<Step, { readonly op: 'listen' }>): number {
    const socket = this.#open(step.on ?? 'listener')
    this.#set(socket, { SO_REUSEADDR: 1, ...step.options })
    const name = socketAddress(this.#plan.addresses[this.#plan.host], step.port ?? PORT)
    if (this.#checked(this.#native.bind(socket, name, name.length)) < 0) return -1
    return this.#checked(this.#native.listen(socket, step.backlog ?? 128))
  }

  #connect(step: Extract<Step, { readonly op: 'connect' }>): number {
    const native = this.#native
    const socket = this.#open(step.on ?? 's', step.mptcp)
    this.#set(socket, { TCP_NODELAY: 1, ...step.options })
    if (step.localPort !== undefined) {
      this.#set(socket, { SO_REUSEADDR: 1 })
      const own = socketAddress(this.#plan.addresses[this.#plan.host], step.localPort)
      if (this.#checked(native.bind(socket, own, own.length)) < 0) return -1
    }
    if (step.later === true) native.fcntl(socket, F_SETFL, O_NONBLOCK)
    const name = socketAddress(step.address ?? this.#plan.addresses[step.to ?? 'server'], step.port ?? PORT)
    if (step.withText !== undefined) {
      const bytes = Buffer.from(step.withText)
      return this.#checked(native.sendto(socket, bytes, bytes.length, MSG_FASTOPEN | MSG_NOSIGNAL, name, name.length))
    }
    const result = this.#checked(native.connect(socket, name, name.length))
    return result < 0 && step.later === true && this.#error === 'EINPROGRESS' ? 0 : result
  }

  #send(step: Extract<Step, { readonly op: 'send' }>): number {
    const bytes = step.bytes === undefined ? Buffer.from(step.text ?? REQUEST) : payload(step.bytes)
    const flags = MSG_NOSIGNAL | (step.urgent === true ? MSG_OOB : 0)
    let sent = 0
    while (sent < bytes.length) {
      const rest = bytes.subarray(sent)
      const count = this.#checked(this.#native.send(this.#socket(step.on), rest, rest.length, flags))
      if (count < 0) return -1
      sent += count
    }
    return sent
  }

  #receive(step: Extract<Step, { readonly op: 'receive' }>): number {
    const atMost = Math.min(step.atMost ?? SLICE_BYTES, SLICE_BYTES)
    const wanted = step.toEnd === true ? Infinity : (step.bytes ?? 1)
    let got = 0
    while (got < wanted) {
      const count = this.#checked(this.#native.recv(this.#socket(step.on), this.#buffer, Math.min(atMost, SLICE_BYTES), 0))
      if (count < 0) return -1
      if (count === 0) break
      got += count
      if (step.pauseMs !== undefined) pause(step.pauseMs)
    }
    return got
  }

  #raw(step: Extract<Step, { readonly op: 'raw' }>): number {
    const native = this.#native
    const target = this.#plan.addresses[step.to ?? 'server']
    const socket = this.#checked(native.socket(this.#family, SOCK_RAW, IPPROTO_RAW))
    let sent = 0
    for (const segment of step.segments) {
      const packet = makeSegment({ ...rawHeader(segment), target: bytesOf(target), source: bytesOf(this.#source(segment, target)) })
      const name = socketAddress(target, 0)
      if (this.#checked(native.sendto(socket, packet, packet.length, 0, name, name.length)) < 0) return -1
      sent++
      if (step.pauseMs !== undefined) pause(step.pauseMs)
    }
    native.close(socket)
    return sent
  }

  #source(segment: RawSegment, target: string): string {
    if (segment.source === 'target') return target
    return segment.source ?? this.#plan.addresses[this.#plan.host]
  }
}

/** The rest of a segment: an arbitrary sequence number, different for each port. */
function rawHeader({ flags, port, localPort }: RawSegment): Omit<Parameters<typeof makeSegment>[0], 'source' | 'target'> {
  const seq = (localPort * 65_537 + port * 7919) >>> 0
  return {
    flags,
    sourcePort: localPort,
    targetPort: port,
    seq,
    ack: flags.includes('A') ? (seq ^ 0x5a5a_5a5a) >>> 0 : 0,
    window: 1024,
    ipId: port,
  }
}

/** Bytes that compress badly and are the same in every run. */
function payload(count: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: count }, (_, i) => 32 + ((i * 31 + (i >> 7)) % 95)))
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeInt32LE(value, i * 4)
  return bytes
}

function bytesOf(address: string): Uint8Array {
  return parseAddress(address) ?? new Uint8Array(4)
}

/** A `struct sockaddr_in` or `sockaddr_in6`. */
function socketAddress(address: string, port: number): Buffer {
  const bytes = bytesOf(address)
  const is4 = bytes.length === 4
  const name = Buffer.alloc(is4 ? 16 : 28)
  name.writeUInt16LE(AF[is4 ? 4 : 6], 0)
  name.writeUInt16BE(port, 2)
  name.set(bytes, is4 ? 4 : 8)
  return name
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

function untilSecond(): void {
  const at = (Math.floor(Date.now() / 1000) + 2) * 1000
  pause(at - Date.now() - 30)
  while (Date.now() < at);
}
