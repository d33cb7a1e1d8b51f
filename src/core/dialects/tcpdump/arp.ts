/** ARP and RARP (RFC 826). */

import type { Printing } from './printing.ts'

const FIXED_BYTES = 8
const IPV4_BYTES = 4

const HARDWARE: ReadonlyMap<number, string> = new Map([
  [1, 'Ethernet'],
  [6, 'TokenRing'],
  [7, 'ArcNet'],
  [15, 'FrameRelay'],
  [17, 'Strip'],
  [24, 'IEEE 1394'],
  [32, 'InfiniBand'],
])

const OPERATION = { request: 1, reply: 2, reverseRequest: 3, reverseReply: 4, inverseRequest: 8, inverseReply: 9, nak: 10 } as const

const OPERATION_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'Request'],
  [2, 'Reply'],
  [3, 'Reverse Request'],
  [4, 'Reverse Reply'],
  [8, 'Inverse Request'],
  [9, 'Inverse Reply'],
  [10, 'NACK Reply'],
])

/** Prints an ARP packet. */
export function printArp(p: Printing, at: number, length: number): void {
  p.protocol = 'arp'
  if (!p.has(at, FIXED_BYTES)) return cutArp(p, at)
  const hardware = p.u16(at)
  const protocol = p.u16(at + 2)
  const hardwareBytes = p.u8(at + 4)
  const protocolBytes = p.u8(at + 5)
  const operation = p.u16(at + 6)
  if (!p.has(at, FIXED_BYTES + 2 * (hardwareBytes + protocolBytes))) return cutArp(p, at)
  if (!p.options.link) p.text('ARP, ')
  const isInternet = protocol === 0x0800 || protocol === 0x1000
  const isIpv4 = isInternet && protocolBytes === IPV4_BYTES
  if (!isIpv4 || hardwareBytes === 0 || p.options.verbose > 0) {
    const name = HARDWARE.get(hardware) ?? `Unknown Hardware (${hardware})`
    const protocolName = protocol === 0x0800 ? 'IPv4' : `Unknown Protocol (0x${protocol.toString(16).padStart(4, '0')})`
    p.text(`${name} (len ${hardwareBytes}), ${protocolName} (len ${protocolBytes})`)
    if (p.options.verbose === 0) return p.text(`, length ${length}`)
    p.text(', ')
  }
  p.text(OPERATION_NAMES.get(operation) ?? `Unknown (${operation}) `)
  const senderHardware = at + FIXED_BYTES
  const senderProtocol = senderHardware + hardwareBytes
  const targetHardware = senderProtocol + protocolBytes
  const targetProtocol = targetHardware + hardwareBytes
  const hardwareText = (from: number): string => {
    if (hardwareBytes === 0) return '<empty>'
    return hardwareBytes === 6 ? p.mac(from) : p.linkAddress(from, hardwareBytes)
  }
  const protocolText = (from: number): string => (isIpv4 ? p.ip4(from) : isInternet ? '<wrong len>' : '<wrong proto type>')
  switch (operation) {
    case OPERATION.request: {
      p.text(` who-has ${protocolText(targetProtocol)}`)
      let isZero = true
      for (let i = 0; i < hardwareBytes; i++) if (p.u8(targetHardware + i) !== 0) isZero = false
      if (!isZero) p.text(` (${hardwareText(targetHardware)})`)
      p.text(` tell ${protocolText(senderProtocol)}`)
      break
    }
    case OPERATION.reply:
      p.text(` ${protocolText(senderProtocol)} is-at ${hardwareText(senderHardware)}`)
      break
    case OPERATION.reverseRequest:
      p.text(` who-is ${hardwareText(targetHardware)} tell ${hardwareText(senderHardware)}`)
      break
    case OPERATION.reverseReply:
      p.text(` ${hardwareText(targetHardware)} at ${protocolText(targetProtocol)}`)
      break
    case OPERATION.inverseRequest:
      p.text(` who-is ${hardwareText(targetHardware)} tell ${hardwareText(senderHardware)}`)
      break
    case OPERATION.inverseReply:
      p.text(` ${hardwareText(senderHardware)} at ${protocolText(senderProtocol)}`)
      break
    default:
      // Unlike elsewhere, -q and -x do not take the dump away.
      p.layers.dump(p, at, p.left(at))
      return
  }
  p.text(`, length ${length}`)
}

function cutArp(p: Printing, at: number): void {
  p.cut()
  p.unknown(at, p.left(at))
}
