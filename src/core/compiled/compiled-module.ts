/** Instances of the loops that are compiled to WebAssembly (`assembly/`), and their memory. */
import type { Room } from '../bytes/room.ts'

/** What is used of WebAssembly. Its types come with a browser's or Node's, and the core is written for neither. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** What every loop exports: its memory, which only grows in functions that say so, and a part of it for who asks. */
export interface CompiledLoop {
  readonly memory: { readonly buffer: ArrayBuffer }
  /** Gives the place of `byteCount` bytes. */
  allocate(byteCount: number): number
  /** Gives memory of `allocate` back. */
  release(at: number): void
}

/**
 * An instance with memory of its own.
 *
 * @param code a module, two hexadecimal digits a byte; the caller knows what more it exports
 * @param imports the functions that it calls, by the names of the source that declares them, and theirs
 */
export function instantiate(
  code: string,
  imports: Readonly<Record<string, Readonly<Record<string, (...numbers: number[]) => number>>>> = {},
): CompiledLoop {
  const bytes = new Uint8Array(code.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(code.slice(i * 2, i * 2 + 2), 16)
  const abort = (): never => {
    throw new Error('out of memory')
  }
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort }, ...imports }).exports as CompiledLoop
}

/** A part of a loop's memory, to read a file into. */
export class CompiledRoom implements Room {
  readonly #loop: CompiledLoop
  /** Where the part begins in the loop's memory. */
  at = 0
  #bytes = new Uint8Array(0)
  #view = new DataView(this.#bytes.buffer)
  #byteCount = 0

  constructor(loop: CompiledLoop) {
    this.#loop = loop
  }

  get bytes(): Uint8Array {
    this.#renew()
    return this.#bytes
  }

  get view(): DataView {
    this.#renew()
    return this.#view
  }

  grow(byteCount: number, kept: number): void {
    const at = this.#loop.allocate(byteCount)
    const { buffer } = this.#loop.memory
    new Uint8Array(buffer).copyWithin(at, this.at, this.at + kept)
    if (this.#byteCount > 0) this.#loop.release(this.at)
    this.at = at
    this.#byteCount = byteCount
    this.#bytes = new Uint8Array(0)
  }

  /** When the memory grows, what was seen of it before is cut off. */
  #renew(): void {
    const { buffer } = this.#loop.memory
    if (this.#bytes.buffer === buffer && this.#bytes.length === this.#byteCount) return
    this.#bytes = new Uint8Array(buffer, this.at, this.#byteCount)
    this.#view = new DataView(buffer, this.at, this.#byteCount)
  }
}
