/** The options of a TCP header, one after the other. */
import { TEXT_ONLY } from '../text-only.ts'
import { dissectAccurateEcn } from './accurate-ecn-option.ts'
import { dissectExperiment } from './experimental-option.ts'
import { dissectFastOpen } from './fast-open-option.ts'
import { dissectMptcp } from './mptcp-option.ts'
import type { OptionContext } from './option-context.ts'
import { dissectRiverbedProbe, dissectRiverbedTransparency } from './riverbed-options.ts'
import { dissectSack } from './sack-option.ts'
import { dissectScps, dissectScpsCorruption, dissectScpsRecord, dissectSnack } from './scps-options.ts'
import { tcpFields } from './tcp-fields.ts'
import { TCP_FLAG } from './tcp-segment.ts'

const EOL = 0
const NOP = 1
/** A word of four NOPs is where a router wiped an option out. */
const WIPED_NOPS = 4
const HEADER_BYTES = 2
/** Characters of a line of the tree that tshark has room for. */
const MAX_LABEL = 239
const MAX_SHIFT = 14
const MIN_AO_BYTES = 4
const QUICK_START_RATES = tcpFields.optionsQsRate.valueNames ?? new Map<number, string>()

/** A kind of option: its name in the list of options, and how it is read. */
interface OptionKind {
  readonly name: string
  readonly dissect: (context: OptionContext) => void
}

const KINDS: ReadonlyMap<number, OptionKind> = new Map<number, OptionKind>([
  [2, { name: 'Maximum segment size', dissect: dissectMss }],
  [3, { name: 'Window scale', dissect: dissectWindowScale }],
  [4, { name: 'SACK permitted', dissect: dissectSackPermitted }],
  [5, { name: 'SACK', dissect: dissectSack }],
  [6, { name: 'Echo', dissect: dissectEcho }],
  [7, { name: 'Echo reply', dissect: dissectEcho }],
  [8, { name: 'Timestamps', dissect: dissectTimestamps }],
  [11, { name: 'CC', dissect: dissectCc }],
  [12, { name: 'CC.NEW', dissect: dissectCc }],
  [13, { name: 'CC.ECHO', dissect: dissectCc }],
  [19, { name: 'TCP MD5 signature', dissect: dissectMd5 }],
  [20, { name: 'SCPS capabilities', dissect: dissectScps }],
  [21, { name: 'Selective Negative Acknowledgment', dissect: dissectSnack }],
  [22, { name: 'SCPS record boundary', dissect: dissectScpsRecord }],
  [23, { name: 'SCPS corruption experienced', dissect: dissectScpsCorruption }],
  [27, { name: 'Quick-Start', dissect: dissectQuickStart }],
  [28, { name: 'User Timeout', dissect: dissectUserTimeout }],
  [29, { name: 'TCP AO', dissect: dissectAuthentication }],
  [30, { name: 'MPTCP', dissect: dissectMptcp }],
  [34, { name: 'TCP Fast Open', dissect: dissectFastOpen }],
  [76, { name: 'Riverbed Probe', dissect: dissectRiverbedProbe }],
  [78, { name: 'Riverbed Transparency', dissect: dissectRiverbedTransparency }],
  [172, { name: 'Accurate ECN', dissect: dissectAccurateEcn }],
  [174, { name: 'Accurate ECN', dissect: dissectAccurateEcn }],
  [253, { name: 'Experimental', dissect: dissectExperiment }],
  [254, { name: 'Experimental', dissect: dissectExperiment }],
])

/**
 * Reads the options in [`from`, `to`), adds them below `context.tree`, and tells the stream.
 * Stops where one goes past what there is (`context.reader.stopped`).
 */
export function dissectOptions(context: OptionContext, from: number, to: number): void {
  const { reader, tree } = context
  let names = tree === undefined ? '' : `Options: (${to - from} bytes)`
  let nops = 0
  let at = from
  context.isComplete = false
  context.hasMss = false
  while (at < to) {
    if (!reader.has(at, 1)) return
    const kind = reader.u8(at)
    context.at = at
    if (kind === EOL || kind === NOP) {
      context.length = 1
      if (kind === NOP) {
        nops = nops === 0 || (at - reader.offset) % WIPED_NOPS !== 0 ? nops + 1 : 0
        if (nops === WIPED_NOPS) context.note(tree, tcpFields.nop, 'Warning', 'Protocol')
      }
      if (tree !== undefined) {
        const item = context.begin(kind === EOL ? tcpFields.optionEol : tcpFields.optionNop)
        item?.add(tcpFields.optionKind, kind, at, 1)
        names += kind === EOL ? ', End of Option List (EOL)' : ', No-Operation (NOP)'
        tree.text = names.slice(0, MAX_LABEL)
      }
      at++
      if (kind === EOL && !isPadding(context, at, to)) return
      continue
    }
    const known = KINDS.get(kind)
    const name = known?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`
    if (at + 1 >= to) {
      noteBadOption(context, at, 1, `${name} (length byte past end of options)`)
      return
    }
    if (!reader.has(at + 1, 1)) return
    const length = reader.u8(at + 1)
    if (length < HEADER_BYTES) {
      noteBadOption(context, at, HEADER_BYTES, `${name} (with too-short option length = ${length} byte${length === 1 ? '' : 's'})`)
      return
    }
    if (at + length > to) {
      const left = to - at - HEADER_BYTES
      noteBadOption(context, at, left, `${name} (option length = ${length} bytes says option goes past end of options)`)
      return
    }
    context.length = length
    reader.optionEnd = at + length
    if (known === undefined) dissectUnknown(context)
    else known.dissect(context)
    reader.optionEnd = Infinity
    if (reader.stopped !== undefined) return
    at += length
    if (tree !== undefined) {
      names += `, ${name}`
      tree.text = names.slice(0, MAX_LABEL)
    }
  }
  context.isComplete = true
}

/** The line in place of an option that cannot be; it ends dissection where it goes past the segment. */
function noteBadOption(context: OptionContext, at: number, length: number, message: string): void {
  const shown = context.reader.copy(at, length).length
  const item = context.tree?.add(TEXT_ONLY, null, at, shown, { text: message })
  context.noteLength(item, message)
  context.reader.has(at, length)
}

/** Behind the end of the options there should be nothing but zeros; when the next is anything else, the rest is noted, and not read. */
function isPadding(context: OptionContext, from: number, to: number): boolean {
  const { reader } = context
  if (from >= to) return true
  if (!reader.has(from, 1)) return false
  if (reader.u8(from) === 0) return true
  const shown = reader.copy(from, to - from).length
  const item = context.tree?.add(TEXT_ONLY, null, from, shown, { text: 'Non-zero header padding' })
  context.note(item, tcpFields.nonZeroBytesAfterEol, 'Error', 'Protocol', 'Non-zero header padding')
  reader.has(from, to - from)
  return false
}

function dissectUnknown(context: OptionContext): void {
  const item = context.begin(tcpFields.optionUnknown)
  context.addHeader(item)
  if (context.bodyLength > 0 && context.reader.has(context.at + HEADER_BYTES, context.bodyLength))
    item?.add(
      tcpFields.optionsUnknownPayload,
      context.reader.copy(context.at + HEADER_BYTES, context.bodyLength),
      context.at + HEADER_BYTES,
      context.bodyLength,
    )
}

function dissectMss(context: OptionContext): void {
  const item = context.begin(tcpFields.optionMss)
  if (!(context.segment.flags & TCP_FLAG.syn)) context.note(item, tcpFields.optionsMssPresent, 'Warning', 'Protocol')
  context.hasMss = true
  if (!context.hasLength(item, 4) || !context.reader.has(context.at + 2, 2)) return
  const mss = context.reader.u16(context.at + 2)
  if (item !== undefined) {
    item.text = `TCP Option - Maximum segment size: ${mss} bytes`
    item.add(tcpFields.optionsMssVal, mss, context.at + 2, 2)
  }
  if (context.wantsInfo) context.say(` MSS=${mss}`)
}

function dissectWindowScale(context: OptionContext): void {
  const item = context.begin(tcpFields.optionWscale)
  if (!context.hasLength(item, 3) || !context.reader.has(context.at + 2, 1)) return
  const raw = context.reader.u8(context.at + 2)
  const shift = Math.min(raw, MAX_SHIFT)
  const multiplier = 1 << shift
  if (context.learns) context.stream.fwd.winScale = shift
  if (item !== undefined) {
    item.text = `TCP Option - Window scale: ${raw} (multiply by ${multiplier})`
    const shiftItem = item.add(tcpFields.optionsWscaleShift, raw, context.at + 2, 1)
    if (raw > MAX_SHIFT) context.note(shiftItem, tcpFields.optionsWscaleShiftInvalid, 'Warning', 'Protocol')
    item.add(tcpFields.optionsWscaleMultiplier, multiplier, context.at + 2, 1, { generated: true })
  }
  if (context.wantsInfo) context.say(` WS=${multiplier}`)
}

function dissectSackPermitted(context: OptionContext): void {
  const item = context.begin(tcpFields.optionSackPerm)
  if (context.wantsInfo) context.say(' SACK_PERM')
  context.hasLength(item, 2)
}

function dissectEcho(context: OptionContext): void {
  const item = context.begin(tcpFields.optionEcho)
  if (!context.hasLength(item, 6) || !context.reader.has(context.at + 2, 4)) return
  const value = context.reader.u32(context.at + 2)
  if (item !== undefined) {
    item.text = `TCP Option - Echo: ${value}`
    item.add(tcpFields.optionsEchoValue, value, context.at + 2, 4)
  }
  if (context.wantsInfo) context.say(` ECHO=${value}`)
}

function dissectTimestamps(context: OptionContext): void {
  const item = context.begin(tcpFields.optionTimestamp)
  if (item === undefined && !context.wantsInfo) return
  if (!context.hasLength(item, 10) || !context.reader.has(context.at + 2, 4)) return
  const value = context.reader.u32(context.at + 2)
  if (!context.reader.has(context.at + 6, 4)) {
    item?.add(tcpFields.optionsTimestampTsval, value, context.at + 2, 4)
    return
  }
  const echo = context.reader.u32(context.at + 6)
  if (item !== undefined) {
    item.text = () => `TCP Option - Timestamps: TSval ${value}, TSecr ${echo}`
    item.add(tcpFields.optionsTimestampTsval, value, context.at + 2, 4)
    item.add(tcpFields.optionsTimestampTsecr, echo, context.at + 6, 4)
  }
  if (context.wantsInfo && !context.ignoresTimestamps) context.say(` TSval=${value} TSecr=${echo}`)
}

function dissectCc(context: OptionContext): void {
  const item = context.begin(tcpFields.optionCc)
  if (!context.hasLength(item, 6) || !context.reader.has(context.at + 2, 4)) return
  const value = context.reader.u32(context.at + 2)
  item?.add(tcpFields.optionsCcValue, value, context.at + 2, 4)
  if (context.wantsInfo) context.say(` CC=${value}`)
}

function dissectMd5(context: OptionContext): void {
  const item = context.begin(tcpFields.optionMd5)
  if (context.wantsInfo) context.say(' MD5')
  if (!context.hasLength(item, 18) || !context.reader.has(context.at + 2, 16)) return
  item?.add(tcpFields.optionsMd5Digest, context.reader.copy(context.at + 2, 16), context.at + 2, 16)
}

function dissectAuthentication(context: OptionContext): void {
  const item = context.begin(tcpFields.optionAo)
  if (context.wantsInfo) context.say('TCP AO')
  const length = context.addHeader(item)
  if (context.length < MIN_AO_BYTES) {
    context.noteLength(length, `option length should be >= than ${MIN_AO_BYTES}`)
    return
  }
  if (!context.reader.has(context.at + 2, 1)) return
  item?.add(tcpFields.optionsAoKeyid, context.reader.u8(context.at + 2), context.at + 2, 1)
  if (!context.reader.has(context.at + 3, 1)) return
  item?.add(tcpFields.optionsAoRnextkeyid, context.reader.u8(context.at + 3), context.at + 3, 1)
  const macLength = context.length - MIN_AO_BYTES
  if (macLength > 0 && context.reader.has(context.at + 4, macLength))
    item?.add(tcpFields.optionsAoMac, context.reader.copy(context.at + 4, macLength), context.at + 4, macLength)
}

function dissectQuickStart(context: OptionContext): void {
  const item = context.begin(tcpFields.optionQs)
  if (!context.hasLength(item, 8) || !context.reader.has(context.at + 2, 1)) return
  const rate = context.reader.u8(context.at + 2) & 0x0f
  item?.add(tcpFields.optionsQsRate, rate, context.at + 2, 1)
  if (context.wantsInfo) context.say(` QSresp=${QUICK_START_RATES.get(rate) ?? ''}`)
  if (context.reader.has(context.at + 3, 1)) item?.add(tcpFields.optionsQsTtlDiff, context.reader.u8(context.at + 3), context.at + 3, 1)
}

function dissectUserTimeout(context: OptionContext): void {
  const item = context.begin(tcpFields.optionUserTo)
  if (!context.hasLength(item, 4) || !context.reader.has(context.at + 2, 2)) return
  const value = context.reader.u16(context.at + 2)
  item?.add(tcpFields.optionsUserToGranularity, value >>> 15, context.at + 2, 2)
  item?.add(tcpFields.optionsUserToVal, value & 0x7fff, context.at + 2, 2)
  if (context.wantsInfo) context.say(` USER_TO=${value & 0x7fff}`)
}
