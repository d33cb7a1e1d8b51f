/** Which rows of a long list are seen, and where: a list of ten million rows in a scroll area that no browser limits. */

/** Browsers draw nothing beyond some 17 million pixels; taller lists are scrolled in proportion. */
const MOST_SCROLL_PX = 8_000_000

/** A list in its scroll area. */
export interface RowArea {
  readonly rows: number
  readonly rowPx: number
  readonly viewPx: number
}

/** Height of the content that the browser scrolls. */
export function scrollHeightPx({ rows, rowPx }: RowArea): number {
  return Math.min(rows * rowPx, MOST_SCROLL_PX)
}

/** Whether the scroll bar moves the list by more than its own way. */
export function isScaled({ rows, rowPx }: RowArea): boolean {
  return rows * rowPx > MOST_SCROLL_PX
}

/** Pixels from the list's top to the first one seen, for a scroll position. */
export function listTopPx(area: RowArea, scrollTopPx: number): number {
  if (!isScaled(area)) return Math.max(0, scrollTopPx)
  const { rows, rowPx, viewPx } = area
  return Math.max(0, (scrollTopPx / (MOST_SCROLL_PX - viewPx)) * (rows * rowPx - viewPx))
}

/** The scroll position that shows the list from `topPx` on: the inverse of `listTopPx`. */
export function scrollTopPx(area: RowArea, topPx: number): number {
  if (!isScaled(area)) return topPx
  const { rows, rowPx, viewPx } = area
  return (topPx / (rows * rowPx - viewPx)) * (MOST_SCROLL_PX - viewPx)
}

/** The rows that are seen: `from` to (not including) `to`; the first begins `offsetPx` (0 or less) from the top of the view. */
export function rowsSeen(
  { rows, rowPx, viewPx }: RowArea,
  topPx: number,
): { readonly from: number; readonly to: number; readonly offsetPx: number } {
  const top = Math.min(Math.max(0, topPx), Math.max(0, rows * rowPx - viewPx))
  const from = Math.floor(top / rowPx)
  return { from, to: Math.min(rows, Math.ceil((top + viewPx) / rowPx)), offsetPx: from * rowPx - top }
}

/** The top that shows `row`: the same when it is seen already, else with the row in the middle. */
export function topShowing({ rows, rowPx, viewPx }: RowArea, topPx: number, row: number): number {
  if (row * rowPx >= topPx && (row + 1) * rowPx <= topPx + viewPx) return topPx
  return Math.max(0, Math.min(rows * rowPx - viewPx, row * rowPx - (viewPx - rowPx) / 2))
}
