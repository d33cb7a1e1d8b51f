/** IPv6 addresses as the C library writes them (RFC 5952, and `::1.2.3.4` for what once were IPv4 addresses). */

const GROUPS = 8

/** The text of the address at `at`. */
export function ipv6Text(view: DataView, at: number): string {
  const groups: number[] = []
  for (let i = 0; i < GROUPS; i++) groups.push(view.getUint16(at + i * 2))
  let bestStart = -1
  let bestLength = 1
  for (let i = 0; i < GROUPS; i++) {
    let length = 0
    while (i + length < GROUPS && groups[i + length] === 0) length++
    if (length > bestLength) {
      bestStart = i
      bestLength = length
    }
    i += length
  }
  let text = ''
  for (let i = 0; i < GROUPS; i++) {
    if (i === bestStart) {
      text += '::'
      i += bestLength - 1
      continue
    }
    if (text !== '' && !text.endsWith('::')) text += ':'
    const holdsIpv4 = i === 6 && bestStart === 0 && (bestLength === 6 || (bestLength === 5 && groups[5] === 0xffff))
    if (holdsIpv4) {
      const a = groups[6]
      const b = groups[7]
      return `${text}${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
    }
    text += groups[i].toString(16)
  }
  return text
}
