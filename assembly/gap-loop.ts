/**
 * The loop that writes texts with gaps (`GapFiller` in `src/core/dialects/wireshark/output/gap-filler.ts`): by the plan of a text (`gap-fills.ts`
 * there), what stands between two gaps and what fills the next, in turn. Text is copied 16 bytes at a time: so many may be read, and
 * written, behind its end.
 */
import {
  FILL_AT,
  FILL_BYTE_HEX,
  FILL_COLON_DIGITS,
  FILL_COLON_HEX,
  FILL_DIGITS,
  FILL_DUMP,
  FILL_HEX,
  FILL_IPV4,
  FILL_LEFT,
  FILL_MASK,
  FILL_MICROSECONDS,
  FILL_NANOSECONDS,
  FILL_NOTHING,
  FILL_NUMBER,
  FILL_NUMBER_IF_ANY,
  FILL_RIGHT,
  FILL_SECONDS,
  FILL_SECONDS_IF_ANY,
  FILL_TEXT,
  HEAD_BYTES,
  LENGTH_MASK,
  PLACE_AT,
} from '../src/core/dialects/wireshark/output/gap-fills'
import { isUsualTime, wordOf, writeIpv4, writeNanoseconds, writeNumber, writeSeconds, writeShortTime } from './digit-triples'
import { writeByteHex, writeColonDigits, writeColonHex, writeDigits, writeDump, writeHex } from './hex-text'

/** Writes a time for which `isUsualTime` is false, and gives where its text ends. */
declare function oddSeconds(to: usize, timeNs: f64): usize

const STEP: usize = 16
/** Of a head; texts are filled up to a multiple of it. */
const HEAD: usize = HEAD_BYTES
/** Of nine decimals, to leave six. */
const CUT_DIGITS: usize = 3
const BLANK: u8 = 0x20

/** What gaps are filled with: doubles and addresses of texts (their length in front), by place; bytes. */
let numbers: usize = 0
let texts: usize = 0
let bytes: usize = 0

/** Memory for `byteCount` bytes. */
export function allocate(byteCount: usize): usize {
  return heap.alloc(byteCount)
}

/** Says where that stands with which gaps are to be filled. */
export function setUp(numbersAt: usize, textsAt: usize, bytesAt: usize): void {
  numbers = numbersAt
  texts = textsAt
  bytes = bytesAt
}

/** Writes the text of a plan to `block`, with `byteCount` bytes in the gaps that want some; gives where it ends. */
export function fill(plan: usize, block: usize, byteCount: usize): usize {
  let from = plan
  let to = block
  // Where the gap begins that was filled last.
  let last = block
  let kind: u32
  do {
    const head = load<u32>(from)
    const length = <usize>(head & LENGTH_MASK)
    to = copy(to, from + HEAD, length)
    from += HEAD + ((length + HEAD - 1) & ~(HEAD - 1))
    const start = to
    const place: usize = head >>> PLACE_AT
    kind = (head >>> FILL_AT) & FILL_MASK
    switch (kind) {
      case FILL_NUMBER:
        to = writeNumber(to, wordOf(numberAt(place)))
        break
      case FILL_NUMBER_IF_ANY:
        if (!isNaN(numberAt(place))) to = writeNumber(to, wordOf(numberAt(place)))
        break
      case FILL_HEX:
        to = writeHex(to, wordOf(numberAt(place)))
        break
      case FILL_BYTE_HEX:
        to = writeByteHex(to, wordOf(numberAt(place)))
        break
      case FILL_COLON_HEX:
        to = writeColonHex(to, wordOf(numberAt(place)))
        break
      case FILL_SECONDS:
        to = writeTime(to, numberAt(place))
        break
      case FILL_SECONDS_IF_ANY:
        if (!isNaN(numberAt(place))) to = writeTime(to, numberAt(place))
        break
      case FILL_MICROSECONDS:
        // The digits that are cut off are overwritten by what follows.
        to = writeTime(to, numberAt(place)) - CUT_DIGITS
        break
      case FILL_NANOSECONDS:
        to = writeNanoseconds(to, wordOf(numberAt(place)))
        break
      case FILL_IPV4:
        to = writeIpv4(to, wordOf(numberAt(place)))
        break
      case FILL_TEXT: {
        const text: usize = load<u32>(texts + (place << 2))
        to = copy(to, text + HEAD, load<u32>(text))
        break
      }
      case FILL_RIGHT:
        to = alignRight(last, to, place)
        break
      case FILL_LEFT:
        v128.store(to, i8x16.splat(BLANK))
        to = max(to, last + place)
        break
      case FILL_DIGITS:
        to = writeDigits(to, bytes, min(byteCount, place))
        break
      case FILL_COLON_DIGITS:
        to = writeColonDigits(to, bytes, byteCount)
        break
      case FILL_DUMP:
        to = writeDump(to, bytes, byteCount)
        break
      default:
        break
    }
    last = start
  } while (kind !== FILL_NOTHING)
  return to
}

function numberAt(place: usize): f64 {
  return load<f64>(numbers + (place << 3))
}

function copy(to: usize, from: usize, length: usize): usize {
  const end = to + length
  let source = from
  let target = to
  do {
    v128.store(target, v128.load(source))
    target += STEP
    source += STEP
  } while (target < end)
  return end
}

/** Brings the text from `start` to `end`, if it is narrower, to the right end of so many columns; gives where they end. */
function alignRight(start: usize, end: usize, width: usize): usize {
  if (end - start >= width) return end
  const text = v128.load(start)
  v128.store(start, i8x16.splat(BLANK))
  v128.store(start + width - (end - start), text)
  return start + width
}

function writeTime(to: usize, timeNs: f64): usize {
  // Most are less than four seconds, and whole: a word.
  const ns = wordOf(timeNs)
  if (<f64>ns === timeNs) return writeShortTime(to, ns)
  return isUsualTime(timeNs) ? writeSeconds(to, timeNs) : oddSeconds(to, timeNs)
}
