/** The Accurate ECN options (draft-ietf-tcpm-accurate-ecn): byte counters in one of two orders. */
import type { FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

const ORDER_0 = 172
const HEADER_BYTES = 2
const COUNTER_BYTES = 3
const MAX_COUNTERS = 3
const ECT0 = { field: tcpFields.optionsAccEcnEe0b, name: 'EE0B' } as const
const CE = { field: tcpFields.optionsAccEcnEceb, name: 'ECEB' } as const
const ECT1 = { field: tcpFields.optionsAccEcnEe1b, name: 'EE1B' } as const

/** Reads an Accurate ECN option; it makes the stream show ACE counters. */
export function dissectAccurateEcn(context: OptionContext): void {
  const isOrder0 = context.reader.u8(context.at) === ORDER_0
  const item = context.begin(tcpFields.optionAccEcn)
  const length = context.addHeader(item)
  if (!isCounterRoom(context.bodyLength)) {
    context.noteLength(length, `option length should be 2, 5, 8, or 11 instead of ${context.length}`)
    return
  }
  const text = addCounters(context, item, isOrder0, context.at + HEADER_BYTES)
  if (item !== undefined && text !== '') item.text = `TCP Option - Accurate ECN (Order ${isOrder0 ? 0 : 1}):${text}`
}

/** Whether so many bytes can be counters. */
export function isCounterRoom(bytes: number): boolean {
  return bytes % COUNTER_BYTES === 0 && bytes <= MAX_COUNTERS * COUNTER_BYTES
}

/** Adds the counters from `from` to the option's end, and gives their text: ` EE0B 1, ECEB 2`. */
export function addCounters(context: OptionContext, item: FieldItem | undefined, isOrder0: boolean, from: number): string {
  const room = context.at + context.length - from
  const counters = isOrder0 ? [ECT0, CE, ECT1] : [ECT1, CE, ECT0]
  let text = ''
  if (room === 0 && context.wantsInfo) context.say(' AccECN')
  for (let index = 0; index * COUNTER_BYTES < room; index++) {
    const at = from + index * COUNTER_BYTES
    if (!context.reader.has(at, COUNTER_BYTES)) return ''
    const { field, name } = counters[index]
    const value = context.reader.u24(at)
    item?.add(field, value, at, COUNTER_BYTES)
    text += `${index === 0 ? '' : ','} ${name} ${value}`
    if (context.wantsInfo) context.say(` ${name}=${value}`)
  }
  if (context.learns) context.stream.noteAccEcnOption()
  return text
}
