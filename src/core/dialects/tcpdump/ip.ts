/** IPv4 headers (RFC 791) and what follows them. */

import { AsciiText } from '../../bytes/text-output.ts'
import { checksumFault } from './checksums.ts'
import { printIpOptions } from './ip-options.ts'
import { printIpPayload } from './ip-payload.ts'
import type { Printing } from './printing.ts'
import { bitNames, ipProtocolName, protocolName } from './value-names.ts'

const HEADER_BYTES = 20
const TCP = 6
const UDP = 17
const DCCP = 33
const SCTP = 132
const OFFSET_MASK = 0x1fff
const MORE_FRAGMENTS = 0x2000
const FRAGMENT_FLAGS = [
  [0x2000, '+'],
  [0x4000, 'DF'],
  [0x8000, 'rsvd'],
] as const
const ECN_NAMES = ['', ',ECT(1)', ',ECT(0)', ',CE']
const IP_WORD = new AsciiText('IP ')

/** Whether the printer of this protocol prints the addresses itself, together with the ports. */
export function printsAddresses(protocol: number): boolean {
  return protocol === TCP || protocol === UDP || protocol === SCTP || protocol === DCCP
}

/** Prints the IPv4 packet at `at`, of which `length` bytes are left in what carries it. */
export function printIp(p: Printing, at: number, length: number): void {
  if (!p.enter()) return
  printHeader(p, at, length)
  p.depth--
}

function printHeader(p: Printing, at: number, length: number): void {
  p.protocol = 'ip'
  const version = p.u8(at) >> 4
  if (version !== 4) {
    p.text(version === 6 ? 'IP6, wrong link-layer encapsulation' : `IP${version}`)
    return p.invalid()
  }
  if (!p.options.link) p.out.ascii(IP_WORD)
  if (at + HEADER_BYTES > p.end) return p.cut()
  if (length < HEADER_BYTES) return p.text(`truncated-ip ${length}`)
  const { view } = p
  const headerBytes = (p.bytes[at] & 15) * 4
  if (headerBytes < HEADER_BYTES) return p.text(`bad-hlen ${headerBytes}`)
  const totalBytes = view.getUint16(at + 2)
  if (length < totalBytes) p.text(`truncated-ip - ${totalBytes - length} bytes missing! `)
  if (totalBytes < headerBytes) return p.text(`bad-len ${totalBytes}`)
  const outerEnd = p.end
  if (at + totalBytes < outerEnd) p.end = at + totalBytes
  const fragment = view.getUint16(at + 6)
  const protocol = p.bytes[at + 9]
  if (p.options.verbose > 0 && !printVerbose(p, at, headerBytes, totalBytes, fragment, protocol)) {
    p.end = outerEnd
    return
  }
  if ((fragment & OFFSET_MASK) === 0) {
    if (!printsAddresses(protocol)) p.text(`${p.ip4(at + 12)} > ${p.ip4(at + 16)}: `)
    if (at + headerBytes > p.end) {
      p.text(` [remaining caplen(${p.left(at)}) < header length(${headerBytes})]`)
      p.cut()
    } else {
      printIpPayload(p, protocol, at + headerBytes, totalBytes - headerBytes, at, 4, (fragment & MORE_FRAGMENTS) !== 0)
    }
  } else if (p.options.quiet <= 1) {
    const name = p.options.numeric ? undefined : protocolName(protocol)
    p.text(`${p.ip4(at + 12)} > ${p.ip4(at + 16)}: ${name ?? `ip-proto-${protocol}`}`)
  }
  p.end = outerEnd
}

/** Prints the header's fields; false when an option was cut and nothing more is to be printed. */
function printVerbose(p: Printing, at: number, headerBytes: number, totalBytes: number, fragment: number, protocol: number): boolean {
  const { out, bytes, view } = p
  const tos = bytes[at + 1]
  const ttl = bytes[at + 8]
  out.text('(tos 0x')
  out.hex(tos, tos > 15 ? 2 : 1)
  out.text(ECN_NAMES[tos & 3])
  if (ttl > 0) {
    out.text(', ttl ')
    out.number(ttl)
  }
  out.text(', id ')
  out.number(view.getUint16(at + 4))
  out.text(', offset ')
  out.number((fragment & OFFSET_MASK) * 8)
  out.text(', flags [')
  out.text(fragment === 0x4000 ? 'DF' : bitNames(FRAGMENT_FLAGS, fragment, 'none'))
  out.text('], proto ')
  out.text(ipProtocolName(protocol))
  out.text(' (')
  out.number(protocol)
  out.text('), length ')
  out.number(totalBytes)
  let isComplete = true
  if (headerBytes > HEADER_BYTES) {
    out.text(', options (')
    isComplete = printIpOptions(p, at + HEADER_BYTES, headerBytes - HEADER_BYTES)
    if (!isComplete) out.text(' [truncated-option]')
    out.text(')')
  }
  if (!p.options.trustChecksums && at + headerBytes <= p.end) {
    const fault = checksumFault(p, at, headerBytes, at + 10, 0)
    if (fault !== undefined) out.text(`, bad cksum ${view.getUint16(at + 10).toString(16)} (->${fault.toString(16)})!`)
  }
  out.text(')\n    ')
  if (isComplete) return true
  p.text(`${p.ip4(at + 12)} > ${p.ip4(at + 16)}: `)
  p.cut()
  return false
}
