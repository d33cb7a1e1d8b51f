/** The report on what a command has just watched, and what this machine knows besides: for `live`, `probe` and `why`. */
import { type HostLook, hostEvidence, lookAtHost } from '../live/host-evidence.ts'
import type { OutputError } from '../node/output.ts'
import type { ExplainOptions } from './arguments.ts'
import type { ExitCode } from './exit-code.ts'
import { type Surroundings, explain } from './explain.ts'
import { hostLines } from './host-lines.ts'
import { tellFault } from './packet-file.ts'
import { columnsOf } from './terminal.ts'

/** The packets: where they are, and why some are missing at the end, if any. */
export interface WatchedPackets {
  readonly path: string
  readonly fault: OutputError | undefined
}

/** How they are explained: everything that the filter leaves was asked for. */
export type WatchedOptions = Pick<ExplainOptions, 'title' | 'format' | 'check' | 'filter'>

/**
 * Writes the report.
 *
 * @param before what the host said when watching began
 * @param targets addresses that were to be reached, besides those of the connections
 * @returns the exit code of `explain`, or 1 for an incomplete file
 */
export async function explainWatched(
  packets: WatchedPackets,
  options: WatchedOptions,
  before: HostLook,
  surroundings: Surroundings,
  targets: readonly string[] = [],
): Promise<ExitCode> {
  const evidence = hostEvidence(before, lookAtHost())
  const asked: ExplainOptions = { ...options, files: [packets.path], all: true, connection: undefined, packets: false }
  const code = await explain(asked, surroundings, (ends) =>
    hostLines(ends, evidence, surroundings.words.host, columnsOf(surroundings.environment), targets),
  )
  return tellFault(packets, surroundings.words, code)
}
