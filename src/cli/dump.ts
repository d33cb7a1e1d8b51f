/** `synfin dump`: tcpdump's lines, files and messages, for captures that exist already. */
import { readFileSync } from 'node:fs'
import { isatty } from 'node:tty'
import { TextOutput } from '../core/bytes/text-output.ts'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import { DetectingReader } from '../core/capture/format.ts'
import { LINK_TYPE, linkTypeName, linkTypeOfName } from '../core/capture/link-type.ts'
import type { CaptureInfo, CaptureProblem, PacketRecord } from '../core/capture/record.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import type { Surroundings } from '../core/dialects/tcpdump/print-options.ts'
import { programArrayText, programNumbersText, programText } from '../core/filter/bpf-text.ts'
import { type Filter, type PacketTest, compileFilter } from '../core/filter/filter.ts'
import { type FilterError, caretText } from '../core/filter/filter-error.ts'
import { readInput } from '../node/input-file.ts'
import { Output } from '../node/output.ts'
import { readHostNames, readInterfaceNames, readPortNames } from '../node/system-names.ts'
import { DumpFiles } from './dump-files.ts'
import { type DumpOptions, DumpUsageError, MAX_SNAPLEN, USAGE, readDumpOptions } from './dump-options.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { hostAddresses } from './host-addresses.ts'
import { tell } from './terminal.ts'
import { versionText } from './version.ts'

/** The name in front of messages: they are tcpdump's own. */
const PROGRAM = 'tcpdump'
const STDOUT = 1
const SECONDS_PER_MINUTE = 60
const MS_PER_S = 1000
const RECORD_HEADER_BYTES = 16
const FILE_HEADER_BYTES = 24

/** Ends a run with a message. */
class DumpFault extends Error {}

/** Runs the command with the words after `dump`; gives its exit code. Raises an `OutputError`. */
export async function dump(words: readonly string[]): Promise<ExitCode> {
  try {
    const options = readDumpOptions(words)
    if (options.query !== undefined) return await answer(options)
    if (options.showsProgram > 0) return showProgram(options)
    if (options.file === undefined && options.fileList === undefined) return refuseLive()
    return await new DumpRun(options).run()
  } catch (error) {
    if (error instanceof DumpUsageError) {
      tell(`${PROGRAM}: ${error.message}\n${error.showsUsage ? USAGE : ''}`)
      return EXIT.failed
    }
    if (error instanceof DumpFault) {
      tell(`${PROGRAM}: ${error.message}\n`)
      return EXIT.failed
    }
    throw error
  }
}

function refuseLive(): ExitCode {
  tell('synfin: dump does not capture from interfaces yet: read a file with -r FILE, or a pipe with -r -.\n')
  return EXIT.usage
}

async function answer(options: DumpOptions): Promise<ExitCode> {
  if (options.query === 'help' || options.query === 'version') {
    const text = `synfin ${versionText()}, which prints as tcpdump version 4.99.3\nand filters as libpcap version 1.10.3\n`
    print(options.query === 'help' ? text + USAGE : text)
    return EXIT.ok
  }
  if (options.query === 'interfaces') {
    const names = [...readInterfaceNames()].sort(([a], [b]) => a - b).map(([, name]) => name)
    print(names.map((name, i) => `${i + 1}.${name}\n`).join(''))
    return EXIT.ok
  }
  if (options.file === undefined) return refuseLive()
  // As tcpdump does, -L and -J are forgotten when a file is read.
  return new DumpRun(options).run()
}

function print(text: string): void {
  const output = new Output('-')
  output.write(text)
  output.close()
}

/** The expression: of the file after `-F`, whose comments are blanks, or of the command line. */
function expressionOf(options: DumpOptions): string {
  if (options.filterFile === undefined) return options.expression.join(' ')
  try {
    return readFileSync(options.filterFile === '-' ? 0 : options.filterFile, 'utf8').replaceAll(/#[^\n]*/g, ' ')
  } catch (error) {
    throw new DumpFault(`can't open ${options.filterFile}: ${systemText(error)}`)
  }
}

/** What the system says, in the C library's words where we know them. */
function systemText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    EACCES: 'Permission denied',
    EISDIR: 'Is a directory',
    ENOTDIR: 'Not a directory',
  }
  return known[code] ?? (error instanceof Error ? error.message : String(error))
}

function filterOf(text: string, linkType: number, options: DumpOptions, source: 'file' | 'none'): Filter {
  const result = compileFilter(text, {
    linkType,
    snaplen: options.snaplen,
    dialect: options.dialect,
    source,
    neverMatching: options.isUnoptimized ? 'allow' : 'error',
    resolveHost: hostAddresses,
  })
  if (!result.ok) throw new DumpFault(filterFaultText(text, result.error))
  return result.filter
}

function filterFaultText(text: string, error: FilterError): string {
  return `${error.message}\n${caretText(text, error)}\n${error.explanation}`
}

function showProgram(options: DumpOptions): ExitCode {
  let linkType: number = LINK_TYPE.ethernet
  if (options.linkType !== undefined) linkType = linkTypeNamed(options.linkType)
  else if (options.file === undefined) tell('Warning: assuming Ethernet\n')
  const { program } = filterOf(expressionOf(options), linkType, options, options.file === undefined ? 'none' : 'file')
  const write = options.showsProgram > 2 ? programNumbersText : options.showsProgram > 1 ? programArrayText : programText
  print(write(program))
  return EXIT.ok
}

function linkTypeNamed(name: string): number {
  const linkType = linkTypeOfName(name)
  if (linkType === undefined) throw new DumpUsageError(`invalid data link type ${name}`, false)
  return linkType
}

/** What a printer asks of this machine. */
function surroundingsOf(options: DumpOptions): Surroundings {
  let interfaces: ReadonlyMap<number, string> | undefined
  const common: Surroundings = {
    zoneSeconds: (seconds) => -new Date(seconds * MS_PER_S).getTimezoneOffset() * SECONDS_PER_MINUTE,
    interfaceName: (index) => (interfaces ??= readInterfaceNames()).get(index),
  }
  if (options.print.numeric) return common
  const ports = readPortNames()
  const hosts = readHostNames()
  return { ...common, hostName: (address) => hosts.get(address), portName: (port, protocol) => ports.get(`${port}/${protocol}`) }
}

/** One run over one file or several: read, filter, print, write. */
class DumpRun {
  private readonly options: DumpOptions
  private readonly abort = new AbortController()
  private readonly output = new Output('-')
  private readonly text: TextOutput
  private readonly printer: PacketPrinter
  private readonly filters = new Map<number, PacketTest>()
  private readonly prints: boolean
  private files: DumpFiles | undefined
  private packetCount = 0
  private isStopped = false
  private fault: Error | undefined

  constructor(options: DumpOptions) {
    this.options = options
    if (options.linkType !== undefined) linkTypeNamed(options.linkType)
    this.text = new TextOutput((bytes) => {
      if (!this.output.write(bytes)) this.stop()
    })
    this.printer = new PacketPrinter(this.text, options.print, surroundingsOf(options))
    this.prints = !options.countsOnly && (options.output === undefined || options.alsoPrints)
  }

  async run(): Promise<ExitCode> {
    const { options } = this
    const names = options.fileList === undefined ? [options.file ?? '-'] : namesIn(options.fileList)
    const interrupt = (): void => this.stop()
    process.once('SIGINT', interrupt)
    let problem: string | undefined
    for (const name of names) {
      problem = await this.read(name, names)
      if (problem !== undefined || this.isStopped) break
    }
    process.removeListener('SIGINT', interrupt)
    this.text.flush()
    if (options.countsOnly && this.fault === undefined)
      this.output.write(`${this.packetCount} packet${this.packetCount === 1 ? '' : 's'}\n`)
    this.output.flush()
    this.files?.close()
    if (this.fault !== undefined) throw this.fault
    if (this.files?.isFull === true) tell(`Maximum file limit reached: ${options.fileCount}\n`)
    if (problem === undefined) return EXIT.ok
    tell(`${PROGRAM}: ${problem}\n`)
    return EXIT.failed
  }

  private stop(): void {
    this.isStopped = true
    this.abort.abort()
  }

  /** Reads one input; gives what is wrong with it, in tcpdump's words. */
  private async read(name: string, inputs: readonly string[]): Promise<string | undefined> {
    let isBegun = false
    const reader = new DetectingReader((record) => {
      if (this.isStopped) return
      if (!isBegun) {
        isBegun = true
        if (!this.begin(name, reader.info, record.linkType, inputs)) return
      }
      this.take(record, reader.info)
    })
    await readInput(name, this.flushing(reader), { signal: this.abort.signal })
    const { info } = reader
    if (!isBegun && info.interfaces.length > 0) this.begin(name, info, info.interfaces[0].linkType, inputs)
    const [problem] = this.isStopped ? [] : info.problems
    return problem === undefined ? undefined : problemText(problem, name, info.interfaces.length > 0)
  }

  /** The reader, with its lines handed on after each chunk where somebody may be waiting for them. */
  private flushing(reader: DirectReader): DirectReader {
    const { flushesLines, file } = this.options
    if (!flushesLines && file !== '-' && !isatty(STDOUT)) return reader
    const flush = (): void => {
      this.text.flush()
      this.output.flush()
    }
    return {
      get info() {
        return reader.info
      },
      get done() {
        return reader.done
      },
      space: (minBytes) => reader.space(minBytes),
      commit(byteCount) {
        reader.commit(byteCount)
        flush()
      },
      push(chunk) {
        reader.push(chunk)
        flush()
      },
      end() {
        reader.end()
        flush()
      },
    }
  }

  /** What happens once it is known what the input is: the banner, the filter, the file to write. False when the run is over. */
  private begin(name: string, info: CaptureInfo, linkType: number, inputs: readonly string[]): boolean {
    const { name: linkName, description } = linkTypeName(linkType)
    const snaplen = info.interfaces[0]?.snaplen || MAX_SNAPLEN
    tell(`reading from file ${name}, link-type ${linkName} (${description}), snapshot length ${snaplen}\n`)
    try {
      if (linkType === LINK_TYPE.linuxSll2 && this.prints) tell('Warning: interface names might be incorrect\n')
      this.filterFor(linkType)
      if (this.options.output !== undefined) this.files ??= new DumpFiles(this.options, inputs, linkType, snaplen)
      return true
    } catch (error) {
      return this.fail(error)
    }
  }

  private fail(error: unknown): false {
    this.fault = error instanceof Error ? error : new Error(String(error))
    this.stop()
    return false
  }

  private filterFor(linkType: number): PacketTest | undefined {
    const known = this.filters.get(linkType)
    if (known !== undefined) return known
    const text = expressionOf(this.options)
    const test = text.trim() === '' ? (): boolean => true : filterOf(text, linkType, this.options, 'file').matches
    this.filters.set(linkType, test)
    return test
  }

  private lastLinkType = -1
  private matches: PacketTest = () => true

  private take(record: PacketRecord, info: CaptureInfo): void {
    if (record.linkType !== this.lastLinkType) {
      try {
        this.matches = this.filterFor(record.linkType) ?? this.matches
      } catch (error) {
        this.fail(error)
        return
      }
      this.lastLinkType = record.linkType
    }
    if (!this.matches(record.bytes, record.from, record.capLen, record.wireLen)) return
    if (this.files !== undefined && !this.writePacket(record, info)) return
    if (this.prints) this.printer.print(record, info.startNs ?? 0n)
    if (++this.packetCount >= this.options.packetLimit) this.stop()
  }

  private writePacket(record: PacketRecord, info: CaptureInfo): boolean {
    try {
      if (this.files?.write(record, info) === false) {
        return this.fail(
          new DumpFault(
            `a packet of link type ${linkTypeName(record.linkType).name} does not fit into the pcap file: write to NAME.pcapng`,
          ),
        )
      }
    } catch (error) {
      return this.fail(error)
    }
    if (this.files?.isFull === true || this.files?.isClosed === true) this.stop()
    return this.files?.isFull !== true
  }
}

/** The names of files that the file after `-V` lists. */
function namesIn(list: string): string[] {
  let text: string
  try {
    text = readFileSync(list === '-' ? 0 : list, 'utf8')
  } catch (error) {
    throw new DumpFault(`Unable to open file: ${systemText(error)}`)
  }
  const names = text.split('\n').filter((line) => line !== '')
  if (names.length === 0) throw new DumpFault(`Nothing in ${list}`)
  return names
}

const OPEN_ERRORS: ReadonlyMap<string, (name: string) => string> = new Map<string, (name: string) => string>([
  ['no-such-file', (name) => `${name}: No such file or directory`],
  ['no-permission', (name) => `${name}: Permission denied`],
  ['is-directory', () => 'error reading dump file: Is a directory'],
  ['unknown-format', () => 'unknown file format'],
  ['no-packets', () => 'unknown file format'],
  ['empty-file', () => 'truncated dump file; tried to read 4 file header bytes, only got 0'],
])

/** tcpdump's words for what is wrong with an input, and our own where it has none. */
function problemText(problem: CaptureProblem, name: string, isBegun: boolean): string {
  const known = OPEN_ERRORS.get(problem.code)
  if (known !== undefined && !isBegun) return known(name)
  if (problem.code === 'truncated-file') {
    const [there, needed] = [...problem.message.matchAll(/(\d+) of (\d+) bytes/g)].flatMap(([, a, b]) => [Number(a), Number(b)])
    if (there === undefined || needed === undefined) {
      return `truncated dump file; tried to read ${FILE_HEADER_BYTES} file header bytes, only got ${Math.max(0, problem.offset - 4)}`
    }
    const cut =
      there < RECORD_HEADER_BYTES
        ? `${RECORD_HEADER_BYTES} header bytes, only got ${there}`
        : `${needed - RECORD_HEADER_BYTES} captured bytes, only got ${there - RECORD_HEADER_BYTES}`
    return `pcap_loop: truncated dump file; tried to read ${cut}\n${problem.message}`
  }
  return problem.message
}
