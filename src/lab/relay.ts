/** The path between hosts: a process that takes Ethernet frames from a tap device and gives them to the other end, later and by the rules. */
import { closeSync, openSync, read, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Native, dieWithParent, loadNative } from './native.ts'
import type { PathLink, PathRule } from './path-rule.ts'
import { editSegment, forgedFrame } from './segment-edit.ts'
import { type Place, flagBits, lowerTtl, placeOf } from './segment.ts'

/** What the relay is told in the first line of standard input; signals follow, one a line. */
export interface RelayPlan {
  readonly links: readonly PathLink[]
}

const CLONE_NEWNET = 0x4000_0000
const TUNSETIFF = 0x4004_54ca
const IFF_TAP_WITHOUT_HEADER = 0x1002
const IFREQ_BYTES = 40
const NAME_BYTES = 15
const LARGEST_FRAME = 65_600
const STDOUT = 1
const ONLY_ACK_SYN = flagBits('SA')
const SYN = flagBits('S')

/** Carries frames until standard input ends. */
export function runRelay(): void {
  const native = loadNative()
  dieWithParent(native)
  const signals = new Set<string>()
  const links: Link[] = []
  createInterface({ input: process.stdin })
    .once('close', () => process.kill(process.pid, 'SIGKILL'))
    .on('line', (line) => {
      if (links.length === 0) {
        links.push(...(JSON.parse(line) as RelayPlan).links.map((plan) => new Link(native, plan, signals)))
        writeSync(STDOUT, `${JSON.stringify({ note: 'carrying' })}\n`)
        return
      }
      signals.add(line)
      for (const link of links) link.release(line)
      writeSync(STDOUT, `${JSON.stringify({ note: 'heard' })}\n`)
    })
}

/** Opens a tap device that was made in a namespace. */
function openTap(native: Native, { namespace, device }: PathLink['a']): number {
  const handle = openSync(`/run/netns/${namespace}`, 'r')
  if (native.setns(handle, CLONE_NEWNET) !== 0) throw new Error(`setns ${namespace}: ${native.errnoName()}`)
  closeSync(handle)
  const tap = openSync('/dev/net/tun', 'r+')
  const request = Buffer.alloc(IFREQ_BYTES)
  request.write(device, 0, NAME_BYTES)
  request.writeUInt16LE(IFF_TAP_WITHOUT_HEADER, NAME_BYTES + 1)
  if (native.ioctl(tap, TUNSETIFF, request) !== 0) throw new Error(`tap ${device}: ${native.errnoName()}`)
  return tap
}

interface Waiting {
  readonly dueMs: number
  readonly tap: number
  readonly frame: Buffer
}

class Link {
  readonly #plan: PathLink
  readonly #signals: ReadonlySet<string>
  readonly #taps: readonly [number, number]
  readonly #seen: number[]
  readonly #waiting: Waiting[] = []
  readonly #held: { readonly signal: string; readonly target: number; readonly frame: Buffer }[] = []
  readonly #overtaken: { left: number; readonly target: number; readonly frame: Buffer }[] = []
  #timer: NodeJS.Timeout | undefined
  #timerMs = Infinity
  #firstTcpMs: number | undefined
  #syns = 0
  /** When the narrow place has sent all that it was given. */
  #freeMs = 0

  constructor(native: Native, plan: PathLink, signals: ReadonlySet<string>) {
    this.#plan = plan
    this.#signals = signals
    this.#taps = [openTap(native, plan.a), openTap(native, plan.b)]
    this.#seen = plan.rules.map(() => 0)
    this.#listen(0)
    this.#listen(1)
  }

  /** A signal came: what was kept for it goes on its way. */
  release(signal: string): void {
    for (let i = 0; i < this.#held.length; i++) {
      if (this.#held[i].signal !== signal) continue
      const [{ target, frame }] = this.#held.splice(i--, 1)
      this.#send(target, frame, performance.now())
    }
  }

  #listen(side: 0 | 1): void {
    const buffer = Buffer.alloc(LARGEST_FRAME)
    read(this.#taps[side], buffer, 0, buffer.length, null, (error, count) => {
      if (error === null) this.#take(Buffer.from(buffer.subarray(0, count)), side)
      if (error === null || error.code === 'EAGAIN' || error.code === 'EINTR') this.#listen(side)
    })
  }

  #take(frame: Buffer, side: 0 | 1): void {
    const nowMs = performance.now()
    const place = placeOf(frame)
    const target = this.#taps[1 - side]
    let extraMs = 0
    let hold: string | undefined
    let overtakenBy = 0
    const copies: number[] = []
    if (place !== undefined) {
      this.#firstTcpMs ??= nowMs
      if (side === 0 && (frame[place.tcp + 13] & ONLY_ACK_SYN) === SYN) this.#syns++
      for (const rule of this.#rulesFor(frame, place, side, nowMs)) {
        for (const order of rule.forge ?? []) {
          const forgedTo = order.to === 'sender' ? this.#taps[side] : target
          this.#queue({ dueMs: nowMs + (order.delayMs ?? 0), tap: forgedTo, frame: forgedFrame(frame, place, order) })
        }
        if (rule.drop === true) return
        extraMs += rule.delayMs ?? 0
        overtakenBy = Math.max(overtakenBy, rule.overtakenBy ?? 0)
        hold ??= rule.holdUntil !== undefined && !this.#signals.has(rule.holdUntil) ? rule.holdUntil : undefined
        if (rule.copyAfterMs !== undefined) copies.push(rule.copyAfterMs)
        editSegment(frame, place, rule)
      }
    }
    lowerTtl(frame, this.#plan.hops)
    if (overtakenBy > 0) {
      this.#overtaken.push({ left: overtakenBy, target, frame })
      return
    }
    if (hold !== undefined) this.#held.push({ signal: hold, target, frame })
    else this.#send(target, frame, nowMs + extraMs, side)
    this.#pass(target)
    for (const afterMs of copies) this.#send(target, frame, nowMs + extraMs + afterMs, side)
  }

  /** A packet has gone: those that wait to be overtaken may be next. */
  #pass(target: number): void {
    for (const item of this.#overtaken.slice()) {
      if (item.target !== target || --item.left > 0) continue
      this.#overtaken.splice(this.#overtaken.indexOf(item), 1)
      this.#send(target, item.frame, performance.now())
    }
  }

  /** The rules that take this packet; counts for those that it fits. */
  #rulesFor(frame: Buffer, place: Place, side: 0 | 1, nowMs: number): PathRule[] {
    return this.#plan.rules.filter((rule, i) => {
      if (rule.from !== (side === 0 ? 'a' : 'b') || !this.#isTime(rule, nowMs) || !fits(rule, frame, place)) return false
      const seen = this.#seen[i]++ - (rule.skip ?? 0)
      return seen >= 0 && seen < (rule.count ?? 1) * (rule.every ?? 1) && seen % (rule.every ?? 1) === 0
    })
  }

  #isTime({ afterMs = 0, after, until, fromSyn = 0 }: PathRule, nowMs: number): boolean {
    return (
      nowMs - (this.#firstTcpMs ?? nowMs) >= afterMs &&
      (after === undefined || this.#signals.has(after)) &&
      (until === undefined || !this.#signals.has(until)) &&
      this.#syns >= fromSyn
    )
  }

  #send(tap: number, frame: Buffer, atMs: number, side?: 0 | 1): void {
    const { bottleneck, delayMs } = this.#plan
    if (bottleneck === undefined || side === undefined || bottleneck.from !== (side === 0 ? 'a' : 'b')) {
      this.#queue({ dueMs: atMs + delayMs, tap, frame })
      return
    }
    const backlogBytes = (Math.max(0, this.#freeMs - atMs) / 1000) * bottleneck.bytesPerSecond
    if (backlogBytes + frame.length > bottleneck.queueBytes) return
    this.#freeMs = Math.max(this.#freeMs, atMs) + (frame.length / bottleneck.bytesPerSecond) * 1000
    this.#queue({ dueMs: this.#freeMs + delayMs, tap, frame })
  }

  #queue(item: Waiting): void {
    let at = this.#waiting.length
    while (at > 0 && this.#waiting[at - 1].dueMs > item.dueMs) at--
    this.#waiting.splice(at, 0, item)
    this.#wake()
  }

  #wake(): void {
    const next = this.#waiting[0]
    if (next === undefined || next.dueMs >= this.#timerMs) return
    clearTimeout(this.#timer)
    this.#timerMs = next.dueMs
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, next.dueMs - performance.now()))
  }

  #flush(): void {
    this.#timerMs = Infinity
    while (this.#waiting.length > 0 && this.#waiting[0].dueMs <= performance.now()) {
      const [{ tap, frame }] = this.#waiting.splice(0, 1)
      try {
        writeSync(tap, frame)
      } catch {
        // The device is down: the packet is lost, as on any path.
      }
    }
    this.#wake()
  }
}

function fits(rule: PathRule, frame: Buffer, place: Place): boolean {
  const flags = frame[place.tcp + 13]
  const wanted = flagBits(rule.flags ?? '')
  const length = place.end - place.data
  return (
    (flags & wanted) === wanted &&
    (flags & flagBits(rule.notFlags ?? '')) === 0 &&
    (rule.data === undefined || rule.data === length > 0) &&
    length >= (rule.atLeastBytes ?? 0) &&
    (rule.text === undefined || frame.subarray(place.data, place.end).includes(rule.text))
  )
}
