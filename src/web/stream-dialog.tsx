/** What both ends of a connection said, in turn, as text. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from './page-words.ts'
import type { StreamData } from './protocol.ts'
import type { WorkerClient } from './worker-client.ts'

/** Bytes as text: what is not printable ASCII is a dot, as in every dump; lines break where the ends broke them. */
function shownText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes)
    text += byte === 0x0a || byte === 0x09 || (byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(byte) : byte === 0x0d ? '' : '·'
  return text
}

/** The dialog. */
export function StreamDialog({ id, client, close }: { readonly id: number; readonly client: WorkerClient; readonly close: () => void }) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const [stream, setStream] = useState<StreamData | undefined>(undefined)
  useEffect(() => {
    dialog.current?.showModal()
    void client.ask('stream', { id }).then(setStream)
  }, [client, id])
  return (
    <dialog ref={dialog} class="stream" onClose={close} aria-label={words.packets.stream}>
      <header>
        <h2>{words.packets.stream}</h2>
        <button type="button" onClick={close}>
          {words.packets.close}
        </button>
      </header>
      <div class="pieces">
        {stream?.pieces.map((piece) => (
          <pre key={piece.packet} class={piece.from}>
            {piece.missingBefore > 0 && <em>[{words.packets.streamMissing(piece.missingBefore)}] </em>}
            {shownText(piece.bytes)}
          </pre>
        ))}
      </div>
      {stream?.isCut === true && <p class="quiet">{words.packets.streamCut}</p>}
    </dialog>
  )
}
