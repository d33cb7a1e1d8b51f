/** The command `synfin`: reads its arguments, runs what they ask for, and says in the user's language what went wrong. */
import { existsSync } from 'node:fs'
import { nearestName } from '../core/filter/display/nearest-name.ts'
import { printable } from '../core/view/text-layout.ts'
import { interfaceEn } from '../core/words/interface-en.ts'
import { interfaceZh } from '../core/words/interface-zh.ts'
import { COMMANDS, type ShellWords } from '../core/words/interface-words.ts'
import { Output, isOutputError } from '../node/output.ts'
import { errnoOf } from '../node/system-problem.ts'
import { type Invocation, languageOf, readArguments } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { needsNoGuards, startWithoutGuards } from './guardless-start.ts'
import { hasPipe, tell } from './terminal.ts'
import { isUsageError } from './usage-error.ts'
import { versionText } from './version.ts'

async function main(given: readonly string[]): Promise<number> {
  const argv = withHelpOption(given)
  const language = languageOf(argv, process.env)
  const words = language === 'zh' ? interfaceZh : interfaceEn
  const { shell } = words
  try {
    // The options of tcpdump and tshark are languages of their own, and so are their messages.
    if (argv[0] === 'dump' && !argv.includes('--help')) return await (await import('./dump.ts')).dump(argv.slice(1))
    if (argv[0] === 'shark' && !argv.includes('--help')) return await (await import('./shark.ts')).shark(argv.slice(1))
    const code = await run(readArguments(argv, hasPipe()), { words, language, environment: process.env })
    if (code === EXIT.failed) await suggestCommand(argv[0] ?? '', shell)
    return code
  } catch (error) {
    if (isUsageError(error)) {
      tell(`synfin: ${shell.usage(error.fault)}\n${shell.hint(error.command)}\n`)
      return EXIT.usage
    }
    if (isOutputError(error)) {
      tell(`synfin: ${printable(shell.outputFault(error))}\n`)
      return EXIT.failed
    }
    if (needsNoGuards(error)) return startWithoutGuards()
    throw error
  }
}

/** `help` and `help COMMAND` are what many programs understand; a file of that name comes first. */
function withHelpOption(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' && !existsSync('help') ? [...argv.slice(1), '--help'] : argv
}

async function run(invocation: Invocation, surroundings: Surroundings): Promise<ExitCode> {
  const { shell } = surroundings.words
  switch (invocation.kind) {
    case 'explain':
      return (await import('./explain.ts')).explain(invocation.options, surroundings)
    case 'convert':
      return (await import('./other-commands.ts')).convert(invocation.input, invocation.output, surroundings.words)
    case 'verify':
      return (await import('./other-commands.ts')).verify(invocation.options, surroundings)
    case 'export':
      return (await import('./other-commands.ts')).runExport(invocation.options, surroundings)
    case 'lab':
      return (await import('./other-commands.ts')).lab(invocation.options, surroundings)
    case 'probe':
      return (await import('./other-commands.ts')).probe(invocation.options, surroundings)
    case 'merge-view':
      return (await import('./other-commands.ts')).mergeView(invocation.options, surroundings)
    case 'live':
      return (await import('./other-commands.ts')).live(invocation.options, surroundings)
    case 'why':
      return (await import('./other-commands.ts')).why(invocation.options, surroundings)
    case 'serve':
      return (await import('./other-commands.ts')).serve(invocation.options, surroundings.words)
    case 'help':
      return print(shell.help[invocation.command ?? 'all'])
    case 'version':
      return print(`synfin ${versionText()}\n`)
  }
}

/** A word that was read as the name of a file, and is none: it may have been meant as a command. */
async function suggestCommand(word: string, shell: ShellWords): Promise<void> {
  if (!/^[a-z-]+$/.test(word) || COMMANDS.some((name) => name === word) || existsSync(word)) return
  const nearest = nearestName(word, COMMANDS)
  if (nearest !== undefined) tell(`${shell.meantCommand(nearest)}\n`)
}

function print(text: string): ExitCode {
  const output = new Output('-')
  output.write(text)
  output.close()
  return EXIT.ok
}

/** Says what nobody expected. The operating system's refusals are for the user; all else is a broken promise of ours, told with its place. */
function failure(error: unknown): ExitCode {
  const isRefusal = isOutputError(error) || errnoOf(error) !== ''
  const text = error instanceof Error ? (isRefusal ? error.message : (error.stack ?? error.message)) : String(error)
  tell(`synfin: ${text}\n`)
  return EXIT.failed
}

/** Runs the command and sets the exit code of the process. */
async function start(): Promise<void> {
  // What a timer or a socket raises arrives here too.
  process.on('uncaughtException', (error) => process.exit(failure(error)))
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    process.exitCode = failure(error)
  }
}

void start()
