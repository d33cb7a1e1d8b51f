/** Reads the command line: which command, with what. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { COMMANDS, type CommandName, type UsageFault } from '../core/words/interface-words.ts'
import type { FilterDialect } from '../core/filter/link-state.ts'
import { LANGUAGES, type Language } from '../core/words/language.ts'
import type { ServeOptions } from './serve.ts'
import { UsageError } from './usage-error.ts'

/** How `explain` shows its result. */
export type ExplainFormat = 'text' | 'metrics' | 'json' | 'ndjson' | 'html' | 'markdown'

/** The formats that an option asks for; without one it is text. */
const FORMATS = ['metrics', 'json', 'ndjson', 'html', 'markdown'] as const satisfies readonly ExplainFormat[]

/** What `explain` is asked for. */
export interface ExplainOptions {
  readonly format: ExplainFormat
  /** Paths, `-` for standard input; at least one. */
  readonly files: readonly string[]
  /** Show the healthy connections too. */
  readonly all: boolean
  /** Show only this connection, in full. */
  readonly connection: number | undefined
  /** Show all packets that are remembered, not the few that matter. */
  readonly packets: boolean
  /** Exit 3 when a problem was found. */
  readonly check: boolean
  /** What the input is called in the report, instead of its path. */
  readonly title?: string
  /** Only packets that match are looked at. */
  readonly filter: { readonly text: string; readonly dialect: FilterDialect } | undefined
}

/** What `verify` is asked for. */
export interface VerifyOptions extends Pick<ExplainOptions, 'files' | 'filter'> {
  readonly report: string
}

/** What `export` can write. */
export const EXPORT_TARGETS = ['ndjson', 'csv', 'conn-log', 'conn-json', 'parquet', 'xplot', 'pcapng'] as const

/** What `export` is asked for. */
export interface ExportOptions extends Pick<ExplainOptions, 'files' | 'filter'> {
  readonly target: (typeof EXPORT_TARGETS)[number]
  /** A path; `-` for standard output. For `xplot`, which writes many files, a folder. */
  readonly output: string
}

/** What the lab is asked for; `actor` and `relay` are processes that it starts itself. */
export type LabOptions =
  | { readonly kind: 'list' | 'actor' | 'relay' }
  | ({ readonly kind: 'run'; readonly ids: readonly string[]; readonly all: boolean; readonly documentationAddresses: boolean } & Kept)
  | ({ readonly kind: 'from'; readonly file: string; readonly connection: number } & Kept)

/** Where the lab leaves captures and truths; undefined: nowhere. */
interface Kept {
  readonly keep: string | undefined
}

/** What `probe` is asked for. */
export interface ProbeOptions extends Pick<ExplainOptions, 'format' | 'check'> {
  readonly host: string
  readonly port: number
  /** How often each address is tried. */
  readonly count: number
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  /** Only addresses of this IP version. */
  readonly family: 4 | 6 | undefined
  /** A file for the packets. */
  readonly keep: string | undefined
}

/** What `why` is asked for: a program and its arguments. */
export interface WhyOptions extends Pick<ExplainOptions, 'format' | 'check'> {
  readonly command: readonly string[]
  readonly keep: string | undefined
}

/** What `live` is asked for. */
export interface LiveOptions extends Pick<ExplainOptions, 'format'> {
  readonly interface: string
  /** A pcap-filter expression; empty for everything. */
  readonly filter: string
  /** A file for the packets. */
  readonly keep: string | undefined
}

/** What `merge-view` is asked for. */
export interface MergeViewOptions {
  readonly client: string
  readonly server: string
  /** Only this connection of the client's capture. */
  readonly connection: number | undefined
  readonly all: boolean
  readonly isJson: boolean
}

/** What the user wants. */
export type Invocation =
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'explain'; readonly options: ExplainOptions }
  | { readonly kind: 'convert'; readonly input: string; readonly output: string }
  | { readonly kind: 'verify'; readonly options: VerifyOptions }
  | { readonly kind: 'export'; readonly options: ExportOptions }
  | { readonly kind: 'lab'; readonly options: LabOptions }
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'probe'; readonly options: ProbeOptions }
  | { readonly kind: 'why'; readonly options: WhyOptions }
  | { readonly kind: 'live'; readonly options: LiveOptions }
  | { readonly kind: 'merge-view'; readonly options: MergeViewOptions }

type OptionTable = NonNullable<ParseArgsConfig['options']>

const COMMON: OptionTable = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'V' }, lang: { type: 'string' } }

const EXPLAIN: OptionTable = {
  ...COMMON,
  metrics: { type: 'boolean' },
  json: { type: 'boolean' },
  ndjson: { type: 'boolean' },
  html: { type: 'boolean' },
  markdown: { type: 'boolean' },
  all: { type: 'boolean' },
  connection: { type: 'string' },
  packets: { type: 'boolean' },
  check: { type: 'boolean' },
  filter: { type: 'string' },
  'filter-dialect': { type: 'string' },
}
const VERIFY: OptionTable = { ...COMMON, filter: { type: 'string' }, 'filter-dialect': { type: 'string' } }
const EXPORT: OptionTable = { ...VERIFY, to: { type: 'string' }, output: { type: 'string', short: 'o' } }

const LAB: OptionTable = {
  ...COMMON,
  all: { type: 'boolean' },
  keep: { type: 'string' },
  connection: { type: 'string' },
  'documentation-addresses': { type: 'boolean' },
}

const WATCHED: OptionTable = {
  ...COMMON,
  json: { type: 'boolean' },
  ndjson: { type: 'boolean' },
  html: { type: 'boolean' },
  markdown: { type: 'boolean' },
  metrics: { type: 'boolean' },
  check: { type: 'boolean' },
  write: { type: 'string', short: 'w' },
}
const MERGE_VIEW: OptionTable = { ...COMMON, json: { type: 'boolean' }, all: { type: 'boolean' }, connection: { type: 'string' } }
const LIVE: OptionTable = { ...WATCHED, interface: { type: 'string', short: 'i' } }
const PROBE: OptionTable = {
  ...WATCHED,
  count: { type: 'string', short: 'c' },
  interval: { type: 'string', short: 'i' },
  timeout: { type: 'string', short: 't' },
  ipv4: { type: 'boolean', short: '4' },
  ipv6: { type: 'boolean', short: '6' },
}

const SERVE: OptionTable = {
  ...COMMON,
  port: { type: 'string' },
  host: { type: 'string' },
  interface: { type: 'string', short: 'i' },
  filter: { type: 'string' },
}

const LARGEST_PORT = 65_535
/** Unless told otherwise, `probe` tries once, and waits as long as three SYNs take (RFC 6298: 1 s, then 2 s, then 4 s). */
const DEFAULT_COUNT = 1
const DEFAULT_INTERVAL_SECONDS = 1
const DEFAULT_TIMEOUT_SECONDS = 8
const LOOPBACK = '127.0.0.1'
/** All interfaces at once. */
const EVERY_INTERFACE = 'any'

/** Standard input as a file name, and standard output. */
const STDIN = '-'
/** Where files go that have names of their own. */
const CURRENT_FOLDER = '.'

/**
 * What the words after the program's name ask for. Raises a `UsageError`.
 *
 * @param hasPipe whether something that can be read is connected to standard input, to be used when no file is named
 */
export function readArguments(words: readonly string[], hasPipe: boolean): Invocation {
  const [first] = words
  const command = COMMANDS.find((name) => name === first)
  if (command === undefined) return readExplain(words, hasPipe, undefined)
  const rest = words.slice(1)
  switch (command) {
    case 'explain':
      return readExplain(rest, hasPipe, 'explain')
    case 'convert':
      return readConvert(rest)
    case 'export':
      return readExport(rest, hasPipe)
    case 'verify':
      return readVerify(rest)
    case 'lab':
      return readLab(rest)
    case 'serve':
      return readServe(rest)
    case 'probe':
      return readProbe(rest)
    case 'why':
      return readWhy(rest)
    case 'live':
      return readLive(rest)
    case 'merge-view':
      return readMergeView(rest)
    case 'dump':
    case 'shark':
      // They read their own command lines; what comes here asks for help.
      return { kind: 'help', command }
  }
}

/** The language that `--lang` names, else the environment's (`LC_ALL`, `LC_MESSAGES`, `LANG`; POSIX order), else English. */
export function languageOf(words: readonly string[], environment: Readonly<Record<string, string | undefined>>): Language {
  const end = words.indexOf('--')
  const before = end < 0 ? words : words.slice(0, end)
  const at = Math.max(before.lastIndexOf('--lang'), before.map((word) => word.startsWith('--lang=')).lastIndexOf(true))
  const named = at < 0 ? undefined : before[at] === '--lang' ? before[at + 1] : before[at].slice('--lang='.length)
  // A language that we do not have is an error, which is told in the one of the environment.
  const known = named !== undefined && /^(en|zh)/i.test(named) ? named : undefined
  const asked = known ?? (environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '')
  return asked.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

/** Reads options by `table`; every fault is named as the user wrote it. */
function parse(words: readonly string[], options: OptionTable, command: CommandName): Parsed {
  const { values, positionals, tokens } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true })
  const fail = (fault: UsageFault): never => {
    throw new UsageError(fault, command)
  }
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(options, token.name))
      return fail({ kind: 'unknown-option', option: token.rawName, nearest: nearestOption(token.name, options) })
    const wantsValue = options[token.name].type === 'string'
    if (wantsValue && (token.value === undefined || token.value === '')) return fail({ kind: 'missing-value', option: token.rawName })
    if (wantsValue && token.inlineValue === false && token.value?.startsWith('-') && token.value !== STDIN)
      return fail({ kind: 'missing-value', option: token.rawName })
    if (!wantsValue && token.value !== undefined) return fail({ kind: 'unwanted-value', option: token.rawName })
  }
  const { lang } = values
  if (typeof lang === 'string' && !LANGUAGES.some((language) => lang.toLowerCase().startsWith(language)))
    return fail({ kind: 'unknown-language', value: lang })
  return { values: values, positionals }
}

/** The option that `name` was probably meant to be: it begins alike, or one letter is wrong. */
function nearestOption(name: string, options: OptionTable): string | undefined {
  const names = Object.keys(options)
  const found =
    name.length < 2
      ? undefined
      : (names.find((option) => option.startsWith(name) || name.startsWith(option)) ?? names.find((option) => isOneLetterOff(name, option)))
  return found === undefined ? undefined : `--${found}`
}

function isOneLetterOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  return a.length === b.length
    ? a.slice(same + 1) === b.slice(same + 1) ||
        (a[same] === b[same + 1] && a[same + 1] === b[same] && a.slice(same + 2) === b.slice(same + 2))
    : longer.slice(same + 1) === shorter.slice(same)
}

function helpOrVersion({ values }: Parsed, command: CommandName | undefined): Invocation | undefined {
  if (values.help === true) return { kind: 'help', command }
  return values.version === true ? { kind: 'version' } : undefined
}

function inputFiles(positionals: readonly string[], hasPipe: boolean, command: CommandName | undefined): readonly string[] {
  if (positionals.length > 0) return positionals
  if (hasPipe) return [STDIN]
  throw new UsageError({ kind: 'no-file' }, command)
}

/** `named` is undefined when the user left the command's name out: then `--help` is about all commands. */
function readExplain(words: readonly string[], hasPipe: boolean, named: CommandName | undefined): Invocation {
  const parsed = parse(words, EXPLAIN, 'explain')
  const asked = helpOrVersion(parsed, named)
  if (asked !== undefined) return asked
  const { values, positionals } = parsed
  const formats = FORMATS.filter((format) => values[format] === true)
  if (formats.length > 1) throw new UsageError({ kind: 'conflict', options: formats.map((format) => `--${format}`) }, 'explain')
  return {
    kind: 'explain',
    options: {
      format: formats[0] ?? 'text',
      files: inputFiles(positionals, hasPipe, named),
      all: values.all === true,
      connection: connectionNumber(values.connection),
      packets: values.packets === true,
      check: values.check === true,
      filter: filterOf(values),
    },
  }
}

function filterOf(values: Parsed['values']): ExplainOptions['filter'] {
  return typeof values.filter === 'string' ? { text: values.filter, dialect: filterDialect(values['filter-dialect']) } : undefined
}

function filterDialect(value: string | boolean | undefined): FilterDialect {
  if (value === undefined || value === 'pcap' || value === 'synfin') return value ?? 'pcap'
  throw new UsageError({ kind: 'unknown-dialect', value: String(value) }, 'explain')
}

function connectionNumber(value: string | boolean | undefined): number | undefined {
  if (typeof value !== 'string') return undefined
  if (!/^\d{1,9}$/.test(value)) throw new UsageError({ kind: 'not-a-number', option: '--connection', value }, 'explain')
  return Number(value)
}

function readVerify(words: readonly string[]): Invocation {
  const parsed = parse(words, VERIFY, 'verify')
  const asked = helpOrVersion(parsed, 'verify')
  if (asked !== undefined) return asked
  const [report, ...files] = parsed.positionals
  if (report === undefined || files.length === 0) throw new UsageError({ kind: 'report-and-files' }, 'verify')
  return { kind: 'verify', options: { report, files, filter: filterOf(parsed.values) } }
}

function readLab(words: readonly string[]): Invocation {
  const parsed = parse(words, LAB, 'lab')
  const asked = helpOrVersion(parsed, 'lab')
  if (asked !== undefined) return asked
  const [what, ...rest] = parsed.positionals
  const keep = typeof parsed.values.keep === 'string' ? parsed.values.keep : undefined
  const all = parsed.values.all === true
  if (what === 'list' || what === 'actor' || what === 'relay') return { kind: 'lab', options: { kind: what } }
  const documentationAddresses = parsed.values['documentation-addresses'] === true
  if (what === 'run' && (all || rest.length > 0))
    return { kind: 'lab', options: { kind: 'run', ids: rest, all, keep, documentationAddresses } }
  const [file, ...others] = rest
  if (what !== 'from' || file === undefined || others.length > 0) throw new UsageError({ kind: 'lab-what' }, 'lab')
  return { kind: 'lab', options: { kind: 'from', file, connection: connectionNumber(parsed.values.connection) ?? 0, keep } }
}

function readProbe(words: readonly string[]): Invocation {
  const parsed = parse(words, PROBE, 'probe')
  const asked = helpOrVersion(parsed, 'probe')
  if (asked !== undefined) return asked
  const { values } = parsed
  const [host, portText, ...others] = hostAndPort(parsed.positionals)
  if (host === undefined || portText === undefined || others.length > 0) throw new UsageError({ kind: 'host-and-port' }, 'probe')
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port === 0 || port > LARGEST_PORT)
    throw new UsageError({ kind: 'not-a-port', value: portText }, 'probe')
  return {
    kind: 'probe',
    options: {
      host,
      port,
      count: wholeNumber(values.count, '--count', DEFAULT_COUNT),
      intervalSeconds: seconds(values.interval, '--interval', DEFAULT_INTERVAL_SECONDS),
      timeoutSeconds: seconds(values.timeout, '--timeout', DEFAULT_TIMEOUT_SECONDS),
      family: values.ipv4 === true ? 4 : values.ipv6 === true ? 6 : undefined,
      ...watchedOptions(values),
    },
  }
}

/** `HOST PORT`, or both in one word as URLs and logs have them: `HOST:PORT`, `[ADDRESS]:PORT`. */
function hostAndPort(words: readonly string[]): readonly string[] {
  const [only] = words
  if (only === undefined || words.length !== 1) return words
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(only) ?? []
  const host = bracketed ?? plain
  return host === undefined || port === undefined ? words : [host, port]
}

function readWhy(words: readonly string[]): Invocation {
  // What follows the command's name belongs to the command, with or without `--`.
  const end = words.indexOf('--')
  const parsed = parse(end < 0 ? words : words.slice(0, end), WATCHED, 'why')
  const asked = helpOrVersion(parsed, 'why')
  if (asked !== undefined) return asked
  const command = end < 0 ? parsed.positionals : [...parsed.positionals, ...words.slice(end + 1)]
  if (command.length === 0) throw new UsageError({ kind: 'no-command' }, 'why')
  return { kind: 'why', options: { command, ...watchedOptions(parsed.values) } }
}

function readLive(words: readonly string[]): Invocation {
  const parsed = parse(words, LIVE, 'live')
  const asked = helpOrVersion(parsed, 'live')
  if (asked !== undefined) return asked
  const { format, keep } = watchedOptions(parsed.values)
  const name = parsed.values.interface
  return {
    kind: 'live',
    options: { format, keep, interface: typeof name === 'string' ? name : EVERY_INTERFACE, filter: parsed.positionals.join(' ') },
  }
}

function readMergeView(words: readonly string[]): Invocation {
  const parsed = parse(words, MERGE_VIEW, 'merge-view')
  const asked = helpOrVersion(parsed, 'merge-view')
  if (asked !== undefined) return asked
  const [client, server, ...others] = parsed.positionals
  if (client === undefined || server === undefined || others.length > 0) throw new UsageError({ kind: 'two-captures' }, 'merge-view')
  const { json, all, connection } = parsed.values
  return {
    kind: 'merge-view',
    options: { client, server, connection: connectionNumber(connection), all: all === true, isJson: json === true },
  }
}

function watchedOptions(values: Parsed['values']): Pick<ProbeOptions, 'format' | 'check' | 'keep'> {
  const format = FORMATS.find((name) => values[name] === true) ?? 'text'
  return { format, check: values.check === true, keep: typeof values.write === 'string' ? values.write : undefined }
}

function wholeNumber(value: string | boolean | undefined, option: string, usual: number): number {
  if (value === undefined) return usual
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value) || Number(value) === 0)
    throw new UsageError({ kind: 'not-a-number', option, value: String(value) }, 'probe')
  return Number(value)
}

function seconds(value: string | boolean | undefined, option: string, usual: number): number {
  if (value === undefined) return usual
  if (typeof value !== 'string' || !/^\d{1,4}(\.\d+)?$/.test(value) || Number(value) === 0)
    throw new UsageError({ kind: 'not-a-number', option, value: String(value) }, 'probe')
  return Number(value)
}

function readServe(words: readonly string[]): Invocation {
  const parsed = parse(words, SERVE, 'serve')
  const asked = helpOrVersion(parsed, 'serve')
  if (asked !== undefined) return asked
  const { port = '0', host, interface: name, filter = '' } = parsed.values
  if (typeof port !== 'string' || !/^\d{1,5}$/.test(port) || Number(port) > LARGEST_PORT)
    throw new UsageError({ kind: 'not-a-port', value: String(port) }, 'serve')
  const live = typeof name === 'string' ? { live: { interface: name, filter: String(filter) } } : {}
  return {
    kind: 'serve',
    options: { files: parsed.positionals, port: Number(port), host: typeof host === 'string' ? host : LOOPBACK, ...live },
  }
}

function readConvert(words: readonly string[]): Invocation {
  const parsed = parse(words, COMMON, 'convert')
  const asked = helpOrVersion(parsed, 'convert')
  if (asked !== undefined) return asked
  const [input, output, ...others] = parsed.positionals
  if (input === undefined || output === undefined || others.length > 0) throw new UsageError({ kind: 'two-files' }, 'convert')
  if (!/\.(pcap|pcapng|cap)$/i.test(output)) throw new UsageError({ kind: 'unknown-extension', file: output }, 'convert')
  return { kind: 'convert', input, output }
}

function readExport(words: readonly string[], hasPipe: boolean): Invocation {
  const parsed = parse(words, EXPORT, 'export')
  const asked = helpOrVersion(parsed, 'export')
  if (asked !== undefined) return asked
  const { to, output } = parsed.values
  if (typeof to !== 'string') throw new UsageError({ kind: 'no-target', known: EXPORT_TARGETS }, 'export')
  const target = EXPORT_TARGETS.find((name) => name === to)
  if (target === undefined) throw new UsageError({ kind: 'unknown-target', value: to, known: EXPORT_TARGETS }, 'export')
  const files = inputFiles(parsed.positionals, hasPipe, 'export')
  if (target === 'xplot' && output === STDIN) throw new UsageError({ kind: 'folder-wanted', target }, 'export')
  const usual = target === 'xplot' ? CURRENT_FOLDER : STDIN
  return {
    kind: 'export',
    options: { target, files, output: typeof output === 'string' ? output : usual, filter: filterOf(parsed.values) },
  }
}
