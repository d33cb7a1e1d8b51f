/** IPv4 and IPv6 addresses as text. */

/** The four bytes of a dotted IPv4 address; undefined for anything else. */
export function ipv4Bytes(text: string): number[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  const bytes = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

/** The sixteen bytes of an IPv6 address (RFC 4291 §2.2), with or without a zone; undefined for anything else. */
export function ipv6Bytes(text: string): number[] | undefined {
  if (text.length > 64 || !text.includes(':')) return undefined
  const zone = text.indexOf('%')
  let plain = zone < 0 ? text : text.slice(0, zone)
  const lastColon = plain.lastIndexOf(':')
  const tail = ipv4Bytes(plain.slice(lastColon + 1))
  if (tail) {
    const [a, b, c, d] = tail as [number, number, number, number]
    plain = `${plain.slice(0, lastColon + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  }
  const halves = plain.split('::')
  if (halves.length > 2) return undefined
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'))
  const front = groups(halves[0])
  const back = halves.length === 2 ? groups(halves[1]) : []
  const zeros = 8 - front.length - back.length
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return undefined
  const all = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  const bytes: number[] = []
  for (const group of all) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    const value = parseInt(group, 16)
    bytes.push(value >> 8, value & 255)
  }
  return bytes
}

/** Twelve hexadecimal digits of a hardware address written with colons, dashes or dots; undefined for anything else. */
export function hardwareDigits(text: string): string | undefined {
  const digits = text
    .split(/[:.-]/)
    .map((part) => part.padStart(2, '0'))
    .join('')
    .toLowerCase()
  return /^[0-9a-f]{12}$/.test(digits) ? digits : undefined
}

/** Sixteen bytes as eight groups of four digits: one form for every way to write an IPv6 address, to compare by. */
export function ipv6Groups(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/(....)(?!$)/g, '$1:')
}
