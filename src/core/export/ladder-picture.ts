/** The ladder as an SVG file: with its own colours and fonts, for documents and tickets. */
import type { FullLadder, LaneArrow, LaneWords } from '../view/full-ladder.ts'
import { type Markup, markup } from './markup.ts'

const WIDTH_PX = 900
const ROW_PX = 40
const HEAD_PX = 56
/** Where the lane begins and ends; the numbers and times stand before it, the states beside it. */
const LANE_FROM_PX = 270
const LANE_TO_PX = 780
/** Rows of a picture; more would be no picture. */
const MOST_ROWS = 400
const FROM_Y = 22
const TO_Y = 34
/** A lost segment ends on the way. */
const LOST_SHARE = 0.72

const COLOURS = {
  plain: '#30363d',
  data: '#1f5fbf',
  reset: '#b3261e',
  repeated: '#8a5a00',
  icmp: '#7a3aa8',
  lost: '#b3261e',
  missing: '#b3261e',
} as const

const NS_PER_S = 1e9

/** A picture. */
export interface LadderPicture {
  readonly svg: string
  readonly widthPx: number
  readonly heightPx: number
}

/** Draws the first rows of `ladder`; `client` and `server` name the ends. */
export function ladderPicture(ladder: FullLadder, words: LaneWords, client: string, server: string): LadderPicture {
  const rows = Math.min(ladder.rowCount, MOST_ROWS)
  const heightPx = HEAD_PX + rows * ROW_PX + 16
  const drawn = Array.from({ length: rows }, (_, row) => rowPicture(ladder, words, row))
  const { text: svg } =
    markup`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${heightPx}" viewBox="0 0 ${WIDTH_PX} ${heightPx}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LANE_FROM_PX}" y="24" text-anchor="middle" font-weight="bold">${client}</text><text x="${LANE_TO_PX}" y="24" text-anchor="middle" font-weight="bold">${server}</text>
<path d="M${LANE_FROM_PX} 36V${heightPx}M${LANE_TO_PX} 36V${heightPx}" stroke="#c5ccd3" stroke-width="2"/>
${drawn}</svg>
`
  return { svg, widthPx: WIDTH_PX, heightPx }
}

function rowPicture(ladder: FullLadder, words: LaneWords, row: number): Markup {
  const top = HEAD_PX + row * ROW_PX
  const drawn = ladder.row(row, words)
  const middle = (LANE_FROM_PX + LANE_TO_PX) / 2
  if (drawn.kind === 'wait')
    return markup`<text x="${middle}" y="${top + 24}" text-anchor="middle" fill="#66707a">${drawn.text}</text>
`
  const states = ladder.states(row)
  const colour = COLOURS[drawn.look]
  const note = drawn.note === '' ? '' : ` (${drawn.note})`
  const time = Number.isNaN(drawn.timeNs) ? '' : (drawn.timeNs / NS_PER_S).toFixed(6)
  return markup`<g><text x="44" y="${top + 26}" text-anchor="end" fill="#66707a">${drawn.packet === 0 ? '' : drawn.packet}</text><text x="130" y="${top + 26}" text-anchor="end" fill="#66707a">${time}</text>${
    states.isClientNew ? markup`<text x="${LANE_FROM_PX - 10}" y="${top + 26}" text-anchor="end">${states.client}</text>` : undefined
  }${states.isServerNew ? markup`<text x="${LANE_TO_PX + 10}" y="${top + 38}">${states.server}</text>` : undefined}<text x="${middle}" y="${top + 16}" text-anchor="middle" fill="${colour}">${drawn.label}${note}</text>${arrow(drawn, top, colour)}</g>
`
}

function arrow({ from, to, look }: LaneArrow, top: number, colour: string): Markup {
  const isLost = look === 'lost' || look === 'missing'
  const end = isLost ? from + (to - from) * LOST_SHARE : to
  const x = (percent: number): number => LANE_FROM_PX + ((LANE_TO_PX - LANE_FROM_PX) * percent) / 100
  const endY = top + FROM_Y + ((TO_Y - FROM_Y) * Math.abs(end - from)) / 100
  const back = to > from ? -1 : 1
  const head = isLost
    ? markup`<path d="M${x(end) - 5} ${endY - 5}l10 10m0 -10l-10 10" stroke="${colour}" stroke-width="2"/>`
    : markup`<path d="M${x(end)} ${endY}l${back * 10} -5v9z" fill="${colour}"/>`
  return markup`<path d="M${x(from)} ${top + FROM_Y}L${x(end)} ${endY}" stroke="${colour}" stroke-width="1.5"${dashes(look)}/>${head}`
}

function dashes(look: LaneArrow['look']): Markup | undefined {
  return look === 'icmp' || look === 'missing' ? markup` stroke-dasharray="6 4"` : undefined
}
