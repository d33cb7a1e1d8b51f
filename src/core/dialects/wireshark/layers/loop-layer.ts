/** The configuration test protocol of Ethernet (loopback frames). */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import { dissectData } from './data-layer.ts'

const FUNCTION_NAMES = new Map([
  [1, 'Reply'],
  [2, 'Forward Data'],
])

const LOOP = field('loop', 'Configuration Test Protocol (loopback)', 'protocol')
const SKIP_COUNT = field('loop.skipcount', 'skipCount', 'uint16')
const RELEVANT = field('loop.relevant_function', 'Relevant function', 'uint16', { valueNames: FUNCTION_NAMES })
const FUNCTION = field('loop.function', 'Function', 'uint16', { valueNames: FUNCTION_NAMES })
const RECEIPT = field('loop.receipt_number', 'Receipt number', 'uint16')
const FORWARDING = field('loop.forwarding_address', 'Forwarding address', 'ethernet-address')

/** The fields of this layer. */
export const LOOP_FIELDS: readonly Field[] = [LOOP, SKIP_COUNT, RELEVANT, FUNCTION, RECEIPT, FORWARDING]

const REPLY = 1
const FORWARD = 2
const ADDRESS_BYTES = 6

/** Reads a loopback frame at `offset`. */
export function dissectLoop(d: Dissection, offset: number): void {
  d.setColumns('LOOP', '')
  d.enter('loop')
  const { data } = d
  const item = d.layer(LOOP, offset, d.end - offset)
  const skipCount = d.u16(offset) && (data[offset + 1] << 8) | data[offset]
  d.add(item, SKIP_COUNT, skipCount, offset, 2)
  let at = offset + 2 + skipCount
  if (at + 2 > d.claimedEnd) at = d.claimedEnd - 2
  let isFirst = true
  while (at + 2 <= d.claimedEnd) {
    d.u16(at)
    const code = (data[at + 1] << 8) | data[at]
    if (isFirst) {
      d.add(item, RELEVANT, code, at, 2)
      d.setColumns('LOOP', FUNCTION_NAMES.get(code) ?? `Unknown function (${code})`)
      isFirst = false
    }
    d.add(item, FUNCTION, code, at, 2)
    at += 2
    if (code === REPLY) {
      d.u16(at)
      d.add(item, RECEIPT, (data[at + 1] << 8) | data[at], at, 2)
      at += 2
      break
    }
    if (code !== FORWARD) break
    d.add(item, FORWARDING, d.copy(at, ADDRESS_BYTES), at, ADDRESS_BYTES)
    at += ADDRESS_BYTES
  }
  dissectData(d, at)
}
