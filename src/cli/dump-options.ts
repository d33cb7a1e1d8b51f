/** Reads tcpdump's command line for `synfin dump`: clustered letters, long names, and its own sentences for what is wrong. */
import type { FilterDialect } from '../core/filter/link-state.ts'
import type { PrintOptions } from '../core/dialects/tcpdump/print-options.ts'

/** A command line that tcpdump refuses: what it says, and whether the usage follows. */
export class DumpUsageError extends Error {
  readonly showsUsage: boolean

  constructor(message: string, showsUsage: boolean) {
    super(message)
    this.showsUsage = showsUsage
  }
}

/** What `synfin dump` is asked for. */
export interface DumpOptions {
  readonly print: PrintOptions
  /** `-r`: the file to read, `-` for standard input. */
  readonly file: string | undefined
  /** `-V`: a file with names of files. */
  readonly fileList: string | undefined
  /** `-w`: the file to write packets to. */
  readonly output: string | undefined
  /** `--print`: print although `-w` is given. */
  readonly alsoPrints: boolean
  /** `-i`. */
  readonly interface: string | undefined
  /** `-c`: stop after so many packets. */
  readonly packetLimit: number
  /** `--count`: print how many packets match, and nothing else. */
  readonly countsOnly: boolean
  /** `-F`: a file with the expression. */
  readonly filterFile: string | undefined
  /** `--filter-dialect`, which tcpdump has not: `synfin` lets terms see through VLAN tags and IPv6 extension headers. */
  readonly dialect: FilterDialect
  /** The expression's words. */
  readonly expression: readonly string[]
  /** `-d`: how often. */
  readonly showsProgram: number
  /** `-O`: no optimizer, and so no complaint about an expression that matches nothing. */
  readonly isUnoptimized: boolean
  /** `-y`: the name of a link type. */
  readonly linkType: string | undefined
  /** `-s`: bytes to keep of each packet. */
  readonly snaplen: number
  /** `-C`: the size in millions of bytes after which another file is begun; 0 for none. */
  readonly fileMegabytes: number
  /** `-G`: seconds after which another file is begun; 0 for none. */
  readonly fileSeconds: number
  /** `-W`: the number of files. */
  readonly fileCount: number
  /** `-U`: packets are written at once. */
  readonly flushesPackets: boolean
  /** `-l`: lines are written at once. */
  readonly flushesLines: boolean
  /** `-p`: leave the card as it is. */
  readonly isModest: boolean
  /** `-B`: KiB of the kernel's buffer; 0 for the usual. */
  readonly bufferKibibytes: number
  /** `-Q`: which way the packets go. */
  readonly direction: 'in' | 'out' | 'inout'
  /** `--immediate-mode`. */
  readonly isImmediate: boolean
  /** `-I`: 802.11 monitor mode. */
  readonly wantsMonitor: boolean
  /** `-Z`: the user to become. */
  readonly user: string | undefined
  /** What is asked for instead of packets. */
  readonly query: 'help' | 'version' | 'interfaces' | 'link-types' | 'time-stamp-types' | undefined
}

/** Options of one letter; a colon says that a value follows. */
const LETTERS = 'aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:Yz:Z:#'

/** Long names, and the letter that means the same (or a name of our own where there is none). */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['buffer-size', 'B'],
  ['list-interfaces', 'D'],
  ['help', 'h'],
  ['interface', 'i'],
  ['monitor-mode', 'I'],
  ['time-stamp-type', 'j'],
  ['list-time-stamp-types', 'J'],
  ['time-stamp-precision', 'precision'],
  ['micro', 'micro'],
  ['nano', 'nano'],
  ['dont-verify-checksums', 'K'],
  ['list-data-link-types', 'L'],
  ['no-optimize', 'O'],
  ['no-promiscuous-mode', 'p'],
  ['direction', 'Q'],
  ['snapshot-length', 's'],
  ['absolute-tcp-sequence-numbers', 'S'],
  ['packet-buffered', 'U'],
  ['linktype', 'y'],
  ['immediate-mode', 'immediate'],
  ['relinquish-privileges', 'Z'],
  ['count', 'count'],
  ['fp-type', 'fp-type'],
  ['filter-dialect', 'dialect'],
  ['number', '#'],
  ['print', 'print'],
  ['version', 'version'],
])
const LONG_WITH_VALUE = new Set(['precision', 'dialect'])

const PAYLOAD_TYPES = new Set(
  'vat wb rpc rtp rtcp snmp cnfp tftp aodv carp radius zmtp1 vxlan pgm pgm_zmtp1 lmp resp ptp someip domain quic'.split(' '),
)

/** The largest, and the default, number of bytes kept of a packet. */
export const MAX_SNAPLEN = 262_144
const MOST_T = 5
const MEGABYTE_LIMIT = 2 ** 31

/** tcpdump's usage, which `-h` prints and a wrong option too. */
export const USAGE = `Usage: synfin dump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]
\t\t[ -C file_size ] [ -E algo:secret ] [ -F file ] [ -G seconds ]
\t\t[ -i interface ] [ --immediate-mode ] [ -j tstamptype ]
\t\t[ -M secret ] [ --number ] [ --print ] [ -Q in|out|inout ]
\t\t[ -r file ] [ -s snaplen ] [ -T type ] [ --version ]
\t\t[ -V file ] [ -w file ] [ -W filecount ] [ -y datalinktype ]
\t\t[ --time-stamp-precision precision ] [ --micro ] [ --nano ]
\t\t[ -z postrotate-command ] [ -Z user ]
\t\t[ --filter-dialect pcap|synfin ] [ expression ]

With --filter-dialect synfin a filter's terms see through VLAN tags and IPv6
extension headers, and tcp[...] looks at IPv6 too.
`

/** One option as it was given. */
interface Given {
  readonly name: string
  readonly value: string
}

/** Reads the words after `dump`. Raises a `DumpUsageError`. */
export function readDumpOptions(words: readonly string[]): DumpOptions {
  const given: Given[] = []
  const expression: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '--') {
      expression.push(...words.slice(i + 1))
      break
    }
    if (word.startsWith('--')) i += readLong(word, words[i + 1], given)
    else if (word.startsWith('-') && word.length > 1) i += readCluster(word, words[i + 1], given)
    else expression.push(word)
  }
  return optionsOf(given, expression)
}

/** Reads `--name`, `--name=value` or `--name value`; gives how many further words it took. */
function readLong(word: string, next: string | undefined, given: Given[]): number {
  const equals = word.indexOf('=')
  const typed = word.slice(2, equals < 0 ? undefined : equals)
  const matching = LONG_NAMES.has(typed) ? [typed] : [...LONG_NAMES.keys()].filter((name) => name.startsWith(typed))
  if (matching.length === 0) throw new DumpUsageError(`unrecognized option '--${typed}'`, true)
  if (matching.length > 1) {
    const choices = matching.map((name) => `'--${name}'`).join(' ')
    throw new DumpUsageError(`option '--${typed}' is ambiguous; possibilities: ${choices}`, true)
  }
  const [full] = matching
  const name = LONG_NAMES.get(full)!
  const wantsValue = LONG_WITH_VALUE.has(name) || (name.length === 1 && LETTERS.includes(`${name}:`))
  if (!wantsValue) {
    if (equals >= 0) throw new DumpUsageError(`option '--${full}' doesn't allow an argument`, true)
    given.push({ name, value: '' })
    return 0
  }
  if (equals >= 0) {
    given.push({ name, value: word.slice(equals + 1) })
    return 0
  }
  if (next === undefined) throw new DumpUsageError(`option '--${full}' requires an argument`, true)
  given.push({ name, value: next })
  return 1
}

/** Reads `-nnvXr file` and the like; gives how many further words it took. */
function readCluster(word: string, next: string | undefined, given: Given[]): number {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]
    const place = letter === ':' ? -1 : LETTERS.indexOf(letter)
    if (place < 0) throw new DumpUsageError(`invalid option -- '${letter}'`, true)
    if (LETTERS[place + 1] !== ':') {
      given.push({ name: letter, value: '' })
      continue
    }
    const rest = word.slice(i + 1)
    if (rest === '' && next === undefined) throw new DumpUsageError(`option requires an argument -- '${letter}'`, true)
    given.push({ name: letter, value: rest === '' ? next! : rest })
    return rest === '' ? 1 : 0
  }
  return 0
}

function optionsOf(given: readonly Given[], expression: readonly string[]): DumpOptions {
  const count = (name: string): number => given.filter((option) => option.name === name).length
  const newestFirst = [...given].reverse()
  const last = (name: string): string | undefined => newestFirst.find((option) => option.name === name)?.value
  const has = (name: string): boolean => count(name) > 0
  for (const { name, value } of given) check(name, value)
  if (count('t') > MOST_T) throw new DumpUsageError('only -t, -tt, -ttt, -tttt and -ttttt are supported', false)
  if (has('V') && has('r')) throw new DumpUsageError('-V and -r are mutually exclusive.', false)
  const precision = newestFirst.find((option) => option.name === 'nano' || option.name === 'micro' || option.name === 'precision')
  const query = given.find((option) => QUERIES.has(option.name))
  return {
    print: {
      numeric: has('n'),
      shortNames: has('N'),
      timeStyle: count('t'),
      nano: precision?.name === 'nano' || precision?.value === 'nano',
      verbose: count('v'),
      quiet: count('q'),
      link: has('e'),
      absolute: has('S'),
      trustChecksums: has('K'),
      hex: count('x'),
      hexAscii: count('X'),
      ascii: count('A'),
      numbered: has('#'),
      payloadType: last('T')?.toLowerCase() ?? '',
      md5Secret: last('M'),
    },
    file: last('r'),
    fileList: last('V'),
    output: last('w'),
    alsoPrints: has('print'),
    interface: last('i'),
    packetLimit: has('c') ? Number(last('c')) : Infinity,
    countsOnly: has('count'),
    filterFile: last('F'),
    dialect: last('dialect') === 'synfin' ? 'synfin' : 'pcap',
    expression,
    showsProgram: count('d'),
    isUnoptimized: has('O'),
    linkType: last('y'),
    snaplen: Number(last('s') ?? 0) || MAX_SNAPLEN,
    fileMegabytes: Number(last('C') ?? 0),
    fileSeconds: Number.parseInt(last('G') ?? '0', 10) || 0,
    fileCount: Number(last('W') ?? 0),
    flushesPackets: has('U'),
    flushesLines: has('l'),
    isModest: has('p'),
    bufferKibibytes: Number(last('B') ?? 0),
    direction: directionOf(last('Q')),
    isImmediate: has('immediate'),
    wantsMonitor: has('I'),
    user: last('Z'),
    query: query === undefined ? undefined : QUERIES.get(query.name),
  }
}

function directionOf(value: string | undefined): DumpOptions['direction'] {
  return value === 'in' || value === 'out' ? value : 'inout'
}

const QUERIES: ReadonlyMap<string, NonNullable<DumpOptions['query']>> = new Map([
  ['h', 'help'],
  ['version', 'version'],
  ['D', 'interfaces'],
  ['L', 'link-types'],
  ['J', 'time-stamp-types'],
])

/** Raises tcpdump's sentence for a value that it refuses. */
function check(name: string, value: string): void {
  const isPositive = /^\s*\+?\d+$/.test(value) && Number(value) > 0
  switch (name) {
    case 'c':
      if (!isPositive || Number(value) >= MEGABYTE_LIMIT) throw new DumpUsageError(`invalid packet count ${value}`, false)
      return
    case 's':
      if (!/^\s*[+-]?\d+$/.test(value) || Number(value) < 0 || Number(value) > MAX_SNAPLEN) {
        throw new DumpUsageError(`invalid snaplen ${value} (must be >= 0 and <= ${MAX_SNAPLEN})`, false)
      }
      return
    case 'B':
      if (!isPositive) throw new DumpUsageError(`invalid packet buffer size ${value}`, false)
      return
    case 'C':
      if (!isPositive) throw new DumpUsageError(`invalid file size ${value}`, false)
      return
    case 'W':
      if (!isPositive) throw new DumpUsageError(`invalid number of output files ${value}`, false)
      return
    case 'T':
      if (!PAYLOAD_TYPES.has(value.toLowerCase())) throw new DumpUsageError(`unknown packet type \`${value}'`, false)
      return
    case 'dialect':
      if (value !== 'pcap' && value !== 'synfin') throw new DumpUsageError(`unknown filter dialect ${value} (pcap or synfin)`, false)
      return
    case 'precision':
      if (value !== 'micro' && value !== 'nano') throw new DumpUsageError('unsupported time stamp precision', false)
      return
    case 'Q':
      if (value !== 'in' && value !== 'out' && value !== 'inout') throw new DumpUsageError(`unknown capture direction \`${value}'`, false)
  }
}
