/** The packets: filter, list in tcpdump's or Wireshark's words, and the chosen one with its fields and bytes. */
import type { CSSProperties } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { FilterBar } from './filter-bar.tsx'
import { figure, secondsText } from './format.ts'
import { PacketCells, PacketHeads } from './packet-cells.tsx'
import { PacketPane } from './packet-pane.tsx'
import { useWords } from './page-words.ts'
import type { FilterProgress, News, PacketRow, PacketSelection } from './protocol.ts'
import type { Route } from './route.ts'
import { useRows } from './row-cache.ts'
import { VirtualList } from './virtual-list.tsx'
import type { WorkerClient } from './worker-client.ts'

const ROW_PX = 22

/** What the view is told. */
export interface PacketsViewProps {
  readonly news: News
  readonly client: WorkerClient
  readonly route: Route
  readonly go: (change: Partial<Route>) => void
}

/** The view. */
export function PacketsView({ news, client, route, go }: PacketsViewProps) {
  const words = useWords()
  const { packets: says } = words
  const [asLines, setAsLines] = useState(false)
  const [selection, setSelection] = useState<PacketSelection & { readonly generation: number | string; readonly isBusy: boolean }>({
    count: 0,
    fault: null,
    generation: 0,
    isBusy: true,
  })
  const [row, setRow] = useState(-1)
  const [notice, setNotice] = useState('')
  const [progress, setProgress] = useState<FilterProgress | undefined>(undefined)
  const goTo = useRef<HTMLInputElement>(null)
  const asked = useRef(0)
  const { filter, dialect, packet } = route
  const connection = route.isOnly ? route.connection : null
  const hasAll = filter === '' && connection === null

  useEffect(() => {
    const turn = ++asked.current
    setProgress(undefined)
    // What was wrong with the last filter is not wrong with this one.
    setSelection((now) => ({ ...now, fault: null, isBusy: true }))
    void client.ask('packets', { filter, dialect, connection }).then((found) => {
      if (turn !== asked.current) return
      // A list of everything only grows: the rows that are there stay.
      const list = hasAll ? `all ${news.id}` : turn
      setSelection({ ...found, generation: list, isBusy: false })
    })
  }, [client, filter, dialect, connection, news.id, news.packets])

  useEffect(() => {
    client.takeProgress = setProgress
    return () => {
      client.takeProgress = undefined
    }
  }, [client])

  // The selected packet's row in this list; a packet that is not in it leaves none selected.
  useEffect(() => {
    if (packet === 0) setRow(-1)
    else void client.ask('rowOf', { packet }).then(setRow)
  }, [client, packet, selection.generation])

  const rows = useRows<PacketRow>((from, to) => client.ask('packetRows', { from, to }), selection.generation, selection.count)
  const select = useCallback(
    (to: number) => {
      setRow(to)
      setNotice('')
      const found = rows.get(to)
      if (found !== undefined) go({ packet: found.number })
      else void client.ask('packetRows', { from: to, to: to + 1 }).then(([late]) => late !== undefined && go({ packet: late.number }))
    },
    [client, go, rows],
  )
  const nextProblem = useCallback(
    (back: boolean) => {
      void client.ask('nextProblem', { packet, back }).then((found) => {
        if (found === 0) setNotice(says.noFurther)
        else {
          setNotice('')
          go({ packet: found })
        }
      })
    },
    [client, go, packet, says],
  )
  // From the moment that the list is there: a key that is pressed before the first frame counts.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
      if (event.key === 'n' || event.key === 'N') nextProblem(event.key === 'N')
      else if (event.key === 'g') {
        event.preventDefault()
        goTo.current?.focus()
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [nextProblem])

  const render = (at: number, style: CSSProperties, key: number) => {
    const found = rows.get(at)
    const isSelected = at === row
    return (
      <div
        key={key}
        id={`row-${at}`}
        role="option"
        aria-selected={isSelected}
        class={`packet tone-${found?.tone ?? 'other'}${isSelected ? ' selected' : ''}${asLines ? ' line' : ''}`}
        style={style}
        onClick={() => select(at)}
        data-packet={found?.number}
      >
        <span class="num">{found?.number ?? (hasAll ? at + 1 : '…')}</span>
        <span class="num">{found === undefined ? '' : secondsText(found.timeNs)}</span>
        {found !== undefined && <PacketCells row={found} asLines={asLines} />}
      </div>
    )
  }
  return (
    <div class="packets">
      <div class="toolbar">
        <FilterBar
          complete={(text, to) => client.ask('completions', { text, dialect: to })}
          filter={filter}
          dialect={dialect}
          fault={selection.fault}
          apply={(text, to) => go({ filter: text, dialect: to })}
        />
        {connection !== null && (
          <button type="button" class="chip" onClick={() => go({ isOnly: false })} data-action="all-packets">
            {words.shared.report.connection(connection)} ✕
          </button>
        )}
        <div class="segmented" role="group">
          <button type="button" aria-pressed={!asLines} onClick={() => setAsLines(false)} data-mode="columns">
            {says.asColumns}
          </button>
          <button type="button" aria-pressed={asLines} onClick={() => setAsLines(true)} data-mode="lines">
            {says.asLines}
          </button>
        </div>
        <button type="button" onClick={() => nextProblem(true)} title={says.previousProblem} aria-label={says.previousProblem}>
          ↑!
        </button>
        <button
          type="button"
          onClick={() => nextProblem(false)}
          title={says.nextProblem}
          aria-label={says.nextProblem}
          data-action="next-problem"
        >
          ↓!
        </button>
        <input
          ref={goTo}
          class="go-to"
          inputMode="numeric"
          placeholder={says.goTo}
          aria-label={says.goTo}
          onKeyDown={(event) => {
            const number = Number(event.currentTarget.value)
            if (event.key !== 'Enter' || !Number.isInteger(number) || number < 1) return
            go({ packet: number })
            event.currentTarget.value = ''
            event.currentTarget.blur()
          }}
        />
        <span class="quiet total" role="status">
          {notice !== ''
            ? notice
            : selection.isBusy && filter !== ''
              ? says.filtering(progress?.share ?? 0, progress?.found ?? 0)
              : says.count(selection.count, news.packets)}
        </span>
      </div>
      <VirtualList
        className={asLines ? 'packet-list lines' : 'packet-list'}
        rows={selection.count}
        rowPx={ROW_PX}
        label={words.navPackets}
        selected={row}
        select={select}
        open={(at) => {
          const found = rows.get(at)
          if (found !== undefined && found.connection >= 0) go({ view: 'connection', connection: found.connection, packet: found.number })
        }}
        render={render}
        head={<PacketHeads asLines={asLines} />}
      />
      <PacketPane
        packet={packet}
        client={client}
        inputId={news.id}
        follow={(id) => go({ view: 'connection', connection: id })}
        only={(id) => go({ connection: id, isOnly: true })}
        useAsFilter={(text) => go({ filter: text, dialect: 'display' })}
        figure={(value) => figure(value, words.code)}
      />
    </div>
  )
}
