/** UDP headers (RFC 768), and behind them the tunnels that carry TCP, and DNS. */

import { checksumFault, pseudoSum4, pseudoSum6 } from './checksums.ts'
import { printDns } from './dns.ts'
import { printAddresses, printEndpoints } from './endpoints.ts'
import { finalDestination4, finalDestination6 } from './final-destination.ts'
import { printGeneve } from './geneve.ts'
import type { Printing } from './printing.ts'
import { printVxlan } from './vxlan.ts'

const HEADER_BYTES = 8
const PROTOCOL = 17
const PORT = { dns: 53, multicastDns: 5353, vxlan: 4789, geneve: 6081 } as const

/** Prints the datagram at `at` of `length` bytes; `ip` is the IP header before it. */
export function printUdp(p: Printing, at: number, length: number, ip: number, isFragment: boolean): void {
  p.protocol = 'udp'
  if (!p.has(at, 4)) {
    printAddresses(p, ip)
    p.text(' ')
    return p.cut()
  }
  if (length < HEADER_BYTES) {
    printEndpoints(p, ip, at, 'udp')
    return p.text(`truncated-udp ${length}`)
  }
  printEndpoints(p, ip, at, 'udp')
  if (!p.has(at + 4, 2)) return p.cut()
  const claimed = p.u16(at + 4)
  if (claimed < HEADER_BYTES) return p.text(`truncated-udplength ${claimed}`)
  const payloadClaimed = claimed - HEADER_BYTES
  const payloadBytes = Math.min(length - HEADER_BYTES, payloadClaimed)
  const payload = at + HEADER_BYTES
  if (payload > p.end) return p.cut()
  const { verbose, trustChecksums, quiet } = p.options
  // tcpdump verifies over IPv6 one -v earlier.
  const isVerified = verbose > (p.bytes[ip] >> 4 === 6 ? 0 : 1)
  if (isVerified && !trustChecksums && !isFragment) printChecksum(p, at, payloadBytes, ip)
  const src = p.u16(at)
  const dst = p.u16(at + 2)
  const uses = (port: number): boolean => src === port || dst === port
  if (quiet === 0) {
    if (uses(PORT.dns) || uses(PORT.multicastDns))
      return printDns(p, payload, payloadBytes, false, uses(PORT.multicastDns) && !uses(PORT.dns))
    if (uses(PORT.vxlan)) return printVxlan(p, payload, payloadBytes)
    if (uses(PORT.geneve)) return printGeneve(p, payload, payloadBytes)
  }
  if (payloadClaimed > payloadBytes && !isFragment) p.text(`UDP, bad length ${payloadClaimed} > ${payloadBytes}`)
  else p.text(`UDP, length ${payloadClaimed}`)
}

function printChecksum(p: Printing, at: number, payloadBytes: number, ip: number): void {
  const checksum = p.u16(at + 6)
  if (checksum === 0) return p.text('[no cksum] ')
  if (!p.has(at + HEADER_BYTES, payloadBytes)) return
  const length = HEADER_BYTES + payloadBytes
  const isIp6 = p.bytes[ip] >> 4 === 6
  const pseudoSum = isIp6
    ? pseudoSum6(p, ip, finalDestination6(p, ip), PROTOCOL, length)
    : pseudoSum4(p, ip, finalDestination4(p, ip), PROTOCOL, length)
  const fault = checksumFault(p, at, length, at + 6, pseudoSum)
  const hex = (value: number): string => value.toString(16).padStart(4, '0')
  p.text(fault === undefined ? '[udp sum ok] ' : `[bad udp cksum 0x${hex(checksum)} -> 0x${hex(fault)}!] `)
}
