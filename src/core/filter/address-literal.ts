/** Turns the text of addresses into numbers and bytes, as libpcap does. */

/** An IPv4 address, whole or its first bytes: as a number right-aligned, and how many bits were given. */
export interface Ipv4Literal {
  readonly value: number
  readonly bits: number
}

const MAX_BYTE = 255

/** Reads one to four numbers with points between; undefined when one is larger than a byte. Digits are decimal, zeros in front too. */
export function readIpv4(text: string): Ipv4Literal | undefined {
  let value = 0
  let bits = 0
  for (const part of text.split('.')) {
    const byte = /^[0-9]+$/u.test(part) ? Number(part) : NaN
    if (!(byte <= MAX_BYTE)) return undefined
    value = value * 256 + byte
    bits += 8
  }
  return { value: value >>> 0, bits }
}

/** The 16 bytes of an IPv6 literal of the right form (`tokenize` lets no other through); undefined when its IPv4 tail is out of range. */
export function readIpv6(text: string): Uint8Array | undefined {
  const [before, after] = text.split('::')
  const head = groupBytes(before)
  const tail = after === undefined ? [] : groupBytes(after)
  if (head === undefined || tail === undefined) return undefined
  const bytes = new Uint8Array(16)
  bytes.set(head)
  bytes.set(tail, 16 - tail.length)
  return bytes
}

function groupBytes(text: string): number[] | undefined {
  const bytes: number[] = []
  if (text === '') return bytes
  for (const group of text.split(':')) {
    if (group.includes('.')) {
      const tail = readIpv4(group)
      if (tail === undefined) return undefined
      bytes.push(tail.value >>> 24, (tail.value >>> 16) & 0xff, (tail.value >>> 8) & 0xff, tail.value & 0xff)
    } else {
      const value = parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    }
  }
  return bytes
}

/** The six bytes of an Ethernet address in any of its forms: `a:b:c:d:e:f`, `a-b-…`, `a.b.…`, `aabb.ccdd.eeff`, `aabbccddeeff`. */
export function readMac(text: string): Uint8Array {
  const groups = text.split(/[-:.]/u)
  const digits = groups.length === 6 ? groups.map((group) => group.padStart(2, '0')).join('') : groups.join('')
  return Uint8Array.from({ length: 6 }, (_, i) => parseInt(digits.slice(i * 2, i * 2 + 2), 16))
}

const DECNET_AREA_SHIFT = 10
const DECNET_AREA_MASK = 0xfc00
const DECNET_NODE_MASK = 0x03ff

/** A DECnet address, `area.node`; undefined when it has another form. */
export function readDecnet(text: string): number | undefined {
  const match = /^([0-9]+)\.([0-9]+)/u.exec(text)
  if (match === null) return undefined
  return ((Number(match[1]) << DECNET_AREA_SHIFT) & DECNET_AREA_MASK) | (Number(match[2]) & DECNET_NODE_MASK)
}

/** An IPv6 prefix mask of `bits` ones. */
export function ipv6Mask(bits: number): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => (0xff00 >> Math.max(0, Math.min(8, bits - i * 8))) & 0xff)
}
