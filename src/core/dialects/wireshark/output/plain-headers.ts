/** The texts of a plain packet's Ethernet and IP headers: what is the same in packet after packet is made once, by the layers themselves. */
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { etherText, ipv6Text } from '../address-column.ts'
import type { Dissection } from '../dissection.ts'
import type { FieldItem } from '../field-item.ts'
import { addDixHeader } from '../layers/ethernet-layer.ts'
import { addEthernetTrailer, TRAILER_FIELDS } from '../layers/ethernet-trailer.ts'
import { addDsField, addFlags } from '../layers/ipv4-layer.ts'
import { addDestinationDetails, addFlowLabel, addSourceDetails, addTrafficClass } from '../layers/ipv6-layer.ts'
import type { PlainPacket } from '../plain-packet.ts'
import type { GapFiller } from './gap-filler.ts'
import { TextPiece, textGaps } from './gapped-text.ts'
import { type LayerStyle, layerText } from './layer-style.ts'

/** Places of texts. */
export const HEADER_TEXT = {
  /** With the lines of the padding. */
  ethernet: 0,
  ethernetSource: 1,
  ethernetDestination: 2,
  dsField: 3,
  ipFlags: 4,
  source6: 5,
  destination6: 6,
  trafficClass: 7,
  flow: 8,
  sourceDetails: 9,
  destinationDetails: 10,
} as const
/** How many there are; further places are others'. */
export const HEADER_TEXT_PLACES = HEADER_TEXT.destinationDetails + 1

/** The gaps that they fill. */
export const HEADER_GAPS = textGaps(HEADER_TEXT)

/** A frame without anything but zeros, for the lines of its padding. */
const SHORTEST_FRAME_BYTES = 60
const DIX_HEADER_BYTES = 14
const ETHERNET_ADDRESS_BYTES = 6
const IPV6_ADDRESS_BYTES = 16
/** Pieces that are kept of each kind: the newest takes the place of another with the same hash. */
const KEPT = 256

/** What is kept of an address, or of a pair of them: the bytes that it is known by, and its texts. */
interface Kept {
  readonly bytes: Uint8Array
  readonly texts: TextPiece[]
}

/** Finds or makes the texts. */
export class PlainHeaders {
  /** Whether the trees of these layers are unfolded, and how their items are written. */
  readonly #showsTrees: boolean
  readonly #style: LayerStyle
  readonly #ethernet: (Kept | undefined)[] = []
  /** The headers of the last two kinds of frames: each direction of a conversation has its own. */
  #near: Kept | undefined
  #far: Kept | undefined
  readonly #dsFields: TextPiece[] = []
  readonly #ipFlags: TextPiece[] = []
  readonly #addresses: (Kept | undefined)[] = []
  readonly #trafficClasses: TextPiece[] = []
  readonly #flows: (Kept | undefined)[] = []

  constructor(showsTrees: boolean, style: LayerStyle) {
    this.#showsTrees = showsTrees
    this.#style = style
  }

  /** Fills the gaps for the texts of a packet. */
  set(filler: GapFiller, plain: PlainPacket): void {
    const { bytes, ip, frame, padding } = plain
    const ethernet = this.#ethernetOf(bytes, frame)
    const isPadded = padding > 0 && this.#showsTrees
    const lines = isPadded ? (ethernet[ETHERNET.padded + padding] ??= this.#padded(ethernet, padding)) : ethernet[ETHERNET.lines]
    filler.setText(HEADER_TEXT.ethernet, lines)
    filler.setText(HEADER_TEXT.ethernetSource, ethernet[ETHERNET.source])
    filler.setText(HEADER_TEXT.ethernetDestination, ethernet[ETHERNET.destination])
    if (plain.isIpv6) {
      const source = kept(this.#addresses, bytes, plain.source, IPV6_ADDRESS_BYTES, this.#makeAddress).texts
      const destination = kept(this.#addresses, bytes, plain.destination, IPV6_ADDRESS_BYTES, this.#makeAddress).texts
      filler.setText(HEADER_TEXT.source6, source[ADDRESS.text])
      filler.setText(HEADER_TEXT.destination6, destination[ADDRESS.text])
      filler.setText(HEADER_TEXT.sourceDetails, source[ADDRESS.sourceDetails])
      filler.setText(HEADER_TEXT.destinationDetails, destination[ADDRESS.destinationDetails])
    }
    if (!this.#showsTrees) return
    if (plain.isIpv6) {
      const trafficClass = ((bytes[ip] & 15) << 4) | (bytes[ip + 1] >>> 4)
      filler.setText(HEADER_TEXT.trafficClass, (this.#trafficClasses[trafficClass] ??= this.#textOf(bytes, ip, 4, addTrafficClass)))
      filler.setText(HEADER_TEXT.flow, kept(this.#flows, bytes, ip, 4, this.#makeFlow).texts[0])
    } else {
      filler.setText(HEADER_TEXT.dsField, (this.#dsFields[bytes[ip + 1]] ??= this.#textOf(bytes, ip + 1, 1, addDsField)))
      const flags = bytes[ip + 6] >>> 5
      filler.setText(
        HEADER_TEXT.ipFlags,
        (this.#ipFlags[flags] ??= this.#textOf(bytes, ip + 6, 1, (d, item) => addFlags(d, item, flags, 0))),
      )
    }
  }

  #ethernetOf(bytes: Uint8Array, frame: number): TextPiece[] {
    const near = this.#near
    if (near !== undefined && isSame(near.bytes, bytes, frame)) return near.texts
    const far = this.#far
    const found =
      far !== undefined && isSame(far.bytes, bytes, frame) ? far : kept(this.#ethernet, bytes, frame, DIX_HEADER_BYTES, this.#makeEthernet)
    this.#far = near
    this.#near = found
    return found.texts
  }

  readonly #makeEthernet = (bytes: Uint8Array): TextPiece[] => {
    const source = etherText(bytes, ETHERNET_ADDRESS_BYTES)
    const destination = etherText(bytes, 0)
    const tree = this.#showsTrees ? layerText(this.#style, bytes, (d, item) => addDixHeader(d, item, 0)) : ''
    return [TextPiece.short(this.#style.ethernetTitle(source, destination) + tree), TextPiece.short(source), TextPiece.short(destination)]
  }

  /** The text of an Ethernet header, and of `count` zeros behind its packet. */
  #padded(ethernet: readonly TextPiece[], count: number): TextPiece {
    const frame = new Uint8Array(SHORTEST_FRAME_BYTES)
    const start = SHORTEST_FRAME_BYTES - count
    const padding = layerText(this.#style, frame, (d, item) => addEthernetTrailer(d, item, TRAILER_FIELDS, 0, start))
    return new TextPiece(Uint8Array.of(...ethernet[ETHERNET.lines].bytes, ...encodeUtf8(this.#behind(padding))))
  }

  readonly #makeAddress = (bytes: Uint8Array): TextPiece[] => {
    const source = layerText(this.#style, bytes, (d, item) => addSourceDetails(d, item, 0))
    const destination = layerText(this.#style, bytes, (d, item) => addDestinationDetails(d, item, 0))
    return [TextPiece.short(ipv6Text(bytes, 0)), TextPiece.short(this.#behind(source)), TextPiece.short(this.#behind(destination))]
  }

  readonly #makeFlow = (bytes: Uint8Array): TextPiece[] => [this.#textOf(bytes, 0, bytes.length, addFlowLabel)]

  /** A text that stands behind others, if there is one. */
  #behind(text: string): string {
    return text === '' ? '' : this.#style.between + text
  }

  /** The text that a layer makes of `length` bytes at `at`. */
  #textOf(bytes: Uint8Array, at: number, length: number, add: (d: Dissection, item: FieldItem, offset: number) => void): TextPiece {
    return TextPiece.short(layerText(this.#style, bytes.subarray(at, at + length), (d, item) => add(d, item, 0)))
  }
}

/** Where each text of an Ethernet header stands, and of an address. With `padded` and up its lines with those of so many bytes of padding. */
const ETHERNET = { lines: 0, source: 1, destination: 2, padded: 2 } as const
const ADDRESS = { text: 0, sourceDetails: 1, destinationDetails: 2 } as const

/** The texts of the `length` bytes at `at`, made when they are not known. */
function kept(known: (Kept | undefined)[], bytes: Uint8Array, at: number, length: number, make: (bytes: Uint8Array) => TextPiece[]): Kept {
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
