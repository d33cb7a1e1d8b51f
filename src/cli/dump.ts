/** `synfin dump`: tcpdump's lines, files and messages, for captures that exist already and (`dump-live.ts`) for interfaces. */
import { readFileSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import { DetectingReader } from '../core/capture/format.ts'
import { LINK_TYPE, linkTypeName } from '../core/capture/link-type.ts'
import type { CaptureInfo, CaptureProblem, PacketRecord } from '../core/capture/record.ts'
import { programArrayText, programNumbersText, programText } from '../core/filter/bpf-text.ts'
import type { PacketTest } from '../core/filter/filter.ts'
import { readInput } from '../node/input-file.ts'
import { printable } from '../core/view/text-layout.ts'
import { Output } from '../node/output.ts'
import { DumpFault, systemText } from './dump-fault.ts'
import { expressionOf, filterOf, linkTypeNamed } from './dump-filter.ts'
import { interfaceLines, linkTypeLines, timeStampTypeLines } from './dump-interfaces.ts'
import { dumpLive } from './dump-live.ts'
import { type DumpOptions, DumpUsageError, MAX_SNAPLEN, USAGE, readDumpOptions } from './dump-options.ts'
import { DumpOutput } from './dump-output.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { flushingReader } from './flushing-reader.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'
import { versionText } from './version.ts'

/** The name in front of messages: they are tcpdump's own. */
const PROGRAM = 'tcpdump'
const STDOUT = 1
const RECORD_HEADER_BYTES = 16
const FILE_HEADER_BYTES = 24

/** Runs the command with the words after `dump`; gives its exit code. Raises an `OutputError`. */
export async function dump(words: readonly string[]): Promise<ExitCode> {
  try {
    const options = readDumpOptions(words)
    if (options.query !== undefined) return await answer(options)
    if (options.showsProgram > 0) return showProgram(options)
    if (options.file === undefined && options.fileList === undefined) return await dumpLive(options)
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

async function answer(options: DumpOptions): Promise<ExitCode> {
  const { query } = options
  if (query === 'help' || query === 'version') {
    const text = `synfin ${versionText()}, which prints as tcpdump version 4.99.3\nand filters as libpcap version 1.10.3\n`
    print(query === 'help' ? text + USAGE : text)
    return EXIT.ok
  }
  if (query === 'interfaces') {
    print(interfaceLines())
    return EXIT.ok
  }
  // As tcpdump does, -L and -J are forgotten when a file is read.
  if (options.file !== undefined) return new DumpRun(options).run()
  tell(query === 'link-types' ? linkTypeLines(options) : timeStampTypeLines(options))
  return EXIT.ok
}

function print(text: string): void {
  const output = new Output('-')
  output.write(text)
  output.close()
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

/** One run over one file or several: read, filter, print, write. */
class DumpRun {
  private readonly options: DumpOptions
  private readonly abort = new AbortController()
  private readonly output: DumpOutput
  private readonly filters = new Map<number, PacketTest>()
  private isStopped = false

  constructor(options: DumpOptions) {
    this.options = options
    if (options.linkType !== undefined) linkTypeNamed(options.linkType)
    this.output = new DumpOutput(options, () => this.stop())
  }

  async run(): Promise<ExitCode> {
    const { options, output } = this
    const names = options.fileList === undefined ? [options.file ?? '-'] : namesIn(options.fileList)
    const release = onStopSignal(['SIGINT'], () => this.stop())
    let problem: string | undefined
    for (const name of names) {
      problem = await this.read(name, names)
      if (problem !== undefined || this.isStopped) break
    }
    release()
    if (options.countsOnly && output.fault === undefined) output.say(`${output.packetCount} packet${output.packetCount === 1 ? '' : 's'}\n`)
    output.close()
    if (output.fault !== undefined) throw output.fault
    if (output.hasAllFiles) tell(`Maximum file limit reached: ${options.fileCount}\n`)
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
    return problem === undefined ? undefined : problemText(problem, printable(name), info.interfaces.length > 0)
  }

  /** The reader, with its lines handed on after each chunk where somebody may be waiting for them. */
  private flushing(reader: DirectReader): DirectReader {
    const { flushesLines, flushesPackets, file } = this.options
    if (!flushesLines && !flushesPackets && file !== '-' && !isatty(STDOUT)) return reader
    return flushingReader(reader, () => this.output.flush())
  }

  /** What happens once it is known what the input is: the banner, the filter, the file to write. False when the run is over. */
  private begin(name: string, info: CaptureInfo, linkType: number, inputs: readonly string[]): boolean {
    const { name: linkName, description } = linkTypeName(linkType)
    const snaplen = info.interfaces[0]?.snaplen || MAX_SNAPLEN
    tell(`reading from file ${printable(name)}, link-type ${linkName} (${description}), snapshot length ${snaplen}\n`)
    try {
      if (linkType === LINK_TYPE.linuxSll2 && this.output.prints) tell('Warning: interface names might be incorrect\n')
      this.filterFor(linkType)
      this.output.openFiles(inputs, linkType, snaplen)
      return true
    } catch (error) {
      this.output.fail(error)
      return false
    }
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
        this.output.fail(error)
        return
      }
      this.lastLinkType = record.linkType
    }
    if (!this.matches(record.bytes, record.from, record.capLen, record.wireLen)) return
    this.output.take(record, info)
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
