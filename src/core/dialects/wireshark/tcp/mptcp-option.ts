/** The Multipath TCP option (RFC 6824, RFC 8684). */
import type { Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'
import type { TcpFlow } from './tcp-stream.ts'

const HEADER_BYTES = 2
const SUBTYPE = { capable: 0, join: 1, dss: 2, addAddress: 3, removeAddress: 4, priority: 5, fail: 6, fastClose: 7, reset: 8 } as const
const SUBTYPE_NAMES = tcpFields.optionsMptcpSubtype.valueNames ?? new Map<number, string>()
const JOIN_LENGTH = { syn: 12, synAck: 16, ack: 24 } as const
const DSS = { ack: 0x01, ack8: 0x02, mapping: 0x04, sequence8: 0x08, fin: 0x10 } as const
const GENERATED = { generated: true } as const
const HMAC_BYTES = 20
const TRUNCATED_HMAC_BYTES = 8
const IPV4 = 4
const IPV6 = 6
const WORD_MASK = 0xffffffffn

/** Reads an MPTCP option. */
export function dissectMptcp(context: OptionContext): void {
  const { reader, at } = context
  const item = context.begin(tcpFields.mptcp)
  context.addHeader(item)
  if (!reader.has(at + HEADER_BYTES, 1)) return
  const subtype = reader.u8(at + HEADER_BYTES) >>> 4
  item?.add(tcpFields.optionsMptcpSubtype, subtype, at + HEADER_BYTES, 1)
  if (item !== undefined) item.text = `Multipath Transmission Control Protocol: ${SUBTYPE_NAMES.get(subtype) ?? 'Unknown'}`
  // A key begins a connection, and the token of a SYN finds one; every other option must belong to one already.
  const begins = subtype === SUBTYPE.capable || (subtype === SUBTYPE.join && context.length === JOIN_LENGTH.syn)
  if (!begins && context.analyzesMptcp && context.learns) context.mptcp.of(context.stream)
  switch (subtype) {
    case SUBTYPE.capable:
      dissectCapable(context, item)
      return
    case SUBTYPE.join:
      dissectJoin(context, item)
      return
    case SUBTYPE.dss:
      dissectDss(context, item)
      return
    case SUBTYPE.addAddress:
      dissectAddAddress(context, item)
      return
    case SUBTYPE.removeAddress:
      dissectRemoveAddress(context, item)
      return
    case SUBTYPE.priority:
      dissectPriority(context, item)
      return
    case SUBTYPE.fail:
      addReserved(context, item)
      addU64(context, item, tcpFields.optionsMptcpRawdataseqno, at + 4)
      return
    case SUBTYPE.fastClose:
      addReserved(context, item)
      addU64(context, item, tcpFields.optionsMptcpRecvkey, at + 4)
      return
    case SUBTYPE.reset:
      dissectReset(context, item)
      return
    default:
  }
}

function dissectCapable(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at, stream } = context
  const version = reader.u8(at + 2) & 0x0f
  item?.add(tcpFields.optionsMptcpVersion, version, at + 2, 1)
  if (!reader.has(at + 3, 1)) return
  const bits = reader.u8(at + 3)
  const flags = item?.add(tcpFields.optionsMptcpFlags, bits, at + 3, 1)
  if (flags !== undefined) addCapableFlags(flags, bits, version, at + 3)
  const learns = context.analyzesMptcp && context.learns
  if (context.length < 12) return
  if (learns) context.mptcp.begin(stream)
  if (!addU64(context, item, tcpFields.optionsMptcpSendkey, at + 4)) return
  if (learns) {
    context.mptcp.learnKey(stream, stream.fwd, reader.u64(at + 4), version)
    const direction = context.mptcp.directionOf(stream.fwd)
    if (direction !== undefined) {
      item?.add(tcpFields.mptcpExpectedToken, direction.token, at + 12, 0, GENERATED)
      item?.add(tcpFields.mptcpExpectedIdsn, direction.initialSequence, at + 12, 0, {
        generated: true,
        text: `${tcpFields.mptcpExpectedIdsn.title}: ${direction.initialSequence} (64bits version)`,
      })
    }
  }
  if (context.length < 20) return
  if (!addU64(context, item, tcpFields.optionsMptcpRecvkey, at + 12)) return
  if (learns) context.mptcp.learnKey(stream, stream.rev, reader.u64(at + 12), version)
  if (context.length < 22 || !reader.has(at + 20, 2)) return
  item?.add(tcpFields.optionsMptcpDatalvllen, reader.u16(at + 20), at + 20, 2)
  if (context.length < 24 || !reader.has(at + 22, 2)) return
  item?.add(tcpFields.optionsMptcpChecksum, reader.u16(at + 22), at + 22, 2)
}

function addCapableFlags(flags: FieldItem, bits: number, version: number, at: number): void {
  flags.add(tcpFields.optionsMptcpChecksumreqFlags, bits >>> 7, at, 1)
  flags.add(tcpFields.optionsMptcpExtensibilityFlag, (bits >>> 6) & 1, at, 1)
  if (version === 0) {
    flags.add(tcpFields.optionsMptcpSha1Flag, bits & 1, at, 1)
    flags.add(tcpFields.optionsMptcpReservedFlag, (bits >>> 1) & 0x1f, at, 1, { text: () => reservedText(bits, 5, 2) })
    return
  }
  flags.add(tcpFields.optionsMptcpNomoresubflowsFlag, (bits >>> 5) & 1, at, 1)
  flags.add(tcpFields.optionsMptcpSha256Flag, bits & 1, at, 1)
  flags.add(tcpFields.optionsMptcpReservedFlag, (bits >>> 1) & 0x0f, at, 1, { text: () => reservedText(bits, 4, 1) })
}

/** The reserved bits above the lowest: `..00 000. = Reserved: 0x00`. */
function reservedText(bits: number, count: number, digits: number): string {
  const value = (bits >>> 1) & ((1 << count) - 1)
  const art = `${value.toString(2).padStart(count, '0')}.`.padStart(8, '.')
  return `${art.slice(0, 4)} ${art.slice(4)} = Reserved: 0x${value.toString(16).padStart(digits, '0')}`
}

function dissectJoin(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at, stream } = context
  switch (context.length) {
    case JOIN_LENGTH.syn: {
      if (!addBackup(context, item)) return
      if (!addNumber(context, item, tcpFields.optionsMptcpRecvtok, at + 4)) return
      addNumber(context, item, tcpFields.optionsMptcpSendrand, at + 8)
      if (context.analyzesMptcp && context.learns) context.mptcp.join(stream, reader.u32(at + 4))
      return
    }
    case JOIN_LENGTH.synAck:
      if (!addBackup(context, item)) return
      if (!addU64(context, item, tcpFields.optionsMptcpSendtrunchmac, at + 4)) return
      addNumber(context, item, tcpFields.optionsMptcpSendrand, at + 12)
      return
    case JOIN_LENGTH.ack:
      addReserved(context, item)
      if (reader.has(at + 4, HMAC_BYTES)) item?.add(tcpFields.optionsMptcpSendhmac, reader.copy(at + 4, HMAC_BYTES), at + 4, HMAC_BYTES)
      return
    default:
  }
}

function addBackup(context: OptionContext, item: FieldItem | undefined): boolean {
  const { reader, at } = context
  if (!reader.has(at + 3, 1)) return false
  const bits = reader.u8(at + 2)
  const flags = item?.add(tcpFields.optionsMptcpFlags, bits, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpBackupFlag, bits & 1, at + 2, 1)
  item?.add(tcpFields.optionsMptcpAddrid, reader.u8(at + 3), at + 3, 1)
  return true
}

/** Data sequence signal: how far the data is acknowledged, and where this segment's data belongs. */
function dissectDss(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  const { fwd, rev } = context.stream
  if (!reader.has(at + 3, 1)) return
  const bits = reader.u8(at + 3)
  const flags = item?.add(tcpFields.optionsMptcpFlags, bits, at + 3, 1)
  flags?.add(tcpFields.optionsMptcpDatafinFlag, bits & DSS.fin ? 1 : 0, at + 3, 1)
  flags?.add(tcpFields.optionsMptcpDseqn8Flag, bits & DSS.sequence8 ? 1 : 0, at + 3, 1)
  flags?.add(tcpFields.optionsMptcpDseqnpresentFlag, bits & DSS.mapping ? 1 : 0, at + 3, 1)
  flags?.add(tcpFields.optionsMptcpDataack8Flag, bits & DSS.ack8 ? 1 : 0, at + 3, 1)
  flags?.add(tcpFields.optionsMptcpDataackpresentFlag, bits & DSS.ack ? 1 : 0, at + 3, 1)
  let from = at + 4
  if (bits & DSS.ack) {
    const bytes = bits & DSS.ack8 ? 8 : 4
    if (!reader.has(from, bytes)) return
    const raw = bytes === 8 ? reader.u64(from) : BigInt(reader.u32(from))
    const field = tcpFields.optionsMptcpRawdataack
    item?.add(field, raw, from, bytes, bytes === 8 ? { text: `${field.title}: ${raw} (64bits)` } : undefined)
    addRelative(context, item, tcpFields.mptcpAck, raw, bytes === 8, initialSequenceOf(context, rev))
    from += bytes
  }
  if (!(bits & DSS.mapping)) return
  const bytes = bits & DSS.sequence8 ? 8 : 4
  if (!reader.has(from, bytes)) return
  const raw = bytes === 8 ? reader.u64(from) : BigInt(reader.u32(from))
  const field = tcpFields.optionsMptcpRawdataseqno
  item?.add(field, raw, from, bytes, { text: `${field.title}: ${raw}  (${bytes * 8}bits version)` })
  from += bytes
  if (!addNumber(context, item, tcpFields.optionsMptcpSubflowseqno, from)) return
  from += 4
  if (!reader.has(from, 2)) return
  item?.add(tcpFields.optionsMptcpDatalvllen, reader.u16(from), from, 2)
  addRelative(context, item, tcpFields.mptcpDssDsn, raw, bytes === 8, initialSequenceOf(context, fwd))
}

function initialSequenceOf({ mptcp }: OptionContext, flow: TcpFlow): bigint | undefined {
  return mptcp.directionOf(flow)?.initialSequence
}

/** A data sequence number counted from the connection's first, where that is known. */
function addRelative(
  context: OptionContext,
  item: FieldItem | undefined,
  field: Field,
  raw: bigint,
  is64: boolean,
  initial: bigint | undefined,
): void {
  if (item === undefined || initial === undefined || !context.analyzesMptcp) return
  const full = is64 ? raw : (initial & ~WORD_MASK) | raw
  const value = context.isMptcpRelative ? BigInt.asUintN(64, full - initial) : full
  item.add(field, value, context.at, 0, {
    generated: true,
    text: `${field.title}: ${value} ${context.isMptcpRelative ? '(Relative)' : '(Absolute)'}`,
  })
}

function dissectAddAddress(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  const low = reader.u8(at + 2) & 0x0f
  // Version 0 has the version of IP where version 1 has flags.
  const isVersion0 = low === IPV4 || low === IPV6
  if (isVersion0) item?.add(tcpFields.optionsMptcpIpver, low, at + 2, 1)
  else item?.add(tcpFields.optionsMptcpEcho, low & 1, at + 2, 1)
  if (!reader.has(at + 3, 1)) return
  item?.add(tcpFields.optionsMptcpAddrid, reader.u8(at + 3), at + 3, 1)
  const room = context.length - 4
  const hmac = !isVersion0 && !(low & 1) ? TRUNCATED_HMAC_BYTES : 0
  const isIpv6 = isVersion0 ? low === IPV6 : room - hmac >= 16
  let from = at + 4
  if (isIpv6) {
    if (!reader.has(from, 16)) return
    item?.add(tcpFields.optionsMptcpIpv6, reader.copy(from, 16), from, 16)
    from += 16
  } else {
    if (!addNumber(context, item, tcpFields.optionsMptcpIpv4, from)) return
    from += 4
  }
  if (at + context.length - from - hmac >= 2) {
    if (!reader.has(from, 2)) return
    item?.add(tcpFields.optionsMptcpPort, reader.u16(from), from, 2)
    from += 2
  }
  if (hmac > 0) addU64(context, item, tcpFields.optionsMptcpAddaddrtrunchmac, from)
}

function dissectRemoveAddress(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  const count = Math.max(0, context.length - 3)
  item?.add(tcpFields.mptcpRmAddrCount, count, at + 2, 1, GENERATED)
  for (let index = 0; index < count; index++) {
    if (!reader.has(at + 3 + index, 1)) return
    item?.add(tcpFields.optionsMptcpAddrid, reader.u8(at + 3 + index), at + 3 + index, 1)
  }
}

function dissectPriority(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  const bits = reader.u8(at + 2)
  const flags = item?.add(tcpFields.optionsMptcpFlags, bits, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpBackupFlag, bits & 1, at + 2, 1)
  if (context.length > 3 && reader.has(at + 3, 1)) item?.add(tcpFields.optionsMptcpAddrid, reader.u8(at + 3), at + 3, 1)
}

function dissectReset(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  const bits = reader.u8(at + 2) & 0x0f
  const flags = item?.add(tcpFields.optionsMptcpFlags, bits, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpFlagUFlag, bits >>> 3, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpFlagVFlag, (bits >>> 2) & 1, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpFlagWFlag, (bits >>> 1) & 1, at + 2, 1)
  flags?.add(tcpFields.optionsMptcpFlagTFlag, bits & 1, at + 2, 1)
  if (reader.has(at + 3, 1)) item?.add(tcpFields.optionsMptcpRstReason, reader.u8(at + 3), at + 3, 1)
}

function addReserved(context: OptionContext, item: FieldItem | undefined): void {
  const { reader, at } = context
  if (reader.has(at + 2, 2)) item?.add(tcpFields.optionsMptcpReserved, reader.u16(at + 2) & 0xfff, at + 2, 2)
}

function addU64(context: OptionContext, item: FieldItem | undefined, field: Field, at: number): boolean {
  if (!context.reader.has(at, 8)) return false
  item?.add(field, context.reader.u64(at), at, 8)
  return true
}

function addNumber(context: OptionContext, item: FieldItem | undefined, field: Field, at: number): boolean {
  if (!context.reader.has(at, 4)) return false
  item?.add(field, context.reader.u32(at), at, 4)
  return true
}
