/** IPv6 headers, RFC 8200. */
import type { Field } from '../field.ts'
import type { Dissection } from '../dissection.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'

/** The fields of this layer. */
export const IPV6_FIELDS: readonly Field[] = []

/** Reads the packet at `offset`. */
export function dissectIpv6(d: Dissection, _state: CaptureState, offset: number): void {
  dissectData(d, offset)
}
