/** The chosen packet: its fields as a tree, its bytes in hexadecimal; pointing at one marks the other. */
import type { TargetedKeyboardEvent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { HexDump } from './hex-dump.tsx'
import { useWords } from './page-words.ts'
import type { DetailLine, PacketDetail } from './protocol.ts'
import type { WorkerClient } from './worker-client.ts'

/** What the pane is told. */
export interface PacketPaneProps {
  readonly packet: number
  readonly client: WorkerClient
  /** Changes with the input. */
  readonly inputId: number
  /** Shows the packet's connection. */
  readonly follow: (connection: number) => void
  /** Lists only the packets of a connection. */
  readonly only: (connection: number) => void
  readonly useAsFilter: (filter: string) => void
  readonly figure: (value: number) => string
}

/** The pane. */
export function PacketPane({ packet, client, inputId, follow, only, useAsFilter, figure }: PacketPaneProps) {
  const words = useWords()
  const [detail, setDetail] = useState<PacketDetail | null>(null)
  const [chosen, setChosen] = useState<DetailLine | null>(null)
  // What was unfolded in one packet is unfolded in the next.
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(() => new Set(['tcp']))
  const fold = (field: string, isOpen: boolean): void =>
    setUnfolded((now) => new Set(isOpen ? [...now, field] : [...now].filter((other) => other !== field)))
  useEffect(() => {
    let isOver = false
    setChosen(null)
    if (packet === 0) setDetail(null)
    else
      void client
        .ask('detail', { packet })
        .catch(() => null)
        .then((found) => !isOver && setDetail(found))
    return () => {
      isOver = true
    }
  }, [client, packet, inputId])
  if (detail === null) return null
  return (
    <div class="pane">
      <section class="tree" aria-label={words.packets.detail}>
        <div class="pane-head">
          <strong>
            {words.packets.number} {figure(detail.number)}
          </strong>
          {detail.connection >= 0 && (
            <>
              <button type="button" onClick={() => follow(detail.connection)} data-action="follow">
                {words.shared.report.connection(detail.connection)}
              </button>
              <button type="button" onClick={() => only(detail.connection)}>
                {words.packets.onlyConnection}
              </button>
            </>
          )}
          {chosen !== null && chosen.filter !== '' && (
            <button type="button" onClick={() => useAsFilter(chosen.filter)} title={chosen.filter} data-action="use-filter">
              {words.packets.useAsFilter}
            </button>
          )}
        </div>
        <ul role="tree" onKeyDown={moveFocus}>
          {detail.lines.map((line, i) => (
            <TreeLine key={i} line={line} depth={0} chosen={chosen} choose={setChosen} unfolded={unfolded} fold={fold} />
          ))}
        </ul>
      </section>
      <section class="hex" aria-label={words.packets.bytes}>
        <HexDump
          bytes={detail.bytes}
          from={chosen?.from ?? 0}
          length={chosen?.length ?? 0}
          choose={(offset) => setChosen(lineAt(detail.lines, offset))}
        />
      </section>
    </div>
  )
}

/** Up and down go from line to line, as in every tree. */
function moveFocus(event: TargetedKeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('.field')]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  lines[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}

/** The line about the byte at `offset` that is about the fewest others. */
function lineAt(lines: readonly DetailLine[], offset: number): DetailLine | null {
  let best: DetailLine | null = null
  for (const line of lines) {
    const isAbout = offset >= line.from && offset < line.from + line.length
    for (const found of [isAbout ? line : null, lineAt(line.children, offset)])
      if (found !== null && (best === null || found.length <= best.length)) best = found
  }
  return best
}

function holds(line: DetailLine, chosen: DetailLine | null): boolean {
  return line === chosen || line.children.some((child) => holds(child, chosen))
}

interface TreeLineProps {
  readonly line: DetailLine
  readonly depth: number
  readonly chosen: DetailLine | null
  readonly choose: (line: DetailLine) => void
  /** Fields whose lines show what is below them. */
  readonly unfolded: ReadonlySet<string>
  readonly fold: (field: string, isOpen: boolean) => void
}

function TreeLine({ line, depth, chosen, choose, unfolded, fold }: TreeLineProps) {
  const isOpen = unfolded.has(line.field)
  const setOpen = (to: boolean): void => fold(line.field, to)
  const hasChildren = line.children.length > 0
  const isShown = isOpen || (chosen !== line && holds(line, chosen))
  return (
    <li role="treeitem" aria-expanded={hasChildren ? isShown : undefined} aria-selected={line === chosen}>
      <button
        type="button"
        class={line === chosen ? 'field chosen' : 'field'}
        style={{ paddingLeft: `${depth * 16 + 4}px` }}
        title={line.field}
        onClick={() => {
          if (hasChildren && (chosen === line || !isShown)) setOpen(!isShown)
          choose(line)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') setOpen(true)
          else if (event.key === 'ArrowLeft') setOpen(false)
        }}
        data-field={line.field}
      >
        <span class="twisty" aria-hidden="true">
          {hasChildren ? (isShown ? '▾' : '▸') : ''}
        </span>
        {line.text}
      </button>
      {isShown && hasChildren && (
        <ul role="group">
          {line.children.map((child, i) => (
            <TreeLine key={i} line={child} depth={depth + 1} chosen={chosen} choose={choose} unfolded={unfolded} fold={fold} />
          ))}
        </ul>
      )}
    </li>
  )
}
