/** ICMPv6 messages, RFC 4443. */
import type { Field } from '../field.ts'
import type { Dissection } from '../dissection.ts'
import type { CaptureState } from './capture-state.ts'
import type { IpPayload } from './ip-payload-layer.ts'
import { dissectData } from './data-layer.ts'

/** The fields of this layer. */
export const ICMPV6_FIELDS: readonly Field[] = []

/** Reads the message at `offset`. */
export function dissectIcmpv6(d: Dissection, _state: CaptureState, _around: IpPayload, offset: number): void {
  dissectData(d, offset)
}
