/** The table of connections: sorted and filtered in the worker, drawn row by row as it is scrolled. */
import type { CSSProperties } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { clockText, durationText, endName, figure, sizeText } from './format.ts'
import { useWords } from './page-words.ts'
import type { EndReport } from '../core/report/report.ts'
import type { ConnectionQuery, ConnectionRow, ConnectionSort, News } from './protocol.ts'
import { useRows } from './row-cache.ts'
import { VirtualList } from './virtual-list.tsx'
import type { WorkerClient } from './worker-client.ts'

const ROW_PX = 44
/** While reading, the table is asked for anew with the news, but not more often than this. */
const TYPING_MS = 120

/** What the table is told. */
export interface ConnectionTableProps {
  readonly news: News
  readonly client: WorkerClient
  readonly query: ConnectionQuery
  readonly change: (part: Partial<ConnectionQuery>) => void
  readonly open: (id: number) => void
}

/** The table. */
export function ConnectionTable({ news, client, query, change, open }: ConnectionTableProps) {
  const words = useWords()
  const [list, setList] = useState({ count: 0, generation: 0 })
  const [selected, setSelected] = useState(-1)
  const asked = useRef(0)
  useEffect(() => {
    const turn = ++asked.current
    const timer = setTimeout(
      () => {
        void client.ask('connections', query).then(({ count }) => {
          if (turn === asked.current) setList({ count, generation: turn })
        })
      },
      query.text === '' ? 0 : TYPING_MS,
    )
    return () => clearTimeout(timer)
  }, [client, query, news.connections, news.isDone, news.id])
  const rows = useRows<ConnectionRow>((from, to) => client.ask('connectionRows', { from, to }), list.generation, list.count)
  const openRow = (row: number): void => {
    const found = rows.get(row)
    if (found !== undefined) open(found.id)
  }
  const { document } = words.shared
  const head = (sort: ConnectionSort, name: string, className = '') => (
    <button
      type="button"
      class={`th ${className}`}
      aria-sort={query.sort === sort ? (query.descending ? 'descending' : 'ascending') : undefined}
      onClick={() => change({ sort, descending: query.sort === sort && !query.descending })}
      data-sort={sort}
    >
      {name}
      {query.sort === sort && <span aria-hidden="true">{query.descending ? ' ↓' : ' ↑'}</span>}
    </button>
  )
  const render = (row: number, style: CSSProperties, key: number) => {
    const found = rows.get(row)
    return (
      <div
        key={key}
        id={`row-${row}`}
        role="option"
        aria-selected={row === selected}
        class={`row ${row === selected ? 'selected' : ''} ${found?.severity ?? ''}`}
        style={style}
        onPointerDown={() => {
          if (found !== undefined) client.askAhead('connection', { id: found.id, soon: true })
        }}
        onClick={() => {
          setSelected(row)
          openRow(row)
        }}
        data-connection={found?.id}
      >
        {found === undefined ? (
          <span class="quiet">…</span>
        ) : (
          <>
            <span class="id">{found.id}</span>
            <span class="verdict">
              <span class={`dot ${found.severity}`} title={document.severity[found.severity]} />
              <code>{found.verdict}</code>
            </span>
            <End end={found.client} />
            <End end={found.server} className="server" />
            <span class="states quiet">
              {found.clientState} / {found.serverState}
            </span>
            <span class="num">{figure(found.packets, words.code)}</span>
            <span class="num">{sizeText(found.payloadBytes)}</span>
            <span class="num">{clockText(news.startNs, found.startNs, words.code)}</span>
            <span class="num">{durationText(found.durationNs, words.code)}</span>
          </>
        )}
      </div>
    )
  }
  return (
    <section class="connections">
      <div class="toolbar">
        <input
          type="search"
          data-key="search"
          placeholder={words.overview.search}
          aria-label={words.overview.search}
          value={query.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <label class="check">
          <input type="checkbox" checked={query.problemsOnly} onChange={(event) => change({ problemsOnly: event.currentTarget.checked })} />
          {words.overview.problemsOnly}
        </label>
        {query.verdicts.length > 0 && (
          <button type="button" onClick={() => change({ verdicts: [] })}>
            {words.overview.allVerdicts}
          </button>
        )}
        <span class="quiet total">{words.overview.rows(list.count)}</span>
      </div>
      <VirtualList
        className="table"
        rows={list.count}
        rowPx={ROW_PX}
        label={words.shared.document.connections}
        selected={selected}
        select={setSelected}
        open={openRow}
        render={render}
        head={
          <div class="row thead">
            {head('id', '#')}
            {head('verdict', document.verdict)}
            {head('client', document.client)}
            {head('server', document.server, 'server')}
            <span class="th states">{words.overview.state}</span>
            {head('packets', document.packets, 'num')}
            {head('bytes', document.payload, 'num')}
            {head('start', document.start, 'num')}
            {head('duration', document.duration, 'num')}
          </div>
        }
      />
      {list.count === 0 && news.isDone && <p class="quiet empty">{words.overview.noRows}</p>}
    </section>
  )
}

/** An end of which the port is seen even where the address has no room. */
function End({ end, className = '' }: { readonly end: EndReport; readonly className?: string }) {
  const name = endName(end)
  const at = name.lastIndexOf(':')
  return (
    <span class={`end ${className}`} title={name}>
      <span class="address">{name.slice(0, at)}</span>
      {name.slice(at)}
    </span>
  )
}
