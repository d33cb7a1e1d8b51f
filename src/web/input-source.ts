/** Where the bytes of an input come from: a file, pasted text, or the page's own server; first in order, then again in parts. */
import type { ByteSource } from './byte-source.ts'

/** An input from the page's own server, as `synfin serve FILE` offers it. */
export interface ServedInput {
  readonly url: string
  /** NaN for what is being captured while it is read. */
  readonly sizeBytes: number
}

/** A file, pasted text, or a file on the page's server: read where somebody looks, nothing is held. */
export class InputSource implements ByteSource {
  readonly #input: Blob | ServedInput
  readonly #stopped = new AbortController()

  constructor(input: Blob | ServedInput) {
    this.#input = input
  }

  get sizeBytes(): number {
    return this.#input instanceof Blob ? this.#input.size : this.#input.sizeBytes
  }

  async read(from: number, to: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#bytes(from, to))
  }

  /** The whole input, piece by piece. */
  async stream(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    if (this.#input instanceof Blob) return this.#input.stream()
    const answer = await fetch(this.#input.url, { signal: this.#stopped.signal })
    if (!answer.ok || answer.body === null) throw new Error((await answer.text()) || `the server answers ${answer.status}`)
    return answer.body
  }

  /** Whether it goes on while it is read: nothing of it can be read again. */
  get isLive(): boolean {
    return Number.isNaN(this.sizeBytes)
  }

  /** Ends a stream. */
  stop(): void {
    this.#stopped.abort()
  }

  async #bytes(from: number, to: number): Promise<ArrayBuffer> {
    const input = this.#input
    if (input instanceof Blob) return input.slice(from, to).arrayBuffer()
    const end = Math.min(to, input.sizeBytes)
    if (end <= from) return new ArrayBuffer(0)
    const answer = await fetch(input.url, { headers: { Range: `bytes=${from}-${end - 1}` } })
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`)
    return answer.arrayBuffer()
  }
}

/** The first slice is small, so that a first answer is there at once; the following ones as large as reads fastest. */
const FIRST_SLICE_BYTES = 256 * 1024
const LARGEST_SLICE_BYTES = 16 * 1024 * 1024
const SLICE_GROWTH = 4

/** So many slices are on their way while the last is worked on. */
const SLICES_AHEAD = 2

/** The slices of a file in order, the next ones already asked for. */
export async function* slicesOf(input: InputSource): AsyncGenerator<Uint8Array> {
  const asked: Promise<Uint8Array>[] = []
  let sliceBytes = FIRST_SLICE_BYTES
  let at = 0
  const askAhead = (): void => {
    while (asked.length < SLICES_AHEAD && at < input.sizeBytes) {
      const slice = input.read(at, at + sliceBytes)
      // Whoever stops before it leaves nobody to hear of its failure.
      slice.catch(() => undefined)
      asked.push(slice)
      at += sliceBytes
      sliceBytes = Math.min(LARGEST_SLICE_BYTES, sliceBytes * SLICE_GROWTH)
    }
  }
  askAhead()
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    const bytes = await next
    askAhead()
    yield bytes
  }
}

/** The pieces of what is being captured, as they come. */
export async function* piecesOf(input: InputSource): AsyncGenerator<Uint8Array> {
  const reader = (await input.stream()).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    yield value
  }
}

/** The pieces of a gzip file, decompressed. Raises a `TypeError` when the file is damaged. */
export async function* decompressed(input: InputSource): AsyncGenerator<Uint8Array> {
  const stream = await input.stream()
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    yield value
  }
}
