/** The thread that empties the ring: waits for blocks, and hands each over as a copy, or in place to who is quick. */
import type { MessagePort } from 'node:worker_threads'

/** What the thread is told when it begins. */
export interface RingLoopData {
  readonly koffiPath: string
  readonly socket: number
  /** Becomes readable when `control` has changed. */
  readonly wakeFile: number
  readonly ringAddress: bigint
  readonly blockBytes: number
  readonly blockCount: number
  /** Offsets of `BLOCK`, and `BLOCK_IS_OURS`. */
  readonly statusOffset: number
  readonly usedBytesOffset: number
  readonly blockIsOurs: number
  /** The words of `CONTROL`, then one for each block: 1 while it is handed over in place. */
  readonly control: Int32Array
  /** So many blocks may be handed over where they are, to be given back by who has looked at them; while they are waiting, copies are made. */
  readonly mostInPlace: number
  /** So many copied bytes may wait to be looked at; then blocks stay in the ring, and in the end the kernel drops packets. */
  readonly mostWaitingBytes: number
  /** Copies come back here, to be used again. */
  readonly port: MessagePort
}

/** What the thread says: a copied block, the number of one in place, that its socket has an error, or that it has emptied the ring and ends. */
export type RingLoopMessage = ArrayBuffer | number | 'error' | 'end'

/** Words that both threads see: whether to empty the ring and end; copied bytes, and blocks in place, that were not yet looked at. */
export const CONTROL = { isStopping: 0, waitingBytes: 1, inPlace: 2, firstBlock: 3 } as const

/** What is used of koffi and of Node in the thread. */
interface Surroundings {
  (name: 'node:worker_threads'): typeof import('node:worker_threads')
  (path: string): {
    load(library: null): { func(name: string, result: string, parameters: readonly string[]): (...values: unknown[]) => number }
    view(address: bigint, byteCount: number): ArrayBuffer
  }
}

/**
 * The thread's program. Its text is run in a worker, so that it needs no file of its own in a bundle: it must not use anything from
 * outside but its parameter.
 */
function ringLoop(require: Surroundings): void {
  const threads = require('node:worker_threads')
  const data = threads.workerData as RingLoopData
  const say = (message: RingLoopMessage, moved: readonly ArrayBuffer[]): void => threads.parentPort!.postMessage(message, moved)
  const { socket, blockBytes, blockCount, control, port } = data
  const koffi = require(data.koffiPath)
  const library = koffi.load(null)
  const poll = library.func('poll', 'int', ['void *', 'unsigned long', 'int'])
  const getsockopt = library.func('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *'])
  const read = library.func('read', 'long', ['int', 'void *', 'size_t'])
  const ring = koffi.view(data.ringAddress, blockBytes * blockCount)
  const words = new Int32Array(ring)
  const bytes = new Uint8Array(ring)
  // A wait without end would keep the process from ending: nobody can interrupt a thread inside a system call.
  const longestWaitMs = 500
  const pollIn = 1
  const pollError = 8
  const waitingWord = 1
  const inPlaceWord = 2
  const firstBlockWord = 3
  // So long blocks that come may have to wait for the one before.
  const shortWaitMs = 20
  const spare: ArrayBuffer[] = []
  const waits = new DataView(new ArrayBuffer(16))
  waits.setInt32(0, socket, true)
  waits.setInt16(4, pollIn, true)
  waits.setInt32(8, data.wakeFile, true)
  waits.setInt16(12, pollIn, true)
  const waitBytes = new Uint8Array(waits.buffer)
  const word = new Int32Array(1)
  const wordLen = new Int32Array(1)
  let block = 0
  const take = (): boolean => {
    const start = block * blockBytes
    const status = (start + data.statusOffset) >> 2
    if ((Atomics.load(words, status) & data.blockIsOurs) === 0) return false
    // Our own block, once round: it still is being looked at.
    if (Atomics.load(control, firstBlockWord + block) !== 0) return false
    if (Atomics.load(control, inPlaceWord) < data.mostInPlace) {
      Atomics.store(control, firstBlockWord + block, 1)
      Atomics.add(control, inPlaceWord, 1)
      say(block, [])
      block = (block + 1) % blockCount
      return true
    }
    const usedBytes = words[(start + data.usedBytesOffset) >> 2]
    for (let message = threads.receiveMessageOnPort(port); message !== undefined; message = threads.receiveMessageOnPort(port)) {
      if (spare.length < 8) spare.push(message.message as ArrayBuffer)
    }
    let copy = spare.pop()
    if (copy === undefined || copy.byteLength < usedBytes) copy = new ArrayBuffer(Math.min(blockBytes, usedBytes * 2))
    new Uint8Array(copy).set(bytes.subarray(start, start + usedBytes))
    Atomics.store(words, status, 0)
    Atomics.add(control, waitingWord, usedBytes)
    say(copy, [copy])
    block = (block + 1) % blockCount
    return true
  }
  for (;;) {
    const waiting = Atomics.load(control, waitingWord)
    if (waiting > data.mostWaitingBytes) {
      Atomics.wait(control, waitingWord, waiting, 50)
      continue
    }
    const isStopping = Atomics.load(control, 0) !== 0
    if (take()) continue
    if (isStopping) break
    // As long as a block is not given back, the kernel says that there is something to read.
    const inPlace = Atomics.load(control, inPlaceWord)
    if (inPlace > 0) {
      Atomics.wait(control, inPlaceWord, inPlace, shortWaitMs)
      continue
    }
    poll(waitBytes, 2, longestWaitMs)
    if ((waits.getInt16(14, true) & pollIn) !== 0) read(data.wakeFile, new Uint8Array(8), 8)
    if ((waits.getInt16(6, true) & pollError) !== 0) {
      wordLen[0] = 4
      // SOL_SOCKET, SO_ERROR: reading it clears it.
      getsockopt(socket, 1, 4, word, wordLen)
      say('error', [])
    }
  }
  say('end', [])
}

/** The text of the thread's program, for `new Worker(text, { eval: true })`. */
export const RING_LOOP_TEXT = `(${ringLoop.toString()})(require)`
