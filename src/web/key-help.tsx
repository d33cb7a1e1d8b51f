/** The list of keys. */
import { useEffect, useRef } from 'preact/hooks'
import { useWords } from './page-words.ts'

/** The list, above everything. */
export function KeyHelp({ close }: { readonly close: () => void }) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="key-help" onClose={close} aria-label={words.keys}>
      <h2>{words.keys}</h2>
      <dl>
        {words.keyList.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={close}>
        {words.packets.close}
      </button>
    </dialog>
  )
}
