/** The ladder of a connection: every packet as an arrow between both ends, with the states of each. */
import type { CSSProperties } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { FullLadder, type LaneArrow, type LaneStates } from '../core/view/full-ladder.ts'
import type { ConnectionTabProps } from './connection-tabs.tsx'
import { endName, secondsText } from './format.ts'
import { saveLadder } from './ladder-picture.ts'
import { useWords } from './page-words.ts'
import { VirtualList } from './virtual-list.tsx'

const ROW_PX = 40
/** Where an arrow begins and ends within its row, in percents: time goes down. */
const FROM_Y = 55
const TO_Y = 85
const MARKS: Readonly<Record<string, string>> = { repeated: '↻ ', lost: '✕ ', missing: '✕ ' }

/** The tab. */
export function LadderTab({ data, packet, selectPacket, marked }: ConnectionTabProps) {
  const words = useWords()
  const ladder = useMemo(() => new FullLadder(data.packets, data.report.states, data.vantage.point), [data])
  const lane = { words: words.shared.report, language: words.code, missing: words.connection.missing }
  const [row, setRow] = useState(-1)
  useEffect(() => setRow(packet === 0 ? -1 : ladder.rowOf(packet)), [ladder, packet])
  const select = (to: number): void => {
    setRow(to)
    const number = ladder.packetOf(to)
    if (number !== 0) selectPacket(number)
  }
  const render = (at: number, style: CSSProperties, key: number) => {
    const drawn = ladder.row(at, lane)
    const states = ladder.states(at)
    if (drawn.kind === 'wait')
      return (
        <div
          key={key}
          id={`row-${at}`}
          role="option"
          aria-selected={at === row}
          class={`rung wait ${at === row ? 'selected' : ''}`}
          style={style}
        >
          <span />
          <span />
          <span class="state" />
          <span class="lane">
            <Lifelines />
            <span class="pause">{drawn.text}</span>
          </span>
          <span class="state" />
        </div>
      )
    const classes = ['rung', drawn.look, at === row ? 'selected' : '', marked.has(drawn.packet) ? 'marked' : ''].join(' ')
    return (
      <div
        key={key}
        id={`row-${at}`}
        role="option"
        aria-selected={at === row}
        aria-label={spoken(drawn, states)}
        class={classes}
        style={style}
        onClick={() => select(at)}
        data-packet={drawn.packet}
      >
        <span class="no">{drawn.packet === 0 ? '' : drawn.packet}</span>
        <span class="time">{secondsText(drawn.timeNs)}</span>
        <State name={states.client} isNew={states.isClientNew} />
        <span class="lane">
          <Lifelines />
          <Arrow arrow={drawn} />
          <span class="label">
            {MARKS[drawn.look] !== undefined && <b>{MARKS[drawn.look]}</b>}
            {drawn.label}
            {drawn.note !== '' && <i> ({drawn.note})</i>}
            {drawn.sentAgainAs !== 0 && <i title={words.connection.sentAgainAs(drawn.sentAgainAs)}> ↻{drawn.sentAgainAs}</i>}
          </span>
        </span>
        <State name={states.server} isNew={states.isServerNew} />
      </div>
    )
  }
  const { client, server } = data.report
  return (
    <div class="ladder">
      <VirtualList
        rows={ladder.rowCount}
        rowPx={ROW_PX}
        label={words.connection.ladder(endName(client), endName(server))}
        selected={row}
        select={select}
        render={render}
        head={
          <div class="rung heads">
            <span class="no">{words.packets.number}</span>
            <span class="time">{words.packets.time}</span>
            <span class="state" />
            <span class="lane">
              <span class="end">
                <small>{words.shared.document.client}</small>
                {endName(client)}
              </span>
              <span class="end">
                <small>{words.shared.document.server}</small>
                {endName(server)}
              </span>
            </span>
            <span class="state" />
          </div>
        }
      />
      <p class="foot quiet">
        {words.connection.ladderHelp}
        <button type="button" onClick={() => void saveLadder(ladder, lane, data, 'svg')} data-action="save-svg">
          {words.connection.saveSvg}
        </button>
        <button type="button" onClick={() => void saveLadder(ladder, lane, data, 'png')} data-action="save-png">
          {words.connection.savePng}
        </button>
      </p>
    </div>
  )
}

function spoken({ packet, label, note, from }: LaneArrow, { client, server }: LaneStates): string {
  return `${packet === 0 ? '' : packet} ${from === 0 ? '→' : '←'} ${label} ${note} ${client} ${server}`
}

function State({ name, isNew }: { readonly name: string; readonly isNew: boolean }) {
  return <span class={isNew ? 'state new' : 'state'}>{name}</span>
}

/** Both ends' lines behind an arrow. */
export function Lifelines() {
  return (
    <>
      <span class="life left" />
      <span class="life right" />
    </>
  )
}

/** A slanted line with its head; a lost segment ends on the way. */
export function Arrow({ arrow: { from, to, look } }: { readonly arrow: Pick<LaneArrow, 'from' | 'to' | 'look'> }) {
  const end = look === 'lost' || look === 'missing' ? from + (to - from) * 0.72 : to
  const endY = FROM_Y + ((TO_Y - FROM_Y) * Math.abs(end - from)) / 100
  const back = to > from ? -1 : 1
  return (
    <svg class="arrow" aria-hidden="true">
      {from === 50 && <circle cx={`${from}%`} cy={`${FROM_Y}%`} r={3} />}
      <line x1={`${from}%`} y1={`${FROM_Y}%`} x2={`${end}%`} y2={`${endY}%`} />
      <svg x={`${end}%`} y={`${endY}%`} overflow="visible">
        {end === to ? <path class="head" d={`M0 0l${back * 10} -4.5v8z`} /> : <path class="cross" d="M-5 -5l10 10M-5 5l10 -10" />}
      </svg>
    </svg>
  )
}
