/** The lab: brings scenarios about in namespaces of its own, several at once, and leaves nothing behind. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputError } from '../node/output.ts'
import type { ActorNote, ActorPlan, CallOutcome } from './actor.ts'
import { Child, CommandError, killChildren, runCommand } from './children.ts'
import { type ExplainedCapture, explainCapture } from './explained-capture.ts'
import { startGuard } from './guard.ts'
import { KernelLog, tracePlaces } from './kernel-log.ts'
import { KernelWitness } from './kernel-truth.ts'
import {
  type Network,
  devicePrefix,
  loadFirewall,
  makeNetwork,
  namespacePrefix,
  removeNamespaces,
  removeNamespacesNow,
  setKernel,
  withAddresses,
} from './network.ts'
import type { RelayPlan } from './relay.ts'
import { type ScenarioResult, resultOf } from './result.ts'
import { type CapturePlan, DEFAULT_DELAY_MS, type Incident, type Scenario, linksOf } from './scenario.ts'

/** What the lab needs to know of the program that it is part of. */
export interface LabOptions {
  /** The words that start a part of the lab as a process of its own: `actor` or `relay` is put behind them. */
  readonly self: readonly string[]
  /** Where captures and truths are written; undefined: in a folder that goes with the lab. */
  readonly keep: string | undefined
  /** Addresses from the ranges kept for documentation: then only one scenario may run at a time. */
  readonly documentationAddresses: boolean
  /** Called once when the kernel's log cannot be read. */
  readonly onLogMissing: (reason: string) => void
}

const ERRORS_AND_TCP = 'tcp or arp or icmp or (icmp6 and ip6[40] < 128)'
/** Frames of a path are smaller, and a slot of the kernel's buffer holds this much for each. */
const SNAP_BYTES = 2048
const CAPTURE_BUFFER_KB = '8192'
/** Scenarios that are being prepared at a time: starting processes is what costs. */
const PREPARED_AT_ONCE = 2
/** What carries packets goes before what prepares (man 2 setpriority). */
const CARRIER_PRIORITY = -10
const PROGRAM_PRIORITY = -5
const LONGEST_RUN_MS = 240_000
const LAST_PACKETS_MS = 150
const SIGNAL_EXITS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** A lab is opened once, runs scenarios, and is closed. */
export class Lab {
  readonly #options: LabOptions
  readonly #namespaces = new Set<string>()
  readonly #log: KernelLog | undefined
  readonly #endGuard: () => void
  readonly #folder: string
  readonly #gate = new Gate(PREPARED_AT_ONCE)
  readonly #onExit = (): void => {
    killChildren()
    removeNamespacesNow(this.#namespaces)
    this.#log?.close()
    this.#removeFolder()
  }
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    process.exit(SIGNAL_EXITS[signal as keyof typeof SIGNAL_EXITS])
  }

  /** Raises an `OutputError` when the folder cannot be made. */
  constructor(options: LabOptions) {
    this.#options = options
    if (options.keep !== undefined) makeFolder(options.keep)
    this.#folder = options.keep ?? makeTemporaryFolder()
    this.#endGuard = startGuard(
      namespacePrefix(process.pid),
      tracePlaces(process.pid),
      options.keep === undefined ? this.#folder : undefined,
    )
    this.#log = KernelLog.open(devicePrefix(process.pid), options.onLogMissing)
    process.on('exit', this.#onExit)
    for (const signal of Object.keys(SIGNAL_EXITS)) process.on(signal, this.#onSignal)
  }

  /** Ends everything that is left. */
  async close(): Promise<void> {
    killChildren()
    await removeNamespaces(this.#namespaces)
    this.#namespaces.clear()
    this.#log?.close()
    this.#removeFolder()
    process.off('exit', this.#onExit)
    for (const signal of Object.keys(SIGNAL_EXITS)) process.off(signal, this.#onSignal)
    this.#endGuard()
  }

  #removeFolder(): void {
    if (this.#options.keep === undefined) rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Brings one scenario about and compares what was seen. What fails on the way is in the result, too. */
  async run(scenario: Scenario): Promise<ScenarioResult> {
    const startMs = performance.now()
    const made = new Set<string>()
    const run = new Run(scenario, this.#options, this.#folder, this.#log)
    try {
      await this.#gate.pass(async () => {
        const added = {
          add: (name: string): void => {
            made.add(name)
            this.#namespaces.add(name)
          },
        }
        const network = await makeNetwork(scenario, added, this.#options.documentationAddresses)
        await run.prepare(network)
      })
      await run.through()
      this.#log?.drain()
      const explained = new Map<string, { readonly file: string; readonly explained: ExplainedCapture }>()
      for (const name of Object.keys(scenario.captures)) {
        const file = run.fileOf(name)
        explained.set(name, { file, explained: await explainCapture(file) })
      }
      const kernel = run.witness?.truth()
      const result = resultOf(scenario, { explained, kernel, calls: run.calls }, performance.now() - startMs)
      writeFileSync(
        join(this.#folder, `${scenario.id}.truth.json`),
        `${JSON.stringify({ ...result, figures: Object.fromEntries(result.figures) }, null, 1)}\n`,
      )
      return result
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      const broken = { kind: 'broken' as const, message: error.message }
      const took = performance.now() - startMs
      return {
        id: scenario.id,
        tookMs: took,
        captures: [],
        states: [],
        kernel: undefined,
        calls: run.calls,
        disagreements: [broken],
        figures: new Map(),
      }
    } finally {
      await run.end()
      await removeNamespaces(made)
      for (const name of made) this.#namespaces.delete(name)
    }
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw outputError(path, error)
  }
}

function makeTemporaryFolder(): string {
  const beginning = join(tmpdir(), `synfin-lab-${process.pid}-`)
  try {
    return mkdtempSync(beginning)
  } catch (error) {
    throw outputError(`${beginning}...`, error)
  }
}

/** The life of one scenario. */
class Run {
  readonly calls: Record<string, CallOutcome[]> = {}
  witness: KernelWitness | undefined
  readonly #scenario: Scenario
  readonly #options: LabOptions
  readonly #folder: string
  readonly #log: KernelLog | undefined
  readonly #programs = new Map<string, Child>()
  readonly #captures: Child[] = []
  readonly #signals: Promise<void>[] = []
  #relay: Child | undefined
  #network: Network | undefined
  #unlisten: (() => void) | undefined

  constructor(scenario: Scenario, options: LabOptions, folder: string, log: KernelLog | undefined) {
    this.#scenario = scenario
    this.#options = options
    this.#folder = folder
    this.#log = log
  }

  /** The capture's path. */
  fileOf(capture: string): string {
    return join(this.#folder, `${this.#scenario.id}.${capture}.pcap`)
  }

  /** Starts all processes; no packet yet. Raises a `CommandError`. */
  async prepare(network: Network): Promise<void> {
    this.#network = network
    const starting = Object.keys(this.#scenario.programs).map((name) => this.#startProgram(name, network))
    if (network.paths.length > 0) starting.push(this.#startRelay(network))
    await Promise.all(starting)
  }

  /** From the first packet to the last. Raises a `CommandError`. */
  async through(): Promise<void> {
    const { programs, captures, endsWith = ['client'] } = this.#scenario
    const network = this.#network
    if (network === undefined) return
    if (this.#log !== undefined) {
      const witness = new KernelWitness(network)
      this.witness = witness
      this.#unlisten = this.#log.listen((event) => witness.take(event))
    }
    await Promise.all(
      Object.entries(captures)
        .filter(([, plan]) => plan.after === undefined)
        .map(([name, plan]) => this.#capture(name, plan)),
    )
    const ended: Promise<unknown>[] = []
    for (const [name, steps] of Object.entries(programs)) {
      const child = this.#programs.get(name)
      if (child === undefined) continue
      const done = child.line((line) => line === NOTE_DONE, LONGEST_RUN_MS)
      if (endsWith.includes(name)) ended.push(done)
      else done.catch(() => {})
      const plan: ActorPlan = { steps, addresses: Object.fromEntries(network.addresses), host: hostOf(name) }
      const listening = steps[0]?.op === 'listen' ? child.line((line) => line === NOTE_LISTENING) : undefined
      child.say(JSON.stringify(plan))
      await listening
    }
    await Promise.all(ended)
    await Promise.all(this.#signals)
    await pause(LAST_PACKETS_MS + 2 * Math.max(0, ...linksOf(this.#scenario).map(({ delayMs = DEFAULT_DELAY_MS }) => delayMs)))
    // The captures end first: what dies afterwards is not part of the case.
    await Promise.all(this.#captures.splice(0).map((child) => child.stop('SIGINT')))
    this.#log?.drain()
    this.#unlisten?.()
  }

  /** Ends what is left of it. */
  async end(): Promise<void> {
    this.#unlisten?.()
    const left = [...this.#captures, ...this.#programs.values(), ...(this.#relay === undefined ? [] : [this.#relay])]
    await Promise.all(left.map((child) => child.stop()))
  }

  async #startRelay(network: Network): Promise<void> {
    const [command = '', ...words] = this.#options.self
    const threads = String(2 * network.paths.length + 2)
    const relay = new Child(command, [...words, 'relay'], { environment: { UV_THREADPOOL_SIZE: threads } })
    this.#relay = relay
    const carrying = relay.line((line) => line.includes('"carrying"'))
    const plan: RelayPlan = { links: network.paths }
    relay.say(JSON.stringify(plan))
    await carrying
    relay.hurry(CARRIER_PRIORITY)
  }

  async #startProgram(name: string, network: Network): Promise<void> {
    const calls: CallOutcome[] = []
    this.calls[name] = calls
    const onLine = (line: string): void => {
      const said = JSON.parse(line) as CallOutcome | ActorNote
      if ('op' in said) calls.push(said)
      else if (said.note === 'signal') this.#signals.push(this.#signal(said.name ?? ''))
    }
    const child = new Child('ip', ['netns', 'exec', network.namespaces.get(hostOf(name)) ?? '', ...this.#options.self, 'actor'], { onLine })
    this.#programs.set(name, child)
    await child.line((line) => line === NOTE_LOADED)
    child.hurry(PROGRAM_PRIORITY)
  }

  /** A program gave a signal: when all that follows from it has happened, everybody hears it, the program too. */
  async #signal(name: string): Promise<void> {
    const heard = this.#relay?.line((line) => line.includes('"heard"'))
    this.#relay?.say(name)
    const incidents = (this.#scenario.incidents ?? []).filter(({ on }) => on === name)
    const captures = Object.entries(this.#scenario.captures).filter(([, plan]) => plan.after === name)
    await Promise.all([
      heard,
      ...incidents.map((incident) => this.#happen(incident)),
      ...captures.map(([capture, plan]) => this.#capture(capture, plan)),
    ])
    for (const child of this.#programs.values()) child.say(name)
  }

  async #happen({ firewall, kernel, kill, ip }: Incident): Promise<void> {
    const { namespaces } = this.#network ?? { namespaces: new Map<string, string>() }
    if (firewall !== undefined) await loadFirewall(namespaces.get(firewall.host) ?? '', firewall.rules)
    if (kernel !== undefined) await setKernel(namespaces.get(kernel.host) ?? '', kernel.variables)
    if (ip !== undefined) await runCommand('ip', ['-n', namespaces.get(ip.host) ?? '', '-batch', '-'], `${ip.line}\n`)
    if (kill !== undefined) await this.#programs.get(kill)?.stop()
  }

  async #capture(name: string, plan: CapturePlan): Promise<void> {
    const host = plan.host ?? name
    const namespace = this.#network?.namespaces.get(host) ?? ''
    const device = plan.device ?? this.#network?.devices.get(host) ?? ''
    const words = [
      '-i',
      device,
      '-Z',
      'root',
      '-U',
      '--immediate-mode',
      '-s',
      String(plan.snapBytes ?? SNAP_BYTES),
      '-B',
      CAPTURE_BUFFER_KB,
      '-w',
      this.fileOf(name),
      withAddresses(plan.filter ?? ERRORS_AND_TCP, this.#network?.addresses ?? new Map()),
    ]
    const child = new Child('ip', ['netns', 'exec', namespace, 'tcpdump', ...words], { errors: true })
    this.#captures.push(child)
    await child.line((line) => line.includes('listening on'))
  }
}

const NOTE_DONE = JSON.stringify({ note: 'done' } satisfies ActorNote)
const NOTE_LOADED = JSON.stringify({ note: 'loaded' } satisfies ActorNote)
const NOTE_LISTENING = JSON.stringify({ note: 'listening' } satisfies ActorNote)

function hostOf(program: string): string {
  return program.split('/')[0]
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Lets so many pass at a time. */
class Gate {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(width: number) {
    this.#free = width
  }

  async pass(work: () => Promise<void>): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free--
    try {
      await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
