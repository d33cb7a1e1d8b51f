/** Reads tshark's command line for `synfin shark`: clustered letters, long names, and tshark's own sentences for what is wrong. */
import { FIELDS_DEFAULTS, type FieldsOptions, readFieldsOption } from '../core/dialects/wireshark/output/fields-text.ts'
import { TIME_STYLES, type TimeStyle } from '../core/dialects/wireshark/output/time-column.ts'
import type { Language } from '../core/words/language.ts'
import { type TcpPreferences, defaultTcpPreferences, readPreference } from '../core/dialects/wireshark/tcp/tcp-preferences.ts'

/** A command line that tshark refuses: what it says, and whether the usage follows. */
export class SharkUsageError extends Error {
  readonly showsUsage: boolean

  constructor(message: string, showsUsage = false) {
    super(message)
    this.showsUsage = showsUsage
  }

  /** What may help, in the language of the person; empty for nothing. */
  advice(_language: Language): string {
    return ''
  }
}

/** What is printed of each packet. */
export type SharkFormat = 'text' | 'tabs' | 'fields' | 'json' | 'ek' | 'pdml' | 'psml'

/** What `synfin shark` is asked for. */
export interface SharkOptions {
  /** `-r`: the file to read, `-` for standard input. */
  readonly file: string | undefined
  /** `-Y`, or the words behind the options. */
  readonly displayFilter: string | undefined
  /** `-R`. */
  readonly readFilter: string | undefined
  /** `-2`. */
  readonly hasTwoPasses: boolean
  readonly format: SharkFormat
  /** `-e`, in order. */
  readonly fields: readonly string[]
  readonly fieldsOptions: FieldsOptions
  /** `-P`, or nothing that asks for something else. */
  readonly showsSummary: boolean
  /** `-V` or `-O`. */
  readonly showsDetails: boolean
  /** `-O`: the protocols that are shown whole. */
  readonly unfolded: ReadonlySet<string> | undefined
  readonly showsBytes: boolean
  /** Packets are shown at all: `-q` and nothing that asks for them, and they are not. */
  readonly showsPackets: boolean
  /** `-S`: the line between packets. */
  readonly separator: string
  readonly timeStyle: TimeStyle
  readonly preferences: TcpPreferences
  /** `-z`, in order. */
  readonly statistics: readonly string[]
  readonly packetLimit: number
  readonly flushesPackets: boolean
  /** `-n` was not given and `-N` has `t`: ports by name. */
  readonly namesPorts: boolean
  /** `--explain`, which tshark has not: synfin's own judgement beside tshark's marks. */
  readonly explains: boolean
  /** `-d`: taken, and without effect, for nothing above TCP is decoded. */
  readonly decodeAs: readonly string[]
  readonly query: 'help' | 'version' | 'fields' | undefined
}

/** Options of one letter; a colon says that a value follows. */
const LETTERS = '2a:A:b:B:c:C:d:De:E:f:F:gG:hH:i:Ij:J:K:lLM:nN:o:O:pPqQr:R:s:S:t:T:u:U:vVw:W:xX:y:Y:z:'

/** Long names, and the letter that means the same (or the name itself where there is none); with a colon where a value follows. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['read-file', 'r:'],
  ['read-filter', 'R:'],
  ['display-filter', 'Y:'],
  ['interface', 'i:'],
  ['snapshot-length', 's:'],
  ['print', 'P'],
  ['help', 'h'],
  ['version', 'v'],
  ['explain', 'explain'],
  ['color', 'color'],
  ['no-duplicate-keys', 'no-duplicate-keys'],
  ['disable-protocol', 'disable-protocol:'],
  ['enable-protocol', 'enable-protocol:'],
  ['disable-heuristic', 'disable-heuristic:'],
  ['enable-heuristic', 'enable-heuristic:'],
  ['lang', 'lang:'],
])

/** What asks for something that this view has not; the sentence says what. */
const UNBUILT: ReadonlyMap<string, string> = new Map([
  ['i', 'does not capture from interfaces: read a file with -r FILE, or a pipe with -r -'],
  ['D', 'does not capture from interfaces: read a file with -r FILE, or a pipe with -r -'],
  ['L', 'does not capture from interfaces: read a file with -r FILE, or a pipe with -r -'],
  ['w', 'does not write captures: use "synfin dump -r FILE -w OUT"'],
])

const FORMATS: readonly SharkFormat[] = ['text', 'tabs', 'fields', 'json', 'ek', 'pdml', 'psml']
const MOST_PACKETS = 2 ** 31 - 1

/** The usage, which `-h` prints and a wrong option too. */
export const SHARK_USAGE = `Usage: synfin shark [options] [ display filter ]

  -r FILE                  the capture to read (- is standard input; gzip is undone)
  -Y FILTER                show only packets that match this display filter
  -2, -R FILTER            two passes; with a filter for the first
  -c N                     stop after N packets
  -V, -O PROTOCOL,...      the detail tree; only some protocols unfolded
  -x                       the bytes of each packet
  -P                       the summary line as well
  -T text|tabs|fields|json|ek|pdml|psml   the format
  -e FIELD                 a field of -T fields, json, ek or pdml; may be repeated
  -E header=y|separator=,|occurrence=f|aggregator=;|quote=d ...   how -T fields is laid out
  -t r|a|ad|adoy|d|dd|e|u|ud|udoy   the time column
  -o NAME:VALUE            a preference: tcp.relative_sequence_numbers:FALSE
  -d TABLE==SELECTOR,PROTOCOL   taken for tshark's sake: what TCP carries is data here
  -n, -N t                 no names; names of ports
  -S LINE, -l              a line between packets; no waiting with output
  -q                       nothing but statistics
  -z conv,tcp[,FILTER]     conversations: also ip, ipv6, eth
  -z expert[,SEVERITY][,FILTER]    expert notes, counted
  -z flow,tcp|any,standard|network[,FILTER]   who sent what to whom
  -z follow,tcp,ascii|hex|raw,N|A:PORT,B:PORT   the bytes of a stream
  -z io,stat,SECONDS[,FILTER ...]  packets and bytes by time
  -G fields                the fields that there are
      --explain            beside tshark's marks, where synfin judges otherwise and why
  -h, -v                   this help; the version

It shows what tshark 4.0.17 shows, with the protocols above TCP switched off.
`

interface Given {
  readonly name: string
  readonly value: string
}

/** Reads the words after `shark`. Raises a `SharkUsageError`. */
export function readSharkOptions(words: readonly string[]): SharkOptions {
  const given: Given[] = []
  let rest: readonly string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '--' || !word.startsWith('-') || word === '-') {
      // As in tshark, the first word that is no option begins the filter.
      rest = words.slice(word === '--' ? i + 1 : i)
      break
    }
    i += word.startsWith('--') ? readLong(word, words[i + 1], given) : readCluster(word, words[i + 1], given)
  }
  return optionsOf(given, rest)
}

/** Reads `--name`, `--name=value` or `--name value`; gives how many further words it took. */
function readLong(word: string, next: string | undefined, given: Given[]): number {
  const equals = word.indexOf('=')
  const typed = word.slice(2, equals < 0 ? undefined : equals)
  const form = LONG_NAMES.get(typed)
  if (form === undefined) throw new SharkUsageError(`unrecognized option: ${typed}`, true)
  const name = form.replace(':', '')
  if (!form.endsWith(':')) {
    given.push({ name, value: '' })
    return 0
  }
  const value = equals >= 0 ? word.slice(equals + 1) : next
  if (value === undefined) throw new SharkUsageError(`option requires an argument: ${typed}`, true)
  given.push({ name, value })
  return equals >= 0 ? 0 : 1
}

/** Reads `-nVr file` and the like; gives how many further words it took. */
function readCluster(word: string, next: string | undefined, given: Given[]): number {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]
    const place = letter === ':' ? -1 : LETTERS.indexOf(letter)
    if (place < 0) throw new SharkUsageError(`unrecognized option: ${letter}`, true)
    if (LETTERS[place + 1] !== ':') {
      given.push({ name: letter, value: '' })
      continue
    }
    const rest = word.slice(i + 1)
    if (rest === '' && next === undefined) throw new SharkUsageError(`option requires an argument: ${letter}`, true)
    given.push({ name: letter, value: rest === '' ? next! : rest })
    return rest === '' ? 1 : 0
  }
  return 0
}

function optionsOf(given: readonly Given[], rest: readonly string[]): SharkOptions {
  const all = (name: string): string[] => given.filter((option) => option.name === name).map((option) => option.value)
  const last = (name: string): string | undefined => all(name).at(-1)
  const has = (name: string): boolean => given.some((option) => option.name === name)
  const query = has('h') ? 'help' : has('v') ? 'version' : undefined
  for (const { name } of given) {
    const unbuilt = UNBUILT.get(name)
    if (unbuilt !== undefined && query === undefined) throw new SharkUsageError(`synfin: shark ${unbuilt}.`)
  }
  const isFieldList = has('G') && last('G') === 'fields'
  if (has('G') && !isFieldList && query === undefined)
    throw new SharkUsageError(`synfin: shark has no report "${last('G')}"; there is: fields`)
  const preferences = defaultTcpPreferences()
  for (const text of all('o')) setPreference(preferences, text)
  const names = resolution(given)
  const format = formatOf(last('T') ?? 'text')
  const fields = all('e')
  if (format === 'fields' && fields.length === 0)
    throw new SharkUsageError('"-Tfields" was specified, but no fields were specified with "-e".')
  if (fields.length > 0 && (format === 'text' || format === 'tabs' || format === 'psml'))
    throw new SharkUsageError('Output fields were specified with "-e", but "-Tek, -Tfields, -Tjson or -Tpdml" was not specified.')
  const showsBytes = has('x')
  if (showsBytes && (format === 'fields' || format === 'pdml' || format === 'psml'))
    throw new SharkUsageError('Raw packet hex data can only be printed as text, PostScript, JSON, JSONRAW or EK JSON')
  if (has('R') && !has('2')) throw new SharkUsageError('-R without -2 is deprecated. For single-pass filtering use -Y.')
  if (has('Y') && rest.length > 0)
    throw new SharkUsageError('Display filters were specified both with "-Y" and with additional command-line arguments.')
  const showsDetails = has('V') || has('O')
  const asksOtherwise = showsDetails || showsBytes || has('T')
  const unfolded = all('O').flatMap((list) => list.split(','))
  return {
    file: last('r'),
    displayFilter: last('Y') ?? (rest.length > 0 ? rest.join(' ') : undefined),
    readFilter: last('R'),
    hasTwoPasses: has('2'),
    format,
    fields,
    fieldsOptions: fieldsOptionsOf(all('E')),
    showsSummary: has('P') || !asksOtherwise || (has('T') && !showsDetails && !showsBytes),
    showsDetails,
    unfolded: has('O') ? new Set(unfolded) : undefined,
    showsBytes,
    showsPackets: !has('q') || has('P') || asksOtherwise,
    separator: last('S') ?? '',
    timeStyle: timeStyleOf(last('t') ?? 'r'),
    preferences,
    statistics: all('z'),
    packetLimit: packetLimitOf(last('c')),
    flushesPackets: has('l'),
    namesPorts: names.includes('t'),
    explains: has('explain'),
    decodeAs: all('d').map(decodeAs),
    query: query ?? (isFieldList ? 'fields' : undefined),
  }
}

/** Checks the form of `-d`: a table, what is selected from it, and the protocol to decode it as. */
function decodeAs(text: string): string {
  const match = /^(?<table>[a-z][\w.-]*)={1,2}(?<selector>[^,]*),(?<protocol>[\w.-]+)$/i.exec(text)
  if (match === null)
    throw new SharkUsageError(`Parameter "${text}" doesn't follow the template "<layer_type>==<selector>,<decode_as_protocol>"`)
  const { table = '', selector = '' } = match.groups ?? {}
  const wantsNumber = table.endsWith('.port') || table === 'ip.proto' || table === 'ethertype'
  if (wantsNumber && !NUMBERS.test(selector)) throw new SharkUsageError(`Invalid selector number "${selector}"`)
  return text
}

/** A number, a range of them, or a number and how many. */
const NUMBERS = /^(?:\d+|0x[\da-f]+)(?:[-:](?:\d+|0x[\da-f]+))?$/i

function setPreference(preferences: TcpPreferences, text: string): void {
  const fault = readPreference(preferences, text)
  if (fault !== undefined) throw new SharkUsageError(fault)
}

function formatOf(text: string): SharkFormat {
  const format = FORMATS.find((known) => known === text)
  if (format !== undefined) return format
  throw new SharkUsageError(
    `Invalid -T parameter "${text}"; it must be one of:\n` +
      '\t"fields"  The values of the fields named with -e, laid out as -E says.\n' +
      '\t"json"    The detail tree of each packet as JSON.\n' +
      '\t"ek"      The same, in lines for Elasticsearch\'s bulk interface.\n' +
      '\t"pdml"    The detail tree of each packet as XML, with where its bytes are.\n' +
      '\t"psml"    The summary lines as XML.\n' +
      '\t"text"    Summary lines, or with -V detail trees. This is the default.\n' +
      '\t"tabs"    Summary lines whose columns are set off by tabs.',
  )
}

const TIME_STYLE_MEANINGS: Readonly<Record<TimeStyle, string>> = {
  a: 'absolute',
  ad: 'absolute with YYYY-MM-DD date',
  adoy: 'absolute with YYYY/DOY date',
  d: 'delta',
  dd: 'delta displayed',
  e: 'epoch',
  r: 'relative',
  u: 'absolute UTC',
  ud: 'absolute UTC with YYYY-MM-DD date',
  udoy: 'absolute UTC with YYYY/DOY date',
}

function timeStyleOf(text: string): TimeStyle {
  const style = TIME_STYLES.find((known) => known === text)
  if (style !== undefined) return style
  const choices = TIME_STYLES.map((known) => `\n\t${`"${known}"`.padEnd(6)} for ${TIME_STYLE_MEANINGS[known]}`)
  throw new SharkUsageError(`Invalid time stamp type "${text}"; it must be one of:${choices.join('')}`)
}

function fieldsOptionsOf(settings: readonly string[]): FieldsOptions {
  let options = FIELDS_DEFAULTS
  for (const setting of settings) {
    const more = readFieldsOption(options, setting)
    if (more === undefined) {
      throw new SharkUsageError(
        `"${setting}" is not a valid field output option=value pair.\n` +
          'There are: bom=y|n header=y|n separator=/t|/s|<character> occurrence=f|l|a aggregator=,|/s|<character> quote=d|s|n escape=y|n',
      )
    }
    options = more
  }
  return options
}

function packetLimitOf(text: string | undefined): number {
  if (text === undefined) return Infinity
  if (!/^[-+]?\d+$/.test(text)) throw new SharkUsageError(`The specified packet count "${text}" isn't a decimal number`)
  const count = Number(text)
  if (count < 0) throw new SharkUsageError(`The specified packet count "${text}" is a negative number`)
  if (count === 0) throw new SharkUsageError('The specified packet count is zero')
  if (count > MOST_PACKETS) throw new SharkUsageError(`The specified packet count "${text}" is too large (greater than ${MOST_PACKETS})`)
  return count
}

/** The letters of `-N` that are in force; `-n` forgets those before it. */
function resolution(given: readonly Given[]): string {
  let letters = ''
  for (const { name, value } of given) {
    if (name === 'n') letters = ''
    if (name !== 'N') continue
    const unknown = value.split('').find((letter) => !'mnNtdv'.includes(letter))
    if (unknown !== undefined) {
      throw new SharkUsageError(
        `-N specifies unknown resolving option '${unknown}'; valid options are:\n` +
          "\t't' to enable transport-layer port number resolution\n" +
          '\tand d, m, n, N, v, which change nothing here',
      )
    }
    letters += value
  }
  return letters
}
