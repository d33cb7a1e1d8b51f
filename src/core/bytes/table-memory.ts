/** Where tables of numbers lie: in memory of the JavaScript engine, or in that of a compiled loop that works on them too. */

/** Told where memory lies: at once, and again each time that it has moved. */
export type Placed = (buffer: ArrayBuffer, at: number) => void

/** Gives memory to tables. */
export interface TableMemory {
  /** Memory of `byteCount` bytes, all zero, at a multiple of 8; for the same `placed` as before, instead of that. */
  allocate(byteCount: number, placed: Placed): void
  /** The same numbers, that stay what they are when more is allocated. */
  keep(numbers: Int32Array): Int32Array
}

/** Memory of the engine: each table has its own, and nothing moves. */
export const HEAP: TableMemory = {
  allocate: (byteCount, placed) => placed(new ArrayBuffer(byteCount), 0),
  keep: (numbers) => numbers,
}
