/** Compiles the display filters of `synfin shark`, and says what is wrong with one as tshark does. */
import { type DisplayFilter, compileDisplayFilter } from '../core/filter/display/display-filter.ts'
import { caretText } from '../core/filter/filter-error.ts'
import { localTime } from './local-time.ts'
import { SharkUsageError } from './shark-options.ts'

/** The filter that `text` is; what stands before the fault in the message is the caller's. Raises a `SharkUsageError`. */
export function filterNamed(text: string, prefix = ''): DisplayFilter {
  const result = compileDisplayFilter(text, localTime)
  if (result.ok) return result.filter
  const { error } = result
  const place = caretText(text, error)
    .split('\n')
    .map((line) => `    ${line}`)
  const hint = error.explanation === '' ? [] : [error.explanation]
  const message = prefix === '' ? error.message : `${prefix}Filter "${text}" is invalid - ${error.message}`
  throw new SharkUsageError([message, ...place, ...hint].join('\n'))
}
