/** The checksum of a segment: its lines in the tree, and what the Info column says of it. */
import { onesComplementSum } from '../../../wire/checksum.ts'
import { PROTOCOL_TCP } from '../../../wire/ip-protocol.ts'
import type { FieldItem } from '../field-item.ts'
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

const STATUS = { bad: 0, good: 1, unverified: 2 } as const
const GENERATED = { generated: true } as const
const UNVERIFIED = { generated: true, text: 'Checksum Status: Unverified' } as const
const BAD = { generated: true, text: 'Checksum Status: Bad' } as const
const GOOD = { generated: true, text: 'Checksum Status: Good' } as const
const ALL_ONES = 0xffff
const CHECKSUM_OFFSET = 16

/** The checksum that a segment should have, with what it has; `view` is over the bytes of the frame. */
export interface SegmentSum {
  /** 0 for a right checksum: the inverted sum over everything. */
  readonly computed: number
  readonly expected: number
}

/** Sums up a segment with its pseudo-header (RFC 9293 §3.1). */
export function sumSegment(context: OptionContext, length: number, source: Uint8Array, destination: Uint8Array): SegmentSum {
  const { bytes, offset } = context.reader
  const addresses = sumOf(source, 0, source.length, sumOf(destination, 0, destination.length, PROTOCOL_TCP + length))
  const computed = ~sumOf(bytes, offset, length, addresses) & ALL_ONES
  return { computed, expected: folded(context.segment.checksum + computed) }
}

function sumOf(bytes: Uint8Array, at: number, length: number, sum: number): number {
  return folded(onesComplementSum(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, length, folded(sum)))
}

function folded(sum: number): number {
  const once = (sum >>> 16) + (sum & ALL_ONES)
  return (once >>> 16) + (once & ALL_ONES)
}

/** Adds the lines; `sum` is undefined for a checksum that was not looked at. */
export function addChecksum(context: OptionContext, tree: FieldItem, sum: SegmentSum | undefined): void {
  const { checksum } = context.segment
  const at = context.reader.offset + CHECKSUM_OFFSET
  const digits = `Checksum: ${hex(checksum)}`
  if (sum === undefined) {
    tree.add(tcpFields.checksum, checksum, at, 2, { text: () => `${digits} [unverified]` })
    tree.add(tcpFields.checksumStatus, STATUS.unverified, at, 0, UNVERIFIED)
    return
  }
  if (isAllOnes(context, sum)) {
    const item = tree.add(tcpFields.checksum, checksum, at, 2, { text: `${digits} [should be 0x0000 (see RFC 1624)]` })
    item.add(tcpFields.checksumCalculated, 0, at, 2, GENERATED)
    const status = item.add(tcpFields.checksumStatus, STATUS.bad, at, 0, BAD)
    context.note(status, tcpFields.checksumFfff, 'Warning', 'Checksum')
    return
  }
  if (sum.computed === 0) {
    tree.add(tcpFields.checksum, checksum, at, 2, { text: () => `${digits} [correct]` })
    tree.add(tcpFields.checksumStatus, STATUS.good, at, 0, GOOD)
    tree.add(tcpFields.checksumCalculated, checksum, at, 2, GENERATED)
    return
  }
  const expected = hex(sum.expected)
  const item = tree.add(tcpFields.checksum, checksum, at, 2, {
    text: () => `${digits} incorrect, should be ${expected}(maybe caused by "TCP checksum offload"?)`,
  })
  context.note(item, tcpFields.checksumBadExpert, 'Error', 'Checksum', `Bad checksum [should be ${expected}]`)
  tree.add(tcpFields.checksumStatus, STATUS.bad, at, 0, BAD)
  tree.add(tcpFields.checksumCalculated, sum.expected, at, 2, GENERATED)
}

/** What the Info column says of a checksum that is not right. */
export function checksumInfo(context: OptionContext, sum: SegmentSum): string {
  if (isAllOnes(context, sum)) return ' [TCP CHECKSUM 0xFFFF]'
  return sum.computed === 0 ? '' : ' [TCP CHECKSUM INCORRECT]'
}

/** 0xffff where 0 is right: the same in ones' complement, but no sender computes it. */
function isAllOnes(context: OptionContext, sum: SegmentSum): boolean {
  return sum.computed === 0 && context.segment.checksum === ALL_ONES
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`
}
