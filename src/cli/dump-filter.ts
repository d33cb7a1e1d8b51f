/** The filter of `synfin dump`: where its text stands, and tcpdump's words for what is wrong with it. */
import { readFileSync } from 'node:fs'
import { linkTypeOfName } from '../core/capture/link-type.ts'
import { type Filter, compileFilter } from '../core/filter/filter.ts'
import { type FilterError, caretText } from '../core/filter/filter-error.ts'
import { filterSentenceZh } from '../core/words/filter-zh.ts'
import { languageOf } from './arguments.ts'
import { DumpFault, systemText } from './dump-fault.ts'
import { type DumpOptions, DumpUsageError } from './dump-options.ts'
import { hostAddresses } from './host-addresses.ts'

/** The expression: of the file after `-F`, whose comments are blanks, or of the command line. Raises a `DumpFault`. */
export function expressionOf(options: DumpOptions): string {
  if (options.filterFile === undefined) return options.expression.join(' ')
  try {
    return readFileSync(options.filterFile === '-' ? 0 : options.filterFile, 'utf8').replaceAll(/#[^\n]*/g, ' ')
  } catch (error) {
    throw new DumpFault(`can't open ${options.filterFile}: ${systemText(error)}`)
  }
}

/** Compiles `text` for packets of a file, or of nothing in particular. Raises a `DumpFault`. */
export function filterOf(text: string, linkType: number, options: DumpOptions, source: 'file' | 'none'): Filter {
  const result = compileFilter(text, {
    linkType,
    snaplen: options.snaplen,
    dialect: options.dialect,
    source,
    neverMatching: options.isUnoptimized ? 'allow' : 'error',
    resolveHost: hostAddresses,
  })
  if (!result.ok) throw new DumpFault(filterFaultText(text, result.error))
  return result.filter
}

/** What is wrong with a filter, with the place under its text. */
export function filterFaultText(text: string, error: FilterError): string {
  const { message, explanation } = error
  const isChinese = languageOf([], process.env) === 'zh'
  return `${message}\n${caretText(text, error)}\n${(isChinese ? filterSentenceZh(explanation) : undefined) ?? explanation}`
}

/** The LINKTYPE number of the name after `-y`. Raises a `DumpUsageError`. */
export function linkTypeNamed(name: string): number {
  const linkType = linkTypeOfName(name)
  if (linkType === undefined) throw new DumpUsageError(`invalid data link type ${name}`, false)
  return linkType
}
