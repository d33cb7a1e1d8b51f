/** Two captures of one connection: what left and never arrived, what arrived and never left, on one ladder. */
import type { CSSProperties } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { JoinedFindings } from '../core/report/two-captures.ts'
import { joinedRow, notableRows } from '../core/view/joined-ladder.ts'
import { joinedSentences } from '../core/view/two-captures-text.ts'
import { mergeEn } from '../core/words/merge-en.ts'
import type { MergeWords } from '../core/words/merge-words.ts'
import { mergeZh } from '../core/words/merge-zh.ts'
import type { ComparedCaptures, NamedInput } from './compared-captures.ts'
import { durationText, endName, secondsText } from './format.ts'
import { Arrow, Lifelines } from './ladder-tab.tsx'
import { useWords } from './page-words.ts'
import { VirtualList } from './virtual-list.tsx'
import type { WorkerClient } from './worker-client.ts'

const ROW_PX = 40

/** What the view is told. */
export interface TwoCapturesViewProps {
  readonly client: WorkerClient
  /** What is open, and what it is to be compared with. */
  readonly first: NamedInput
  readonly second: NamedInput | undefined
  readonly setSecond: (input: NamedInput) => void
  /** Shows a packet of what is open. */
  readonly showPacket: (packet: number) => void
}

/** The view. */
export function TwoCapturesView({ client, first, second, setSecond, showPacket }: TwoCapturesViewProps) {
  const { code } = useWords()
  const words = code === 'zh' ? mergeZh : mergeEn
  const [compared, setCompared] = useState<ComparedCaptures | string | undefined>(undefined)
  const chooser = useRef<HTMLInputElement>(null)
  useEffect(() => {
    let isOver = false
    setCompared(undefined)
    if (second !== undefined)
      void client
        .ask('compare', { first, second })
        .catch((error: unknown) => String(error))
        .then((answer) => {
          if (!isOver) setCompared(answer)
        })
    return () => {
      isOver = true
    }
  }, [client, first, second])
  return (
    <div class={typeof compared === 'object' && compared.connections.length > 0 ? 'two' : 'two choosing'}>
      <section class="two-head">
        <h1>{words.page.title}</h1>
        <p class="quiet">{second === undefined ? words.page.lead(first.name) : words.page.names(first.name, second.name)}</p>
        <button type="button" class={second === undefined ? 'primary' : ''} onClick={() => chooser.current?.click()} data-action="second">
          {words.page.choose}
        </button>
        <input
          ref={chooser}
          class="second"
          type="file"
          hidden
          aria-label={words.page.choose}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file !== undefined) setSecond({ name: file.name, input: file })
          }}
        />
        {second !== undefined && compared === undefined && (
          <p class="quiet" role="status">
            {words.page.reading}
          </p>
        )}
        {typeof compared === 'string' && (
          <p class="fault" role="alert">
            {words.page.failed(compared)}
          </p>
        )}
        {typeof compared === 'object' && compared.connections.length === 0 && <p role="status">{words.noPair}</p>}
        {typeof compared === 'object' && !compared.isComplete && <p class="quiet">{words.incomplete}</p>}
        {typeof compared === 'object' && compared.isTurned && <p class="quiet">{words.turned}</p>}
      </section>
      {typeof compared === 'object' && compared.connections.length > 0 && (
        <Joined compared={compared} words={words} opened={compared.isTurned ? 'server' : 'client'} showPacket={showPacket} />
      )}
    </div>
  )
}

interface JoinedProps {
  readonly compared: ComparedCaptures
  readonly words: MergeWords
  /** Which of both captures is the one that is open. */
  readonly opened: 'client' | 'server'
  readonly showPacket: (packet: number) => void
}

function Joined({ compared, words, opened, showPacket }: JoinedProps) {
  const { code } = useWords()
  const { connections } = compared
  // What is worth a look is shown first.
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      connections.findIndex(({ passages }) => passages.some(({ fate }) => fate !== 'arrived')),
    ),
  )
  const [isNotable, setNotable] = useState(false)
  const [selected, setSelected] = useState(-1)
  const joined = connections[at] ?? connections[0]
  const { passages } = joined
  const notable = useMemo(() => notableRows(passages), [passages])
  const sentences = useMemo(() => joinedSentences(joined, words, code), [joined, words, code])
  const indexOf = (row: number): number => (isNotable ? notable[row] : row)
  const packetOf = (row: number): number => {
    const { atClient, atServer } = passages[indexOf(row)]
    return opened === 'client' ? atClient : atServer
  }
  const render = (row: number, style: CSSProperties, key: number) => {
    const passage = passages[indexOf(row)]
    const drawn = joinedRow(passage)
    const { fate, atClient, atServer, timeNs, delayNs } = passage
    const note = fate === 'lost' ? words.lostMark : fate === 'unsent' ? words.unsentMark : ''
    return (
      <div
        key={key}
        id={`row-${row}`}
        role="option"
        aria-selected={row === selected}
        aria-label={`${atClient === 0 ? '' : atClient} ${drawn.to === 100 ? '→' : '←'} ${atServer === 0 ? '' : atServer} ${drawn.label} ${note}`}
        class={`rung joined ${drawn.look} ${row === selected ? 'selected' : ''}`}
        style={style}
        onClick={() => setSelected(row)}
        onDblClick={() => packetOf(row) !== 0 && showPacket(packetOf(row))}
        data-fate={fate}
      >
        <span class="time">{secondsText(timeNs)}</span>
        <span class="no">{atClient === 0 ? '' : atClient}</span>
        <span class="lane">
          <Lifelines />
          <Arrow arrow={{ from: drawn.from, to: drawn.to, look: fate === 'lost' ? 'lost' : 'plain' }} />
          <span class="label">{drawn.label}</span>
        </span>
        <span class="no far">{atServer === 0 ? '' : atServer}</span>
        <span class="delay">{note === '' ? durationText(Math.max(0, delayNs), code) : note}</span>
      </div>
    )
  }
  const name = (each: JoinedFindings): string => `${endName(each.client.report.client)} → ${endName(each.client.report.server)}`
  return (
    <>
      <section class="two-said">
        {connections.length > 1 && (
          <select
            aria-label={words.page.connection}
            value={at}
            onChange={(event) => {
              setAt(Number(event.currentTarget.value))
              setSelected(-1)
            }}
          >
            {connections.map((each, i) => (
              <option key={i} value={i}>
                {`${i + 1}. ${name(each)}${words.page.missing(each.passages.filter(({ fate }) => fate !== 'arrived').length)}`}
              </option>
            ))}
          </select>
        )}
        <ul class="said">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {notable.length > 0 && notable.length < passages.length && (
          <label class="only">
            <input
              type="checkbox"
              checked={isNotable}
              onChange={(event) => {
                setNotable(event.currentTarget.checked)
                setSelected(-1)
              }}
              data-action="notable"
            />
            {words.page.onlyNotable}
          </label>
        )}
      </section>
      <section class="drawing ladder">
        <VirtualList
          key={`${at} ${isNotable}`}
          rows={isNotable ? notable.length : passages.length}
          rowPx={ROW_PX}
          label={`${words.page.title}: ${name(joined)}`}
          selected={selected}
          select={setSelected}
          open={(row) => packetOf(row) !== 0 && showPacket(packetOf(row))}
          render={render}
          head={
            <div class="rung joined heads">
              <span class="time">{words.columns.time}</span>
              <span class="no" />
              <span class="lane">
                <span class="end">
                  <small>{words.atClient}</small>
                  {compared.client}
                </span>
                <span class="end">
                  <small>{words.atServer}</small>
                  {compared.server}
                </span>
              </span>
              <span class="no far" />
              <span class="delay">{words.columns.delay}</span>
            </div>
          }
        />
        <p class="foot quiet">{words.page.help}</p>
      </section>
    </>
  )
}
