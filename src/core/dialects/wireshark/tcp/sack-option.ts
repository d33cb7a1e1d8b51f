/** The SACK option (RFC 2018) with D-SACK (RFC 2883). */
import type { FieldItem } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'
import { MAX_SACK_BLOCKS } from './tcp-stream.ts'

const EDGE_BYTES = 4
const BLOCK_BYTES = 8
const HEADER_BYTES = 2
const GENERATED = { generated: true } as const

/** Reads a SACK option and keeps its blocks for the other direction's bytes in flight. */
export function dissectSack(context: OptionContext): void {
  const { reader, at, segment } = context
  const { fwd } = context.stream
  const item = context.begin(tcpFields.optionSack)
  context.addHeader(item)
  const base = context.isRelative ? context.ackBase : 0
  const suffix = context.isRelative ? ' (relative)' : ''
  const end = at + context.length
  let edges = fwd.sackEdges
  if (edges === undefined) {
    edges = new Int32Array(MAX_SACK_BLOCKS * 2)
    fwd.sackEdges = edges
  }
  let text = 'TCP Option - SACK'
  let count = 0
  let from = at + HEADER_BYTES
  while (from < end) {
    if (from + EDGE_BYTES > end) {
      notePastEnd(context, item, from, end - from)
      break
    }
    if (!reader.has(from, EDGE_BYTES)) return
    const left = (reader.i32(from) - base) | 0
    item?.add(tcpFields.optionsSackLe, left >>> 0, from, EDGE_BYTES, { text: `left edge = ${left >>> 0}${suffix}` })
    if (count < MAX_SACK_BLOCKS) edges[count * 2] = left
    from += EDGE_BYTES
    if (from + EDGE_BYTES > end) {
      notePastEnd(context, item, from - EDGE_BYTES, end - from)
      break
    }
    if (!reader.has(from, EDGE_BYTES)) return
    const right = (reader.i32(from) - base) | 0
    item?.add(tcpFields.optionsSackRe, right >>> 0, from, EDGE_BYTES, { text: `right edge = ${right >>> 0}${suffix}` })
    from += EDGE_BYTES
    if (count < MAX_SACK_BLOCKS) {
      edges[count * 2 + 1] = right
      count++
    }
    if (item !== undefined) {
      text += ` ${left >>> 0}-${right >>> 0}`
      item.text = text
    }
    if (context.wantsInfo) context.say(` SLE=${left >>> 0} SRE=${right >>> 0}`)
  }
  if (context.learns) fwd.sackCount = count
  item?.add(tcpFields.optionsSackCount, count, at, 0, GENERATED)
  if (!isDuplicateSack(edges, count, segment.ack)) return
  if (!reader.has(at + HEADER_BYTES, EDGE_BYTES)) return
  const left = edges[0] >>> 0
  item?.add(tcpFields.optionsSackDsackLe, left, at + HEADER_BYTES, EDGE_BYTES, {
    generated: true,
    text: `D-SACK Left Edge = ${left}${suffix}`,
  })
  if (!reader.has(at + HEADER_BYTES + EDGE_BYTES, EDGE_BYTES)) return
  const right = edges[1] >>> 0
  item?.add(tcpFields.optionsSackDsackRe, right, at + HEADER_BYTES + EDGE_BYTES, EDGE_BYTES, {
    generated: true,
    text: `D-SACK Right Edge = ${right}${suffix}`,
  })
  const line = item?.add(TEXT_ONLY, null, at + HEADER_BYTES, BLOCK_BYTES, { text: 'D-SACK Sequence' })
  context.note(line, tcpFields.optionsSackDsack, 'Warning', 'Sequence')
}

/** Whether the first block of an option tells of data that came twice: it is acknowledged, or lies within the second (RFC 2883 §4). */
export function isDuplicateSack(edges: Int32Array, count: number, ack: number): boolean {
  const isOld = ((edges[1] - ack) | 0) <= 0
  const isInside = count > 1 && ((edges[1] - edges[2]) | 0) > 0 && ((edges[3] - edges[1]) | 0) >= 0
  return isOld || isInside
}

function notePastEnd(context: OptionContext, item: FieldItem | undefined, at: number, length: number): void {
  const line = item?.add(TEXT_ONLY, null, at, length, { text: 'suboption would go past end of option' })
  context.note(line, tcpFields.suboptionMalformed, 'Error', 'Malformed')
}
