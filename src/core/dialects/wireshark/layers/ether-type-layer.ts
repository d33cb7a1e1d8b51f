/** What an EtherType leads to: IP, a VLAN tag, or bytes that this view does not read. */
import type { Dissection } from '../dissection.ts'
import { ETHER_TYPE_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { dissectIpv6 } from './ipv6-layer.ts'
import { dissectLoop } from './loop-layer.ts'
import { dissectVlan } from './vlan-layer.ts'

const ETHER_TYPE = { ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100, loop: 0x9000 } as const

/** Reads what an EtherType announces at `offset`; `isNamed`: the EtherType itself stands in the list of protocols. */
export function dissectEtherType(d: Dissection, state: CaptureState, type: number, offset: number, isNamed = true): void {
  if (isNamed) d.enter('ethertype')
  d.payloadEnd = -1
  if (type === ETHER_TYPE.ipv4) dissectIpv4(d, state, offset)
  else if (type === ETHER_TYPE.ipv6) dissectIpv6(d, state, offset)
  else if (type === ETHER_TYPE.vlan) dissectVlan(d, state, offset)
  else if (type === ETHER_TYPE.loop) dissectLoop(d, offset)
  else {
    const hex = `0x${type.toString(16).padStart(4, '0')}`
    d.setColumns(hex, ETHER_TYPE_NAMES.get(type) ?? 'Ethernet II')
    dissectData(d, offset)
  }
}
