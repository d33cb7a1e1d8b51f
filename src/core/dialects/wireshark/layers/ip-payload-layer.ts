/** What an IP protocol number leads to: TCP, ICMP, another IP header, an extension header, or bytes that this view does not read. */
import type { Dissection } from '../dissection.ts'
import { IP_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectIcmp } from './icmp-layer.ts'
import { dissectIcmpv6 } from './icmpv6-layer.ts'
import type { IpPayload } from './ip-payload.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { dissectIpv6 } from './ipv6-layer.ts'
import { dissectTcp } from './tcp-segment-layer.ts'

const PROTOCOL = { icmp: 1, ipv4: 4, tcp: 6, ipv6: 41, icmpv6: 58 } as const

const IPV4_BYTES = 4

/** Reads the payload at `offset`, which goes on to the end of the header's packet. */
export function dissectIpPayload(d: Dissection, state: CaptureState, around: IpPayload, offset: number): void {
  const { protocol } = around
  if (protocol === PROTOCOL.tcp) return dissectTcp(d, state, around, offset)
  if (protocol === PROTOCOL.icmp) return dissectIcmp(d, state, around, offset)
  if (protocol === PROTOCOL.icmpv6) return dissectIcmpv6(d, state, around, offset)
  if (protocol === PROTOCOL.ipv4) return dissectIpv4(d, state, offset)
  if (protocol === PROTOCOL.ipv6) return dissectIpv6(d, state, offset)
  const name = `${IP_PROTOCOL_NAMES.get(protocol) ?? 'Unknown'} (${protocol})`
  if (around.addressBytes === IPV4_BYTES) d.setColumns('IPv4', d.claimedEnd > offset ? name : '')
  else d.setColumns('IPv6', `Unknown IP Protocol: ${name}`)
  dissectData(d, offset)
}
