/** The capture's time as a strip: packets as bars, problems marked where they begin; a stretch of it chooses connections. */
import type { TargetedKeyboardEvent } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { clockText } from './format.ts'
import { useWords } from './page-words.ts'
import type { ConnectionQuery, News } from './protocol.ts'

const HEIGHT = 56
const MARKS = 8
/** Bars that are drawn; narrower ones could not be told apart. */
const MOST_BARS = 160

/** What the strip is told. */
export interface TimelineStripProps {
  readonly news: News
  readonly query: ConnectionQuery
  readonly change: (part: Partial<ConnectionQuery>) => void
}

/** The strip. */
export function TimelineStrip({ news, query, change }: TimelineStripProps) {
  const words = useWords()
  const strip = useRef<SVGSVGElement>(null)
  const [drag, setDrag] = useState<number | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const anchor = useRef(0)
  const { timeline, startNs } = news
  const per = Math.ceil(timeline.packets.length / MOST_BARS)
  const bars = Math.ceil(timeline.packets.length / per)
  const sum = (list: readonly number[], bar: number): number => list.slice(bar * per, (bar + 1) * per).reduce((a, b) => a + b, 0)
  const widthNs = timeline.widthNs * per
  const counts = Array.from({ length: bars }, (_, bar) => sum(timeline.packets, bar))
  const most = Math.max(1, ...counts)
  const barAt = (clientX: number): number => {
    const box = strip.current?.getBoundingClientRect()
    if (box === undefined) return 0
    return Math.max(0, Math.min(bars - 1, Math.floor(((clientX - box.left) / box.width) * bars)))
  }
  const choose = (a: number, b: number): void => change({ fromNs: Math.min(a, b) * widthNs, toNs: (Math.max(a, b) + 1) * widthNs })
  const clear = (): void => change({ fromNs: null, toNs: null })
  /** Arrow keys move about; with Shift they choose, as in every text; Enter chooses one bar. */
  const press = (event: TargetedKeyboardEvent<SVGSVGElement>): void => {
    const at = hover ?? 0
    const targets: Readonly<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: hover === null ? 0 : at + 1, Home: 0, End: bars - 1 }
    const target = targets[event.key]
    if (event.key === 'Enter') choose(at, at)
    else if (event.key === 'Escape' && isChosen) clear()
    else if (target === undefined) return
    else {
      const to = Math.max(0, Math.min(bars - 1, target))
      if (!event.shiftKey) anchor.current = to
      else choose(anchor.current, to)
      setHover(to)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  const isChosen = query.fromNs !== null && query.toNs !== null
  const isOut = (bar: number): boolean => isChosen && (bar * widthNs >= (query.toNs ?? 0) || (bar + 1) * widthNs <= (query.fromNs ?? 0))
  const said =
    hover === null
      ? ''
      : words.overview.timelineColumn(
          clockText(startNs, hover * widthNs, words.code),
          counts[hover],
          sum(timeline.errors, hover) + sum(timeline.warnings, hover),
        )
  return (
    <section class="timeline">
      <h2>
        {words.overview.timeline}
        <span class="quiet">{said}</span>
        {isChosen && (
          <button type="button" onClick={clear}>
            {words.overview.wholeTime}
          </button>
        )}
      </h2>
      <svg
        ref={strip}
        role="slider"
        tabIndex={0}
        aria-label={words.overview.timeline}
        aria-valuemin={0}
        aria-valuemax={bars - 1}
        aria-valuenow={hover ?? 0}
        aria-valuetext={said}
        onKeyDown={press}
        onBlur={() => setHover(null)}
        viewBox={`0 0 ${bars} ${HEIGHT}`}
        preserveAspectRatio="none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag(barAt(event.clientX))
        }}
        onPointerMove={(event) => {
          setHover(barAt(event.clientX))
          if (drag !== null) choose(drag, barAt(event.clientX))
        }}
        onPointerUp={(event) => {
          if (drag !== null) choose(drag, barAt(event.clientX))
          setDrag(null)
        }}
        onPointerLeave={() => setHover(null)}
      >
        {isChosen && (
          <rect
            class="chosen"
            x={(query.fromNs ?? 0) / widthNs}
            width={((query.toNs ?? 0) - (query.fromNs ?? 0)) / widthNs}
            y={0}
            height={HEIGHT}
          />
        )}
        {counts.map((count, bar) => {
          const height = count === 0 ? 0 : Math.max(1.5, (Math.sqrt(count) / Math.sqrt(most)) * (HEIGHT - MARKS - 2))
          const errors = sum(timeline.errors, bar)
          const warnings = sum(timeline.warnings, bar)
          return (
            <g key={bar}>
              <rect
                class={`bar${bar === hover ? ' on' : ''}${isOut(bar) ? ' out' : ''}`}
                x={bar + 0.08}
                width={0.84}
                y={HEIGHT - height}
                height={height}
              />
              {errors + warnings > 0 && (
                <rect class={errors > 0 ? 'mark error' : 'mark warning'} x={bar} width={1} y={0} height={MARKS - 2} />
              )}
            </g>
          )
        })}
      </svg>
    </section>
  )
}
