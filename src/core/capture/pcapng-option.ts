/** Options of pcapng blocks (draft-ietf-opsawg-pcapng §3.5) as bytes, and comments put into a block that is there already. */
import { joinedBytes } from '../bytes/joined-bytes.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { BLOCK_TYPE, OPTION } from './pcapng-format.ts'

/** An option: its code and its value. */
export interface PcapngOption {
  readonly code: number
  readonly value: Uint8Array
}

/** An option's length has 16 bits; longer text is cut before that. */
export const MAX_OPTION_BYTES = 65_532
const OPTION_HEADER_BYTES = 4
const BLOCK_TRAILER_BYTES = 4
/** Where the options of a section header begin, where it says how long the section is, and where the data of a packet begins. */
const SECTION_OPTIONS = 24
const SECTION_LENGTH = 16
const SECTION_LENGTH_BYTES = 8
const PACKET_DATA = 28
const PACKET_LENGTH = 20

/** `byteCount` and what makes it a multiple of four. */
export function padded(byteCount: number): number {
  return (byteCount + 3) & ~3
}

/** An option with its header and padding; a name record has the same shape. */
export function optionBytes({ code, value }: PcapngOption, littleEndian = true): Uint8Array {
  const bytes = new Uint8Array(OPTION_HEADER_BYTES + padded(value.length))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, code, littleEndian)
  view.setUint16(2, value.length, littleEndian)
  bytes.set(value, OPTION_HEADER_BYTES)
  return bytes
}

/** An option that is text. */
export function textOption(code: number, value: string): PcapngOption {
  return { code, value: encodeUtf8(value).subarray(0, MAX_OPTION_BYTES) }
}

/** Comments, §3.5.1: a block may have several. */
export function commentOptions(texts: readonly string[] = []): PcapngOption[] {
  return texts.map((each) => textOption(OPTION.comment, each))
}

/**
 * A whole block of a file with comments behind those that it has; all else of it stays as it is, but that a section header no longer says
 * how long its section is. Undefined when that kind of block has no place for comments. A packet's lengths must have been checked.
 */
export function blockWithComments(block: Uint8Array, littleEndian: boolean, texts: readonly string[]): Uint8Array | undefined {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const from = optionsFrom(view, littleEndian)
  if (from === undefined) return undefined
  const end = block.length - BLOCK_TRAILER_BYTES
  const comments = commentOptions(texts).map((each) => optionBytes(each, littleEndian))
  const at = endOfOptions(view, from, end, littleEndian)
  const isOpen = at === end && comments.length > 0
  if (isOpen) comments.push(optionBytes({ code: OPTION.endOfOptions, value: new Uint8Array(0) }, littleEndian))
  const whole = joinedBytes([block.subarray(0, at), ...comments, block.subarray(at)])
  const lengths = new DataView(whole.buffer, whole.byteOffset, whole.byteLength)
  lengths.setUint32(4, whole.length, littleEndian)
  lengths.setUint32(whole.length - BLOCK_TRAILER_BYTES, whole.length, littleEndian)
  if (view.getUint32(0, littleEndian) === BLOCK_TYPE.section) whole.fill(0xff, SECTION_LENGTH, SECTION_LENGTH + SECTION_LENGTH_BYTES)
  return whole
}

function optionsFrom(view: DataView, littleEndian: boolean): number | undefined {
  const type = view.getUint32(0, littleEndian)
  if (type === BLOCK_TYPE.section) return SECTION_OPTIONS
  if (type !== BLOCK_TYPE.enhancedPacket && type !== BLOCK_TYPE.obsoletePacket) return undefined
  return PACKET_DATA + padded(view.getUint32(PACKET_LENGTH, littleEndian))
}

/** Where the list of options ends: at its end mark, at the end of the block, or where it begins if it is broken. */
function endOfOptions(view: DataView, from: number, end: number, littleEndian: boolean): number {
  let at = from
  while (end - at >= OPTION_HEADER_BYTES) {
    if (view.getUint16(at, littleEndian) === OPTION.endOfOptions) return at
    at += OPTION_HEADER_BYTES + padded(view.getUint16(at + 2, littleEndian))
  }
  return at === end ? at : from
}
