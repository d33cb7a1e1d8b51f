/** What follows an IP header: one printer for each protocol number. */

import { printIcmp } from './icmp.ts'
import { printIcmp6 } from './icmp6.ts'
import { printAuthentication } from './ip6-extensions.ts'
import { printGre } from './gre.ts'
import type { Printing } from './printing.ts'
import { printTcp } from './tcp.ts'
import { printUdp } from './udp.ts'
import { ipProtocolName, protocolName } from './value-names.ts'

const PROTOCOL = {
  icmp: 1,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  gre: 47,
  esp: 50,
  sunNd: 77,
  sctp: 132,
  authentication: 51,
  icmp6: 58,
  noNextHeader: 59,
  ethernet: 143,
} as const

const SCTP_HEADER_BYTES = 12

/** Prints `length` bytes at `at` that IP protocol `first` announces; `ip` is the header they belong to, of version `version`. */
export function printIpPayload(
  p: Printing,
  first: number,
  at: number,
  length: number,
  ip: number,
  version: number,
  isFragment: boolean,
): void {
  let protocol = first
  let next = at
  let rest = length
  while (protocol === PROTOCOL.authentication) {
    if (!p.has(next, 1)) {
      p.protocol = 'ah'
      return p.cut()
    }
    protocol = p.u8(next)
    const bytes = printAuthentication(p, next)
    if (bytes <= 0) return
    next += bytes
    rest -= bytes
  }
  switch (protocol) {
    case PROTOCOL.tcp:
      return printTcp(p, next, rest, ip, isFragment)
    case PROTOCOL.udp:
      return printUdp(p, next, rest, ip, isFragment)
    case PROTOCOL.icmp:
      return version === 4 ? printIcmp(p, next, rest, isFragment) : printWrongVersion(p, protocol, 4)
    case PROTOCOL.icmp6:
      return version === 6 ? printIcmp6(p, next, rest, ip, isFragment) : printWrongVersion(p, protocol, 6)
    case PROTOCOL.ipv4:
      return p.layers.ip(p, next, rest)
    case PROTOCOL.ipv6:
      return p.layers.ip6(p, next, rest)
    case PROTOCOL.gre:
      return printGre(p, next, rest)
    case PROTOCOL.ethernet:
      return version === 6 ? p.layers.ethernet(p, next, rest) : printWrongVersion(p, protocol, 6)
    case PROTOCOL.noNextHeader:
      return p.text('no next header')
    case PROTOCOL.sunNd:
      return p.text(` nd ${rest}`)
    case PROTOCOL.sctp:
      if (rest < SCTP_HEADER_BYTES) return p.text(`truncated-sctp - ${SCTP_HEADER_BYTES - rest} bytes missing!`)
      return p.text(` ${p.options.numeric ? `ip-proto-${protocol}` : 'sctp'} ${rest}`)
    case PROTOCOL.esp:
      return printEsp(p, next, rest)
    default: {
      const name = p.options.numeric ? undefined : protocolName(protocol)
      p.text(` ${name ?? `ip-proto-${protocol}`} ${rest}`)
    }
  }
}

function printWrongVersion(p: Printing, protocol: number, version: number): void {
  p.text(`[${ipProtocolName(protocol)} requires IPv${version}]`)
  p.invalid()
}

function printEsp(p: Printing, at: number, length: number): void {
  p.protocol = 'esp'
  if (!p.has(at, 8)) return p.cut()
  const spi = p.u32(at).toString(16).padStart(8, '0')
  p.text(`ESP(spi=0x${spi},seq=0x${p.u32(at + 4).toString(16)}), length ${length}`)
}
