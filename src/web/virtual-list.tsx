/** A list of any length of which only the rows that are seen exist. */
import type { ComponentChildren, CSSProperties, TargetedKeyboardEvent } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isScaled, listTopPx, rowsSeen, scrollHeightPx, scrollTopPx, topShowing } from '../core/view/row-window.ts'
import { letterScale } from './letter-scale.ts'

/** What a list is told. */
export interface VirtualListProps {
  readonly rows: number
  /** Height of a row where letters have their usual size. */
  readonly rowPx: number
  /** Names the list for screen readers. */
  readonly label: string
  /** The selected row, or -1; it is kept in view when it changes. */
  readonly selected: number
  readonly className?: string
  /** A row; `style` and `key` must go on its outermost element. */
  readonly render: (row: number, style: CSSProperties, key: number) => ComponentChildren
  /** Called with a row that was chosen by keys. */
  readonly select: (row: number) => void
  /** The selected row is opened (Enter). */
  readonly open?: (row: number) => void
  /** Stands above the rows and scrolls sideways with them. */
  readonly head?: ComponentChildren
}

/** The list. */
export function VirtualList({ rows, rowPx: usualRowPx, label, selected, className, render, select, open, head }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useState(letterScale)
  const rowPx = Math.round(usualRowPx * scale)
  const [viewPx, setViewPx] = useState(600)
  const [topPx, setTopPx] = useState(0)
  const area = { rows, rowPx, viewPx }

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const measure = (): void => {
      setScale(letterScale())
      setViewPx(Math.max(rowPx, element.clientHeight))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [rowPx])

  const scrollTo = useCallback(
    (px: number) => {
      const element = scroller.current
      const bounded = Math.max(0, Math.min(px, rows * rowPx - viewPx))
      setTopPx(bounded)
      if (element !== null) element.scrollTop = scrollTopPx({ rows, rowPx, viewPx }, bounded)
    },
    [rows, rowPx, viewPx],
  )

  // Where the scroll bar moves many rows at once, the wheel still moves one screen's worth.
  useEffect(() => {
    const element = scroller.current
    if (element === null || !isScaled({ rows, rowPx, viewPx })) return undefined
    const turn = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      scrollTo(topPx + event.deltaY)
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [rows, rowPx, viewPx, topPx, scrollTo])

  useEffect(() => {
    if (selected >= 0 && selected < rows) scrollTo(topShowing({ rows, rowPx, viewPx }, topPx, selected))
  }, [selected, rows, rowPx, viewPx])

  const onScroll = (): void => {
    const element = scroller.current
    if (element === null) return
    // An own step has set both already; the browser's answer would only round it.
    if (Math.abs(element.scrollTop - scrollTopPx(area, topPx)) > 1) setTopPx(listTopPx(area, element.scrollTop))
  }

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor(viewPx / rowPx) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
    }
    const step = steps[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || rows === 0) return
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault()
      select(event.key === 'Home' ? 0 : rows - 1)
    } else if (step !== undefined) {
      event.preventDefault()
      select(Math.max(0, Math.min(rows - 1, selected < 0 ? (step > 0 ? 0 : rows - 1) : selected + step)))
    } else if (event.key === 'Enter' && selected >= 0 && open !== undefined) {
      event.preventDefault()
      open(selected)
    }
  }

  const { from, to, offsetPx } = rowsSeen(area, topPx)
  // Elements of rows that left are used again for rows that come: making new ones costs most of a frame.
  const pool = 2 ** Math.ceil(Math.log2(Math.ceil(viewPx / rowPx) + 2))
  const style = { height: `${rowPx}px` }
  const seen: ComponentChildren[] = []
  for (let row = from; row < to; row++) seen.push(render(row, style, row % pool))
  return (
    <div class={`list ${className ?? ''}`}>
      {head}
      <div
        class="scroller"
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="listbox"
        aria-label={label}
        aria-activedescendant={selected >= from && selected < to ? `row-${selected}` : undefined}
      >
        <div class="spacer" style={{ height: `${scrollHeightPx(area)}px` }}>
          <div class="window" style={{ height: `${Math.min(viewPx, scrollHeightPx(area))}px` }}>
            <div style={{ transform: `translateY(${offsetPx}px)` }}>{seen}</div>
          </div>
        </div>
      </div>
    </div>
  )
}
