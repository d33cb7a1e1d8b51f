/** The texts of a plain packet's frame: what stands side by side, and seldom changes, is one text. */
import type { CaptureInfo } from '../../../capture/record.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { addInterface, interfaceWords } from '../layers/frame-layer.ts'
import { absoluteTimeText, type LocalTime } from '../local-time.ts'
import type { PlainPacket } from '../plain-packet.ts'
import type { GapFiller } from './gap-filler.ts'
import { TextPiece, textGaps } from './gapped-text.ts'
import { type LayerStyle, layerText } from './layer-style.ts'
import { HEADER_TEXT_PLACES } from './plain-headers.ts'
import { AT_EPOCH_NS } from './plain-places.ts'

/** Places of texts, behind those of the headers. */
const FRAME_TEXT = {
  /** What the first line says of the interface; in a tree all up to the second of the arrival. */
  start: HEADER_TEXT_PLACES,
  /** From the zone of the arrival to the second of the epoch. */
  epoch: HEADER_TEXT_PLACES + 1,
} as const
/** How many there are, with the headers'; further places are others'. */
export const FRAME_TEXT_PLACES = FRAME_TEXT.epoch + 1

/** The gaps that they fill. */
export const FRAME_GAPS = textGaps(FRAME_TEXT)

/** How a frame is written. */
export interface FrameStyle {
  readonly layer: LayerStyle
  /** Whether it is told when the frame came. */
  readonly isTimed: boolean
  /** What is between the first line's lengths and the fraction of the arrival's second; `words` and `lines` are said of the interface. */
  start(words: string, lines: string, arrival: string, unixSeconds: number): string
  /** What is between the two fractions. */
  epoch(zone: string, unixSeconds: number): string
}

const NS_PER_S = 1_000_000_000
/** Dates up to the year 2103, so that no later packet of a long capture leaves the usual ones. */
const MAX_START_NS = 4_200_000_000n * BigInt(NS_PER_S)
/** Interfaces of which more is to be said are not for this. */
const MOST_INTERFACE_BYTES = 3000
const NO_BYTES = new Uint8Array(0)

/** What is said of an interface: in the first line, and below. */
interface InterfaceTexts {
  readonly words: string
  readonly lines: string
}

/** Whether a capture has a date, and a usual one: frames can then tell when they came. */
export function hasUsualDate({ startNs }: CaptureInfo): boolean {
  return startNs !== undefined && startNs >= 0n && startNs <= MAX_START_NS
}

/** Finds or makes the texts. Those of interfaces must be short; `canShow` says whether they are. */
export class PlainFrame {
  readonly #capture: CaptureInfo
  readonly #localTime: LocalTime
  readonly #style: FrameStyle
  readonly #startSeconds: number
  readonly #startRestNs: number
  readonly #interfaces: (InterfaceTexts | undefined)[] = []
  /** Interface and second of the last frame, with the texts for them. */
  #interfaceIndex = NaN
  #second = NaN
  #start = TextPiece.EMPTY
  #epoch = TextPiece.EMPTY

  constructor(capture: CaptureInfo, localTime: LocalTime, style: FrameStyle) {
    this.#capture = capture
    this.#localTime = localTime
    this.#style = style
    const startNs = capture.startNs ?? 0n
    const perSecond = BigInt(NS_PER_S)
    this.#startSeconds = Number(startNs / perSecond)
    this.#startRestNs = Number(startNs % perSecond)
  }

  /** Whether the frames of this interface can be written: if its name is of a usual length. */
  canShow(interfaceIndex: number): boolean {
    return this.#interface(interfaceIndex) !== undefined
  }

  /** Fills the gaps for the texts of a packet, and puts the time of its arrival among the numbers. */
  set(filler: GapFiller, plain: PlainPacket): void {
    const { interfaceIndex } = plain
    let second = 0
    if (this.#style.isTimed) {
      const sinceSecondNs = this.#startRestNs + plain.timeNs
      second = Math.floor(sinceSecondNs / NS_PER_S)
      filler.numbers[AT_EPOCH_NS] = sinceSecondNs - second * NS_PER_S
    }
    if (second !== this.#second || interfaceIndex !== this.#interfaceIndex) this.#makeStart(interfaceIndex, second)
    filler.setText(FRAME_TEXT.start, this.#start)
    filler.setText(FRAME_TEXT.epoch, this.#epoch)
  }

  #makeStart(interfaceIndex: number, second: number): void {
    this.#interfaceIndex = interfaceIndex
    this.#second = second
    const { words, lines } = this.#interface(interfaceIndex) ?? NO_INTERFACE
    if (!this.#style.isTimed) {
      this.#start = TextPiece.short(this.#style.start(words, lines, '', 0))
      return
    }
    const unixSeconds = this.#startSeconds + second
    const text = absoluteTimeText(BigInt(unixSeconds) * BigInt(NS_PER_S), this.#localTime)
    const point = text.indexOf('.') + 1
    this.#start = TextPiece.short(this.#style.start(words, lines, text.slice(0, point), unixSeconds))
    this.#epoch = TextPiece.short(this.#style.epoch(text.slice(text.indexOf(' ', point)), unixSeconds))
  }

  /** What is said of an interface; undefined where that is too long. */
  #interface(index: number): InterfaceTexts | undefined {
    if (index in this.#interfaces) return this.#interfaces[index]
    const { format, interfaces } = this.#capture
    const known = format === 'pcapng' ? interfaces[index] : undefined
    const texts =
      known === undefined
        ? NO_INTERFACE
        : {
            words: interfaceWords(known, index),
            lines: layerText(this.#style.layer, NO_BYTES, (d, item) => addInterface(d, item, known, index)),
          }
    const isShort = encodeUtf8(texts.words + texts.lines).length <= MOST_INTERFACE_BYTES
    this.#interfaces[index] = isShort ? texts : undefined
    return this.#interfaces[index]
  }
}

const NO_INTERFACE: InterfaceTexts = { words: '', lines: '' }
