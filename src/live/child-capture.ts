/** Captures through a program that this machine has: tcpdump or dumpcap as a child process that writes pcap to a pipe. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { DetectingReader } from '../core/capture/format.ts'
import { LINK_TYPE, linkTypeName, linkTypeOfName } from '../core/capture/link-type.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import { compileFilter, type PacketTest } from '../core/filter/filter.ts'
import { type LiveCapture, LiveCaptureError, type LiveCounts, type LiveFaultCode, type LiveOptions } from './live-capture.ts'

/** The snapshot length that tcpdump uses unless it is told otherwise. */
const DEFAULT_SNAPLEN = 262_144
/** What is on its way through the program when it is stopped gets so long to arrive: the signal would overtake it. */
const LAST_PACKETS_MS = 100
/** A program that was asked to stop gets so long to do it. */
const STOP_LIMIT_MS = 3000
const BYTES_PER_KIB = 1024
const BYTES_PER_MIB = 1024 * 1024
/** How long a program may take to say that it captures. */
const START_LIMIT_MS = 10_000
/** More of what a program says is not kept. */
const MOST_SAID = 16_384
const LISTENING = /listening on .*, link-type (\S+)[^\n]*\n/
const CAPTURING = /(?:^|\n)(?:Capturing on|File:) /

/** A program that captures: its name, and how it is asked. */
interface Program {
  readonly name: 'tcpdump' | 'dumpcap'
  readonly words: (options: LiveOptions) => string[]
  /** What it says on standard error once it captures. */
  readonly ready: RegExp
}

const PROGRAMS: readonly Program[] = [
  { name: 'tcpdump', words: tcpdumpWords, ready: LISTENING },
  { name: 'dumpcap', words: dumpcapWords, ready: CAPTURING },
]

/** For immediate mode libpcap divides its buffer into places for the largest packet: of its usual 2 MiB, that is eight packets. */
const IMMEDIATE_BUFFER_BYTES = 64 * 1024 * 1024

/** Begins to capture with the first of the programs that is there. Rejects with a `LiveCaptureError`. */
export async function openChildCapture(options: LiveOptions): Promise<LiveCapture> {
  for (const program of PROGRAMS) {
    if (program.name === 'dumpcap' && options.direction !== undefined && options.direction !== 'inout') continue
    const capture = await ChildCapture.open(program, options)
    if (capture !== undefined) return capture
  }
  throw new LiveCaptureError('no-backend', 'neither tcpdump nor dumpcap can be run')
}

function tcpdumpWords(options: LiveOptions): string[] {
  const words = ['-i', options.interface, '-n', '-U', '--immediate-mode', '-s', String(options.snaplen ?? DEFAULT_SNAPLEN)]
  // Elsewhere libpcap may have no nanoseconds, and then tcpdump refuses to begin.
  if (process.platform === 'linux') words.push('--nano')
  if (options.promiscuous === false) words.push('-p')
  words.push('-B', String(Math.ceil((options.bufferBytes ?? IMMEDIATE_BUFFER_BYTES) / BYTES_PER_KIB)))
  if (options.direction !== undefined && options.direction !== 'inout') words.push('-Q', options.direction)
  if (options.linkType !== undefined) words.push('-y', linkTypeName(options.linkType).name)
  words.push('-w', '-')
  const text = childFilterText(options)
  return text === '' ? words : [...words, '--', text]
}

function dumpcapWords(options: LiveOptions): string[] {
  const words = ['-q', '-P', '-i', options.interface, '-s', String(options.snaplen ?? DEFAULT_SNAPLEN), '-w', '-']
  if (options.promiscuous === false) words.push('-p')
  if (options.bufferBytes !== undefined) words.push('-B', String(Math.ceil(options.bufferBytes / BYTES_PER_MIB)))
  const text = childFilterText(options)
  return text === '' ? words : [...words, '-f', text]
}

/** The expression that the program understands: those of our own dialect are left to us alone. */
function childFilterText(options: LiveOptions): string {
  const { filter } = options
  return filter === undefined || filter.dialect === 'synfin' ? '' : filter.text.trim()
}

class ChildCapture implements LiveCapture {
  readonly via: 'tcpdump' | 'dumpcap'
  readonly info: CaptureInfo
  readonly linkType: number
  readonly snaplen: number
  readonly ended: Promise<LiveCaptureError | undefined>
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #said: () => string
  #captured = 0
  #isStopped = false

  /** Runs the program until it captures; undefined when this machine has no such program. */
  static async open(program: Program, options: LiveOptions): Promise<ChildCapture | undefined> {
    const child = spawn(program.name, program.words(options), {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C is for us: the program is stopped when we have had what it captured.
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
    })
    let said = ''
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => (said = (said + text).slice(-MOST_SAID)))
    const outcome = await new Promise<'ready' | 'missing' | 'over'>((resolve) => {
      const limit = setTimeout(() => resolve('over'), START_LIMIT_MS)
      child.once('error', () => resolve('missing'))
      child.once('close', () => resolve('over'))
      child.stderr.on('data', () => program.ready.test(said) && resolve('ready'))
      void child.once('exit', () => clearTimeout(limit))
    })
    if (outcome === 'missing') return undefined
    if (outcome === 'over') {
      child.kill('SIGKILL')
      throw faultOf(said, program.name)
    }
    const linkType = linkTypeOfName(LISTENING.exec(said)?.[1] ?? '') ?? LINK_TYPE.ethernet
    return new ChildCapture(program, child, () => said, linkType, options)
  }

  private constructor(
    program: Program,
    child: ChildProcessByStdio<null, Readable, Readable>,
    said: () => string,
    linkType: number,
    options: LiveOptions,
  ) {
    this.via = program.name
    this.#child = child
    this.#said = said
    this.linkType = linkType
    this.snaplen = options.snaplen ?? DEFAULT_SNAPLEN
    this.info = {
      format: 'live',
      startNs: undefined,
      interfaces: [{ name: options.interface, linkType, snaplen: this.snaplen, dropped: undefined }],
      problems: [],
      comments: [],
      hostNames: new Map(),
    }
    const matches = ownTest(options, linkType)
    const reader = new DetectingReader((record: PacketRecord) => {
      this.info.startNs ??= reader.info.startNs
      if (matches !== undefined && !matches(record.bytes, record.from, record.capLen, record.wireLen)) return
      this.#captured++
      options.onRecord(record)
    })
    child.stdout.on('data', (chunk: Uint8Array) => {
      reader.push(chunk)
      options.onBatch?.()
    })
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        process.removeListener('exit', kill)
        this.info.interfaces[0].dropped = this.counts().dropped
        resolve(this.#isStopped ? undefined : faultOf(said(), program.name))
      })
    })
    const kill = (): void => void child.kill('SIGKILL')
    process.once('exit', kill)
  }

  counts(): LiveCounts {
    const said = this.#said()
    const number = (pattern: RegExp): number => Number(pattern.exec(said)?.[1] ?? 0)
    const dropped = number(/(\d+) packets? dropped by kernel/) + number(/dropped on interface [^\n]*: \d+\/(\d+)/)
    const received = Math.max(number(/(\d+) packets? received by filter/), this.#captured)
    return { captured: this.#captured, received, dropped, interfaceDropped: number(/(\d+) packets? dropped by interface/), loopback: 0 }
  }

  async stop(): Promise<LiveCounts> {
    if (!this.#isStopped) {
      this.#isStopped = true
      await new Promise((resolve) => setTimeout(resolve, LAST_PACKETS_MS))
      this.#child.kill('SIGINT')
      // Not ours to stop any more, or deaf: without anybody to write to, it ends.
      const limit = setTimeout(() => this.#child.kill('SIGKILL') || this.#child.stdout.destroy(), STOP_LIMIT_MS)
      void this.ended.then(() => clearTimeout(limit))
    }
    await this.ended
    return this.counts()
  }
}

/** The test that is left to us: of an expression in our own dialect. */
function ownTest({ filter }: LiveOptions, linkType: number): PacketTest | undefined {
  if (filter === undefined || filter.dialect !== 'synfin' || filter.text.trim() === '') return undefined
  const { text, ...rest } = filter
  const result = compileFilter(text, { ...rest, linkType })
  if (!result.ok) throw new LiveCaptureError('bad-filter', result.error.message, result.error)
  return result.filter.matches
}

const FAULTS: readonly (readonly [RegExp, LiveFaultCode])[] = [
  [/permission|not permitted/i, 'no-permission'],
  [/no such device|doesn't exist|not found/i, 'no-such-interface'],
  [/is not up/i, 'interface-down'],
  [/filter expression|syntax error|invalid capture filter/i, 'bad-filter'],
  [/DLTs? supported/i, 'bad-link-type'],
]

function faultOf(said: string, name: string): LiveCaptureError {
  const text = said.replace(new RegExp(`^${name}: `, 'gm'), '').trim()
  const [, code] = FAULTS.find(([pattern]) => pattern.test(text)) ?? [undefined, 'system' as const]
  return new LiveCaptureError(code, text === '' ? `${name} ended` : text)
}
