/** A drawn ladder as SVG inside a page: fluid in width, coloured by the page's style. */
import type { DrawnArrow, DrawnPause, LadderDrawing } from '../view/ladder-drawing.ts'
import { type Markup, markup } from './markup.ts'

/** Width of a character of the numbers and times, and the space before the lane, in pixels; the page's style has the font. */
const CHARACTER_PX = 6.7
const BESIDE_LANE_PX = 12
/** Length and half the width of an arrow's head. */
const HEAD_PX = 9
const HALF_HEAD_PX = 4
/** From the baseline of a text to the height of its middle. */
const BASELINE_PX = 4
const BETWEEN_COLUMNS = 1.5
/** Half the height of the band that stands for time without packets. */
const HALF_BAND_PX = 9

/** Marks before an arrow's words: characters that common fonts have. */
const MARKS = { repeated: '↻ ', lost: '✕ ' } as const

/** Pixels that the numbers and times take to the left of the lane. */
export function laneOffsetPx({ numberColumns, timeColumns }: LadderDrawing): number {
  const columns = numberColumns + (timeColumns === 0 ? 0 : timeColumns + BETWEEN_COLUMNS)
  return Math.ceil(columns * CHARACTER_PX + BESIDE_LANE_PX)
}

/** The drawing as an `svg` element; `name` is what it is called where it cannot be seen. */
export function ladderSvg(drawing: LadderDrawing, name: string): Markup {
  const { rows, heightPx } = drawing
  const offset = laneOffsetPx(drawing)
  const style = `margin-left:${offset}px;width:calc(100% - ${offset + 1}px);height:${heightPx}px`
  return markup`<svg class="ladder" role="img" aria-label="${name}" height="${heightPx}" style="${style}">
<line class="life" x1="0" x2="0" y1="0" y2="${heightPx}"/><line class="life" x1="100%" x2="100%" y1="0" y2="${heightPx}"/>
${rows.map((row) => (row.kind === 'arrow' ? arrowSvg(row, drawing) : pauseSvg(row)))}</svg>`
}

function pauseSvg({ kind, yPx, text }: DrawnPause): Markup {
  const band = markup`<rect x="0" y="${yPx - HALF_BAND_PX}" width="100%" height="${2 * HALF_BAND_PX}"/>`
  return markup`<g class="${kind}">${kind === 'wait' ? band : undefined}${middle(text, yPx + BASELINE_PX)}</g>
`
}

function arrowSvg(arrow: DrawnArrow, { timeColumns }: LadderDrawing): Markup {
  const { yPx, from, to, look, mark, isEvidence, number, time, label } = arrow
  const timeX = -BESIDE_LANE_PX
  const numberX = timeX - (timeColumns === 0 ? 0 : (timeColumns + BETWEEN_COLUMNS) * CHARACTER_PX)
  const back = to === 0 ? 1 : -1
  const start = from === 100 || from === 0 ? undefined : markup`<circle cx="${from}%" cy="${yPx}" r="3"/>`
  const head = markup`<svg x="${to}%" y="${yPx}" overflow="visible"><path d="M0 0l${back * HEAD_PX} ${-HALF_HEAD_PX}v${2 * HALF_HEAD_PX}z"/></svg>`
  const words = label.map((line, i) =>
    middle(line.text, line.yPx, i === 0 && mark !== undefined ? markup`<tspan class="mark">${MARKS[mark]}</tspan>` : undefined),
  )
  return markup`<g class="arrow ${look}${isEvidence ? ' evidence' : ''}"><text class="number" x="${round(numberX)}" y="${yPx + BASELINE_PX}">${number}</text>${
    time === '' ? undefined : markup`<text class="time" x="${timeX}" y="${yPx + BASELINE_PX}">${time}</text>`
  }${words}<line x1="${from}%" x2="${to}%" y1="${yPx}" y2="${yPx}"/>${start}${head}</g>
`
}

function middle(text: string, yPx: number, before?: Markup): Markup {
  return markup`<text class="words" x="50%" y="${yPx}">${before}${text}</text>`
}

function round(px: number): number {
  return Math.round(px * 10) / 10
}
