/**
 * The texts of a plain packet's frame lines. What stands side by side, and seldom changes, is one text: the time that writing a tree takes
 * depends on the number of its gaps.
 */
import type { CaptureInfo } from '../../../capture/record.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { addInterface, interfaceWords } from '../layers/frame-layer.ts'
import { absoluteTimeText, type LocalTime } from '../local-time.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { TextPiece, textGaps } from './gapped-text.ts'
import { layerLines } from './layer-lines.ts'
import { HEADER_TEXT_PLACES } from './plain-headers.ts'
import { AT_EPOCH_NS } from './plain-places.ts'

/** Places of texts, behind those of the headers. */
const FRAME_TEXT = {
  /** Lengths on the wire and captured, as the first line has them. */
  lengths: HEADER_TEXT_PLACES,
  /** What the first line says of the interface; in a tree all up to the second of the arrival. */
  start: HEADER_TEXT_PLACES + 1,
  /** From the zone of the arrival to the second of the epoch. */
  epoch: HEADER_TEXT_PLACES + 2,
  lengthLines: HEADER_TEXT_PLACES + 3,
} as const
/** How many there are, with the headers'; further places are others'. */
export const FRAME_TEXT_PLACES = FRAME_TEXT.lengthLines + 1

/** The gaps that they fill. */
export const FRAME_GAPS = textGaps(FRAME_TEXT)

/** The first line of a frame. */
export const FRAME = 'Frame {number}: {lengths}{start}'
/** What is behind it where the tree is unfolded. */
export const FRAME_TREE = `{epochNs}{epoch}{epochNs} seconds
    [Time delta from previous captured frame: {sincePrevious} seconds]
    [Time delta from previous displayed frame: {sinceDisplayed} seconds]
    [Time since reference or first frame: {time} seconds]
    Frame Number: {number}
{lengthLines}    [Frame is marked: False]
    [Frame is ignored: False]
`

const NS_PER_S = 1_000_000_000
const BITS_PER_BYTE = 8
/** So many pairs of lengths are kept: frames of usual lengths do not drive each other out. */
const KEPT_LENGTHS = 2048
/** Interfaces of which more is to be said are not for this. */
const MOST_INTERFACE_BYTES = 3000
const NO_BYTES = new Uint8Array(0)

/** The texts for a length on the wire and a length captured. */
interface Lengths {
  readonly wire: number
  readonly captured: number
  readonly words: TextPiece
  readonly lines: TextPiece
}

/** What is said of an interface: in the first line, and below. */
interface InterfaceTexts {
  readonly words: string
  readonly lines: string
}

/** Finds or makes the texts. Those of interfaces must be short; `canShow` says whether they are. */
export class PlainFrame {
  readonly #capture: CaptureInfo
  readonly #localTime: LocalTime
  /** Whether the tree of the frame is unfolded. */
  readonly #showsTree: boolean
  readonly #startSeconds: number
  readonly #startRestNs: number
  readonly #interfaces: (InterfaceTexts | undefined)[] = []
  readonly #lengths: (Lengths | undefined)[] = Array.from({ length: KEPT_LENGTHS }, () => undefined)
  /** Interface and second of the last frame, with the texts for them. */
  #interfaceIndex = NaN
  #second = NaN
  #start = TextPiece.EMPTY
  #epoch = TextPiece.EMPTY

  constructor(capture: CaptureInfo, localTime: LocalTime, showsTree: boolean) {
    this.#capture = capture
    this.#localTime = localTime
    this.#showsTree = showsTree
    const startNs = capture.startNs ?? 0n
    const perSecond = BigInt(NS_PER_S)
    this.#startSeconds = Number(startNs / perSecond)
    this.#startRestNs = Number(startNs % perSecond)
  }

  /** Whether the frames of this interface can be written: if its name is of a usual length. */
  canShow(interfaceIndex: number): boolean {
    return this.#interface(interfaceIndex) !== undefined
  }

  /** Puts the texts of a packet into their places, and the time of its arrival among the numbers. */
  set(texts: TextPiece[], numbers: Float64Array, plain: PlainPacket): void {
    const { wireLength, capturedLength, interfaceIndex } = plain
    const lengths = this.#lengthsOf(wireLength, capturedLength)
    texts[FRAME_TEXT.lengths] = lengths.words
    texts[FRAME_TEXT.lengthLines] = lengths.lines
    let second = 0
    if (this.#showsTree) {
      const sinceSecondNs = this.#startRestNs + plain.timeNs
      second = Math.floor(sinceSecondNs / NS_PER_S)
      numbers[AT_EPOCH_NS] = sinceSecondNs - second * NS_PER_S
    }
    if (second !== this.#second || interfaceIndex !== this.#interfaceIndex) this.#makeStart(interfaceIndex, second)
    texts[FRAME_TEXT.start] = this.#start
    texts[FRAME_TEXT.epoch] = this.#epoch
  }

  #makeStart(interfaceIndex: number, second: number): void {
    this.#interfaceIndex = interfaceIndex
    this.#second = second
    const { words, lines } = this.#interface(interfaceIndex) ?? NO_INTERFACE
    if (!this.#showsTree) {
      this.#start = TextPiece.short(`${words}\n`)
      return
    }
    const unixSeconds = this.#startSeconds + second
    const text = absoluteTimeText(BigInt(unixSeconds) * BigInt(NS_PER_S), this.#localTime)
    const point = text.indexOf('.') + 1
    const zone = text.slice(text.indexOf(' ', point))
    this.#start = TextPiece.short(`${words}\n${lines}    Encapsulation type: Ethernet (1)\n    Arrival Time: ${text.slice(0, point)}`)
    this.#epoch = TextPiece.short(`${zone}\n    [Time shift for this packet: 0.000000000 seconds]\n    Epoch Time: ${unixSeconds}.`)
  }

  /** What is said of an interface; undefined where that is too long. */
  #interface(index: number): InterfaceTexts | undefined {
    if (index in this.#interfaces) return this.#interfaces[index]
    const { format, interfaces } = this.#capture
    const known = format === 'pcapng' ? interfaces[index] : undefined
    const texts =
      known === undefined
        ? NO_INTERFACE
        : { words: interfaceWords(known, index), lines: layerLines(NO_BYTES, (d, item) => addInterface(d, item, known, index)) }
    const isShort = encodeUtf8(texts.words + texts.lines).length <= MOST_INTERFACE_BYTES
    this.#interfaces[index] = isShort ? texts : undefined
    return this.#interfaces[index]
  }

  #lengthsOf(wire: number, captured: number): Lengths {
    const place = (wire ^ (wire >>> 11) ^ (captured << 5) ^ captured) & (KEPT_LENGTHS - 1)
    const found = this.#lengths[place]
    if (found !== undefined && found.wire === wire && found.captured === captured) return found
    const wireBits = wire * BITS_PER_BYTE
    const capturedBits = captured * BITS_PER_BYTE
    const made = {
      wire,
      captured,
      words: TextPiece.short(`${wire} bytes on wire (${wireBits} bits), ${captured} bytes captured (${capturedBits} bits)`),
      lines: TextPiece.short(
        `    Frame Length: ${wire} bytes (${wireBits} bits)\n    Capture Length: ${captured} bytes (${capturedBits} bits)\n`,
      ),
    }
    this.#lengths[place] = made
    return made
  }
}

const NO_INTERFACE: InterfaceTexts = { words: '', lines: '' }
