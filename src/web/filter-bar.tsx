/** The filter of the packet list: text, its language, and what is wrong with it, under the place where it is wrong. */
import { useLayoutEffect, useState } from 'preact/hooks'
import { filterSentenceZh } from '../core/words/filter-zh.ts'
import { useWords } from './page-words.ts'
import type { FilterFault } from './protocol.ts'

/** What the bar is told. */
export interface FilterBarProps {
  readonly filter: string
  readonly dialect: 'display' | 'pcap'
  readonly fault: FilterFault | null
  /** Asks how a text could go on. */
  readonly complete: (text: string, dialect: 'display' | 'pcap') => Promise<readonly string[]>
  readonly apply: (text: string, dialect: 'display' | 'pcap') => void
}

const EXAMPLES: Readonly<Record<'display' | 'pcap', string>> = { display: 'tcp.flags.reset == 1', pcap: 'tcp port 443 and host 192.0.2.1' }

/** The bar. */
export function FilterBar({ filter, dialect, fault, complete, apply }: FilterBarProps) {
  const words = useWords()
  const { packets: says } = words
  const [text, setText] = useState(filter)
  const [language, setLanguage] = useState(dialect)
  const [completions, setCompletions] = useState<readonly string[]>([])
  // At once: later it would undo what somebody has typed or chosen meanwhile.
  useLayoutEffect(() => {
    setText(filter)
    setLanguage(dialect)
  }, [filter, dialect])
  return (
    <form
      class={fault === null ? 'filter' : 'filter faulty'}
      onSubmit={(event) => {
        event.preventDefault()
        apply(text, language)
      }}
    >
      <select
        aria-label={says.filter}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value === 'pcap' ? 'pcap' : 'display')}
      >
        <option value="display">{says.display}</option>
        <option value="pcap">{says.pcap}</option>
      </select>
      <input
        data-key="search"
        value={text}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        placeholder={EXAMPLES[language]}
        aria-label={says.filter}
        aria-invalid={fault !== null}
        list="completions"
        onInput={(event) => {
          const typed = event.currentTarget.value
          setText(typed)
          void complete(typed, language).then(setCompletions)
        }}
      />
      <datalist id="completions">
        {completions.map((completion) => (
          <option key={completion} value={completion} />
        ))}
      </datalist>
      <button type="submit" data-action="filter">
        {says.apply}
      </button>
      {filter !== '' && (
        <button type="button" onClick={() => apply('', language)} data-action="clear">
          {says.clear}
        </button>
      )}
      {fault !== null && (
        <p class="filter-fault" role="alert">
          <code>
            {filter.slice(0, fault.column)}
            <mark>{filter.slice(fault.column, fault.column + Math.max(1, fault.length)) || ' '}</mark>
            {filter.slice(fault.column + Math.max(1, fault.length))}
          </code>
          <span>{fault.message}</span>{' '}
          <span class="quiet">
            {words.code === 'zh' ? (filterSentenceZh(fault.explanation || fault.message) ?? fault.explanation) : fault.explanation}
          </span>
        </p>
      )}
    </form>
  )
}
