/** Captures through a ring that the kernel fills and a thread of ours empties. */
import { closeSync, writeSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { MessageChannel, type MessagePort, SHARE_ENV, Worker } from 'node:worker_threads'
import type { CaptureInfo } from '../core/capture/record.ts'
import { compileFilter, type PacketTest } from '../core/filter/filter.ts'
import { keepAll, kernelProgram, withoutTwins } from './kernel-filter.ts'
import type { Libc } from './libc.ts'
import { type LiveCapture, LiveCaptureError, type LiveCounts, type LiveOptions } from './live-capture.ts'
import { PacketSocket, isCooked } from './packet-socket.ts'
import { BlockWalk } from './ring-block.ts'
import { BLOCK, BLOCK_IS_OURS } from './ring-layout.ts'
import { RingPcap } from './ring-pcap.ts'
import { CONTROL, RING_LOOP_TEXT, type RingLoopData, type RingLoopMessage } from './ring-loop.ts'

const DEFAULT_SNAPLEN = 262_144
/** At 200,000 packets a second of 74 bytes, two seconds. */
const DEFAULT_BUFFER_BYTES = 64 * 1024 * 1024
/**
 * After so long a block that is not full is handed over: few wake-ups, or a quick answer. Early blocks have to be small: each takes its whole
 * place in the ring, which else would hold little time. The largest packet must fit, 256 KiB with the usual snapshot length; at once, 128 KiB.
 */
const DELIVERY = {
  atOnce: { retireMs: 1, blockBytes: 128 * 1024 },
  usual: { retireMs: 10, blockBytes: 512 * 1024 },
  bulk: { retireMs: 250, blockBytes: 4 * 1024 * 1024 },
} as const
/** The kernel's timers are that much late. */
const RETIRE_SLACK_MS = 15
/** Blocks that were taken out of the ring wait for us up to this size; then they stay there. */
const MOST_WAITING_BYTES = 256 * 1024 * 1024
/** So many blocks of the ring are looked at where they are; when they have to wait, those behind them are copied out of the way. */
const MOST_IN_PLACE = 3
/** What empties the ring goes before what looks at packets: on a machine that is busy they wait in our memory, not in the ring. */
const RING_THREAD_PRIORITY = -10
const EFD_CLOEXEC_NONBLOCK = 0o2004000
const ONE = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)

/** Begins to capture. Rejects with a `LiveCaptureError`. */
export async function openRingCapture(libc: Libc, options: LiveOptions): Promise<LiveCapture> {
  const socket = new PacketSocket(libc, options.interface, options.linkType)
  try {
    const test = filterInto(socket, options)
    const { retireMs, blockBytes } = DELIVERY[options.immediate === true ? 'atOnce' : options.pcap === undefined ? 'usual' : 'bulk']
    socket.makeRing(options.bufferBytes ?? DEFAULT_BUFFER_BYTES, retireMs, blockBytes)
    socket.bind(options.promiscuous ?? true)
    return new RingCapture(libc, socket, options, test, retireMs)
  } catch (error) {
    socket.close()
    throw error
  }
}

/** Gives the filter to the kernel. What comes back is left to us: a test of what the kernel cannot be asked. */
function filterInto(socket: PacketSocket, { filter, snaplen = DEFAULT_SNAPLEN }: LiveOptions): PacketTest | undefined {
  const { text, ...options } = filter ?? { text: '' }
  const { linkType } = socket
  const forKernel = compileFilter(text, { ...options, linkType, snaplen, source: 'none' })
  if (!forKernel.ok) throw new LiveCaptureError('bad-filter', forKernel.error.message, forKernel.error)
  // The kernel has taken VLAN tags off: a term that asks for them is answered when they are back in their place.
  const asksForTags = /\bvlan\b/.test(text) || options.dialect === 'synfin'
  const program = asksForTags ? undefined : kernelProgram(forKernel.filter.program, linkType)
  const attach = (each: Uint8Array): boolean => socket.attachFilter(socket.seesLoopback ? withoutTwins(each, socket.loopbackIndex) : each)
  if (program !== undefined && attach(program)) return undefined
  attach(keepAll(snaplen))
  const own = compileFilter(text, { ...options, linkType, snaplen, source: 'file' })
  if (!own.ok) throw new LiveCaptureError('bad-filter', own.error.message, own.error)
  return own.filter.matches
}

/** Starts a thread with a priority, where we may: on Linux it begins with that of the thread that starts it. */
function withPriority(priority: number, start: () => Worker): Worker {
  const usual = getPriority()
  try {
    setPriority(priority)
  } catch {
    // Only root may; the thread then takes its turn like everybody.
    return start()
  }
  try {
    return start()
  } finally {
    setPriority(usual)
  }
}

/** The memory of the ring in three kinds of numbers. */
class RingView {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly words: Int32Array

  constructor(memory: ArrayBuffer) {
    this.bytes = new Uint8Array(memory)
    this.view = new DataView(memory)
    this.words = new Int32Array(memory)
  }
}

class RingCapture implements LiveCapture {
  readonly via = 'ring'
  readonly info: CaptureInfo
  readonly linkType: number
  readonly snaplen: number
  readonly ended: Promise<LiveCaptureError | undefined>
  readonly #socket: PacketSocket
  readonly #walk: BlockWalk | RingPcap
  readonly #onBatch: (() => void) | undefined
  readonly #retireMs: number
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #wakeFile: number
  readonly #control: Int32Array
  /** The ring itself, where blocks are looked at in place. */
  #ring: RingView | undefined
  #stopping: Promise<LiveCounts> | undefined
  #fault: LiveCaptureError | undefined
  #isClosed = false
  #resolveEnded: (fault: LiveCaptureError | undefined) => void = () => {}

  constructor(libc: Libc, socket: PacketSocket, options: LiveOptions, test: PacketTest | undefined, retireMs: number) {
    this.#socket = socket
    this.linkType = socket.linkType
    this.snaplen = options.snaplen ?? DEFAULT_SNAPLEN
    this.info = {
      format: 'live',
      startNs: undefined,
      interfaces: [{ name: options.interface, linkType: socket.linkType, snaplen: this.snaplen, dropped: undefined }],
      problems: [],
      comments: [],
      hostNames: new Map(),
    }
    const { direction = 'inout', pcap } = options
    const walkOptions = { linkType: socket.linkType, snaplen: this.snaplen, direction, loopbackIndex: socket.loopbackIndex }
    this.#walk =
      pcap === undefined || test !== undefined || isCooked(socket.linkType)
        ? new BlockWalk({ ...walkOptions, test }, this.info, options.onRecord)
        : new RingPcap(walkOptions, this.info, pcap)
    this.#onBatch = options.onBatch
    this.#retireMs = retireMs
    this.#control = new Int32Array(new SharedArrayBuffer((CONTROL.firstBlock + socket.blockCount) * Int32Array.BYTES_PER_ELEMENT))
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve))
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#port.unref()
    if (options.pcap !== undefined) this.#ring = new RingView(libc.view(socket.ringAddress, socket.blockBytes * socket.blockCount))
    this.#wakeFile = libc.eventfd(0, EFD_CLOEXEC_NONBLOCK)
    const data: RingLoopData = {
      koffiPath: libc.koffiPath,
      socket: socket.socket,
      wakeFile: this.#wakeFile,
      ringAddress: socket.ringAddress,
      blockBytes: socket.blockBytes,
      blockCount: socket.blockCount,
      statusOffset: BLOCK.status,
      usedBytesOffset: BLOCK.usedBytes,
      blockIsOurs: BLOCK_IS_OURS,
      control: this.#control,
      mostInPlace: this.#ring === undefined ? 0 : MOST_IN_PLACE,
      mostWaitingBytes: MOST_WAITING_BYTES,
      port: port2,
    }
    this.#worker = withPriority(
      RING_THREAD_PRIORITY,
      () => new Worker(RING_LOOP_TEXT, { eval: true, workerData: data, transferList: [port2], env: SHARE_ENV, execArgv: [] }),
    )
    this.#worker.on('message', (message: RingLoopMessage) => this.#take(message))
    this.#worker.once('error', (error) =>
      this.#endWith(new LiveCaptureError('system', error instanceof Error ? error.message : String(error))),
    )
    this.#worker.once('exit', () => this.#close())
  }

  counts(): LiveCounts {
    if (!this.#isClosed) this.#socket.count()
    const { received, dropped, interfaceDropped } = this.#socket
    this.info.interfaces[0].dropped = dropped
    const rejected = 'rejected' in this.#walk ? this.#walk.rejected : 0
    const { captured, loopback } = this.#walk
    return { captured, received: received - rejected, dropped, interfaceDropped, loopback }
  }

  stop(): Promise<LiveCounts> {
    return (this.#stopping ??= this.#stop())
  }

  async #stop(): Promise<LiveCounts> {
    if (!this.#isClosed) {
      this.#socket.rejectAll()
      // Until the kernel has handed over the block that it was filling.
      await new Promise((resolve) => setTimeout(resolve, this.#retireMs + RETIRE_SLACK_MS))
      Atomics.store(this.#control, CONTROL.isStopping, 1)
      if (!this.#isClosed) writeSync(this.#wakeFile, ONE)
    }
    await this.ended
    return this.counts()
  }

  #take(message: RingLoopMessage): void {
    if (message === 'end') return
    if (message === 'error') return this.#socketFailed()
    if (typeof message === 'number') this.#walkInPlace(message)
    else {
      const view = new DataView(message)
      const usedBytes = view.getUint32(BLOCK.usedBytes, true)
      this.#walk.walk(new Uint8Array(message), view, 0)
      this.#port.postMessage(message, [message])
      Atomics.sub(this.#control, CONTROL.waitingBytes, usedBytes)
      Atomics.notify(this.#control, CONTROL.waitingBytes)
    }
    this.#onBatch?.()
  }

  #walkInPlace(block: number): void {
    if (this.#ring === undefined) return
    const { bytes, view, words } = this.#ring
    const start = block * this.#socket.blockBytes
    this.#walk.walk(bytes, view, start)
    Atomics.store(this.#control, CONTROL.firstBlock + block, 0)
    Atomics.store(words, (start + BLOCK.status) >> 2, 0)
    Atomics.sub(this.#control, CONTROL.inPlace, 1)
    Atomics.notify(this.#control, CONTROL.inPlace)
  }

  /** An interface that is taken down may come back, and then the capture goes on; one that was removed does not. */
  #socketFailed(): void {
    if (!this.#socket.isThere) this.#endWith(new LiveCaptureError('no-such-interface', 'The interface disappeared'))
  }

  #endWith(fault: LiveCaptureError): void {
    this.#fault ??= fault
    void this.stop()
  }

  /** The thread has gone: now nobody looks at the ring any more. */
  #close(): void {
    if (this.#isClosed) return
    this.counts()
    this.#isClosed = true
    // Nobody looks at memory that is no longer there.
    this.#ring = undefined
    this.#port.close()
    this.#socket.close()
    closeSync(this.#wakeFile)
    this.#resolveEnded(this.#fault)
  }
}
