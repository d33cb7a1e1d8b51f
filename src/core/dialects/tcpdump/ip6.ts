/** IPv6 headers (RFC 8200), their extension headers, and what follows them. */

import { EXTENSION, printDestinationOptions, printFragment, printHopByHop, printRouting } from './ip6-extensions.ts'
import { printsAddresses } from './ip.ts'
import { printIpPayload } from './ip-payload.ts'
import type { Printing } from './printing.ts'
import { ipProtocolName } from './value-names.ts'

const HEADER_BYTES = 40

/** Prints the IPv6 packet at `at`, of which `length` bytes are left in what carries it. */
export function printIp6(p: Printing, at: number, length: number): void {
  if (!p.enter()) return
  printHeader(p, at, length)
  p.depth--
}

function printHeader(p: Printing, at: number, length: number): void {
  p.protocol = 'ip6'
  if (!p.has(at, HEADER_BYTES)) return p.cut()
  if (length < HEADER_BYTES) return p.text(`truncated-ip6 ${length}`)
  if (!p.options.link) p.text('IP6 ')
  const version = p.u8(at) >> 4
  if (version !== 6) return p.text(`version error: ${version} != 6`)
  const payloadBytes = p.u16(at + 4)
  const rest = payloadBytes + HEADER_BYTES
  if (length < rest) {
    p.text(`truncated-ip6 - ${rest - length} bytes missing!`)
  }
  if (p.options.verbose > 0) printVerbose(p, at, payloadBytes)
  const outerEnd = p.end
  // Without a payload length nothing says where the packet ends; a jumbo payload option may come.
  if (payloadBytes !== 0) p.end = Math.min(outerEnd, at + rest)
  printPayload(p, at, payloadBytes === 0 ? length : rest, payloadBytes)
  p.end = outerEnd
}

function printVerbose(p: Printing, at: number, payloadBytes: number): void {
  const { out } = p
  const flow = p.u32(at)
  out.text('(')
  const trafficClass = (flow >>> 20) & 0xff
  const flowLabel = flow & 0xfffff
  if (trafficClass !== 0) {
    out.text('class 0x')
    out.hex(trafficClass, 2)
    out.text(', ')
  }
  if (flowLabel !== 0) {
    out.text('flowlabel 0x')
    out.hex(flowLabel, 5)
    out.text(', ')
  }
  const next = p.u8(at + 6)
  p.text(`hlim ${p.u8(at + 7)}, next-header ${ipProtocolName(next)} (${next}) payload length: ${payloadBytes}) `)
}

function printPayload(p: Printing, ip: number, length: number, payloadBytes: number): void {
  let header = p.u8(ip + 6)
  let at = ip
  let rest = length
  let advance = HEADER_BYTES
  let isFragment = false
  let hasJumbo = false
  let hasHopByHop = false
  while (at < p.end && advance > 0) {
    if (rest < advance) return p.cut()
    at += advance
    rest -= advance
    if (at === ip + HEADER_BYTES && !printsAddresses(header)) p.text(`${p.ip6(ip + 8)} > ${p.ip6(ip + 24)}: `)
    switch (header) {
      case EXTENSION.hopByHop: {
        if (hasHopByHop) {
          p.text('[The Hop-by-Hop Options header was already found]')
          return p.invalid()
        }
        if (at !== ip + HEADER_BYTES) {
          p.text("[The Hop-by-Hop Options header don't follow the IPv6 header]")
          return p.invalid()
        }
        hasHopByHop = true
        const result = printHopByHop(p, at)
        advance = result.bytes
        if (result.jumboBytes !== undefined && payloadBytes === 0) {
          hasJumbo = true
          if (rest < result.jumboBytes) p.text(`truncated-ip6 - ${result.jumboBytes - rest} bytes missing!`)
          rest = result.jumboBytes
        }
        break
      }
      case EXTENSION.destination:
        advance = printDestinationOptions(p, at)
        break
      case EXTENSION.fragment:
        advance = printFragment(p, at, ip)
        isFragment = true
        break
      case EXTENSION.routing:
        advance = printRouting(p, at)
        break
      default: {
        // Without a length, and without a jumbo payload option, there is no payload.
        const isEmpty = payloadBytes === 0 && !hasJumbo
        if (isEmpty) p.end = at
        return printIpPayload(p, header, at, isEmpty ? 0 : rest, ip, 6, isFragment)
      }
    }
    if (advance < 0) return
    header = p.u8(at)
    p.protocol = 'ip6'
  }
}
