/** The options by which Riverbed's Steelheads find each other. */
import { formatIpv4 } from '../../../packet/address-text.ts'
import type { Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

const HEADER_BYTES = 2
const MIN_PROBE_BYTES = 3
const TRANSPARENCY_BYTES = 16
const VERSION_2 = 2
const NOT_CFE = 0x04
const TYPE_NAMES = [
  'Probe Query',
  'Probe Response',
  'Probe Internal',
  'Probe Trace',
  'Probe Query SH',
  'Probe Response SH',
  'Probe Query Info',
  'Probe Response Info',
  'Probe Query Info SH',
  'Probe Query Info Store ID',
  'Probe Reset',
] as const
const TYPE = {
  query: 0,
  response: 1,
  internal: 2,
  trace: 3,
  querySh: 4,
  responseSh: 5,
  queryInfo: 6,
  responseInfo: 7,
  queryInfoSh: 8,
  queryInfoStoreId: 9,
  reset: 10,
}
/** What the Info column has before the ports, by the type of a probe of the first version. */
const MARKS: readonly string[] = ['S+, ', 'SA+, ', '', 'S#, ', 'S+, ', 'SA+, ']
const TRANSPARENCY_FLAGS = [
  tcpFields.optionsRvbdTrpyFlagsFwRstProbe,
  tcpFields.optionsRvbdTrpyFlagsFwRstInner,
  tcpFields.optionsRvbdTrpyFlagsFwRst,
  tcpFields.optionsRvbdTrpyFlagsChksum,
  tcpFields.optionsRvbdTrpyFlagsOob,
  tcpFields.optionsRvbdTrpyFlagsMode,
]

/** Reads a probe. */
export function dissectRiverbedProbe(context: OptionContext): void {
  const { reader, at } = context
  const item = context.begin(tcpFields.optionRvbdProbe)
  const length = context.addHeader(item)
  if (context.length < MIN_PROBE_BYTES) {
    context.noteLength(length, `option length should be >= ${MIN_PROBE_BYTES})`)
    return
  }
  if (!reader.has(at + HEADER_BYTES, 1)) return
  const tag = reader.u8(at + HEADER_BYTES)
  // The lowest bit clear means the second version, whose type has seven bits.
  const isVersion2 = (tag & 1) === 0
  const type = isVersion2 ? tag >>> 1 : tag >>> 4
  const name = TYPE_NAMES[type] ?? 'Probe Unknown'
  if (item !== undefined) item.text = `TCP Option - Riverbed Probe: ${name}`
  if (type >= TYPE_NAMES.length) return
  if (isVersion2) dissectProbe2(context, item, type, name)
  else dissectProbe1(context, item, type, name)
}

function dissectProbe1(context: OptionContext, item: FieldItem | undefined, type: number, name: string): void {
  const { reader, at } = context
  const tag = reader.u8(at + HEADER_BYTES)
  item?.add(tcpFields.optionsRvbdProbeType1, type, at + 2, 1)
  item?.add(tcpFields.optionsRvbdProbeVersion, tag & 0x0f, at + 2, 1)
  if (type === TYPE.internal) return
  if (!reader.has(at + 3, 1)) return
  item?.add(tcpFields.optionsRvbdProbeReserved, reader.u8(at + 3), at + 3, 1)
  if (!addAddress(context, item, tcpFields.optionsRvbdProbeProber, at + 4)) return
  const prober = formatIpv4(reader.u32(at + 4))
  let text = `TCP Option - Riverbed Probe: ${name}`
  switch (type) {
    case TYPE.query:
    case TYPE.querySh:
    case TYPE.trace:
      if (!addNumber(context, item, tcpFields.optionsRvbdProbeAppliVer, at + 8, 2)) return
      text += `, CSH IP: ${prober}`
      break
    case TYPE.response:
    case TYPE.responseSh: {
      // A response from behind another Steelhead names the client first.
      const isSh = type === TYPE.responseSh
      if (isSh && !addAddress(context, item, tcpFields.optionsRvbdProbeClientIp, at + 8)) return
      const proxy = isSh ? at + 12 : at + 8
      if (!addAddress(context, item, tcpFields.optionsRvbdProbeProxyIp, proxy)) return
      if (!addNumber(context, item, tcpFields.optionsRvbdProbeProxyPort, proxy + 4, 2)) return
      text += `, Server Steelhead: ${formatIpv4(reader.u32(proxy))}:${reader.u16(proxy + 4)}`
      break
    }
    default:
  }
  if (item !== undefined) item.text = text
  context.mark = (MARKS[type] ?? '') + context.mark
}

function dissectProbe2(context: OptionContext, item: FieldItem | undefined, type: number, name: string): void {
  const { reader, at } = context
  item?.add(tcpFields.optionsRvbdProbeType2, type, at + 2, 1)
  item?.add(tcpFields.optionsRvbdProbeVersionRaw, 0, at + 2, 1, { text: `.... ...0 = Version: ${VERSION_2}` })
  item?.add(tcpFields.optionsRvbdProbeVersion, VERSION_2, at + 2, 1, { hidden: true })
  if (type === TYPE.queryInfo || type === TYPE.queryInfoSh || type === TYPE.queryInfoStoreId) {
    if (!reader.has(at + 3, 1)) return
    const flags = item?.add(tcpFields.optionsRvbdProbeFlags, reader.u8(at + 3), at + 3, 1)
    if ((type === TYPE.queryInfo || type === TYPE.queryInfoSh) && reader.u8(at + 3) & NOT_CFE) context.mark = `SA++, ${context.mark}`
    flags?.add(tcpFields.optionsRvbdProbeFlagsNotcfe, bit(reader.u8(at + 3), NOT_CFE), at + 3, 1)
    flags?.add(tcpFields.optionsRvbdProbeFlagsLast, bit(reader.u8(at + 3), 0x01), at + 3, 1)
    if (type === TYPE.queryInfoSh) addAddress(context, flags, tcpFields.optionsRvbdProbeClientIp, at + 4)
    else if (type === TYPE.queryInfoStoreId) addNumber(context, flags, tcpFields.optionsRvbdProbeStoreid, at + 4, 4)
    if (item !== undefined) item.text = `TCP Option - Riverbed Probe: ${name}`
  } else if (type === TYPE.responseInfo) {
    if (!reader.has(at + 3, 1)) return
    const flags = item?.add(tcpFields.optionsRvbdProbeFlags, reader.u8(at + 3), at + 3, 1)
    flags?.add(tcpFields.optionsRvbdProbeFlagsProbe, bit(reader.u8(at + 3), 0x10), at + 3, 1)
    flags?.add(tcpFields.optionsRvbdProbeFlagsSsl, bit(reader.u8(at + 3), 0x02), at + 3, 1)
    flags?.add(tcpFields.optionsRvbdProbeFlagsServer, bit(reader.u8(at + 3), 0x01), at + 3, 1)
  } else if (type === TYPE.reset && reader.has(at + 3, 1)) item?.add(tcpFields.optionsRvbdProbeFlags, reader.u8(at + 3), at + 3, 1)
}

/** Reads what a transparent connection goes between. */
export function dissectRiverbedTransparency(context: OptionContext): void {
  const { reader, at } = context
  const item = context.begin(tcpFields.optionRvbdTrpy)
  context.mark = `TRPY, ${context.mark}`
  if (!context.hasLength(item, TRANSPARENCY_BYTES) || !reader.has(at, TRANSPARENCY_BYTES) || item === undefined) return
  const value = reader.u16(at + 2)
  const flags = item.add(tcpFields.optionsRvbdTrpyFlags, value, at + 2, 2)
  for (const field of TRANSPARENCY_FLAGS) flags.add(field, bit(value, field.mask ?? 0), at + 2, 2)
  const source = `${formatIpv4(reader.u32(at + 4))}:${reader.u16(at + 12)}`
  const destination = `${formatIpv4(reader.u32(at + 8))}:${reader.u16(at + 14)}`
  item.add(tcpFields.optionsRvbdTrpySrcIp, reader.u32(at + 4), at + 4, 4)
  item.add(tcpFields.optionsRvbdTrpyDstIp, reader.u32(at + 8), at + 8, 4)
  item.add(tcpFields.optionsRvbdTrpySrcPort, reader.u16(at + 12), at + 12, 2)
  item.add(tcpFields.optionsRvbdTrpyDstPort, reader.u16(at + 14), at + 14, 2)
  item.text = `TCP Option - Riverbed Transparency ${source} -> ${destination}`
}

function addAddress(context: OptionContext, item: FieldItem | undefined, field: Field, at: number): boolean {
  if (!context.reader.has(at, 4)) return false
  item?.add(field, context.reader.u32(at), at, 4)
  return true
}

function addNumber(context: OptionContext, item: FieldItem | undefined, field: Field, at: number, bytes: 2 | 4): boolean {
  if (!context.reader.has(at, bytes)) return false
  item?.add(field, bytes === 2 ? context.reader.u16(at) : context.reader.u32(at), at, bytes)
  return true
}

function bit(value: number, mask: number): number {
  return value & mask ? 1 : 0
}
