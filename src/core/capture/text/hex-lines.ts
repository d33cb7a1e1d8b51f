/** Hexadecimal dumps of packets: of tcpdump, od, xxd, hexdump and Wireshark. */

/** Largest packet kept from a dump; the largest that libpcap writes. */
const MOST_BYTES = 262_144

/** One line of a dump. */
export interface HexLine {
  /** The offset at its start. */
  readonly address: number
  readonly bytes: readonly number[]
  /** True for tcpdump's form, `0x0010:`. */
  readonly tcpdump: boolean
}

const PREFIX = /^[\s]*(?:(0x)([0-9a-f]{4,6}):|([0-9a-f]{4,8}):?)[ \t]+/i
const GROUP = /([0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{8})(?=[ \t]|$)/iy

/** Reads a line of a dump: an offset, then groups of one, two or four bytes, then perhaps the characters. Undefined for any other line. */
export function hexLine(line: string): HexLine | undefined {
  const first = line.charCodeAt(0)
  // Quick way out for prose: a dump begins with blanks or a hexadecimal digit.
  if (first > 102 || line.length < 6) return undefined
  const prefix = PREFIX.exec(line.length > 300 ? line.slice(0, 300) : line)
  if (!prefix) return undefined
  const tcpdump = prefix[1] !== undefined
  const address = parseInt(prefix[2] ?? prefix[3], 16)
  const bytes: number[] = []
  let at = prefix[0].length
  let width = 0
  const limit = Math.min(line.length, at + 200)
  while (at < limit && bytes.length < 64) {
    GROUP.lastIndex = at
    const group = GROUP.exec(line)
    if (!group) break
    const digits = group[1]
    // The characters after the dump may look like digits: groups keep their width, only the last may be shorter.
    if (width === 0) width = digits.length
    else if (digits.length > width) break
    for (let digit = 0; digit < digits.length; digit += 2) bytes.push(parseInt(digits.slice(digit, digit + 2), 16))
    at += digits.length
    let blanks = 0
    while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) {
      at++
      blanks++
    }
    if (digits.length < width) break
    // Two blanks after a full row, or more after a short one, part the bytes from the characters.
    if (bytes.length === 16 || (blanks > 2 && bytes.length !== 8)) break
  }
  return bytes.length > 0 ? { address, bytes, tcpdump } : undefined
}

/** Collects the lines of one dump. */
export class HexDump {
  #bytes = new Uint8Array(256)
  #length = 0
  /** Offset in the input of the first line. */
  offset = 0
  tcpdump = false

  get length(): number {
    return this.#length
  }

  /** Adds a line; false when it does not continue this dump. */
  add(line: HexLine, offset: number): boolean {
    if (this.#length === 0) {
      if (line.address !== 0) return false
      this.offset = offset
      this.tcpdump = line.tcpdump
    } else if (line.address !== this.#length || line.tcpdump !== this.tcpdump) return false
    if (this.#length + line.bytes.length > MOST_BYTES) return false
    if (this.#length + line.bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(line.bytes, this.#length)
    this.#length += line.bytes.length
    return true
  }

  /** The bytes collected; the dump is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return bytes
  }
}

/** Where the IP header of a dump begins and what link type that means; undefined when there is none to be seen. */
export interface DumpLayout {
  readonly linkType: number
  readonly ip: number
}

const RAW = 101,
  ETHERNET = 1,
  LINUX_SLL = 113,
  LINUX_SLL2 = 276,
  NULL = 0

/** Tells the link type of a dump from its bytes: headers name the protocol, and an IP header's length must fit. */
export function dumpLayout(bytes: Uint8Array): DumpLayout | undefined {
  const type = (at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
  const isIp = (value: number): boolean => value === 0x0800 || value === 0x86dd
  // Ethernet first: a hardware address may begin like an IP header, the type behind it says more.
  let at = 12
  while (type(at) === 0x8100 || type(at) === 0x88a8 || type(at) === 0x9100) at += 4
  if (bytes.length >= at + 22 && isIp(type(at)) && looksLikeIp(bytes, at + 2)) return { linkType: ETHERNET, ip: at + 2 }
  if (bytes.length >= 20 && looksLikeIp(bytes, 0)) return { linkType: RAW, ip: 0 }
  if (isIp(type(14)) && looksLikeIp(bytes, 16)) return { linkType: LINUX_SLL, ip: 16 }
  if (isIp(type(0)) && looksLikeIp(bytes, 20)) return { linkType: LINUX_SLL2, ip: 20 }
  if (looksLikeIp(bytes, 4) && bytes.length >= 24 && [2, 24, 28, 30].includes((bytes[0] ?? 0) + (bytes[3] ?? 0)))
    return { linkType: NULL, ip: 4 }
  if (bytes.length >= 28 && type(12) === 0x0806) return { linkType: ETHERNET, ip: -1 }
  return undefined
}

function looksLikeIp(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0
  if (first >> 4 === 4) {
    const header = (first & 15) * 4
    const total = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
    if (header < 20 || bytes.length < at + header || (total < header && total !== 0)) return false
    const protocol = bytes[at + 9]
    return protocol === 6 || protocol === 1 || protocol === 17 || checksumFits(bytes, at, header)
  }
  return first >> 4 === 6 && bytes.length >= at + 40 && [0, 6, 17, 43, 44, 58, 60].includes(bytes[at + 6] ?? 255)
}

function checksumFits(bytes: Uint8Array, at: number, length: number): boolean {
  let sum = 0
  for (let index = 0; index < length; index += 2) sum += bytes[at + index] * 256 + bytes[at + index + 1]
  return sum % 0xffff === 0
}

/** Bytes on the wire that a dump's packet has, as its IP header says; at least what the dump has. */
export function dumpWireLength(bytes: Uint8Array, layout: DumpLayout | undefined): number {
  if (!layout || layout.ip < 0) return bytes.length
  const { ip } = layout
  const total = bytes[ip] >> 4 === 4 ? bytes[ip + 2] * 256 + bytes[ip + 3] : 40 + bytes[ip + 4] * 256 + bytes[ip + 5]
  return Math.max(bytes.length, ip + total)
}
