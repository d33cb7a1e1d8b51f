/** Undoes gzip, zstd and lz4 on the way to a reader, keeping all that comes before a damage. */

import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import type { CaptureProblem } from '../core/capture/record.ts'
import { Lz4Frames } from './lz4-frames.ts'
import { ZstdFrames } from './zstd-frames.ts'

/** Output is made in blocks of this size; small ones cost a third of the speed. */
const OUTPUT_BYTES = 1024 * 1024

/** Input is handed over in steps of this size: zlib hands out nothing of a step in which it finds a damage. */
const STEP_BYTES = 16 * 1024

/** The same when the damage is sought, so that nothing before it is lost; and how much of the input is kept for that. */
const FINE_STEP_BYTES = 1
const KEPT_BYTES = 16 * 1024 * 1024

/** The checksum and size behind the data of a gzip member (RFC 1952 §2.3.1): a step of their own, since they may be what is wrong. */
const TRAILER_BYTES = 8

type MakeStream = (options: { readonly chunkSize: number }) => Transform

/** How `compression` (`gzip`, `zstd`, `lz4`) is undone; undefined when it cannot be. */
function makerOf(compression: string): MakeStream | undefined {
  switch (compression) {
    case 'gzip':
      return zlib.createGunzip
    case 'zstd':
      // Node 22.15 and newer have it; the types of Node 20 do not.
      return (zlib as { readonly createZstdDecompress?: MakeStream }).createZstdDecompress ?? (() => new ZstdFrames())
    case 'lz4':
      return () => new Lz4Frames()
    default:
      return undefined
  }
}

/** Whether the compression of that name can be undone. */
export function canDecompress(compression: string): boolean {
  return makerOf(compression) !== undefined
}

/**
 * Decompresses `pieces` into `reader` (which is not ended), and returns the problem `damaged-compression` when the data are cut or damaged,
 * with the offset in the decompressed input up to which the reader has got all of it.
 */
export async function decompress(
  compression: string,
  pieces: AsyncIterable<Uint8Array>,
  reader: DirectReader,
): Promise<CaptureProblem | undefined> {
  const make = makerOf(compression)
  if (make === undefined) throw new Error(`no decompression for ${compression}`)
  const output = new ReaderOutput(reader)
  const stepper = new Stepper(make, output)
  const kept: Uint8Array[] = []
  let keptBytes = 0
  for await (const step of steps(pieces)) {
    const stepFrom = keptBytes
    keptBytes += step.length
    if (keptBytes <= KEPT_BYTES) kept.push(step)
    else kept.length = 0
    if (!(await stepper.write(step))) {
      if (kept.length > 0) await seekDamage(make, kept, stepFrom, output)
      break
    }
    if (reader.done) {
      stepper.close()
      return undefined
    }
  }
  const reason = stepper.reason ?? (await stepper.end())
  if (reason === undefined) return undefined
  const { deliveredBytes } = output
  return {
    code: 'damaged-compression',
    offset: deliveredBytes,
    message: `The ${compression} data are ${reason}; ${deliveredBytes} decompressed bytes before that were read.`,
  }
}

/** Goes through the damaged step again, byte by byte. With a damage further on than is kept, the output of one step is lost. */
async function seekDamage(make: MakeStream, kept: readonly Uint8Array[], fineFrom: number, output: ReaderOutput): Promise<void> {
  output.rewind()
  const stepper = new Stepper(make, output)
  let offset = 0
  for (const step of kept) {
    const stepBytes = offset < fineFrom ? step.length : FINE_STEP_BYTES
    offset += step.length
    for (let from = 0; from < step.length; from += stepBytes) {
      if (!(await stepper.write(step.subarray(from, from + stepBytes)))) return
    }
  }
  stepper.close()
}

/** Cuts the pieces of an input into steps; the input's last bytes are a step of their own. */
async function* steps(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    const together = new Uint8Array(held.length + piece.length)
    together.set(held)
    together.set(piece, held.length)
    const end = Math.max(0, together.length - TRAILER_BYTES)
    for (let from = 0; from < end; from += STEP_BYTES) yield together.subarray(from, Math.min(end, from + STEP_BYTES))
    held = together.subarray(end)
  }
  if (held.length > 0) yield held
}

/** Hands decompressed bytes to the reader; after `rewind`, those that it has already got are left out. */
class ReaderOutput {
  deliveredBytes = 0
  private readonly reader: DirectReader
  private skipBytes = 0

  constructor(reader: DirectReader) {
    this.reader = reader
  }

  rewind(): void {
    this.skipBytes = this.deliveredBytes
  }

  take(chunk: Uint8Array): void {
    const skipped = Math.min(this.skipBytes, chunk.length)
    this.skipBytes -= skipped
    if (skipped === chunk.length) return
    this.reader.push(skipped === 0 ? chunk : chunk.subarray(skipped))
    this.deliveredBytes += chunk.length - skipped
  }
}

/** A decompressing stream that is fed step by step. */
class Stepper {
  /** What was wrong with the data, once something was. */
  reason: string | undefined = undefined
  private readonly stream: Transform
  private goOn: () => void = () => {}

  constructor(make: MakeStream, output: ReaderOutput) {
    this.stream = make({ chunkSize: OUTPUT_BYTES })
    this.stream.on('data', (chunk: Uint8Array) => output.take(chunk))
    this.stream.on('error', (error) => (this.reason ??= reasonOf(error)))
    // After an error, nobody calls back for the step that was under way.
    this.stream.on('close', () => this.goOn())
  }

  /** Decompresses `step`; false when the data are damaged. All output that there is has been taken then. */
  async write(step: Uint8Array): Promise<boolean> {
    await this.finished((done) => this.stream.write(step, done))
    return this.reason === undefined
  }

  /** The input is over: what is wrong with that, or undefined. */
  async end(): Promise<string | undefined> {
    await this.finished(() => this.stream.end())
    return this.reason
  }

  /** Waits until `start` calls back, or the stream is closed; what follows the end of the data is padding and ignored. */
  private async finished(start: (done: () => void) => void): Promise<void> {
    if (this.stream.readableEnded || this.stream.destroyed) return
    await new Promise<void>((resolve) => {
      this.goOn = resolve
      start(resolve)
    })
  }

  close(): void {
    this.stream.destroy()
  }
}

function reasonOf(error: Error): string {
  if ('code' in error && error.code === 'Z_BUF_ERROR') return 'cut off'
  return `damaged (${error.message})`
}
