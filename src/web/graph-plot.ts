/** A graph on a canvas: uPlot gives axes, cursor and zoom; the marks are drawn from the scene. */
import uPlot from 'uplot'
import { axisText, LAYER_COLOURS } from '../core/export/graph-picture.ts'
import { type FoundMark, type GraphLayer, type GraphScene, nearestMark } from '../core/view/graph-scene.ts'
import { letterScale } from './letter-scale.ts'

/** How near, in pixels, the pointer must come to a mark. */
const REACH_PX = 12
const ZOOM_STEP = 1.3
const MOVE_SHARE = 0.15
const DOT_PX = 2
const SHORTEST_BAR_PX = 2
/** The least part of the whole that can be in sight: numbers end there. */
const DEEPEST_ZOOM = 1e-7

/** What the plot tells and is told. */
export interface GraphPlotOptions {
  readonly scene: GraphScene
  readonly theme: 'light' | 'dark'
  /** The pointer is near a mark, or (undefined) no more. */
  readonly onHover: (mark: FoundMark | undefined, left: number, top: number) => void
  readonly onPick: (packet: number) => void
}

type Range = readonly [from: number, to: number]

/** A plot in an element; `destroy` it with the element. */
export class GraphPlot {
  readonly #plot: uPlot
  readonly #options: GraphPlotOptions
  #selected = 0
  #marked: ReadonlySet<number> = new Set()
  #hovered: FoundMark | undefined

  constructor(element: HTMLElement, width: number, height: number, options: GraphPlotOptions) {
    this.#options = options
    const { scene, theme } = options
    const ink = theme === 'dark' ? '#95a1ad' : '#5c6773'
    const line = theme === 'dark' ? '#2b333c' : '#e0e4e9'
    const scale = letterScale()
    const axis = {
      font: `${12 * scale}px system-ui, sans-serif`,
      stroke: ink,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
    }
    this.#plot = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { drag: { x: true, y: true, uni: 20, setScale: false }, points: { show: false }, bind: { dblclick: () => () => null } },
        // Exactly what is asked for: a fixed range would be put back at each zoom.
        scales: { x: { time: false, range: (_plot, min, max) => [min, max] }, y: { range: (_plot, min, max) => [min, max] } },
        axes: [
          { ...axis, size: 50 * scale, space: 50 * scale, values: (_plot, values) => values.map((value) => axisText(value, 'seconds')) },
          { ...axis, size: 84 * scale, space: 30 * scale, values: (_plot, values) => values.map((value) => axisText(value, scene.unit)) },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
          draw: [(plot) => this.#draw(plot)],
          setCursor: [(plot) => this.#hover(plot)],
          setSelect: [(plot) => this.#zoomToSelection(plot)],
        },
      },
      // uPlot wants a series to know that there is something: the corners of the scene.
      [[...scene.secondsRange], [...scene.valueRange]],
      element,
    )
    this.reset()
    this.#plot.over.addEventListener('click', () => {
      const packet = this.#hovered === undefined ? 0 : this.#hovered.layer.packets[this.#hovered.index]
      if (packet !== 0) options.onPick(packet)
    })
    this.#plot.over.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    this.#followTouches(this.#plot.over)
  }

  /** The part that is in sight. */
  get sight(): { readonly seconds: Range; readonly values: Range } {
    const { x, y } = this.#plot.scales
    const { secondsRange, valueRange } = this.#options.scene
    return {
      seconds: [x.min ?? secondsRange[0], x.max ?? secondsRange[1]],
      values: [y.min ?? valueRange[0], y.max ?? valueRange[1]],
    }
  }

  /** Marks packets: the one that is selected, and those of the evidence. */
  mark(selected: number, marked: ReadonlySet<number>): void {
    this.#selected = selected
    this.#marked = marked
    this.#plot.redraw(false)
  }

  /** Fits the size of its place. */
  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  /** Shows all. */
  reset(): void {
    const { secondsRange, valueRange } = this.#options.scene
    this.#show(widened(secondsRange), widened(valueRange))
  }

  /** Zooms by a factor (above 1: nearer) round the middle, or round a place given as shares of the plot. */
  zoom(factor: number, atX = 0.5, atY = 0.5): void {
    const { seconds, values } = this.sight
    this.#show(zoomed(seconds, factor, atX), zoomed(values, factor, 1 - atY))
  }

  /** Moves by shares of what is in sight. */
  move(byX: number, byY: number): void {
    const { seconds, values } = this.sight
    this.#show(moved(seconds, byX), moved(values, byY))
  }

  /** Arrow keys move, + and - zoom, 0 shows all; true when the key was one of them. */
  key(key: string): boolean {
    switch (key) {
      case 'ArrowLeft':
        this.move(-MOVE_SHARE, 0)
        return true
      case 'ArrowRight':
        this.move(MOVE_SHARE, 0)
        return true
      case 'ArrowUp':
        this.move(0, MOVE_SHARE)
        return true
      case 'ArrowDown':
        this.move(0, -MOVE_SHARE)
        return true
      case '+':
      case '=':
        this.zoom(ZOOM_STEP)
        return true
      case '-':
        this.zoom(1 / ZOOM_STEP)
        return true
      case '0':
        this.reset()
        return true
      default:
        return false
    }
  }

  /** Takes it away. */
  destroy(): void {
    this.#plot.destroy()
  }

  #show(seconds: Range, values: Range): void {
    const { secondsRange, valueRange } = this.#options.scene
    if (!isDrawable(seconds, secondsRange) || !isDrawable(values, valueRange)) return
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: seconds[0], max: seconds[1] })
      this.#plot.setScale('y', { min: values[0], max: values[1] })
    })
  }

  #zoomToSelection(plot: uPlot): void {
    const { left, top, width, height } = plot.select
    if (width < REACH_PX && height < REACH_PX) return
    const { seconds, values } = this.sight
    const across: Range = width < REACH_PX ? seconds : [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]
    const up: Range = height < REACH_PX ? values : [plot.posToVal(top + height, 'y'), plot.posToVal(top, 'y')]
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    this.#show(across, up)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const { left, top, width, height } = this.#plot.over.getBoundingClientRect()
    this.zoom(event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, (event.clientX - left) / width, (event.clientY - top) / height)
  }

  /** One finger moves, two zoom. */
  #followTouches(over: HTMLElement): void {
    let before: readonly Touch[] = []
    over.style.touchAction = 'none'
    over.addEventListener('touchstart', (event) => (before = [...event.touches]))
    over.addEventListener('touchmove', (event) => {
      const now = [...event.touches]
      if (now.length !== before.length || now.length === 0) {
        before = now
        return
      }
      const { left, top, width, height } = over.getBoundingClientRect()
      const [from, to] = [centre(before), centre(now)]
      if (now.length === 2) {
        const factor = spread(now) / Math.max(1, spread(before))
        if (factor > 0) this.zoom(factor, (to.x - left) / width, (to.y - top) / height)
      }
      this.move((from.x - to.x) / width, (to.y - from.y) / height)
      before = now
    })
  }

  #hover(plot: uPlot): void {
    const { left = -1, top = -1 } = plot.cursor
    if (left < 0 || top < 0) {
      this.#hovered = undefined
      return this.#options.onHover(undefined, 0, 0)
    }
    const { seconds, values } = this.sight
    const { width, height } = plot.over.getBoundingClientRect()
    const found = nearestMark(
      this.#options.scene,
      plot.posToVal(left, 'x'),
      plot.posToVal(top, 'y'),
      ((seconds[1] - seconds[0]) * REACH_PX) / width,
      ((values[1] - values[0]) * REACH_PX) / height,
    )
    this.#hovered = found
    plot.over.style.cursor = found === undefined || found.layer.packets[found.index] === 0 ? 'crosshair' : 'pointer'
    this.#options.onHover(found, left + plot.over.offsetLeft, top + plot.over.offsetTop)
  }

  #draw(plot: uPlot): void {
    const { ctx, bbox } = plot
    const ratio = window.devicePixelRatio
    ctx.save()
    ctx.beginPath()
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
    ctx.clip()
    const x = (seconds: number): number => plot.valToPos(seconds, 'x', true)
    const y = (value: number): number => plot.valToPos(value, 'y', true)
    for (const layer of this.#options.scene.layers) {
      const colour = LAYER_COLOURS[layer.id][this.#options.theme === 'dark' ? 1 : 0]
      ctx.strokeStyle = ctx.fillStyle = colour
      ctx.lineWidth = (layer.shape === 'bars' ? 2 : 1.2) * ratio
      this.#drawLayer(ctx, layer, this.sight.seconds, x, y, ratio)
      this.#drawMarked(ctx, layer, x, y, ratio)
    }
    ctx.restore()
  }

  #drawLayer(
    ctx: CanvasRenderingContext2D,
    layer: GraphLayer,
    [fromSeconds, toSeconds]: Range,
    x: (seconds: number) => number,
    y: (value: number) => number,
    ratio: number,
  ): void {
    ctx.beginPath()
    let beforeX = NaN
    for (let i = 0; i < layer.seconds.length; i++) {
      const seconds = layer.seconds[i]
      const px = x(seconds)
      if (layer.shape === 'dots' || layer.shape === 'bars') {
        if (seconds < fromSeconds || seconds > toSeconds) continue
        const low = y(layer.low[i])
        if (layer.shape === 'dots') ctx.rect(px - DOT_PX * ratio, low - DOT_PX * ratio, 2 * DOT_PX * ratio, 2 * DOT_PX * ratio)
        else {
          ctx.moveTo(px, low)
          ctx.lineTo(px, Math.min(y(layer.high[i]), low - SHORTEST_BAR_PX * ratio))
        }
        continue
      }
      const py = y(layer.low[i])
      if (Number.isNaN(beforeX)) ctx.moveTo(px, py)
      else {
        if (layer.shape === 'steps') ctx.lineTo(px, y(layer.low[i - 1]))
        ctx.lineTo(px, py)
      }
      beforeX = px
    }
    if (layer.shape === 'dots') ctx.fill()
    else ctx.stroke()
  }

  /** Rings round the packet that is selected and those of the evidence. */
  #drawMarked(
    ctx: CanvasRenderingContext2D,
    layer: GraphLayer,
    x: (seconds: number) => number,
    y: (value: number) => number,
    ratio: number,
  ): void {
    for (let i = 0; i < layer.packets.length; i++) {
      const packet = layer.packets[i]
      const isSelected = packet !== 0 && packet === this.#selected
      if (!isSelected && !this.#marked.has(packet)) continue
      ctx.beginPath()
      ctx.arc(x(layer.seconds[i]), (y(layer.low[i]) + y(layer.high[i])) / 2, (isSelected ? 9 : 7) * ratio, 0, 2 * Math.PI)
      ctx.stroke()
    }
  }
}

/** A little room, so that nothing lies on the frame. */
function widened([from, to]: Range): Range {
  const room = (to - from) * 0.02
  return [from - room, to + room]
}

function zoomed([from, to]: Range, factor: number, at: number): Range {
  const centre = from + (to - from) * at
  return [centre - (centre - from) / factor, centre + (to - centre) / factor]
}

function moved([from, to]: Range, by: number): Range {
  const step = (to - from) * by
  return [from + step, to + step]
}

/** Neither deeper than numbers go, nor so far out that nothing is left to see. */
function isDrawable([from, to]: Range, [first, last]: Range): boolean {
  const share = (to - from) / (last - first)
  return share > DEEPEST_ZOOM && share < 20 && to > first && from < last
}

function centre(touches: readonly Touch[]): { readonly x: number; readonly y: number } {
  const sum = touches.reduce((all, { clientX, clientY }) => ({ x: all.x + clientX, y: all.y + clientY }), { x: 0, y: 0 })
  return { x: sum.x / touches.length, y: sum.y / touches.length }
}

function spread([first, second]: readonly Touch[]): number {
  return Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY)
}
