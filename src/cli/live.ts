/** `synfin live`: connections and verdicts as they happen. */
import { copyFileSync } from 'node:fs'
import { isatty } from 'node:tty'
import { ReportJsonWriter } from '../core/export/report-json.ts'
import { isProblem } from '../core/report/severity.ts'
import { bytesText, liveLines, orderRows, type LiveChoice } from '../core/view/live-table.ts'
import { cutTo, printable } from '../core/view/text-layout.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { LIVE_ORDERS, type LiveWords } from '../core/words/live-words.ts'
import { LiveCaptureError, type LiveCapture } from '../live/live-capture.ts'
import { lookAtHost } from '../live/host-evidence.ts'
import { openLiveCapture } from '../live/open-live-capture.ts'
import { Output } from '../node/output.ts'
import type { LiveOptions } from './arguments.ts'
import { filterFault, filterOf } from './asked-filter.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { explainWatched, type WatchedOptions } from './explain-watched.ts'
import { hostAddresses } from './host-addresses.ts'
import { type Key, LiveScreen } from './live-screen.ts'
import { LiveSession } from './live-session.ts'
import { PacketFile, tellFault } from './packet-file.ts'
import { onStopSignal } from './stop-signal.ts'
import { COLOURED, PLAIN } from './style.ts'
import { mayColour, tell } from './terminal.ts'
import { TextReport } from './text-report.ts'
import { UsageError } from './usage-error.ts'

const STDIN = 0
const STDOUT = 1
/** How often the screen is drawn, and the lines for scripts are looked for: a refusal is on the screen at once. */
const FRAME_MS = 100
const TELL_MS = 500
/** The packets that are kept so that they can be saved and explained; later ones are only counted. */
const MOST_SPOOLED_BYTES = 2 ** 30
const MS_PER_SECOND = 1000

/** Runs the command until it is stopped; gives its exit code. Raises a `UsageError` when the filter cannot be used. */
export async function live(options: LiveOptions, surroundings: Surroundings): Promise<ExitCode> {
  const words = surroundings.words.live
  // What cannot be read is said before anybody is asked for the right to capture.
  await filterOf({ filter: { text: options.filter, dialect: 'pcap' } }, 'live')
  const isTable = options.format === 'text' && isatty(STDIN) && isatty(STDOUT)
  const spool = new PacketFile(options.keep, 'live', options.keep === undefined ? MOST_SPOOLED_BYTES : Infinity)
  try {
    if (options.format === 'ndjson') return await stream(options, spool, surroundings.words)
    if (!isTable) return await untilStopped(options, spool, surroundings)
    return await new LiveTable(options, spool, surroundings).run()
  } catch (error) {
    if (!(error instanceof LiveCaptureError)) throw error
    if (error.filterError !== undefined) throw new UsageError(filterFault(options.filter, error.filterError), 'live')
    tell(`synfin: ${error.code === 'no-permission' ? words.noPermission : printable(words.cannotCapture(error.message))}\n`)
    return error.code === 'bad-filter' ? EXIT.usage : EXIT.failed
  } finally {
    spool.remove()
  }
}

async function capture(options: LiveOptions, spool: PacketFile, session: LiveSession | undefined): Promise<LiveCapture> {
  let isKnown = false
  const opened = await openLiveCapture({
    interface: options.interface,
    filter: { text: options.filter, resolveHost: hostAddresses },
    onRecord: (record) => {
      if (!isKnown) {
        isKnown = true
        session?.pipeline.follow(opened.info)
      }
      spool.take(record, opened.info.startNs ?? 0n)
      session?.pipeline.take(record)
    },
  })
  return opened
}

/** Fulfilled with the first Ctrl-C, when the capture ends by itself, or when its file cannot be written on. */
async function stopped(opened: LiveCapture, spool: PacketFile): Promise<void> {
  await new Promise<void>((resolve) => {
    onStopSignal(['SIGINT', 'SIGTERM'], resolve)
    void opened.ended.then(() => resolve())
    void spool.failed.then(() => resolve())
  })
}

/** For scripts: a line for each connection as soon as it is over, then a line with the rest. */
async function stream(options: LiveOptions, spool: PacketFile, words: InterfaceWords): Promise<ExitCode> {
  const output = new Output('-')
  let stop: () => void = () => {}
  const writer = new ReportJsonWriter((text) => {
    if (!output.write(text)) stop()
  }, 'lines')
  const session = new LiveSession(options.interface, (report) => writer.connection(report))
  const opened = await capture(options, spool, session)
  const timer = setInterval(() => session.tellSettled(), TELL_MS)
  await Promise.race([stopped(opened, spool), new Promise<void>((resolve) => (stop = resolve))])
  clearInterval(timer)
  const { dropped } = await opened.stop()
  writer.end(session.end())
  output.close()
  spool.end()
  if (dropped > 0) tell(`${words.live.dropped(dropped)}\n`)
  return options.keep === undefined ? EXIT.ok : tellFault(spool, words, EXIT.ok)
}

/** Where nobody looks at a screen: captures until it is stopped, then explains. */
async function untilStopped(options: LiveOptions, spool: PacketFile, surroundings: Surroundings): Promise<ExitCode> {
  const before = lookAtHost()
  const opened = await capture(options, spool, undefined)
  await stopped(opened, spool)
  const { dropped } = await opened.stop()
  spool.end()
  if (dropped > 0) tell(`${surroundings.words.live.dropped(dropped)}\n`)
  return await explainWatched(spool, watchedOptions(options), before, surroundings)
}

function watchedOptions({ interface: title, format }: LiveOptions): WatchedOptions {
  return { title, format, check: false, filter: undefined }
}

/** The table on the screen, and what the person chose. */
class LiveTable {
  readonly #options: LiveOptions
  readonly #spool: PacketFile
  readonly #surroundings: Surroundings
  readonly #words: LiveWords
  readonly #session: LiveSession
  readonly #screen: LiveScreen
  readonly #startMs = Date.now()
  #choice: LiveChoice = { order: 'problems', filter: '', selected: undefined }
  #isPaused = false
  #isTyping = false
  #detail: { readonly id: number; from: number } | undefined
  #message = ''
  #rows: ReturnType<LiveSession['rows']> = []
  #bytesPerSecond = 0
  #lastBytes = 0
  #lastMs = Date.now()
  #dropped = 0
  #quit: () => void = () => {}

  constructor(options: LiveOptions, spool: PacketFile, surroundings: Surroundings) {
    this.#options = options
    this.#spool = spool
    this.#surroundings = surroundings
    this.#words = surroundings.words.live
    this.#session = new LiveSession(options.interface, undefined)
    this.#screen = new LiveScreen(
      (key) => this.#key(key),
      () => this.#draw(),
    )
  }

  /** Shows the table until the person quits, then writes the report as `explain` does. */
  async run(): Promise<ExitCode> {
    const before = lookAtHost()
    const opened = await capture(this.#options, this.#spool, this.#session)
    this.#screen.open()
    const timer = setInterval(() => {
      this.#dropped = opened.counts().dropped
      if (!this.#isPaused) this.#rows = this.#session.rows()
      this.#draw()
    }, FRAME_MS)
    this.#draw()
    await Promise.race([stopped(opened, this.#spool), new Promise<void>((resolve) => (this.#quit = resolve))])
    clearInterval(timer)
    await opened.stop()
    this.#screen.close()
    this.#spool.end()
    return await explainWatched(this.#spool, watchedOptions(this.#options), before, this.#surroundings)
  }

  #key(key: Key): void {
    if (key === 'interrupt') return this.#quit()
    this.#message = ''
    if (this.#isTyping) this.#typed(key)
    else if (this.#detail !== undefined) this.#inDetail(key, this.#detail)
    else this.#inTable(key)
    this.#draw()
  }

  #typed(key: Key): void {
    const { filter } = this.#choice
    if (key === 'enter') this.#isTyping = false
    else if (key === 'escape') {
      this.#isTyping = false
      this.#choice = { ...this.#choice, filter: '' }
    } else if (key === 'backspace') this.#choice = { ...this.#choice, filter: filter.slice(0, -1) }
    else if (typeof key !== 'string') this.#choice = { ...this.#choice, filter: filter + key.text }
  }

  #inDetail(key: Key, detail: { from: number }): void {
    if (key === 'enter' || key === 'escape') this.#detail = undefined
    else if (key === 'down') detail.from++
    else if (key === 'up') detail.from = Math.max(0, detail.from - 1)
    else if (key === 'page-down') detail.from += this.#screen.rows - 2
    else if (key === 'page-up') detail.from = Math.max(0, detail.from - this.#screen.rows + 2)
    else if (typeof key !== 'string' && key.text === 'q') this.#quit()
  }

  #inTable(key: Key): void {
    if (key === 'enter') {
      const { selected } = this.#choice
      if (selected !== undefined) this.#detail = { id: selected, from: 0 }
    } else if (typeof key === 'string') this.#move(key)
    else if (key.text === 'q') this.#quit()
    else if (key.text === 'p') this.#isPaused = !this.#isPaused
    else if (key.text === '/') this.#isTyping = true
    else if (key.text === 'o') {
      const next = LIVE_ORDERS[(LIVE_ORDERS.indexOf(this.#choice.order) + 1) % LIVE_ORDERS.length]
      this.#choice = { ...this.#choice, order: next }
    } else if (key.text === 's') this.#save()
  }

  #move(key: Exclude<Key, { readonly text: string }>): void {
    const rows = orderRows(this.#rows, this.#choice)
    const at = rows.findIndex(({ id }) => id === this.#choice.selected)
    const page = this.#screen.rows - 4
    const steps: Partial<Record<typeof key, number>> = {
      up: -1,
      down: 1,
      'page-up': -page,
      'page-down': page,
      home: -rows.length,
      end: rows.length,
    }
    const step = steps[key]
    if (step === undefined || rows.length === 0) return
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))
    this.#choice = { ...this.#choice, selected: rows[next].id }
  }

  #save(): void {
    const file = `synfin-${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}.pcap`
    try {
      this.#spool.flush()
      copyFileSync(this.#spool.path, file)
      this.#message = this.#words.saved(file, this.#spool.packets)
    } catch (error) {
      this.#message = `${this.#words.notSaved}: ${error instanceof Error ? printable(error.message) : ''}`
    }
  }

  #draw(): void {
    const { columns, rows: height } = this.#screen
    this.#screen.draw(this.#detail === undefined ? this.#table(columns, height) : this.#details(this.#detail, columns, height))
  }

  #table(columns: number, height: number): string[] {
    const words = this.#words
    const style = mayColour(this.#surroundings.environment) ? COLOURED : PLAIN
    const rows = orderRows(this.#rows, this.#choice)
    const room = { columns, lines: height - 2 }
    const lines = liveLines(rows, this.#choice, room, words, this.#surroundings.language).map(({ text, severity, isSelected }) => {
      if (isSelected) return `\x1b[7m${text}\x1b[0m`
      return severity === undefined ? style.bold(text) : isProblem(severity) ? style.severity(severity, text) : text
    })
    if (rows.length === 0) lines.push(cutTo(words.nothingYet, columns))
    while (lines.length < height - 2) lines.push('')
    const footer = this.#isTyping ? words.filterPrompt(printable(this.#choice.filter)) : this.#message || words.keys
    return [style.bold(cutTo(this.#status(), columns)), ...lines, style.dim(cutTo(footer, columns))]
  }

  #status(): string {
    const words = this.#words
    const { capture: facts } = this.#session.pipeline.tracker
    const nowMs = Date.now()
    if (nowMs - this.#lastMs >= MS_PER_SECOND) {
      this.#bytesPerSecond = ((facts.bytes - this.#lastBytes) * MS_PER_SECOND) / (nowMs - this.#lastMs)
      this.#lastBytes = facts.bytes
      this.#lastMs = nowMs
    }
    const problems = this.#rows.filter(({ severity }) => isProblem(severity)).length
    const seconds = (nowMs - this.#startMs) / MS_PER_SECOND
    const parts = [
      words.status(this.#options.interface, seconds, facts.packets, bytesText(this.#bytesPerSecond), facts.connections, problems),
      words.order[this.#choice.order],
      this.#choice.filter === '' ? '' : `/${printable(this.#choice.filter)}`,
      this.#dropped > 0 ? words.dropped(this.#dropped) : '',
      this.#isPaused ? words.paused : '',
    ]
    return parts.filter(Boolean).join('  ')
  }

  #details(detail: { readonly id: number; from: number }, columns: number, height: number): string[] {
    const shown = this.#session.connection(detail.id)
    const text: string[] = []
    if (shown !== undefined) {
      const { words, language, environment } = this.#surroundings
      const style = mayColour(environment) ? COLOURED : PLAIN
      new TextReport({ words: words.report, language, style, columns }, (part) => text.push(part)).writeOne(shown)
    }
    const lines = text.join('').split('\n')
    detail.from = Math.max(0, Math.min(detail.from, lines.length - height + 1))
    const page = lines.slice(detail.from, detail.from + height - 1)
    while (page.length < height - 1) page.push('')
    return [...page, this.#words.detailKeys]
  }
}
