/** Captures without a link layer: the packet begins with its IP header. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { dissectIpv6 } from './ipv6-layer.ts'

const RAW = field('raw', 'Raw packet data', 'protocol')

/** The fields of this layer. */
export const RAW_IP_FIELDS: readonly Field[] = [RAW]

/** Reads a packet whose first four bits tell which IP it is. */
export function dissectRawIp(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('Raw', 'Raw packet data')
  d.enter('raw')
  d.layer(RAW, offset, d.end - offset)
  const version = offset < d.end ? d.data[offset] >>> 4 : 0
  if (version === 4) dissectIpv4(d, state, offset)
  else if (version === 6) dissectIpv6(d, state, offset)
  else dissectData(d, offset)
}
