/** Bytes in hexadecimal and as characters, a stretch of them marked; a click on a byte, or keys, choose its field. */
import type { TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useWords } from './page-words.ts'

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
  const words = useWords()
  /** Where keys stand: within the marked stretch. A second key can come before the first is drawn. */
  const place = useRef(from)
  const [at, setAt] = useState(from)
  const goTo = (to: number): void => {
    place.current = to
    setAt(to)
  }
  // At once: later it would undo the next key.
  useLayoutEffect(() => {
    if (place.current < from || place.current >= from + length) goTo(from)
  }, [bytes, from, length])
  const shownBytes = Math.min(bytes.length, MOST_BYTES)
  const rows: number[] = []
  for (let row = 0; row < shownBytes; row += ROW_BYTES) rows.push(row)
  const marked: MarkedBytes = { from, length, at }
  const press = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW_BYTES, ArrowDown: ROW_BYTES }
    const to = place.current + (steps[event.key] ?? NaN)
    if (!(to >= 0 && to < shownBytes)) return
    event.preventDefault()
    goTo(to)
    choose(to)
  }
  return (
    <div
      class="dump"
      tabIndex={0}
      role="group"
      aria-label={words.packets.bytes}
      onKeyDown={press}
      onClick={(event) => {
        const offset = (event.target as HTMLElement).dataset['at']
        if (offset === undefined) return
        goTo(Number(offset))
        choose(Number(offset))
      }}
    >
      {rows.map((row) => (
        <div key={row}>
          <span class="offset">{row.toString(16).padStart(4, '0')}</span>
          <span class="octets">{cells(bytes, row, marked, (byte) => byte.toString(16).padStart(2, '0'))}</span>
          <span class="chars">{cells(bytes, row, marked, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))}</span>
        </div>
      ))}
      {bytes.length > MOST_BYTES && <div>…</div>}
    </div>
  )
}

interface MarkedBytes {
  readonly from: number
  readonly length: number
  /** Where keys stand. */
  readonly at: number
}

function cells(bytes: Uint8Array, row: number, { from, length, at }: MarkedBytes, say: (byte: number) => string) {
  const shown = []
  for (let i = row; i < Math.min(row + ROW_BYTES, bytes.length, MOST_BYTES); i++)
    shown.push(
      <span key={i} data-at={i} class={`${i >= from && i < from + length ? 'on' : ''}${i === at ? ' at' : ''}`}>
        {say(bytes[i])}
      </span>,
    )
  return shown
}
