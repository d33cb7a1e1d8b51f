/** `synfin why`: runs a command, watches the wire meanwhile, and explains the connections that the command opened. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { printable } from '../core/view/text-layout.ts'
import { lookAtHost } from '../live/host-evidence.ts'
import { type OpenedConnection, SocketLog } from '../live/socket-log.ts'
import type { ExplainOptions, WhyOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { explainWatched } from './explain-watched.ts'
import { LiveFile } from './live-file.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'

/** The last ACKs and resets of the command's connections, after it ended. */
const AFTERGLOW_MS = 300
/** A filter expression of more connections than this serves nobody: then all are shown. */
const MOST_FILTERED = 200
const COMMAND_NOT_FOUND = 127

/**
 * The command waits in a shell until it is followed: it must not open a connection before. It has this process's own input and output, and
 * the channel is closed before it begins.
 */
const WAIT_AND_RUN = 'read -r _ <&3; exec 3<&-; exec "$@"'

/** Runs the command; gives its exit code: 1 when the command cannot be run, 3 with `--check` when a problem was found. */
export async function why(options: WhyOptions, surroundings: Surroundings): Promise<ExitCode> {
  const words = surroundings.words.probe
  const [program = ''] = options.command
  const before = lookAtHost()
  const file = await LiveFile.open('tcp or icmp or icmp6', options.keep)
  if (!(file instanceof LiveFile)) tell(`${printable(words.blind(file))}\n`)
  // Ctrl-C is for the command; what it did until then is explained.
  const ignore = (): void => {}
  process.on('SIGINT', ignore)
  const child = spawn('/bin/sh', ['-c', WAIT_AND_RUN, 'synfin', ...options.command], { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] })
  // Whoever asks us to end, asks the command.
  const release = onStopSignal(['SIGTERM'], () => void child.kill('SIGTERM'))
  const log = child.pid === undefined ? undefined : SocketLog.open(child.pid)
  start(child)
  const ended = await outcomeOf(child)
  process.removeListener('SIGINT', ignore)
  release()
  if (file instanceof LiveFile) await delay(AFTERGLOW_MS)
  const opened = log?.close()
  if (ended === COMMAND_NOT_FOUND) tell(`synfin: ${printable(words.commandNotFound(program))}\n`)
  else tell(`${words.commandEnded(ended)}\n`)
  if (!(file instanceof LiveFile)) return EXIT.failed
  const watched = await file.finish()
  try {
    if (watched.dropped > 0) tell(`${words.dropped(watched.dropped)}\n`)
    if (options.keep !== undefined) tell(`${printable(words.kept(options.keep))}\n`)
    if (opened === undefined) tell(`${words.allConnections}\n`)
    else if (opened.length === 0) {
      tell(`${words.noConnections}\n`)
      return ended === COMMAND_NOT_FOUND ? EXIT.failed : EXIT.ok
    } else if (opened.length > MOST_FILTERED) tell(`${words.tooManySockets(log?.count ?? opened.length)}\n`)
    const isFiltered = opened !== undefined && opened.length <= MOST_FILTERED
    const filter: ExplainOptions['filter'] = isFiltered ? { text: filterOf(opened), dialect: 'pcap' } : undefined
    const asked = { title: options.command.join(' '), format: options.format, check: options.check, filter }
    return await explainWatched(watched, asked, before, surroundings)
  } finally {
    file.remove()
  }
}

/** Lets the waiting command begin. */
function start(child: ChildProcess): void {
  const channel = child.stdio[3]
  if (channel === null || channel === undefined || !('write' in channel)) return
  const writable: Writable = channel
  // The shell may have gone already.
  writable.on('error', () => {})
  writable.end('go\n')
}

/** The exit code, or the name of the signal that ended it. */
async function outcomeOf(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode ?? child.signalCode ?? EXIT.failed
}

/** The command's own connections, and the ICMP errors that may be about them. */
function filterOf(opened: readonly OpenedConnection[]): string {
  const each = opened.map(({ localPort, remote, remotePort }) =>
    localPort === 0 ? `(port ${remotePort} and host ${remote})` : `(port ${localPort} and port ${remotePort} and host ${remote})`,
  )
  return `(tcp and (${each.join(' or ')})) or icmp or icmp6`
}
