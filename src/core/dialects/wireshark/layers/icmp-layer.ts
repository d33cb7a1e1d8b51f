/** ICMP messages, RFC 792. */
import type { Field } from '../field.ts'
import type { Dissection } from '../dissection.ts'
import type { CaptureState } from './capture-state.ts'
import type { IpPayload } from './ip-payload-layer.ts'
import { dissectData } from './data-layer.ts'

/** The fields of this layer. */
export const ICMP_FIELDS: readonly Field[] = []

/** Reads the message at `offset`. */
export function dissectIcmp(d: Dissection, _state: CaptureState, _around: IpPayload, offset: number): void {
  dissectData(d, offset)
}
