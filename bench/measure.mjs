// Runs one whole process and says what it cost: CPU (user and system), wall clock, peak memory. Uses GNU time (Debian package `time`).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const GNU_TIME = '/usr/bin/time'
const LONGEST_RUN_MS = 15 * 60_000
/** Runs a command several times in one go: GNU time counts hundredths of a second, which is too coarse for a process of 30 ms. */
const REPEAT = 'n=$1; shift; while [ "$n" -gt 0 ]; do "$@" || exit; n=$((n - 1)); done'

/**
 * The environment of every measured process. A large NODE_EXTRA_CA_CERTS file triples the start of node, and TZ changes what tcpdump
 * costs (without it, it asks for the state of /etc/localtime at every line): neither may come from whoever runs the bench.
 */
function plainEnvironment(extra) {
  const environment = { ...process.env, ...extra }
  for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'FORCE_COLOR']) delete environment[name]
  if (extra?.TZ === undefined) delete environment.TZ
  return environment
}

/** @typedef {{ cpuSeconds: number, wallSeconds: number, peakBytes: number, failed: string | undefined }} Cost */

/** @returns {boolean} whether processes can be measured here */
export const canMeasure = () => existsSync(GNU_TIME)

/** @param {string} name @returns {boolean} whether this command is installed */
export const isInstalled = (name) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { stdio: 'ignore' }).status === 0

/**
 * @param {readonly string[]} command
 * @param {{ repeat?: number, environment?: Record<string, string> }} [options] the cost is that of one of `repeat` runs
 * @returns {Cost}
 */
export function measure(command, { repeat = 1, environment } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-measure-'))
  try {
    const report = join(folder, 'time')
    const whole = repeat === 1 ? command : ['sh', '-c', REPEAT, 'sh', String(repeat), ...command]
    const result = spawnSync(GNU_TIME, ['-f', '%U %S %e %M', '-o', report, '--', ...whole], {
      stdio: 'ignore',
      env: plainEnvironment(environment),
      timeout: LONGEST_RUN_MS,
    })
    const lines = existsSync(report) ? readFileSync(report, 'utf8').trimEnd().split('\n') : []
    const [user, system, wall, kilobytes] = (lines.at(-1) ?? '').split(' ').map(Number)
    if (kilobytes === undefined)
      return { cpuSeconds: NaN, wallSeconds: NaN, peakBytes: NaN, failed: result.error?.message ?? 'not measured' }
    const failed =
      result.status === 0 ? undefined : lines.length > 1 ? lines[0].replace('Command ', '') : `status ${result.status ?? result.signal}`
    return { cpuSeconds: (user + system) / repeat, wallSeconds: wall / repeat, peakBytes: kilobytes * 1024, failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {readonly number[]} values @returns {number} NaN when there are none */
export function median(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b)
  if (sorted.length === 0) return NaN
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
