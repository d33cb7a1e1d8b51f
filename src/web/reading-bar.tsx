/** Progress of reading: how much, how fast, how long still; and what went wrong. */
import { sizeText } from './format.ts'
import { useWords } from './page-words.ts'
import type { News } from './protocol.ts'

const BYTES_PER_MEGABYTE = 1e6
const MS_PER_S = 1000
/** Faults of an input that are told; more would say the same. */
const MOST_FAULTS = 3

/** The bar below the head. */
export function ReadingBar({ news, cancel }: { readonly news: News | undefined; readonly cancel: () => void }) {
  const words = useWords()
  if (news === undefined) return null
  const { isDone, isCancelled, readBytes, totalBytes, elapsedMs, faults, name, canReread } = news
  const megabytes = readBytes / BYTES_PER_MEGABYTE
  if (!isDone) {
    const rate = megabytes / Math.max(0.001, elapsedMs / MS_PER_S)
    const restS = (totalBytes - readBytes) / BYTES_PER_MEGABYTE / Math.max(0.001, rate)
    const share = Number.isNaN(totalBytes) ? undefined : readBytes / Math.max(1, totalBytes)
    return (
      <div class="reading" role="status">
        <progress max={1} value={share} aria-label={words.reading.reading(name)} />
        <span>{words.reading.reading(name)}</span>
        <span class="quiet">
          {sizeText(readBytes)}
          {share === undefined ? '' : ` / ${sizeText(totalBytes)}`} · {words.reading.rate(rate)}
          {share === undefined ? '' : ` · ${words.reading.remaining(restS)}`}
        </span>
        <button type="button" onClick={cancel} data-action="cancel">
          {words.reading.cancel}
        </button>
      </div>
    )
  }
  const notes = [
    ...(isCancelled ? [words.reading.cancelled(megabytes)] : []),
    ...faults.slice(0, MOST_FAULTS).map((fault) => words.shared.shell.problem(name, fault)),
    ...(canReread ? [] : [words.reading.noReread]),
  ]
  if (notes.length === 0) return null
  return (
    <div class="reading fault" role="status">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  )
}
