/** The Point-to-Point Protocol, RFC 1661, with or without HDLC-like framing (RFC 1662). */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import { PPP_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { dissectIpv6 } from './ipv6-layer.ts'

const PPP = field('ppp', 'Point-to-Point Protocol', 'protocol')
const ADDRESS = field('ppp.address', 'Address', 'uint8', { base: 'hex' })
const CONTROL = field('ppp.control', 'Control', 'uint8', { base: 'hex' })
const PROTOCOL = field('ppp.protocol', 'Protocol', 'uint16', { base: 'hex', valueNames: PPP_PROTOCOL_NAMES })

/** The fields of this layer. */
export const PPP_FIELDS: readonly Field[] = [PPP, ADDRESS, CONTROL, PROTOCOL]

const PROTOCOL_IPV4 = 0x0021
const PROTOCOL_IPV6 = 0x0057
const ALL_STATIONS = 0xff

/** Reads a PPP frame at `offset`. */
export function dissectPpp(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('PPP', '')
  d.setNoAddresses()
  d.enter('ppp')
  let at = offset
  const item = d.layer(PPP, offset, d.end - offset)
  if (d.u8(at) === ALL_STATIONS) {
    d.add(item, ADDRESS, d.u8(at), at, 1)
    d.add(item, CONTROL, d.u8(at + 1), at + 1, 1)
    at += 2
  }
  // An odd first byte is a compressed protocol number (RFC 1661 §6.5).
  const isShort = (d.u8(at) & 1) === 1
  const protocol = isShort ? d.u8(at) : d.u16(at)
  const protocolBytes = isShort ? 1 : 2
  d.add(item, PROTOCOL, protocol, at, protocolBytes)
  at += protocolBytes
  if (d.wants(PPP)) item.length = at - offset
  if (protocol === PROTOCOL_IPV4) dissectIpv4(d, state, at)
  else if (protocol === PROTOCOL_IPV6) dissectIpv6(d, state, at)
  else {
    const hex = `0x${protocol.toString(16).padStart(4, '0')}`
    d.setColumns(hex, `PPP ${PPP_PROTOCOL_NAMES.get(protocol) ?? 'Unknown'} (${hex})`)
    dissectData(d, at)
  }
}
