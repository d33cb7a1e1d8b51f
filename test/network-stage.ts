/** Two hosts for tests: network namespaces with names of their own, joined by a cable, removed at the end whatever happens. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Why there can be no stage here; false when there can. */
export const noStage =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'network namespaces need root on Linux'
    : spawnSync('ip', ['netns', 'list']).status !== 0 && 'the program ip is not installed'

/** A program that runs on a host of the stage. */
export interface StageProcess {
  readonly pid: number
  /** What it wrote so far. */
  readonly said: { stdout: string; stderr: string }
  /** Fulfilled when it has written that on standard error; rejected when it ends before, or after a while. */
  until(pattern: RegExp): Promise<void>
  /** Sends a signal, and waits for its end; gives its exit status. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  /** Its exit status, when it has ended by itself. */
  readonly over: Promise<number | null>
}

const PATIENCE_MS = 15_000
let stages = 0

/** The hosts `near` (10.9.0.1, interface `va`) and `far` (10.9.0.2, interface `vb`). */
export class NetworkStage {
  readonly near: string
  readonly far: string
  readonly #children = new Set<ChildProcess>()

  constructor() {
    const name = `sft${process.pid}x${stages++}`
    this.near = `${name}a`
    this.far = `${name}b`
    process.once('exit', this.#leave)
    process.once('SIGTERM', this.#terminate)
    for (const each of [this.near, this.far]) this.#ip(['netns', 'add', each])
    this.#ip(['-n', this.near, 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb', 'netns', this.far])
    for (const [space, device, last] of [
      [this.near, 'va', '1'],
      [this.far, 'vb', '2'],
    ] as const) {
      // No IPv6: routers are looked for, and these packets come when they like.
      this.run(space, ['sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1'])
      for (const each of ['lo', device]) this.#ip(['-n', space, 'link', 'set', each, 'up'])
      this.#ip(['-n', space, 'address', 'add', `10.9.0.${last}/24`, 'dev', device])
    }
  }

  /** Runs a command on a host to its end; gives its exit status, and what it wrote. */
  run(space: string, words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('ip', ['netns', 'exec', space, ...words], { encoding: 'utf8', timeout: PATIENCE_MS })
  }

  /** Begins a command on a host. */
  start(space: string, words: readonly string[]): StageProcess {
    // `ip netns exec` becomes the program: the process id is its own.
    const child = spawn('ip', ['netns', 'exec', space, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.add(child)
    const said = { stdout: '', stderr: '' }
    child.stdout.setEncoding('latin1').on('data', (text: string) => (said.stdout += text))
    child.stderr.setEncoding('latin1').on('data', (text: string) => (said.stderr += text))
    const over = new Promise<number | null>((resolve) => child.once('close', (status) => resolve(status)))
    void over.then(() => this.#children.delete(child))
    return {
      pid: child.pid ?? 0,
      said,
      over,
      end: (signal = 'SIGINT') => {
        child.kill(signal)
        return over
      },
      until: async (pattern) => {
        const endMs = Date.now() + PATIENCE_MS
        while (!pattern.test(said.stderr)) {
          if (child.exitCode !== null || Date.now() > endMs) throw new Error(`${words.join(' ')}: ${said.stderr}`)
          await pause(10)
        }
      },
    }
  }

  /** Ends what still runs, and takes the hosts away. */
  remove(): void {
    process.removeListener('exit', this.#leave)
    process.removeListener('SIGTERM', this.#terminate)
    this.#leave()
  }

  /** A test that takes too long is ended by a signal. */
  readonly #terminate = (): void => process.exit(1)

  readonly #leave = (): void => {
    for (const child of this.#children) child.kill('SIGKILL')
    for (const each of [this.near, this.far]) spawnSync('ip', ['netns', 'del', each])
  }

  #ip(words: readonly string[]): void {
    const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`)
  }
}

/** Namespaces of tests that are there now. */
export function stagesLeft(): string[] {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.startsWith(`sft${process.pid}x`))
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Fields of /proc/PID/status by their names. */
export function statusOf(pid: number): ReadonlyMap<string, string> {
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')
  return new Map(lines.map((line) => [line.split(':')[0], line.slice(line.indexOf(':') + 1).trim()]))
}
