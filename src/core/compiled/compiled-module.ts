/** Instances of the loops that are compiled to WebAssembly (`assembly/`), and their memory. */
import type { Room } from '../bytes/room.ts'
import type { Placed, TableMemory } from '../bytes/table-memory.ts'

/** What is used of WebAssembly. Its types come with a browser's or Node's, and the core is written for neither. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Memory: new (size: { readonly initial: number }) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** What every loop exports: its memory, which only grows in functions that say so, and a part of it for who asks. */
export interface CompiledLoop {
  readonly memory: { readonly buffer: ArrayBuffer }
  /** Gives the place of `byteCount` bytes. */
  allocate(byteCount: number): number
}

/** Functions that a loop calls, by the name of the source that declares them, and theirs. */
type Imports = Readonly<Record<string, Readonly<Record<string, (...numbers: number[]) => number | void>>>>

/**
 * There is no memory for a loop that could be shared with it; mostly for want of address space: the engine reserves ten gigabytes for each,
 * unless it is told to check every access.
 */
export class NoCompiledMemoryError extends Error {
  override readonly name = 'NoCompiledMemoryError'
}

/**
 * For who looks at numbers in a loop's memory through arrays of numbers: raises a `NoCompiledMemoryError` on a machine that keeps them the other
 * way round than WebAssembly does, the lowest byte first.
 */
export function checkByteOrder(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) throw new NoCompiledMemoryError('numbers have another order of bytes')
}

const PAGE_BYTES = 65_536
/** Four megabytes: as much as a loop needs that does not ask for more. */
const FIRST_BYTES = 2 ** 22

/** Modules by their code: an input is one of many, or the only one. */
const modules = new Map<string, object>()

/**
 * An instance with memory of its own. Raises a `NoCompiledMemoryError` where there is none to have.
 *
 * @param code a module, two hexadecimal digits a byte; the caller knows what more it exports
 * @param byteCount memory that it has at first. Untouched, it costs nothing; but once memory has grown that somebody saw, the engine checks before
 *   each look at any typed array of the process whether it is still there: 5 to 8 % of a long run
 */
export function instantiate(code: string, imports: Imports = {}, byteCount = FIRST_BYTES): CompiledLoop {
  let module = modules.get(code)
  if (module === undefined) {
    module = compile(code)
    modules.set(code, module)
  }
  const abort = (): never => {
    throw new Error('out of memory')
  }
  const memory = newMemory(Math.ceil(byteCount / PAGE_BYTES))
  return new WebAssembly.Instance(module, { env: { abort, memory }, ...imports }).exports as CompiledLoop
}

function newMemory(pages: number): object {
  try {
    return new WebAssembly.Memory({ initial: pages })
  } catch (error) {
    throw new NoCompiledMemoryError('no memory for a compiled loop', { cause: error })
  }
}

function compile(code: string): object {
  const bytes = new Uint8Array(code.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(code.slice(i * 2, i * 2 + 2), 16)
  return new WebAssembly.Module(bytes)
}

/** A loop's memory, for tables that it works on and for what it reads. */
export class CompiledMemory implements TableMemory {
  readonly #loop: CompiledLoop
  readonly #places = new Map<Placed, number>()
  #buffer: ArrayBuffer
  /** Counts whenever something is somewhere else than before. */
  changes = 0

  constructor(loop: CompiledLoop) {
    this.#loop = loop
    this.#buffer = loop.memory.buffer
  }

  allocate(byteCount: number, placed: Placed): void {
    const at = this.#loop.allocate(byteCount)
    this.#places.delete(placed)
    this.tellMoved()
    this.#places.set(placed, at)
    this.changes++
    placed(this.#buffer, at)
  }

  keep(numbers: Int32Array): Int32Array {
    return numbers.slice()
  }

  /** When memory grows, what was seen of it before is cut off: tells everybody, if the loop has made it grow. */
  tellMoved(): void {
    const { buffer } = this.#loop.memory
    if (buffer === this.#buffer) return
    this.#buffer = buffer
    for (const [placed, at] of this.#places) placed(buffer, at)
  }
}

/** A part of a loop's memory, to read a file into. */
export class CompiledRoom implements Room {
  bytes = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  /** Where the part begins in the loop's memory. */
  at = 0
  readonly #memory: TableMemory
  #byteCount = 0

  constructor(memory: TableMemory) {
    this.#memory = memory
  }

  grow(byteCount: number, kept: number): void {
    const before = this.at
    this.#byteCount = byteCount
    this.#memory.allocate(byteCount, this.#place)
    new Uint8Array(this.bytes.buffer).copyWithin(this.at, before, before + kept)
  }

  readonly #place = (buffer: ArrayBuffer, at: number): void => {
    this.bytes = new Uint8Array(buffer, at, this.#byteCount)
    this.view = new DataView(buffer, at, this.#byteCount)
    this.at = at
  }
}
