/** The options of the Space Communications Protocol Specifications (CCSDS 714.0-B-2). */
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

const HEADER_BYTES = 2
const CAPABILITIES_BYTES = 4
const SNACK_BYTES = 6
/** The names of the capabilities, from the highest bit. */
const CAPABILITIES = [
  [0x80, 'BETS', tcpFields.optionsScpsflagsBets],
  [0x40, 'SNACK1', tcpFields.optionsScpsflagsSnack1],
  [0x20, 'SNACK2', tcpFields.optionsScpsflagsSnack2],
  [0x10, 'COMP', tcpFields.optionsScpsflagsCompress],
  [0x08, 'NLTS', tcpFields.optionsScpsflagsNlts],
] as const
const RESERVED = 0x07

/** Reads the capabilities, or the extended capabilities that other lengths mean. */
export function dissectScps(context: OptionContext): void {
  if (context.length !== CAPABILITIES_BYTES) {
    dissectExtendedCapabilities(context)
    return
  }
  const { reader, at } = context
  const item = context.begin(tcpFields.optionScps)
  context.addHeader(item)
  if (!reader.has(at + HEADER_BYTES, 1)) return
  const vector = reader.u8(at + HEADER_BYTES)
  const names: string[] = []
  for (const [bit, name] of CAPABILITIES) if (vector & bit) names.push(name)
  if (vector & RESERVED) names.push('RESERVED')
  const list = names.join(', ')
  const flags = item?.add(tcpFields.optionsScpsVector, vector, at + HEADER_BYTES, 1)
  if (flags !== undefined) {
    flags.text = `TCP SCPS Capabilities Vector: 0x${vector.toString(16).padStart(2, '0')}${list === '' ? '' : ` (${list})`}`
    for (const [bit, , field] of CAPABILITIES) flags.add(field, vector & bit ? 1 : 0, at + HEADER_BYTES, 1)
    flags.add(tcpFields.optionsScpsflagsReserved, vector & RESERVED, at + HEADER_BYTES, 1)
  }
  if (context.wantsInfo && list !== '') context.say(` SCPS[${list}]`)
  if (!reader.has(at + HEADER_BYTES + 1, 1)) return
  const connection = reader.u8(at + HEADER_BYTES + 1)
  item?.add(tcpFields.optionsScpsBinding, connection, at + HEADER_BYTES + 1, 1)
  if (context.wantsInfo && connection !== 0) context.say(` Connection ID=${connection}`)
}

function dissectExtendedCapabilities(context: OptionContext): void {
  const { reader, at, length } = context
  const item = context.begin(tcpFields.optionScps)
  if (length < CAPABILITIES_BYTES || length % 2 !== 0) {
    if (item !== undefined) item.text = `Illegal SCPS Extended Capabilities (${length} bytes)`
    context.addHeader(item)
    return
  }
  if (item !== undefined) item.text = `SCPS Extended Capabilities (${length} bytes)`
  context.addHeader(item)
  let from = at + HEADER_BYTES
  // Each binding: its space, its length in units of 16 bits in the upper half of the byte, its data.
  while (at + length > from) {
    if (!reader.has(from, 2)) return
    const space = reader.u8(from)
    const bytes = (reader.u8(from + 1) >>> 4) * 2
    item?.add(tcpFields.optionsScpsBindingId, space, from, 1)
    item?.add(tcpFields.optionsScpsBindingLen, bytes, from + 1, 1)
    if (bytes > 0) {
      if (!reader.has(from + 2, bytes)) return
      item?.add(tcpFields.optionsScpsBindingData, reader.copy(from + 2, bytes), from + 2, bytes)
    }
    if (context.wantsInfo) context.say(` EXCAP=${space}`)
    from += 2 + bytes
  }
}

/** Selective negative acknowledgment: a hole, counted in segments. */
export function dissectSnack(context: OptionContext): void {
  const { reader, at } = context
  const item = context.begin(tcpFields.optionSnack)
  if (!context.hasLength(item, SNACK_BYTES) || !reader.has(at, SNACK_BYTES)) return
  const offset = reader.u16(at + HEADER_BYTES)
  const size = reader.u16(at + HEADER_BYTES + 2)
  item?.add(tcpFields.optionsSnackOffset, offset, at + HEADER_BYTES, 2)
  item?.add(tcpFields.optionsSnackSize, size, at + HEADER_BYTES + 2, 2)
  // tshark looks for the edges behind the option, where nothing is.
  reader.has(at + SNACK_BYTES, 1)
}

/** A record boundary. */
export function dissectScpsRecord(context: OptionContext): void {
  const item = context.begin(tcpFields.optionScpsrec)
  context.hasLength(item, HEADER_BYTES)
}

/** Corruption was experienced. */
export function dissectScpsCorruption(context: OptionContext): void {
  const item = context.begin(tcpFields.optionScpscor)
  context.hasLength(item, HEADER_BYTES)
}
