/** Datagrams put together from their fragments, by the rules that Wireshark follows. */

/** One fragment of a datagram, as the tree lists it. */
export interface FragmentEntry {
  readonly frame: number
  /** Offset in the datagram's payload, and length in bytes. */
  readonly offset: number
  readonly length: number
  isOverlap: boolean
  isConflict: boolean
  isTooLong: boolean
  isMultipleTails: boolean
}

/** A datagram whose fragments are all there. */
export interface Reassembly {
  /** In the order of their offsets. */
  readonly entries: readonly FragmentEntry[]
  readonly bytes: Uint8Array
  /** The frame whose fragment made it whole. */
  readonly frame: number
  readonly isOverlap: boolean
  readonly isConflict: boolean
  readonly isTooLong: boolean
  readonly isMultipleTails: boolean
}

interface StoredFragment extends FragmentEntry {
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

interface Datagram {
  readonly fragments: StoredFragment[]
  /** Length of the whole, known from the last fragment; -1 before it came. */
  totalLength: number
  bytesKept: number
}

/** So many datagrams may be unfinished at a time; the oldest is forgotten. */
const MAX_DATAGRAMS = 1024
/** No datagram is longer (RFC 791 §3.1, and a jumbo header more), and has more pieces than eight bytes each would give. */
const MAX_DATAGRAM_BYTES = 0x10000 + 0xffff
const MAX_FRAGMENTS = 8192

/** The unfinished datagrams of one capture, and where finished ones were found. */
export class FragmentTable {
  private readonly datagrams = new Map<string, Datagram>()
  /** For a second pass: what each fragment's frame belongs to, by frame number and key. */
  private readonly finished = new Map<string, Reassembly>()
  private readonly keepsFinished: boolean

  /** `keepsFinished`: a second pass will come, and ask for what the first put together. */
  constructor(keepsFinished: boolean) {
    this.keepsFinished = keepsFinished
  }

  /**
   * Takes a fragment; gives the whole datagram when this one was the last missing.
   *
   * @param key Says which datagram: addresses, protocol, identification.
   * @param bytes The fragment's payload, which is copied.
   */
  add(key: string, frame: number, bytes: Uint8Array, offset: number, isLast: boolean): Reassembly | undefined {
    let datagram = this.datagrams.get(key)
    if (datagram === undefined) {
      if (this.datagrams.size >= MAX_DATAGRAMS) {
        for (const oldest of this.datagrams.keys()) {
          this.datagrams.delete(oldest)
          break
        }
      }
      datagram = { fragments: [], totalLength: -1, bytesKept: 0 }
      this.datagrams.set(key, datagram)
    }
    if (offset + bytes.length > MAX_DATAGRAM_BYTES || datagram.fragments.length >= MAX_FRAGMENTS) return undefined
    const fragment: StoredFragment = {
      frame,
      offset,
      length: bytes.length,
      bytes: bytes.slice(),
      isLast,
      isOverlap: false,
      isConflict: false,
      isTooLong: false,
      isMultipleTails: false,
    }
    const { fragments } = datagram
    let place = fragments.length
    while (place > 0 && fragments[place - 1].offset > offset) place--
    fragments.splice(place, 0, fragment)
    if (isLast) {
      if (datagram.totalLength < 0) datagram.totalLength = offset + bytes.length
      else if (datagram.totalLength !== offset + bytes.length) fragment.isMultipleTails = true
    }
    if (datagram.totalLength < 0 || !covers(fragments, datagram.totalLength)) return undefined
    this.datagrams.delete(key)
    const whole = putTogether(fragments, datagram.totalLength, frame)
    if (this.keepsFinished) for (const entry of fragments) this.finished.set(`${entry.frame} ${key}`, whole)
    return whole
  }

  /** In a second pass: the datagram that this frame's fragment became part of. */
  find(key: string, frame: number): Reassembly | undefined {
    return this.finished.get(`${frame} ${key}`)
  }

  /** True when a first pass filled this table. */
  get isFilled(): boolean {
    return this.finished.size > 0
  }

  /** The first pass is over: nothing is unfinished any more. */
  restart(): void {
    this.datagrams.clear()
  }
}

function covers(fragments: readonly StoredFragment[], totalLength: number): boolean {
  let reached = 0
  for (const { offset, length } of fragments) {
    if (offset > reached) return false
    reached = Math.max(reached, offset + length)
  }
  return reached >= totalLength
}

/** Copies the fragments in the order of their offsets; what is there already stays, and is compared. */
function putTogether(fragments: readonly StoredFragment[], totalLength: number, frame: number): Reassembly {
  const bytes = new Uint8Array(totalLength)
  let reached = 0
  for (const fragment of fragments) {
    const end = Math.min(fragment.offset + fragment.length, totalLength)
    if (fragment.offset + fragment.length > totalLength) fragment.isTooLong = true
    if (fragment.offset < reached) {
      fragment.isOverlap = true
      const overlapEnd = Math.min(reached, end)
      for (let i = fragment.offset; i < overlapEnd; i++) {
        if (bytes[i] === fragment.bytes[i - fragment.offset]) continue
        fragment.isConflict = true
        break
      }
    }
    if (end > reached) {
      bytes.set(fragment.bytes.subarray(reached - fragment.offset, end - fragment.offset), reached)
      reached = end
    }
  }
  const some = (test: (entry: FragmentEntry) => boolean): boolean => fragments.some(test)
  return {
    entries: fragments.map(({ frame: entryFrame, offset, length, isOverlap, isConflict, isTooLong, isMultipleTails }) => ({
      frame: entryFrame,
      offset,
      length,
      isOverlap,
      isConflict,
      isTooLong,
      isMultipleTails,
    })),
    bytes,
    frame,
    isOverlap: some((entry) => entry.isOverlap),
    isConflict: some((entry) => entry.isConflict),
    isTooLong: some((entry) => entry.isTooLong),
    isMultipleTails: some((entry) => entry.isMultipleTails),
  }
}
