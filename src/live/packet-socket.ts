/** A packet socket with a ring (AF_PACKET, TPACKET_V3): opened, filtered, bound, counted. See packet(7). */
import { closeSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { getSystemErrorMap } from 'node:util'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { ANY_INTERFACE, linkTypesOf, linkTypesOfHardware } from './interfaces.ts'
import { type Libc, MAP_FAILED } from './libc.ts'
import { LiveCaptureError, type LiveFaultCode } from './live-capture.ts'

const AF_PACKET = 17
const SOCK_RAW = 3
const SOCK_DGRAM = 2
const SOCK_CLOEXEC = 0o2000000
const ETH_P_ALL = 3
const SOL_SOCKET = 1
const SO_ERROR = 4
const SOL_PACKET = 263
const PACKET_ADD_MEMBERSHIP = 1
const PACKET_RX_RING = 5
const PACKET_STATISTICS = 6
const PACKET_VERSION = 10
const TPACKET_V3 = 2
const PACKET_MR_PROMISC = 1
const SIOCGIFINDEX = 0x8933
const SIOCGIFHWADDR = 0x8927
const IFREQ_BYTES = 40
const IFNAMSIZ = 16
const SOCKADDR_LL_BYTES = 20

/** For a buffer that is to be very small: larger packets than this (BIG TCP, 512 KiB) are cut. */
const SMALL_BLOCK_BYTES = 128 * 1024
const FEWEST_BLOCKS = 2
/** Only a measure for the kernel's arithmetic: in this version frames have the size of their packet. */
const FRAME_BYTES = 2048

/** A filter that accepts nothing: `ret #0`. */
const REJECT_ALL = Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0)

/** An open packet socket; nothing arrives before `bind`. */
export class PacketSocket {
  readonly socket: number
  /** LINKTYPE number of what it gives, when cooked packets have been given their header. */
  readonly linkType: number
  readonly loopbackIndex: number
  blockBytes = 0
  blockCount = 0
  ringAddress = 0n
  received = 0
  dropped = 0
  readonly #libc: Libc
  readonly #name: string
  readonly #interfaceIndex: number
  readonly #lostBefore: number

  /** Opens a socket for the interface with that name. Raises a `LiveCaptureError`. */
  constructor(libc: Libc, name: string, wantedLinkType: number | undefined) {
    this.#libc = libc
    this.#name = name
    // Protocol 0: the kernel gives it nothing before it is bound, so that no packet passes before the filter is there.
    let socket = this.#open(SOCK_RAW)
    try {
      this.loopbackIndex = this.#indexOf(socket, 'lo') ?? -1
      this.#interfaceIndex = 0
      let offered = linkTypesOf(ANY_INTERFACE)
      if (name !== ANY_INTERFACE) {
        const index = this.#indexOf(socket, name)
        if (index === undefined) throw new LiveCaptureError('no-such-interface', 'No such device exists')
        this.#interfaceIndex = index
        offered = linkTypesOfHardware(this.#hardwareType(socket, name))
      }
      this.linkType = wantedLinkType ?? offered[0]
      if (!offered.includes(this.linkType)) throw new LiveCaptureError('bad-link-type', 'not one of the link types of the interface')
      if (isCooked(this.linkType)) {
        closeSync(socket)
        socket = this.#open(SOCK_DGRAM)
      }
    } catch (error) {
      closeSync(socket)
      throw error
    }
    this.socket = socket
    this.#lostBefore = this.#lostByInterface()
  }

  /** Makes the ring, of about `bufferBytes` in blocks of `blockBytes`; a block that is not full is handed over after `retireMs`. */
  makeRing(bufferBytes: number, retireMs: number, blockBytes: number): void {
    this.blockBytes = bufferBytes >= blockBytes * FEWEST_BLOCKS ? blockBytes : SMALL_BLOCK_BYTES
    this.blockCount = Math.max(FEWEST_BLOCKS, Math.ceil(bufferBytes / this.blockBytes))
    this.#set(PACKET_VERSION, Uint32Array.of(TPACKET_V3), 'PACKET_VERSION')
    const frameCount = (this.blockBytes / FRAME_BYTES) * this.blockCount
    this.#set(PACKET_RX_RING, Uint32Array.of(this.blockBytes, this.blockCount, FRAME_BYTES, frameCount, retireMs, 0, 0), 'PACKET_RX_RING')
    this.ringAddress = this.#libc.mmap(this.blockBytes * this.blockCount, this.socket)
    if (this.ringAddress === MAP_FAILED) throw this.#fault('mmap')
  }

  /** Attaches a filter (see `kernelProgram`); false when the kernel does not take it. Replaces the one before at once. */
  attachFilter(program: Uint8Array): boolean {
    return this.#libc.attachFilter(this.socket, program, program.length / 8) === 0
  }

  /** From now on no packet is wanted any more. */
  rejectAll(): void {
    this.attachFilter(REJECT_ALL)
  }

  /** Lets packets in. Raises a `LiveCaptureError`. */
  bind(isPromiscuous: boolean): void {
    if (isPromiscuous && this.#interfaceIndex > 0) {
      const request = new DataView(new ArrayBuffer(16))
      request.setInt32(0, this.#interfaceIndex, true)
      request.setUint16(4, PACKET_MR_PROMISC, true)
      this.#set(PACKET_ADD_MEMBERSHIP, new Uint8Array(request.buffer), 'PACKET_ADD_MEMBERSHIP')
    }
    const address = new DataView(new ArrayBuffer(SOCKADDR_LL_BYTES))
    address.setUint16(0, AF_PACKET, true)
    address.setUint16(2, ETH_P_ALL, false)
    address.setInt32(4, this.#interfaceIndex, true)
    if (this.#libc.bind(this.socket, new Uint8Array(address.buffer), SOCKADDR_LL_BYTES) < 0) throw this.#fault('bind')
    const pending = new Int32Array(1)
    this.#libc.getsockopt(this.socket, SOL_SOCKET, SO_ERROR, bytesOf(pending), bytesOf(Uint32Array.of(4)))
    if (pending[0] === constants.errno.ENETDOWN) throw new LiveCaptureError('interface-down', 'That device is not up')
    if (pending[0] !== 0) throw faultOf('bind', pending[0])
  }

  /** Whether packets of the loopback interface are among those that it gives. */
  get seesLoopback(): boolean {
    return this.#interfaceIndex === 0 || this.#interfaceIndex === this.loopbackIndex
  }

  /** Whether the interface still exists; it may have gone since. */
  get isThere(): boolean {
    return this.#interfaceIndex === 0 || this.#indexOf(this.socket, this.#name) === this.#interfaceIndex
  }

  /** Brings `received` and `dropped` up to date: the kernel forgets its counts when they are read. */
  count(): void {
    const counts = new Uint32Array(3)
    if (this.#libc.getsockopt(this.socket, SOL_PACKET, PACKET_STATISTICS, bytesOf(counts), bytesOf(Uint32Array.of(12))) < 0) return
    this.received += counts[0]
    this.dropped += counts[1]
  }

  /** Packets that the interface lost since the socket was opened. */
  get interfaceDropped(): number {
    return Math.max(0, this.#lostByInterface() - this.#lostBefore)
  }

  /** Ends everything. Nobody may look at the ring any more. */
  close(): void {
    if (this.ringAddress !== 0n) this.#libc.munmap(this.ringAddress, this.blockBytes * this.blockCount)
    this.ringAddress = 0n
    closeSync(this.socket)
  }

  #open(type: number): number {
    const socket = this.#libc.socket(AF_PACKET, type | SOCK_CLOEXEC, 0)
    if (socket < 0) throw this.#fault('socket')
    return socket
  }

  #indexOf(socket: number, name: string): number | undefined {
    const request = interfaceRequest(name)
    if (request === undefined || this.#libc.ioctl(socket, SIOCGIFINDEX, request) < 0) return undefined
    return new DataView(request.buffer, request.byteOffset).getInt32(IFNAMSIZ, true)
  }

  #hardwareType(socket: number, name: string): number {
    const request = interfaceRequest(name)
    if (request === undefined || this.#libc.ioctl(socket, SIOCGIFHWADDR, request) < 0) throw this.#fault('SIOCGIFHWADDR')
    return new DataView(request.buffer, request.byteOffset).getUint16(IFNAMSIZ, true)
  }

  #lostByInterface(): number {
    if (this.#name === ANY_INTERFACE) return 0
    try {
      const read = (counter: string): number => Number(readFileSync(`/sys/class/net/${this.#name}/statistics/${counter}`, 'latin1'))
      return read('rx_missed_errors') + read('rx_fifo_errors')
    } catch {
      // Another namespace's /sys, or none: then it is not known.
      return 0
    }
  }

  #set(option: number, value: Uint8Array | Uint32Array, call: string): void {
    if (this.#libc.setsockopt(this.socket, SOL_PACKET, option, bytesOf(value), value.byteLength) < 0) throw this.#fault(call)
  }

  #fault(call: string): LiveCaptureError {
    return faultOf(call, this.#libc.errno())
  }
}

function bytesOf(words: Uint8Array | Uint32Array | Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}

function interfaceRequest(name: string): Uint8Array | undefined {
  const request = new Uint8Array(IFREQ_BYTES)
  const bytes = new TextEncoder().encode(name)
  if (bytes.length >= IFNAMSIZ) return undefined
  request.set(bytes)
  return request
}

/** Whether packets of this link type get a header that we write, in place of the link layer's own. */
export function isCooked(linkType: number): boolean {
  return linkType === LINK_TYPE.linuxSll || linkType === LINK_TYPE.linuxSll2
}

const CODES: ReadonlyMap<number, LiveFaultCode> = new Map([
  [constants.errno.EPERM, 'no-permission'],
  [constants.errno.EACCES, 'no-permission'],
  [constants.errno.ENODEV, 'no-such-interface'],
  [constants.errno.ENETDOWN, 'interface-down'],
])

function faultOf(call: string, errno: number): LiveCaptureError {
  const [, text] = getSystemErrorMap().get(-errno) ?? ['', `errno ${errno}`]
  return new LiveCaptureError(CODES.get(errno) ?? 'system', `${call}: ${text.charAt(0).toUpperCase()}${text.slice(1)}`)
}
