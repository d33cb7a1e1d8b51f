/** Rows of a list that live in the worker: asked for in blocks when they are seen, kept while they may be seen again. */
import { useEffect, useMemo, useReducer } from 'preact/hooks'

const BLOCK_ROWS = 100
/** Blocks that are kept; a screen shows two or three. */
const MOST_BLOCKS = 60

/** Gives rows that are there; asks for the others. */
export interface RowCache<Row> {
  /** The row, or undefined while it is on its way. */
  get(row: number): Row | undefined
}

class Blocks<Row> implements RowCache<Row> {
  readonly #fetch: (from: number, to: number) => Promise<readonly Row[]>
  readonly #arrived: () => void
  readonly #blocks = new Map<number, { readonly rows: readonly Row[]; readonly listRows: number }>()
  /** Blocks that the last look at the list did not find. */
  readonly #missing = new Set<number>()
  #isLooking = false
  /** The block on its way, or -1. */
  #loading = -1
  /** How many rows the list has now. */
  listRows = 0
  isOver = false

  constructor(fetch: (from: number, to: number) => Promise<readonly Row[]>, arrived: () => void) {
    this.#fetch = fetch
    this.#arrived = arrived
  }

  get(row: number): Row | undefined {
    const number = Math.floor(row / BLOCK_ROWS)
    const block = this.#blocks.get(number)
    // A list that grows has rows that its last block did not have when it was asked for.
    const isMissing = block === undefined || (row % BLOCK_ROWS >= block.rows.length && block.listRows !== this.listRows)
    if (isMissing) this.#want(number)
    return block?.rows[row % BLOCK_ROWS]
  }

  /** What is looked for in one go is what is seen now: what flew past before is not wanted any more. */
  #want(number: number): void {
    if (!this.#isLooking) {
      this.#isLooking = true
      this.#missing.clear()
      queueMicrotask(() => {
        this.#isLooking = false
        if (this.#loading < 0) void this.#load()
      })
    }
    if (number !== this.#loading) this.#missing.add(number)
  }

  /** One block at a time, so that who drags the scroll bar does not wait for all that flew past. */
  async #load(): Promise<void> {
    for (const number of this.#missing) {
      this.#missing.delete(number)
      this.#loading = number
      const { listRows } = this
      const rows = await this.#fetch(number * BLOCK_ROWS, (number + 1) * BLOCK_ROWS).catch(() => [])
      this.#loading = -1
      if (this.isOver) return
      this.#blocks.delete(number)
      this.#blocks.set(number, { rows, listRows })
      for (const old of this.#blocks.keys()) {
        if (this.#blocks.size <= MOST_BLOCKS) break
        this.#blocks.delete(old)
      }
      this.#arrived()
    }
  }
}

/**
 * The rows of a list.
 *
 * @param fetch asks the worker
 * @param generation changes when the list is another one
 * @param listRows how many rows it has now; it may grow
 */
export function useRows<Row>(
  fetch: (from: number, to: number) => Promise<readonly Row[]>,
  generation: unknown,
  listRows: number,
): RowCache<Row> {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  // The list is made anew for each generation, not for each function.
  const blocks = useMemo(() => new Blocks(fetch, () => redraw(undefined)), [generation])
  useEffect(
    () => () => {
      blocks.isOver = true
    },
    [blocks],
  )
  blocks.listRows = listRows
  return blocks
}
