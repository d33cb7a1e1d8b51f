/** Bytes in hexadecimal and as characters, a stretch of them marked; a click on a byte chooses its field. */

const ROW_BYTES = 16
/** More bytes of one packet are cut: a frame of 64 kB would be four thousand rows. */
const MOST_BYTES = 4096

/** What is shown. */
export interface HexDumpProps {
  readonly bytes: Uint8Array
  /** The marked bytes. */
  readonly from: number
  readonly length: number
  readonly choose: (offset: number) => void
}

/** The dump. */
export function HexDump({ bytes, from, length, choose }: HexDumpProps) {
  const rows: number[] = []
  for (let at = 0; at < Math.min(bytes.length, MOST_BYTES); at += ROW_BYTES) rows.push(at)
  return (
    <div
      class="dump"
      onClick={(event) => {
        const offset = (event.target as HTMLElement).dataset['at']
        if (offset !== undefined) choose(Number(offset))
      }}
    >
      {rows.map((at) => (
        <div key={at}>
          <span class="offset">{at.toString(16).padStart(4, '0')}</span>
          <span class="octets">{cells(bytes, at, from, length, (byte) => byte.toString(16).padStart(2, '0'))}</span>
          <span class="chars">
            {cells(bytes, at, from, length, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))}
          </span>
        </div>
      ))}
      {bytes.length > MOST_BYTES && <div>…</div>}
    </div>
  )
}

function cells(bytes: Uint8Array, at: number, from: number, length: number, say: (byte: number) => string) {
  const shown = []
  for (let i = at; i < Math.min(at + ROW_BYTES, bytes.length, MOST_BYTES); i++)
    shown.push(
      <span key={i} data-at={i} class={i >= from && i < from + length ? 'on' : undefined}>
        {say(bytes[i])}
      </span>,
    )
  return shown
}
