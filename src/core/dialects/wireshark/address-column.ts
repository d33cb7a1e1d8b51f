/** The addresses of a packet as the Source and Destination columns show them. */
import { formatIpv4, formatIpv6 } from '../../packet/address-text.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Dotted text of the IPv4 address at `at`. */
export function ipv4Text(data: Uint8Array, at: number): string {
  return formatIpv4((data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3])
}

/** Text of the IPv6 address at `at`. */
export function ipv6Text(data: Uint8Array, at: number): string {
  return formatIpv6(data, at)
}

/** Text of the Ethernet address at `at`: six pairs of digits with colons. */
export function etherText(data: Uint8Array, at: number): string {
  return `${HEX[data[at]]}:${HEX[data[at + 1]]}:${HEX[data[at + 2]]}:${HEX[data[at + 3]]}:${HEX[data[at + 4]]}:${HEX[data[at + 5]]}`
}
