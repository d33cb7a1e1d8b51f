/** `synfin probe`: connects, watches the wire meanwhile, and explains what happened. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { printable } from '../core/view/text-layout.ts'
import type { AttemptLine } from '../core/words/probe-words.ts'
import { lookAtHost } from '../live/host-evidence.ts'
import { connectAttempt } from '../node/connect-attempt.ts'
import type { ProbeOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { explainWatched } from './explain-watched.ts'
import { LiveFile } from './live-file.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'

/** What still is on its way when the last attempt is over: the last ACK, a late RST. Loopback and a continent differ by this much. */
const AFTERGLOW_MS = 300
const MS_PER_SECOND = 1000

/** Runs the command; gives its exit code: 1 when nobody could be asked, 3 with `--check` when an attempt failed. */
export async function probe(options: ProbeOptions, surroundings: Surroundings): Promise<ExitCode> {
  const words = surroundings.words.probe
  const { host, port } = options
  let addresses: string[]
  try {
    addresses = await addressesOf(host, options.family)
  } catch (error) {
    tell(`synfin: ${printable(words.noAddress(host, codeOf(error)))}\n`)
    return EXIT.failed
  }
  const filter = watchFilter(addresses, port)
  const before = lookAtHost()
  const abort = new AbortController()
  const release = onStopSignal(['SIGINT', 'SIGTERM'], () => abort.abort())
  const file = await LiveFile.open(filter, options.keep)
  const attempts: AttemptLine[] = []
  for (let round = 0; round < options.count && !abort.signal.aborted; round++) {
    if (round > 0) await pause(options.intervalSeconds * MS_PER_SECOND, abort.signal)
    for (const address of addresses) {
      if (abort.signal.aborted) break
      const attempt = await connectAttempt(address, port, options.timeoutSeconds * MS_PER_SECOND, abort.signal)
      const line = { number: attempts.length + 1, address, port, ...attempt }
      attempts.push(line)
      // The report goes to standard output; who reads JSON there still sees how it goes.
      tell(`${words.attempt(line)}\n`)
    }
  }
  const failed = attempts.some(({ outcome }) => outcome.kind !== 'connected')
  if (!(file instanceof LiveFile)) {
    tell(`${printable(words.blind(file))}\n`)
    for (const kind of new Set(attempts.map(({ outcome }) => outcome.kind))) {
      const found = attempts.find(({ outcome }) => outcome.kind === kind)
      if (found !== undefined) tell(`${words.withoutPackets(found.outcome)}\n`)
    }
    tell(`${words.captureInstead(`tcpdump -ni any '${filter}'`)}\n`)
    return options.check && failed ? EXIT.problemFound : EXIT.ok
  }
  await delay(AFTERGLOW_MS)
  const watched = await file.finish()
  release()
  try {
    if (watched.dropped > 0) tell(`${words.dropped(watched.dropped)}\n`)
    if (options.keep !== undefined) tell(`${printable(words.kept(options.keep))}\n`)
    const asked = { title: `probe ${host} ${port}`, format: options.format, check: options.check, filter: undefined }
    return await explainWatched(watched, asked, before, surroundings, addresses)
  } finally {
    file.remove()
  }
}

/** Waits, or until `signal` ends the waiting. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch {
    // No more is waited for.
  }
}

/** The addresses to try: one of each version, the system's first choice of each. Raises the resolver's error. */
async function addressesOf(host: string, family: 4 | 6 | undefined): Promise<string[]> {
  if (isIP(host) !== 0) return [host]
  const found = await lookup(host, { all: true, ...(family === undefined ? {} : { family }) })
  const firsts = [4, 6].flatMap((version) => found.find((each) => each.family === version)?.address ?? [])
  return firsts.sort((a, b) => found.findIndex(({ address }) => address === a) - found.findIndex(({ address }) => address === b))
}

/** The connections themselves, and every ICMP error: it may come from any router. */
function watchFilter(addresses: readonly string[], port: number): string {
  const hosts = addresses.map((address) => `host ${address}`).join(' or ')
  return `(tcp port ${port} and (${hosts})) or icmp or icmp6`
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
