/** `synfin lab`: lists scenarios, brings them about, and shows wire, kernel and verdict side by side. */
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { printable } from '../core/view/text-layout.ts'
import type { LabWords } from '../core/words/lab-words.ts'
import type { Language } from '../core/words/language.ts'
import { Lab } from '../lab/lab.ts'
import { missingTool } from '../lab/needs.ts'
import { isNativeThere } from '../lab/native.ts'
import type { ScenarioResult } from '../lab/result.ts'
import type { Scenario } from '../lab/scenario.ts'
import { SCENARIOS } from '../lab/scenarios.ts'
import { Output } from '../node/output.ts'
import type { LabOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { isStderrTerminal, tell } from './terminal.ts'

const AT_ONCE = 8
const CLEAR_LINE = '\r\x1b[K'
const MS_PER_SECOND = 1000

/** Runs the command; gives its exit code: 1 when a scenario disagrees. */
export async function lab(options: LabOptions, { words, language }: Surroundings): Promise<ExitCode> {
  switch (options.kind) {
    case 'actor':
      await (await import('../lab/actor.ts')).runActor()
      return EXIT.ok
    case 'relay':
      await (await import('../lab/relay.ts')).runRelay()
      return EXIT.ok
    case 'list':
      return list(language)
    case 'run':
      return await runScenarios(options, words.lab)
    case 'from':
      return EXIT.usage
  }
}

function list(language: Language): ExitCode {
  const output = new Output('-')
  const width = Math.max(...SCENARIOS.map(({ id }) => id.length)) + 2
  for (const family of new Set(SCENARIOS.map((scenario) => scenario.family))) {
    output.write(`${family}\n`)
    for (const { id, shows } of SCENARIOS.filter((scenario) => scenario.family === family))
      output.write(`  ${id.padEnd(width)}${shows[language]}\n`)
  }
  output.close()
  return EXIT.ok
}

async function runScenarios({ ids, all, keep }: Extract<LabOptions, { readonly kind: 'run' }>, words: LabWords): Promise<ExitCode> {
  const chosen: Scenario[] = []
  for (const id of all ? SCENARIOS.map((scenario) => scenario.id) : ids) {
    const found = SCENARIOS.find((scenario) => scenario.id === id)
    if (found === undefined) {
      tell(`synfin: ${printable(words.noScenario(id, nearest(id)))}\n`)
      return EXIT.usage
    }
    chosen.push(found)
  }
  const lack = await missing(words)
  if (lack !== undefined) {
    tell(`synfin: ${lack}\n`)
    return EXIT.failed
  }
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'synfin-lab-'))
  const output = new Output('-')
  const startMs = Date.now()
  let agreed = 0
  try {
    const opened = new Lab({
      self: [process.execPath, ...process.execArgv, process.argv[1], 'lab'],
      folder,
      onLogMissing: (reason) => tell(`synfin: ${words.noKernelLog(reason)}\n`),
    })
    const board = new Board(chosen.length, words)
    const queue = [...chosen].sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))
    const worker = async (): Promise<void> => {
      for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
        board.begin(scenario.id)
        const result = await opened.run(scenario)
        board.end(scenario.id)
        if (result.disagreements.length === 0) agreed++
        output.write(chosen.length === 1 || result.disagreements.length > 0 ? inFull(result, words) : `${oneLine(result, words)}\n`)
      }
    }
    try {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, worker))
    } finally {
      await opened.close()
    }
    board.clear()
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
  if (chosen.length > 1) output.write(`${words.summary(chosen.length, agreed, (Date.now() - startMs) / MS_PER_SECOND)}\n`)
  if (keep !== undefined) output.write(`${printable(words.kept(keep))}\n`)
  output.close()
  return agreed === chosen.length ? EXIT.ok : EXIT.failed
}

/** Why the lab cannot work here; undefined when it can. */
async function missing(words: LabWords): Promise<string | undefined> {
  if (process.platform !== 'linux') return words.needsLinux
  if (process.getuid?.() !== 0) return words.needsRoot
  if (!(await isNativeThere())) return words.needsKoffi
  const tool = missingTool()
  return tool === undefined ? undefined : words.needsTool(tool)
}

function nearest(id: string): string | undefined {
  return SCENARIOS.find((scenario) => scenario.id.startsWith(id) || id.startsWith(scenario.id) || scenario.id.includes(id))?.id
}

/** What is running, for who watches. */
class Board {
  readonly #words: LabWords
  readonly #total: number
  readonly #running = new Set<string>()
  readonly #isWatched = isStderrTerminal()
  #done = 0

  constructor(total: number, words: LabWords) {
    this.#total = total
    this.#words = words
  }

  begin(id: string): void {
    this.#running.add(id)
    this.#show()
  }

  end(id: string): void {
    this.#running.delete(id)
    this.#done++
    this.clear()
    this.#show()
  }

  clear(): void {
    if (this.#isWatched) tell(CLEAR_LINE)
  }

  #show(): void {
    if (this.#isWatched && this.#running.size > 0)
      tell(CLEAR_LINE + this.#words.progress(this.#done, this.#total, [...this.#running]).slice(0, (process.stderr.columns ?? 80) - 1))
  }
}

function oneLine({ id, captures, disagreements, tookMs }: ScenarioResult, words: LabWords): string {
  const outcome = disagreements.length === 0 ? words.agrees : words.disagrees
  const said = captures.map(({ name, verdict }) => `${name} ${verdict}`).join(', ')
  return `${id}: ${outcome} (${said}; ${(tookMs / MS_PER_SECOND).toFixed(1)} s)`
}

function inFull(result: ScenarioResult, words: LabWords): string {
  const { captures, states, kernel, calls, disagreements } = result
  const errnos = new Map<number, string>(Object.entries(constants.errno).map(([name, value]) => [value, name]))
  const lines = [
    oneLine(result, words),
    `  ${words.verdict}`,
    ...captures.map(({ name, packets, verdict, findings }) => `    ${words.capture(name, packets, verdict, findings)}`),
    ...(kernel === undefined
      ? []
      : [
          `  ${words.kernel}`,
          ...states.map(({ host, local, kernel: path, comparison }) => `    ${words.states(host, local, path.join(' > '), comparison)}`),
          ...[...kernel.retransmissions, ...kernel.synRetransmissions, ...kernel.synAckRetransmissions].map(
            ({ host, local, count }) => `    ${words.retransmissions(host, local, count)}`,
          ),
          ...kernel.resetsSent.map(({ host, local, count, reasons }) => `    ${words.resetsSent(host, local, count, reasons)}`),
          ...kernel.socketErrors.map(({ host, error }) => `    ${words.socketError(host, errnos.get(error) ?? String(error))}`),
          ...kernel.drops.map(({ host, reason, count }) => `    ${words.drops(host, reason, count)}`),
        ]),
    `  ${words.calls}`,
    ...Object.entries(calls).flatMap(([program, outcomes]) =>
      outcomes.map(({ op, result: outcome, tookMs }) => `    ${words.call(program, op, String(outcome), tookMs)}`),
    ),
    ...disagreements.map((fault) => `  ! ${words.fault(fault)}`),
  ]
  return `${lines.map(printable).join('\n')}\n`
}
