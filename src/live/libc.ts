/** The C library's calls that capturing needs and Node has no name for, through koffi where it is installed. */
import { createRequire } from 'node:module'
import { endianness } from 'node:os'

/** A call; buffers are passed by reference. */
type Call = (...values: readonly (number | bigint | Uint8Array | object | null)[]) => number

/** What is used of koffi, the foreign function interface. */
interface Koffi {
  load(library: null): { func(name: string, result: string, parameters: readonly unknown[]): Call }
  struct(members: Readonly<Record<string, string>>): object
  pointer(type: object): object
  errno(): number
  view(address: bigint, byteCount: number): ArrayBuffer
  sizeof(type: string): number
}

/** The calls; each gives −1 on failure, and `errno` then says why. */
export interface Libc {
  readonly socket: Call
  readonly bind: Call
  readonly close: Call
  readonly ioctl: Call
  readonly setsockopt: Call
  readonly getsockopt: Call
  readonly eventfd: Call
  /** Attaches a classic BPF program of `count` instructions; `setsockopt` with a pointer inside. */
  readonly attachFilter: (socket: number, program: Uint8Array, count: number) => number
  /** Gives the address, or `MAP_FAILED`. */
  readonly mmap: (byteCount: number, socket: number) => bigint
  readonly munmap: (address: bigint, byteCount: number) => number
  errno(): number
  /** Memory at an address, as it is; nobody may look at it when it has been unmapped. */
  readonly view: (address: bigint, byteCount: number) => ArrayBuffer
  /** The path of koffi, for another thread. */
  readonly koffiPath: string
}

/** What `mmap` gives on failure. */
export const MAP_FAILED = 0xffff_ffff_ffff_ffffn

const SOL_SOCKET = 1
const SO_ATTACH_FILTER = 26
const PROT_READ_WRITE = 3
const MAP_SHARED = 1

let known: Libc | undefined | null = null

/** The calls; undefined where koffi is not installed, and where the layout of Linux' structures would be another than the one we know. */
export function libc(): Libc | undefined {
  if (known === null) known = process.platform === 'linux' && endianness() === 'LE' ? load() : undefined
  return known
}

function load(): Libc | undefined {
  let koffi: Koffi
  let koffiPath: string
  try {
    const require = createRequire(import.meta.url)
    koffiPath = require.resolve('koffi')
    koffi = require(koffiPath) as Koffi
  } catch {
    // An optional package: without it, or without its code for this processor, a child process captures.
    return undefined
  }
  const library = koffi.load(null)
  const call = (name: string, ...parameters: unknown[]): Call => library.func(name, 'int', parameters)
  const filterProgram = koffi.struct({ count: 'uint16', instructions: 'void *' })
  const attach = call('setsockopt', 'int', 'int', 'int', koffi.pointer(filterProgram), 'uint32')
  const filterProgramBytes = koffi.sizeof('void *') * 2
  const map = library.func('mmap', 'void *', ['void *', 'size_t', 'int', 'int', 'int', 'long']) as unknown as (
    ...values: unknown[]
  ) => bigint
  return {
    socket: call('socket', 'int', 'int', 'int'),
    bind: call('bind', 'int', 'void *', 'uint32'),
    close: call('close', 'int'),
    ioctl: call('ioctl', 'int', 'unsigned long', 'void *'),
    setsockopt: call('setsockopt', 'int', 'int', 'int', 'void *', 'uint32'),
    getsockopt: call('getsockopt', 'int', 'int', 'int', 'void *', 'void *'),
    eventfd: call('eventfd', 'uint32', 'int'),
    munmap: call('munmap', 'void *', 'size_t'),
    mmap: (byteCount, socket) => map(null, byteCount, PROT_READ_WRITE, MAP_SHARED, socket, 0),
    attachFilter: (socket, program, count) =>
      attach(socket, SOL_SOCKET, SO_ATTACH_FILTER, { count, instructions: program }, filterProgramBytes),
    errno: () => koffi.errno(),
    view: (address, byteCount) => koffi.view(address, byteCount),
    koffiPath,
  }
}
