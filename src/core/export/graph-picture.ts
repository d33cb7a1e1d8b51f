/** A graph as an SVG picture of its own, with axes and legend: for reports and tickets. */
import { axisStep, type GraphLayer, type GraphScene, type LayerId } from '../view/graph-scene.ts'
import { displayWidth } from '../view/text-layout.ts'
import type { GraphWords } from '../words/graph-words.ts'
import { escapeHtml } from './markup.ts'

/** Colours of the layers on white and on dark; each is told from its neighbours by lightness as well. */
export const LAYER_COLOURS: Readonly<Record<LayerId, readonly [light: string, dark: string]>> = {
  data: ['#1f5fbf', '#7db4ff'],
  repeated: ['#b3261e', '#ff8d84'],
  'out-of-order': ['#b26a00', '#efc062'],
  probe: ['#c2185b', '#f48fb1'],
  'open-close': ['#30363d', '#e3e8ed'],
  reset: ['#7b0000', '#ff5a4f'],
  ack: ['#1b6e35', '#7fd494'],
  'window-edge': ['#9aa3ad', '#69737f'],
  sack: ['#8a2be2', '#d7a6ff'],
  rtt: ['#1f5fbf', '#7db4ff'],
  'in-flight': ['#1f5fbf', '#7db4ff'],
  window: ['#9aa3ad', '#69737f'],
  goodput: ['#1f5fbf', '#7db4ff'],
  wire: ['#9aa3ad', '#69737f'],
}

const WIDTH_PX = 960
const HEIGHT_PX = 540
const LEFT_PX = 84
const RIGHT_PX = 16
const TOP_PX = 44
const BOTTOM_PX = 64
const MARKS_ACROSS = 8
const MARKS_UP = 6
const DOT_PX = 2
const LETTER_PX = 7
/** A mark of no length would not be seen. */
const SHORTEST_BAR_PX = 2
/** More marks make a picture that nothing opens. */
const MOST_MARKS = 50_000

/** The picture of the part of a graph that is in sight. */
export function graphPicture(
  scene: GraphScene,
  sight: { readonly seconds: readonly [number, number]; readonly values: readonly [number, number] },
  title: string,
  words: GraphWords,
): { readonly svg: string; readonly widthPx: number; readonly heightPx: number } {
  const x = (seconds: number): number =>
    LEFT_PX + ((seconds - sight.seconds[0]) / (sight.seconds[1] - sight.seconds[0])) * (WIDTH_PX - LEFT_PX - RIGHT_PX)
  const y = (value: number): number =>
    HEIGHT_PX - BOTTOM_PX - ((value - sight.values[0]) / (sight.values[1] - sight.values[0])) * (HEIGHT_PX - TOP_PX - BOTTOM_PX)
  const parts: string[] = []
  const grid: string[] = []
  for (const at of axisMarks(sight.seconds, MARKS_ACROSS)) {
    grid.push(`M${round(x(at))} ${TOP_PX}V${HEIGHT_PX - BOTTOM_PX}`)
    parts.push(
      `<text x="${round(x(at))}" y="${HEIGHT_PX - BOTTOM_PX + 18}" text-anchor="middle">${escapeHtml(axisText(at, 'seconds'))}</text>`,
    )
  }
  for (const at of axisMarks(sight.values, MARKS_UP)) {
    grid.push(`M${LEFT_PX} ${round(y(at))}H${WIDTH_PX - RIGHT_PX}`)
    parts.push(`<text x="${LEFT_PX - 8}" y="${round(y(at)) + 4}" text-anchor="end">${escapeHtml(axisText(at, scene.unit))}</text>`)
  }
  const drawn = scene.layers.map((layer) => {
    const [colour] = LAYER_COLOURS[layer.id]
    const d = layerPath(layer, sight.seconds, x, y)
    const fill = layer.shape === 'dots'
    return `<path d="${d}" fill="${fill ? colour : 'none'}" stroke="${fill ? 'none' : colour}" stroke-width="${layer.shape === 'bars' ? 2 : 1.2}"/>`
  })
  let legendX = LEFT_PX
  const legend = scene.layers.map((layer) => {
    const text = words.layers[layer.id]
    const item = `<rect x="${legendX}" y="${HEIGHT_PX - 22}" width="10" height="10" fill="${LAYER_COLOURS[layer.id][0]}"/><text x="${legendX + 14}" y="${HEIGHT_PX - 13}">${escapeHtml(text)}</text>`
    legendX += 30 + displayWidth(text) * LETTER_PX
    return item
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${HEIGHT_PX}" width="${WIDTH_PX}" height="${HEIGHT_PX}" font-family="system-ui,sans-serif" font-size="12" fill="#3c4650">
<rect width="100%" height="100%" fill="#fff"/><text x="${LEFT_PX}" y="26" font-size="15" fill="#15191e">${escapeHtml(title)}</text>
<clipPath id="plot"><rect x="${LEFT_PX}" y="${TOP_PX}" width="${WIDTH_PX - LEFT_PX - RIGHT_PX}" height="${HEIGHT_PX - TOP_PX - BOTTOM_PX}"/></clipPath>
<path d="${grid.join('')}" stroke="#e3e7eb" fill="none"/>
<g clip-path="url(#plot)">${drawn.join('\n')}</g>
${parts.join('')}
${legend.join('')}
</svg>
`
  return { svg, widthPx: WIDTH_PX, heightPx: HEIGHT_PX }
}

function layerPath(
  layer: GraphLayer,
  [fromSeconds, toSeconds]: readonly [number, number],
  x: (seconds: number) => number,
  y: (value: number) => number,
): string {
  const d: string[] = []
  let before = -1
  for (let i = 0; i < layer.seconds.length && d.length < MOST_MARKS; i++) {
    const isInSight = layer.seconds[i] >= fromSeconds && layer.seconds[i] <= toSeconds
    const px = round(x(layer.seconds[i]))
    if (layer.shape === 'dots') {
      if (isInSight) d.push(`M${px - DOT_PX} ${round(y(layer.low[i])) - DOT_PX}h${2 * DOT_PX}v${2 * DOT_PX}h${-2 * DOT_PX}z`)
    } else if (layer.shape === 'bars') {
      const low = round(y(layer.low[i]))
      if (isInSight) d.push(`M${px} ${low}V${Math.min(round(y(layer.high[i])), low - SHORTEST_BAR_PX)}`)
    } else {
      const py = round(y(layer.low[i]))
      if (before < 0) d.push(`M${px} ${py}`)
      else d.push(layer.shape === 'steps' ? `H${px}V${py}` : `L${px} ${py}`)
      before = i
    }
  }
  return d.join('')
}

/** Round values within a range, for the marks of an axis. */
function axisMarks([from, to]: readonly [number, number], most: number): number[] {
  const step = axisStep(from, to, most)
  const marks: number[] = []
  for (let i = Math.ceil(from / step); i * step <= to && marks.length < 50; i++) marks.push(i * step)
  return marks
}

const PREFIXES = ['', 'k', 'M', 'G', 'T'] as const

/** A value of an axis: `1.5 MB`, `20 ms`, `3 Mbit/s`. */
export function axisText(value: number, unit: GraphScene['unit']): string {
  if (unit === 'seconds') {
    const size = Math.abs(value)
    if (size === 0) return '0'
    if (size < 0.001) return `${significant(value * 1e6)} µs`
    return size < 1 ? `${significant(value * 1e3)} ms` : `${significant(value)} s`
  }
  let scaled = value
  let prefix = 0
  while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
    scaled /= 1000
    prefix++
  }
  return `${significant(scaled)} ${PREFIXES[prefix]}${unit === 'bytes' ? 'B' : 'bit/s'}`
}

function significant(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
