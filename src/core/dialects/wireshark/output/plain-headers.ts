/** The texts of a plain packet's frame, Ethernet and IP lines: what is the same in packet after packet is made once, by the layers themselves. */
import type { CaptureInfo } from '../../../capture/record.ts'
import { etherText, ipv6Text } from '../address-column.ts'
import { Dissection } from '../dissection.ts'
import { FieldItem, type PacketTimes } from '../field-item.ts'
import { addDixHeader } from '../layers/ethernet-layer.ts'
import { addEthernetTrailer, TRAILER_FIELDS } from '../layers/ethernet-trailer.ts'
import { addInterface, interfaceWords } from '../layers/frame-layer.ts'
import { addDsField, addFlags } from '../layers/ipv4-layer.ts'
import { addDestinationDetails, addFlowLabel, addSourceDetails, addTrafficClass } from '../layers/ipv6-layer.ts'
import { absoluteTimeText, type LocalTime } from '../local-time.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { TEXT_ONLY } from '../text-only.ts'
import { WantedFields } from '../wanted-fields.ts'
import { childrenText } from './detail-text.ts'
import { TextPiece, textGaps } from './gapped-text.ts'
import { AT_EPOCH_NS, AT_EPOCH_SECONDS } from './plain-places.ts'

/** Places of texts. */
export const HEADER_TEXT = {
  interfaceWords: 0,
  interfaceLines: 1,
  arrival: 2,
  zone: 3,
  ethernet: 4,
  padding: 5,
  dsField: 6,
  ipFlags: 7,
  source6: 8,
  destination6: 9,
  trafficClass: 10,
  flow: 11,
  sourceDetails: 12,
  destinationDetails: 13,
  ethernetSource: 14,
  ethernetDestination: 15,
} as const
/** How many there are; further places are others'. */
export const HEADER_TEXT_PLACES = HEADER_TEXT.ethernetDestination + 1

/** The gaps that they fill. */
export const HEADER_GAPS = textGaps(HEADER_TEXT)

const NS_PER_S = 1_000_000_000
/** A frame without anything but zeros, for the lines of its padding. */
const SHORTEST_FRAME_BYTES = 60
const DIX_HEADER_BYTES = 14
const ETHERNET_ADDRESS_BYTES = 6
const IPV6_ADDRESS_BYTES = 16
/** Pieces that are kept of each kind: the newest takes the place of another with the same hash. */
const KEPT = 256
const NO_TIMES: PacketTimes = { startNs: undefined, timeNs: NaN, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 0 }
const EVERYTHING = new WantedFields(undefined)

/** What is kept of an address, or of a pair of them: the bytes that it is known by, and its texts. */
interface Kept {
  readonly bytes: Uint8Array
  readonly texts: readonly TextPiece[]
}

/** Finds or makes the texts. Those of interfaces must be short; `canShow` says whether they are. */
export class PlainHeaders {
  readonly #capture: CaptureInfo
  readonly #localTime: LocalTime
  /** Whether the trees of these layers are unfolded. */
  readonly #showsTrees: boolean
  readonly #startSeconds: number
  readonly #startRestNs: number
  readonly #interfaces: (readonly [words: TextPiece, lines: TextPiece] | undefined)[] = []
  #second = NaN
  #arrival = TextPiece.EMPTY
  #zone = TextPiece.EMPTY
  readonly #ethernet: (Kept | undefined)[] = []
  /** The headers of the last two kinds of frames: each direction of a conversation has its own. */
  #near: Kept | undefined
  #far: Kept | undefined
  readonly #padding: TextPiece[] = []
  readonly #dsFields: TextPiece[] = []
  readonly #ipFlags: TextPiece[] = []
  readonly #addresses: (Kept | undefined)[] = []
  readonly #trafficClasses: TextPiece[] = []
  readonly #flows: (Kept | undefined)[] = []

  constructor(capture: CaptureInfo, localTime: LocalTime, showsTrees: boolean) {
    this.#capture = capture
    this.#localTime = localTime
    this.#showsTrees = showsTrees
    const startNs = capture.startNs ?? 0n
    const perSecond = BigInt(NS_PER_S)
    this.#startSeconds = Number(startNs / perSecond)
    this.#startRestNs = Number(startNs % perSecond)
  }

  /** Whether the trees of packets from this interface can be written: if its name is of a usual length. */
  canShow(interfaceIndex: number): boolean {
    return this.#interface(interfaceIndex) !== undefined
  }

  /** Puts the texts of a packet into their places, and the time of its arrival among the numbers. */
  set(texts: TextPiece[], numbers: Float64Array, plain: PlainPacket): void {
    const { bytes, ip, frame } = plain
    const ofInterface = this.#interface(plain.interfaceIndex)
    texts[HEADER_TEXT.interfaceWords] = ofInterface?.[0] ?? TextPiece.EMPTY
    const ethernet = this.#ethernetOf(bytes, frame)
    texts[HEADER_TEXT.ethernet] = ethernet[ETHERNET.lines]
    texts[HEADER_TEXT.ethernetSource] = ethernet[ETHERNET.source]
    texts[HEADER_TEXT.ethernetDestination] = ethernet[ETHERNET.destination]
    if (plain.isIpv6) {
      const source = kept(this.#addresses, bytes, plain.source, IPV6_ADDRESS_BYTES, makeAddress).texts
      const destination = kept(this.#addresses, bytes, plain.destination, IPV6_ADDRESS_BYTES, makeAddress).texts
      texts[HEADER_TEXT.source6] = source[ADDRESS.text]
      texts[HEADER_TEXT.destination6] = destination[ADDRESS.text]
      texts[HEADER_TEXT.sourceDetails] = source[ADDRESS.sourceDetails]
      texts[HEADER_TEXT.destinationDetails] = destination[ADDRESS.destinationDetails]
    }
    if (!this.#showsTrees) return
    texts[HEADER_TEXT.interfaceLines] = ofInterface?.[1] ?? TextPiece.EMPTY
    this.#setTime(texts, numbers, plain.timeNs)
    texts[HEADER_TEXT.padding] = this.#padding[plain.padding] ??= paddingLines(plain.padding)
    if (plain.isIpv6) {
      const trafficClass = ((bytes[ip] & 15) << 4) | (bytes[ip + 1] >>> 4)
      texts[HEADER_TEXT.trafficClass] = this.#trafficClasses[trafficClass] ??= linesOf(bytes, ip, 4, addTrafficClass)
      texts[HEADER_TEXT.flow] = kept(this.#flows, bytes, ip, 4, makeFlow).texts[0]
    } else {
      texts[HEADER_TEXT.dsField] = this.#dsFields[bytes[ip + 1]] ??= linesOf(bytes, ip + 1, 1, addDsField)
      const flags = bytes[ip + 6] >>> 5
      texts[HEADER_TEXT.ipFlags] = this.#ipFlags[flags] ??= linesOf(bytes, ip + 6, 1, (d, item) => addFlags(d, item, flags, 0))
    }
  }

  #setTime(texts: TextPiece[], numbers: Float64Array, timeNs: number): void {
    const sinceSecondNs = this.#startRestNs + timeNs
    const seconds = Math.floor(sinceSecondNs / NS_PER_S)
    const unixSeconds = this.#startSeconds + seconds
    if (unixSeconds !== this.#second) {
      this.#second = unixSeconds
      const text = absoluteTimeText(BigInt(unixSeconds) * BigInt(NS_PER_S), this.#localTime)
      const point = text.indexOf('.') + 1
      this.#arrival = TextPiece.short(text.slice(0, point))
      this.#zone = TextPiece.short(text.slice(text.indexOf(' ', point)))
    }
    texts[HEADER_TEXT.arrival] = this.#arrival
    texts[HEADER_TEXT.zone] = this.#zone
    numbers[AT_EPOCH_SECONDS] = unixSeconds
    numbers[AT_EPOCH_NS] = sinceSecondNs - seconds * NS_PER_S
  }

  /** What is said of an interface; undefined where that is too long. */
  #interface(index: number): readonly [words: TextPiece, lines: TextPiece] | undefined {
    if (index in this.#interfaces) return this.#interfaces[index]
    const { format, interfaces } = this.#capture
    const known = format === 'pcapng' ? interfaces[index] : undefined
    const words = TextPiece.of(known === undefined ? '' : interfaceWords(known, index))
    const lines =
      known === undefined ? TextPiece.EMPTY : TextPiece.of(linesText(NO_BYTES, (d, item) => addInterface(d, item, known, index)))
    const texts = words === undefined || lines === undefined ? undefined : ([words, lines] as const)
    this.#interfaces[index] = texts
    return texts
  }

  #ethernetOf(bytes: Uint8Array, frame: number): readonly TextPiece[] {
    const near = this.#near
    if (near !== undefined && isSame(near.bytes, bytes, frame)) return near.texts
    const far = this.#far
    const found =
      far !== undefined && isSame(far.bytes, bytes, frame) ? far : kept(this.#ethernet, bytes, frame, DIX_HEADER_BYTES, this.#makeEthernet)
    this.#far = near
    this.#near = found
    return found.texts
  }

  readonly #makeEthernet = (bytes: Uint8Array): readonly TextPiece[] => {
    const source = etherText(bytes, ETHERNET_ADDRESS_BYTES)
    const destination = etherText(bytes, 0)
    const tree = this.#showsTrees ? linesText(bytes, (d, item) => addDixHeader(d, item, 0)) : ''
    return [
      TextPiece.short(`Ethernet II, Src: ${source}, Dst: ${destination}\n${tree}`),
      TextPiece.short(source),
      TextPiece.short(destination),
    ]
  }
}

const NO_BYTES = new Uint8Array(0)
/** Where each text of an Ethernet header stands, and of an address. */
const ETHERNET = { lines: 0, source: 1, destination: 2 } as const
const ADDRESS = { text: 0, sourceDetails: 1, destinationDetails: 2 } as const

/** The texts of the `length` bytes at `at`, made when they are not known. */
function kept(
  known: (Kept | undefined)[],
  bytes: Uint8Array,
  at: number,
  length: number,
  make: (bytes: Uint8Array) => readonly TextPiece[],
): Kept {
  let hash = 0
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + bytes[at + i]) | 0
  const place = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (KEPT - 1)
  const found = known[place]
  if (found !== undefined && isSame(found.bytes, bytes, at)) return found
  const own = bytes.slice(at, at + length)
  const made = { bytes: own, texts: make(own) }
  known[place] = made
  return made
}

function isSame(known: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[at + i]) return false
  return true
}

function makeAddress(bytes: Uint8Array): readonly TextPiece[] {
  return [
    TextPiece.short(ipv6Text(bytes, 0)),
    linesOf(bytes, 0, IPV6_ADDRESS_BYTES, addSourceDetails),
    linesOf(bytes, 0, IPV6_ADDRESS_BYTES, addDestinationDetails),
  ]
}

function makeFlow(bytes: Uint8Array): readonly TextPiece[] {
  return [linesOf(bytes, 0, bytes.length, addFlowLabel)]
}

function paddingLines(count: number): TextPiece {
  const frame = new Uint8Array(SHORTEST_FRAME_BYTES)
  return TextPiece.short(linesText(frame, (d, item) => addEthernetTrailer(d, item, TRAILER_FIELDS, 0, SHORTEST_FRAME_BYTES - count)))
}

/** The lines that a layer makes of `length` bytes at `at`. */
function linesOf(bytes: Uint8Array, at: number, length: number, add: (d: Dissection, item: FieldItem, offset: number) => void): TextPiece {
  return TextPiece.short(linesText(bytes.subarray(at, at + length), (d, item) => add(d, item, 0)))
}

function linesText(bytes: Uint8Array, add: (d: Dissection, item: FieldItem) => void): string {
  const item = new FieldItem(TEXT_ONLY, null, 0, 0)
  add(new Dissection(0, bytes, bytes.length, NO_TIMES, EVERYTHING), item)
  return childrenText(item, 1, false)
}
