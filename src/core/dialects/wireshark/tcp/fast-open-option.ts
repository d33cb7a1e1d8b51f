/** The TCP Fast Open option (RFC 7413). */
import type { FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'
import { TCP_FLAG } from './tcp-segment.ts'

const HEADER_BYTES = 2

/** Reads a Fast Open option. */
export function dissectFastOpen(context: OptionContext): void {
  const item = context.begin(tcpFields.optionTfo)
  context.addHeader(item)
  dissectFastOpenCookie(context, item, context.at + HEADER_BYTES, false)
}

/** The cookie from `from` to the option's end, or the request for one. */
export function dissectFastOpenCookie(context: OptionContext, item: FieldItem | undefined, from: number, isExperiment: boolean): void {
  const count = context.at + context.length - from
  if (count === 0) {
    item?.add(tcpFields.optionsTfoRequest, null, isExperiment ? context.at + HEADER_BYTES : context.at, HEADER_BYTES)
    if (context.wantsInfo) context.say(' TFO=R')
    return
  }
  if (!context.reader.has(from, count)) return
  const cookie = item?.add(tcpFields.optionsTfoCookie, context.reader.copy(from, count), from, count)
  if (context.wantsInfo) context.say(' TFO=C')
  const { flags } = context.segment
  if (!(flags & TCP_FLAG.syn) || flags & TCP_FLAG.ack) return
  context.note(cookie, tcpFields.analysisTfoSyn, 'Note', 'Sequence')
  if (context.learns && context.segment.length > 0) context.stream.noteTfoSynData()
}
