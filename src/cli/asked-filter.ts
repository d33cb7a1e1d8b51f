/** The filter of `--filter`: compiled when it is asked for, and what is to be said of it before and behind the reading. */
import { LINK_TYPE, linkTypeName } from '../core/capture/link-type.ts'
import { caretText, type FilterError } from '../core/filter/filter-error.ts'
import type { PacketFilter } from '../core/report/packet-filter.ts'
import { printable } from '../core/view/text-layout.ts'
import type { CommandName, InterfaceWords, UsageFault } from '../core/words/interface-words.ts'
import type { ExplainOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { hostAddresses } from './host-addresses.ts'
import { tell } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** A command line that may have a filter. */
type Filtered = Pick<ExplainOptions, 'filter'>

/** The filter that was asked for; loaded only then. Raises a `UsageError` when it cannot be read, or can match nothing. */
export async function filterOf(options: Filtered, command: CommandName): Promise<PacketFilter | undefined> {
  if (options.filter === undefined) return undefined
  const { PacketFilter } = await import('../core/report/packet-filter.ts')
  const { text, dialect } = options.filter
  const filter = new PacketFilter(text, { dialect, resolveHost: hostAddresses })
  // What a term means depends on the link type, which the first packet tells; how it is written does not.
  const error = filter.faultFor(LINK_TYPE.ethernet)
  if (error !== undefined && error.kind === 'syntax') throw new UsageError(filterFault(text, error), command)
  return filter
}

/** All inputs were read: says for which link types the filter meant nothing, or that nothing matched. Gives the code that is due for that. */
export function tellFilter(filter: PacketFilter | undefined, options: Filtered, { shell }: InterfaceWords): ExitCode {
  if (filter === undefined) return EXIT.ok
  const text = options.filter?.text ?? ''
  for (const { linkType, error } of filter.faults)
    tell(`synfin: ${linkTypeName(linkType).description}: ${shell.usage(filterFault(text, error))}\n`)
  if (filter.faults.length > 0) return EXIT.failed
  if (!filter.hasMatched) tell(`synfin: ${printable(shell.nothingMatches(text))}\n`)
  return EXIT.ok
}

/** What is wrong with the filter `text`, for the words of the command line. */
export function filterFault(text: string, error: FilterError): UsageFault {
  const { message, explanation } = error
  return { kind: 'bad-filter', message, place: caretText(text, error), explanation }
}
