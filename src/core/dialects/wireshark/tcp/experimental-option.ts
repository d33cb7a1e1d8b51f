/** The experimental options 253 and 254, told apart by an identifier (RFC 6994). */
import type { FieldItem } from '../field-item.ts'
import { addCounters, isCounterRoom } from './accurate-ecn-option.ts'
import { dissectFastOpenCookie } from './fast-open-option.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

const HEADER_BYTES = 2
const ID_BYTES = 2
const EXPERIMENT = {
  ackRateRequest: 0x00ac,
  fastOpen: 0xf989,
  accurateEcn0: 0xacc0,
  accurateEcn1: 0xacc1,
} as const
const NAMES = tcpFields.optionsExperimentalExid.valueNames ?? new Map<number, string>()

/** Reads an experimental option. */
export function dissectExperiment(context: OptionContext): void {
  const { reader, at } = context
  const item = context.begin(tcpFields.optionExperimental)
  const length = context.addHeader(item)
  const from = at + HEADER_BYTES
  if (!context.hasExperimentIds) {
    if (context.bodyLength > 0 && reader.has(from, context.bodyLength))
      item?.add(tcpFields.optionsExperimentalData, reader.copy(from, context.bodyLength), from, context.bodyLength)
    if (context.wantsInfo) context.say(` Expxx`)
    return
  }
  if (context.bodyLength < ID_BYTES) {
    context.noteLength(length, `option length ${context.length} smaller than ${HEADER_BYTES + ID_BYTES}`)
    return
  }
  if (!reader.has(from, ID_BYTES)) return
  const id = reader.u16(from)
  const name = NAMES.get(id) ?? 'Unknown'
  item?.add(tcpFields.optionsExperimentalExid, id, from, ID_BYTES)
  if (item !== undefined) item.text = `TCP Option - Experimental: ${name}`
  dissectBody(context, item, length, id, from + ID_BYTES)
}

function dissectBody(context: OptionContext, item: FieldItem | undefined, length: FieldItem | undefined, id: number, from: number): void {
  const room = context.at + context.length - from
  switch (id) {
    case EXPERIMENT.ackRateRequest:
      dissectAckRate(context, item, length, from, room)
      return
    case EXPERIMENT.fastOpen:
      dissectFastOpenCookie(context, item, from, true)
      return
    case EXPERIMENT.accurateEcn0:
    case EXPERIMENT.accurateEcn1: {
      const isOrder0 = id === EXPERIMENT.accurateEcn0
      if (!isCounterRoom(room)) {
        context.noteLength(length, `option length should be 4, 7, 10, or 13 instead of ${context.length}`)
        return
      }
      const text = addCounters(context, item, isOrder0, from)
      if (item !== undefined)
        item.text = `TCP Option - Experimental: ${NAMES.get(id)}: Accurate ECN${text === '' ? '' : ` (Order ${isOrder0 ? 0 : 1}):${text}`}`
      return
    }
    default:
      if (room > 0) {
        if (!context.reader.has(from, room)) return
        item?.add(tcpFields.optionsExperimentalData, context.reader.copy(from, room), from, room)
      }
      if (context.wantsInfo) context.say(` ExID=${id.toString(16).toUpperCase()}`)
  }
}

/** TCP ACK Rate Request (draft-gomez-tcpm-ack-rate-request). */
function dissectAckRate(
  context: OptionContext,
  item: FieldItem | undefined,
  length: FieldItem | undefined,
  from: number,
  room: number,
): void {
  if (room === 0) {
    if (context.wantsInfo) context.say(' TARR')
    return
  }
  if (room !== 1) {
    context.noteLength(length, `option length should be 4 or 5 instead of ${context.length}`)
    return
  }
  if (!context.reader.has(from, 1)) return
  const value = context.reader.u8(from)
  item?.add(tcpFields.optionsTarrRate, value >>> 1, from, 1)
  item?.add(tcpFields.optionsTarReserved, value & 1, from, 1)
  if (item !== undefined) item.text = `TCP Option - Experimental: TCP ACK Rate Request ${value >>> 1}`
  if (context.wantsInfo) context.say(` TARR=${value >>> 1}`)
}
