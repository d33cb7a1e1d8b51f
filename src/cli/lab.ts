/** `synfin lab`: lists scenarios, brings them about, and shows wire, kernel and verdict side by side. */
import { printable } from '../core/view/text-layout.ts'
import type { LabWords } from '../core/words/lab-words.ts'
import type { Language } from '../core/words/language.ts'
import { type CaseFigures, figuresOf } from '../lab/case-figures.ts'
import { explainCapture } from '../lab/explained-capture.ts'
import { Lab } from '../lab/lab.ts'
import { isNativeThere } from '../lab/native.ts'
import { missingTool } from '../lab/needs.ts'
import { recreate } from '../lab/recreation.ts'
import type { ScenarioResult } from '../lab/result.ts'
import type { Scenario } from '../lab/scenario.ts'
import { SCENARIOS } from '../lab/scenarios.ts'
import { Output } from '../node/output.ts'
import { inputProblem } from '../node/system-problem.ts'
import type { LabOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { resultLine, resultText } from './lab-result-text.ts'
import { isStderrTerminal, tell } from './terminal.ts'

const AT_ONCE = 10
const CLEAR_LINE = '\r\x1b[K'
const MS_PER_SECOND = 1000
const DEFAULT_COLUMNS = 80

/** Runs the command; gives its exit code: 1 when a scenario disagrees, or the lab cannot work here. */
export async function lab(options: LabOptions, { words, language }: Surroundings): Promise<ExitCode> {
  switch (options.kind) {
    case 'actor':
      ;(await import('../lab/actor.ts')).runActor()
      return EXIT.ok
    case 'relay':
      ;(await import('../lab/relay.ts')).runRelay()
      return EXIT.ok
    case 'list':
      return list(language)
    case 'run':
      return await runScenarios(options, words.lab)
    case 'from':
      return await runRecreation(options, words)
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

async function runScenarios(
  { ids, all, keep, documentationAddresses }: Extract<LabOptions, { readonly kind: 'run' }>,
  words: LabWords,
): Promise<ExitCode> {
  const chosen: Scenario[] = []
  for (const id of all ? SCENARIOS.map((scenario) => scenario.id) : new Set(ids)) {
    const found = SCENARIOS.find((scenario) => scenario.id === id)
    if (found === undefined) {
      tell(`synfin: ${printable(words.noScenario(id, nearest(id)))}\n`)
      return EXIT.usage
    }
    chosen.push(found)
  }
  const startMs = Date.now()
  let agreed = 0
  const output = new Output('-')
  const isPossible = await inLab(chosen, { keep, documentationAddresses }, words, (result, isSecond) => {
    if (isSecond) output.write(`${words.secondAttempt} `)
    if (result.disagreements.length === 0) agreed++
    output.write(chosen.length === 1 || result.disagreements.length > 0 ? resultText(result, words) : `${resultLine(result, words)}\n`)
    output.flush()
    // Nobody reads on: nothing more has to be found out.
    return !output.isClosed
  })
  if (!isPossible) return EXIT.failed
  if (chosen.length > 1) output.write(`${words.summary(chosen.length, agreed, (Date.now() - startMs) / MS_PER_SECOND)}\n`)
  if (keep !== undefined) output.write(`${printable(words.kept(keep))}\n`)
  output.close()
  return agreed === chosen.length ? EXIT.ok : EXIT.failed
}

/** Brings scenarios about, several at once, those that take long first. False, and a sentence for the user, where that is not possible. */
async function inLab(
  chosen: readonly Scenario[],
  { keep, documentationAddresses }: { readonly keep: string | undefined; readonly documentationAddresses: boolean },
  words: LabWords,
  take: (result: ScenarioResult, isSecond: boolean) => boolean,
): Promise<boolean> {
  const lack = missing(words)
  if (lack !== undefined) {
    tell(`synfin: ${lack}\n`)
    return false
  }
  const opened = new Lab({
    self: [process.execPath, ...process.execArgv, process.argv[1], 'lab'],
    keep,
    documentationAddresses,
    onLogMissing: (reason) => tell(`synfin: ${printable(words.noKernelLog(reason))}\n`),
  })
  const board = new Board(chosen.length, words)
  const queue = [...chosen].sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))
  const again: Scenario[] = []
  const worker = async (): Promise<void> => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      board.begin(scenario.id)
      const result = await opened.run(scenario)
      if (result.disagreements.length > 0 && chosen.length > 1) again.push(scenario)
      else {
        board.end(scenario.id)
        if (!take(result, false)) queue.length = 0
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(documentationAddresses ? 1 : AT_ONCE, queue.length) }, worker))
    // Beside many others a scenario can come out of time: alone it must agree.
    for (const scenario of again) {
      const result = await opened.run(scenario)
      board.end(scenario.id)
      if (!take(result, true)) break
    }
  } finally {
    await opened.close()
  }
  board.clear()
  return true
}

/** Derives a scenario from an observed connection, brings it about, and shows both cases side by side. */
async function runRecreation(
  { file, connection, keep }: Extract<LabOptions, { readonly kind: 'from' }>,
  { lab: words, shell }: Surroundings['words'],
): Promise<ExitCode> {
  const problem = (error: unknown): ExitCode => {
    tell(`${printable(shell.problem(file, inputProblem(file, error, 0)))}\n`)
    return EXIT.failed
  }
  let connections
  try {
    ;({ connections } = await explainCapture(file))
  } catch (error) {
    return problem(error)
  }
  if (connection >= connections.length) {
    tell(`synfin: ${printable(words.noConnection(file, connection))}\n`)
    return EXIT.usage
  }
  const observed = figuresOf(connections[connection])
  const recreation = recreate(observed)
  if (recreation === undefined) {
    tell(`synfin: ${words.noRecipe(observed.verdict)}\n`)
    return EXIT.failed
  }
  const line = (title: string, { verdict, rttMs, clientBytes, serverBytes, closer }: CaseFigures): string =>
    `${title}: ${words.figures(verdict, rttMs, clientBytes, serverBytes, closer)}\n`
  const output = new Output('-')
  output.write(line(words.observed, observed))
  output.write(`${words.derived(recreation.from)}\n`)
  output.flush()
  let isSame = false
  const isPossible = await inLab([recreation.scenario], { keep, documentationAddresses: false }, words, (result) => {
    const recreated = result.figures.get(recreation.capture)
    isSame = recreated !== undefined && recreated.verdict === observed.verdict && result.disagreements.length === 0
    if (recreated !== undefined) output.write(line(words.recreated, recreated))
    output.write(`${recreated?.verdict === observed.verdict ? words.sameVerdict : words.otherVerdict}\n\n`)
    return output.write(resultText(result, words))
  })
  output.close()
  return isPossible && isSame ? EXIT.ok : EXIT.failed
}

/** Why the lab cannot work here; undefined when it can. */
function missing(words: LabWords): string | undefined {
  if (process.platform !== 'linux') return words.needsLinux
  if (process.getuid?.() !== 0) return words.needsRoot
  if (!isNativeThere()) return words.needsKoffi
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
    if (!this.#isWatched || this.#running.size === 0) return
    const columns = process.stderr.columns ?? DEFAULT_COLUMNS
    tell(CLEAR_LINE + this.#words.progress(this.#done, this.#total, [...this.#running]).slice(0, columns - 1))
  }
}
