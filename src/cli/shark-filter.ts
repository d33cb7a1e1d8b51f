/** Compiles the display filters of `synfin shark`, and says what is wrong with one as tshark does. */
import { type DisplayFilter, compileDisplayFilter } from '../core/filter/display/display-filter.ts'
import { caretText, type FilterError } from '../core/filter/filter-error.ts'
import { filterSentenceZh } from '../core/words/filter-zh.ts'
import type { Language } from '../core/words/language.ts'
import { localTime } from './local-time.ts'
import { SharkUsageError } from './shark-options.ts'

/** A display filter that cannot be used. */
class SharkFilterError extends SharkUsageError {
  private readonly error: FilterError

  constructor(message: string, error: FilterError) {
    super(message)
    this.error = error
  }

  /** What helps; in Chinese also what is wrong, for tshark's own words are English. */
  override advice(language: Language): string {
    const { message, explanation } = this.error
    if (language !== 'zh') return explanation
    const sentences = [message, explanation].filter((sentence) => sentence !== '')
    return sentences.flatMap((sentence) => filterSentenceZh(sentence) ?? (sentence === explanation ? [sentence] : [])).join('\n')
  }
}

/** The filter that `text` is; what stands before the fault in the message is the caller's. Raises a `SharkUsageError`. */
export function filterNamed(text: string, prefix = ''): DisplayFilter {
  const result = compileDisplayFilter(text, localTime)
  if (result.ok) return result.filter
  const { error } = result
  const place = caretText(text, error)
    .split('\n')
    .map((line) => `    ${line}`)
  const message = prefix === '' ? error.message : `${prefix}Filter "${text}" is invalid - ${error.message}`
  throw new SharkFilterError([message, ...place].join('\n'), error)
}
