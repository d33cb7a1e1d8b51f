/** `synfin shark`: tshark's view of TCP and what carries it, for captures that exist already. */
import { isatty } from 'node:tty'
import { TextOutput } from '../core/bytes/text-output.ts'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import type { RecordScan } from '../core/capture/record-scan.ts'
import { NoCompiledMemoryError } from '../core/compiled/compiled-module.ts'
import { DetectingReader } from '../core/capture/format.ts'
import type { CaptureInfo, CaptureProblem, PacketRecord } from '../core/capture/record.ts'
import { Dissector } from '../core/dialects/wireshark/dissector.ts'
import { fieldNames, fieldByName } from '../core/dialects/wireshark/field-registry.ts'
import type { Field } from '../core/dialects/wireshark/field.ts'
import { PlainItems } from '../core/dialects/wireshark/plain-items.ts'
import type { PlainPacket } from '../core/dialects/wireshark/plain-packet.ts'
import type { DisplayFilter } from '../core/filter/display/display-filter.ts'
import { readInput } from '../node/input-file.ts'
import { EXPLAINED_FIELDS, SharkExplanation, marksOf } from '../core/report/shark-explanation.ts'
import { printable } from '../core/view/text-layout.ts'
import { Output } from '../node/output.ts'
import { languageOf } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { flushingReader } from './flushing-reader.ts'
import { localTime } from './local-time.ts'
import { SHARK_USAGE, type SharkOptions, SharkUsageError, readSharkOptions } from './shark-options.ts'
import { filterNamed } from './shark-filter.ts'
import { PacketView, type PlainView } from './shark-packet-view.ts'
import { SharkStatistics } from './shark-statistics.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'
import { isReadOnce, TwicePipe } from './twice-pipe.ts'
import { versionText } from './version.ts'

/** The name in front of messages: they are tshark's own. */
const PROGRAM = 'tshark'
const STDOUT = 1
const FIRST_BIT_BYTES = 1024
const NO_BYTES = new Uint8Array(0)

/** Runs the command with the words after `shark`; gives its exit code. Raises an `OutputError`. */
export async function shark(words: readonly string[]): Promise<ExitCode> {
  try {
    const options = readSharkOptions(words)
    if (options.query !== undefined) return answer(options.query)
    if (options.file === undefined) {
      throw new SharkUsageError('synfin: shark does not capture from interfaces: read a file with -r FILE, or a pipe with -r -.')
    }
    for (const asked of options.decodeAs)
      tell(`synfin: -d ${printable(asked)} changes nothing: headers are decoded by their own numbers here, and what TCP carries is data.\n`)
    return await new SharkRun(options, options.explains ? new SharkExplanation(languageOf(words, process.env)) : undefined).run()
  } catch (error) {
    if (!(error instanceof SharkUsageError)) throw error
    const prefix = error.message.startsWith('synfin: ') ? '' : `${PROGRAM}: `
    const advice = error.advice(languageOf(words, process.env))
    tell(`${prefix}${error.message}\n${advice === '' ? '' : `${advice}\n`}${error.showsUsage ? `\n${SHARK_USAGE}` : ''}`)
    return EXIT.usage
  }
}

function answer(query: NonNullable<SharkOptions['query']>): ExitCode {
  const output = new Output('-')
  if (query === 'fields') for (const name of fieldNames()) output.write(fieldLine(name))
  else {
    const text = `synfin ${versionText()}, which shows what TShark (Wireshark) 4.0.17 shows\n`
    output.write(query === 'help' ? `${text}\n${SHARK_USAGE}` : text)
  }
  output.close()
  return EXIT.ok
}

/** A line of `-G fields`, as tshark has it: kind, title, name, type, parent, base, mask, description. */
function fieldLine(name: string): string {
  const field = fieldByName(name)
  if (field === undefined) return ''
  if (field.type === 'protocol') return `P\t${field.title}\t${name}\n`
  const parent = name.slice(0, Math.max(0, name.indexOf('.'))) || name
  return `F\t${field.title}\t${name}\t${FIELD_TYPES[field.type]}\t${parent}\t${baseText(field)}\t0x${(field.mask ?? 0).toString(16)}\t\n`
}

/** The base of a number, the bits of a boolean's byte(s); nothing for what is neither. */
function baseText({ type, base, mask, maskBits }: Field): string {
  if (type === 'boolean') return mask === undefined ? '0' : String(maskBits ?? BITS_PER_BYTE)
  const isNumber = type.startsWith('uint') || type.startsWith('int')
  return isNumber ? FIELD_BASES[base ?? 'dec'] : ''
}

const BITS_PER_BYTE = 8
const FIELD_BASES = {
  dec: 'BASE_DEC',
  hex: 'BASE_HEX',
  'dec-hex': 'BASE_DEC_HEX',
  'hex-dec': 'BASE_HEX_DEC',
  oct: 'BASE_OCT',
} as const
const FIELD_TYPES = {
  none: 'FT_NONE',
  protocol: 'FT_PROTOCOL',
  boolean: 'FT_BOOLEAN',
  uint8: 'FT_UINT8',
  uint16: 'FT_UINT16',
  uint24: 'FT_UINT24',
  uint32: 'FT_UINT32',
  uint64: 'FT_UINT64',
  int32: 'FT_INT32',
  'frame-number': 'FT_FRAMENUM',
  ipv4: 'FT_IPv4',
  ipv6: 'FT_IPv6',
  'ethernet-address': 'FT_ETHER',
  bytes: 'FT_BYTES',
  string: 'FT_STRING',
  'relative-time': 'FT_RELATIVE_TIME',
  'absolute-time': 'FT_ABSOLUTE_TIME',
} as const

/** One run over one file: read (twice with `-2`), filter, print, count. */
class SharkRun {
  private readonly options: SharkOptions
  private readonly abort = new AbortController()
  private readonly output = new Output('-')
  private readonly text: TextOutput
  private readonly view: PacketView | undefined
  private readonly statistics: SharkStatistics
  private readonly explanation: SharkExplanation | undefined
  private readonly filter: DisplayFilter | undefined
  private readonly readFilter: DisplayFilter | undefined
  private readonly wanted: ReadonlySet<string> | undefined
  /** Somebody looks into the packets: the records are not enough. */
  private readonly needsFields: boolean
  private dissector: Dissector | undefined
  /** Prints packets that need no items, and makes those that the filter looks at. */
  private plainView: PlainView | undefined
  private plainItems: PlainItems | undefined
  private isInterrupted = false
  private isStopped = false
  private hasBegun = false
  private recordCount = 0
  /** Frames so far: all records, but for those that `-R` leaves out. */
  private frameCount = 0
  /** In the second pass: which records the first one let through; undefined without `-R`. */
  private passed: Uint8Array | undefined

  /** @param explanation takes all packets before the first is shown, with `--explain` */
  constructor(options: SharkOptions, explanation?: SharkExplanation) {
    this.options = options
    this.explanation = explanation
    this.text = new TextOutput((bytes) => this.write(bytes))
    this.filter = options.displayFilter === undefined ? undefined : filterNamed(options.displayFilter)
    this.readFilter = options.readFilter === undefined ? undefined : filterNamed(options.readFilter)
    this.view = options.showsPackets ? new PacketView(options, this.text, (text) => this.write(text)) : undefined
    this.statistics = new SharkStatistics(options)
    this.needsFields = this.view !== undefined || this.statistics.needsFields || this.readFilter !== undefined
    const isEverything = this.view !== undefined && this.view.wanted === undefined
    const parts = [this.view?.wanted, this.statistics.wanted, this.filter?.wanted, this.readFilter?.wanted]
    this.wanted = isEverything ? undefined : new Set(parts.flatMap((part) => [...(part ?? [])]))
  }

  async run(): Promise<ExitCode> {
    const { options } = this
    const file = options.file ?? '-'
    const release = onStopSignal(['SIGINT'], () => {
      this.isInterrupted = true
      this.stop()
    })
    const isReadTwice = options.hasTwoPasses || options.explains
    const copy = isReadTwice && isReadOnce(file) ? await TwicePipe.keep(file, this.abort.signal) : undefined
    let info: CaptureInfo
    try {
      if (options.hasTwoPasses) await this.pass(copy?.path ?? file, (record) => this.note(record))
      this.dissector?.finishFirstPass()
      if (this.explanation !== undefined) await this.explain(copy?.path ?? file, this.explanation)
      info = await this.pass(copy?.path ?? file, (record) => this.take(record))
    } finally {
      copy?.remove()
      release()
    }
    const [problem] = this.isStopped ? [] : info.problems
    const isEmptyCapture = problem?.code === 'no-packets' && (info.format === 'pcap' || info.format === 'pcapng')
    const isRead = problem === undefined || isEmptyCapture || problem.code === 'truncated-file'
    if (isRead) this.begin()
    if (this.hasBegun) this.view?.end()
    this.text.flush()
    for (const piece of this.statistics.text(info)) if (!this.output.write(piece)) break
    this.output.flush()
    if (this.isInterrupted) return EXIT.interrupted
    const forgotten = this.explanation?.forgotten ?? 0
    if (forgotten > 0) tell(`synfin: ${forgotten} more frames differ than can be explained\n`)
    if (problem === undefined || isEmptyCapture) return EXIT.ok
    tell(`${PROGRAM}: ${problemText(problem, file)}\n`)
    return EXIT.failed
  }

  /** Prints what stands before the first packet: of an input that cannot be read nothing is printed at all. */
  private begin(): void {
    if (this.hasBegun) return
    this.hasBegun = true
    this.view?.begin()
  }

  private write(data: Uint8Array | string): void {
    if (!this.output.write(data)) this.stop()
  }

  private stop(): void {
    this.isStopped = true
    this.abort.abort()
  }

  /** Reads the input once; each record within `-c` goes to `take`. */
  private async pass(path: string, take: (record: PacketRecord, capture: CaptureInfo) => void): Promise<CaptureInfo> {
    const { packetLimit } = this.options
    this.recordCount = 0
    this.frameCount = 0
    let isFull = false
    let info: CaptureInfo | undefined
    const takeOne = (record: PacketRecord): void => {
      if (isFull || this.isStopped) return
      // The reader's own, once it is known what the input is.
      info ??= reader.info
      if (this.needsFields && this.dissector === undefined) {
        this.dissector = this.newDissector(info)
        this.plainView = this.newPlainView(this.dissector)
      }
      take(record, info)
      if (++this.recordCount >= packetLimit) isFull = true
    }
    const reader: DetectingReader = new DetectingReader(takeOne, this.scan())
    const limited: DirectReader = flushingReader(reader, () => {
      if (isFull) this.endPass()
      if (this.isWatched) this.flush()
    })
    await readInput(path, limited, { signal: this.abort.signal })
    return reader.info
  }

  /** Where nobody but a statistic looks at the records, and at all of them, it can take them from the file itself. */
  private scan(): RecordScan | undefined {
    const { needsFields, options, statistics } = this
    if (needsFields || options.hasTwoPasses || options.explains || options.packetLimit !== Infinity) return undefined
    return statistics.scan
  }

  /** Enough was read. A second pass can still come: only the reading of this one ends. */
  private endPass(): void {
    if (!this.options.hasTwoPasses && !this.options.explains) this.stop()
  }

  /** Whether somebody may be waiting for what was printed so far. */
  private get isWatched(): boolean {
    return this.options.flushesPackets || this.options.file === '-' || isatty(STDOUT)
  }

  private flush(): void {
    this.view?.flush()
    this.text.flush()
    this.output.flush()
  }

  private newDissector(capture: CaptureInfo): Dissector {
    const { wanted, options } = this
    const { preferences: tcp, hasTwoPasses: twoPasses } = options
    return new Dissector({ tcp, capture, localTime, twoPasses, ...(wanted === undefined ? {} : { wanted }) })
  }

  /** Nobody but the view looks into packets, and what it shows can be written without items. */
  private newPlainView(dissector: Dissector): PlainView | undefined {
    const { view, filter, readFilter, explanation, statistics, options } = this
    const isAlone = readFilter === undefined && explanation === undefined && !statistics.needsFields
    if (!isAlone || options.hasTwoPasses) return undefined
    if (filter !== undefined) {
      this.plainItems = filter.usesLayers ? undefined : PlainItems.of(filter.wanted)
      if (this.plainItems === undefined) return undefined
    }
    try {
      return view?.plainView(dissector)
    } catch (error) {
      // Every packet then gets its items: the same, in more time.
      if (error instanceof NoCompiledMemoryError) return undefined
      throw error
    }
  }

  /** A record of the first pass of two. */
  private note(record: PacketRecord): void {
    const packet = this.dissector?.dissect(record, this.frameCount + 1)
    const isFrame = packet === undefined || this.readFilter === undefined || this.readFilter.matches(packet)
    if (isFrame) this.frameCount++
    if (this.readFilter === undefined) return
    this.passed = withBit(this.passed, this.recordCount, isFrame)
  }

  /** A pass of its own: what a packet was is known when the packets behind it were seen. */
  private async explain(path: string, explanation: SharkExplanation): Promise<void> {
    const { preferences: tcp } = this.options
    let dissector: Dissector | undefined
    const options = { tcp, wanted: new Set(EXPLAINED_FIELDS) }
    await this.pass(path, (record, capture) => {
      if (this.leavesOut()) return
      dissector ??= new Dissector({ ...options, capture })
      const packet = dissector.dissect(record, ++this.frameCount)
      explanation.take(record, packet.number, marksOf(packet))
    })
  }

  /** The read filter of the first pass did not let the record through. */
  private leavesOut(): boolean {
    const { passed, recordCount } = this
    return passed !== undefined && (passed[recordCount >> 3] & (1 << (recordCount & 7))) === 0
  }

  /** A packet that is followed in any case, and printed without items if the filter lets it through. */
  private takePlain(plain: PlainPacket, dissector: Dissector, plainView: PlainView): void {
    const { filter, plainItems } = this
    const followed = dissector.follow(plain, plainView.wantsInfo)
    if (filter !== undefined && plainItems !== undefined) {
      const layers = plainItems.of(plain, followed)
      if (!filter.matches({ layers, bytes: NO_BYTES })) return
    }
    plainView.write(plain, followed)
    dissector.displayed()
    if (this.options.flushesPackets) this.flush()
  }

  /** A record of the only pass, or of the second. */
  private take(record: PacketRecord): void {
    const { statistics, dissector, view, explanation, plainView } = this
    if (this.leavesOut()) return
    if (!this.hasBegun) this.begin()
    if (dissector !== undefined && plainView !== undefined) {
      const plain = dissector.plain(record, this.frameCount + 1, plainView)
      if (plain !== undefined) {
        this.frameCount++
        statistics.take(record, undefined)
        this.takePlain(plain, dissector, plainView)
        return
      }
    }
    const dissected = dissector?.dissect(record, ++this.frameCount)
    const packet = dissected === undefined ? undefined : (explanation?.explained(dissected) ?? dissected)
    statistics.take(record, packet)
    if (view === undefined || packet === undefined) return
    if (this.filter !== undefined && !this.filter.matches(packet)) return
    view.packet(packet)
    dissector?.displayed()
    if (this.options.flushesPackets) this.flush()
  }
}

/** `bits`, with one more of them set, in an array that is large enough. */
function withBit(bits: Uint8Array | undefined, index: number, isSet: boolean): Uint8Array {
  let array = bits ?? new Uint8Array(FIRST_BIT_BYTES)
  if (index >> 3 >= array.length) {
    const larger = new Uint8Array(array.length * 2)
    larger.set(array)
    array = larger
  }
  if (isSet) array[index >> 3] |= 1 << (index & 7)
  return array
}

/** tshark's words for what is wrong with an input, and our own where it has none. */
function problemText(problem: CaptureProblem, path: string): string {
  const name = printable(path)
  const file = name === '-' ? 'The standard input' : `The file "${name}"`
  switch (problem.code) {
    case 'no-such-file':
      return `${file} doesn't exist.`
    case 'no-permission':
      return `You don't have permission to read the file "${name}".`
    case 'is-directory':
      return `"${name}" is a directory (folder), not a file.`
    case 'unknown-format':
    case 'no-packets':
      return `${file} isn't a capture file in a format TShark understands.\n${problem.message}`
    case 'truncated-file':
      return `${file} appears to have been cut short in the middle of a packet.`
    default:
      return problem.message
  }
}
