/** The C library's calls that Node has no name for: namespaces, tap devices, sockets with every option and their errno. */
import { createRequire } from 'node:module'
import { constants } from 'node:os'

/** A call of the C library; buffers are passed by reference. */
type Call = (...values: readonly (number | bigint | Uint8Array | null)[]) => number

/** What the lab uses of koffi, the foreign function interface. */
interface Foreign {
  load(library: null): { func(signature: string): Call }
  errno(): number
}

/** The calls that the lab's processes make; each gives −1 on failure, and `errno` says why. */
export interface Native {
  readonly setns: Call
  readonly ioctl: Call
  readonly prctl: Call
  readonly socket: Call
  readonly bind: Call
  readonly listen: Call
  readonly accept: Call
  readonly connect: Call
  readonly send: Call
  readonly sendto: Call
  readonly recv: Call
  readonly shutdown: Call
  readonly close: Call
  readonly setsockopt: Call
  readonly fcntl: Call
  /** The name of the last failure, like `ECONNREFUSED`. */
  errnoName(): string
}

const names = new Map<number, string>(Object.entries(constants.errno).map(([name, value]) => [value, name]))
const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/** Loads the calls. Raises when koffi is not installed; `isNativeThere` asks without raising. */
export function loadNative(): Native {
  const koffi = createRequire(import.meta.url)('koffi') as Foreign
  const libc = koffi.load(null)
  return {
    setns: libc.func('int setns(int, int)'),
    ioctl: libc.func('int ioctl(int, unsigned long, void *)'),
    prctl: libc.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'),
    socket: libc.func('int socket(int, int, int)'),
    bind: libc.func('int bind(int, void *, int)'),
    listen: libc.func('int listen(int, int)'),
    accept: libc.func('int accept(int, void *, void *)'),
    connect: libc.func('int connect(int, void *, int)'),
    send: libc.func('long send(int, void *, size_t, int)'),
    sendto: libc.func('long sendto(int, void *, size_t, int, void *, int)'),
    recv: libc.func('long recv(int, void *, size_t, int)'),
    shutdown: libc.func('int shutdown(int, int)'),
    close: libc.func('int close(int)'),
    setsockopt: libc.func('int setsockopt(int, int, int, void *, int)'),
    fcntl: libc.func('int fcntl(int, int, long)'),
    errnoName: () => names.get(koffi.errno()) ?? `E${koffi.errno()}`,
  }
}

/** Can the C library be called here? */
export function isNativeThere(): boolean {
  try {
    loadNative()
    return true
  } catch {
    return false
  }
}

/** The kernel is to end this process with its parent, whatever happens to that. */
export function dieWithParent(native: Native): void {
  native.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
}
