/** How to begin: drop, choose, paste, or take a sample. */
import { useRef, useState } from 'preact/hooks'
import { useWords } from './page-words.ts'
import { samples } from './samples.ts'

/** What the view is told. */
export interface OpenViewProps {
  readonly open: (name: string, blob: Blob) => void
  /** Opens a file, or two as captures of the same. */
  readonly openFiles: (files: FileList) => void
}

/** The first view. */
export function OpenView({ open, openFiles }: OpenViewProps) {
  const words = useWords()
  const { open: says } = words
  const [text, setText] = useState('')
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <div class="open">
      <h1>{says.title}</h1>
      <p class="lead">{says.lead}</p>
      <div class="ways">
        <section class="drop">
          <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
            <path
              d="M24 6v24m0 0l-9-9m9 9l9-9M8 34v6h32v-6"
              fill="none"
              stroke="currentColor"
              stroke-width="2.5"
              stroke-linecap="round"
              stroke-linejoin="round"
            />
          </svg>
          <p class="big">{says.drop}</p>
          <button type="button" class="primary" onClick={() => chooser.current?.click()} data-action="choose">
            {says.choose}
          </button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            aria-label={says.choose}
            onChange={(event) => {
              const { files } = event.currentTarget
              if (files !== null && files.length > 0) openFiles(files)
            }}
          />
          <p class="quiet">{says.formats}</p>
        </section>
        <section class="paste">
          <label for="pasted">{says.paste}</label>
          <textarea
            id="pasted"
            value={text}
            placeholder={says.pasteHint}
            spellcheck={false}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') open('text', new Blob([text]))
            }}
          />
          <button
            type="button"
            class="primary"
            disabled={text.trim() === ''}
            onClick={() => open('text', new Blob([text]))}
            data-action="explain"
          >
            {says.explainText}
          </button>
        </section>
      </div>
      {samples().length > 0 && (
        <section class="samples">
          <h2>{says.samples}</h2>
          <ul>
            {samples().map(({ name, verdict, bytes }) => (
              <li key={name}>
                <button type="button" onClick={() => open(name, new Blob([bytes()]))} data-sample={name}>
                  {words.sampleTitle(verdict)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="quiet stays">{says.stays}</p>
    </div>
  )
}
