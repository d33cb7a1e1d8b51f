/** The state of printing one packet: its bytes, how far they may be read, and the text so far. */

import type { TextOutput } from '../../bytes/text-output.ts'
import { EndpointTexts } from './endpoints.ts'
import type { Layers } from './layers.ts'
import type { PrintOptions } from './print-options.ts'
import type { Names } from './names.ts'
import type { NumberTables } from './relative-numbers.ts'
import { ipv6Text } from './ipv6-text.ts'

/**
 * Thrown by the getters when a byte past the captured end is asked for. tcpdump stops the line there, however deep it is in headers,
 * and so do we; the packet printer catches it. There is one instance, because a capture with a short snaplen throws it for every packet.
 */
export class Cut extends Error {}

/** More IP headers inside each other are not followed: a packet has room for thousands, the stack of calls has not. */
const MAX_DEPTH = 400

const CUT = new Cut('the capture ends here')

/** What all printers of headers share. */
export class Printing {
  /** The text. */
  readonly out: TextOutput
  readonly options: PrintOptions
  /** The printers of the layers, for those that lead to each other. */
  readonly layers: Layers
  readonly names: Names
  /** First sequence numbers of connections. */
  readonly numbers: NumberTables
  /** Texts of addresses and ports. */
  readonly endpoints = new EndpointTexts()
  /** The buffer that holds the packet. */
  bytes: Uint8Array = new Uint8Array(0)
  /** A view over `bytes`. */
  view: DataView = new DataView(this.bytes.buffer)
  /** Where the captured bytes end, as far as the current layer may see: an index into `bytes`. */
  end = 0
  /** tcpdump's word for the printer that ran last: it says where a packet was cut. */
  protocol = ''
  /** How many IP headers are open around the current one. */
  depth = 0
  /** Bytes of link layer header that a dump with one letter leaves out. */
  linkBytes = 0

  /** One object serves a whole run. */
  constructor(out: TextOutput, options: PrintOptions, layers: Layers, names: Names, numbers: NumberTables) {
    this.out = out
    this.options = options
    this.layers = layers
    this.names = names
    this.numbers = numbers
  }

  /** Opens an IP header; false when there are too many inside each other. `depth` goes down again when it is printed. */
  enter(): boolean {
    if (++this.depth <= MAX_DEPTH) return true
    this.text('[too many headers inside each other]')
    this.depth--
    return false
  }

  /** Writes text. */
  text(text: string): void {
    this.out.text(text)
  }

  /** Whether `length` bytes from `at` were captured. */
  has(at: number, length: number): boolean {
    return length >= 0 && at + length <= this.end
  }

  /** Demands that `length` bytes from `at` were captured. */
  need(at: number, length: number): void {
    if (at + length > this.end) throw CUT
  }

  /** How many bytes were captured from `at` on. */
  left(at: number): number {
    return Math.max(this.end - at, 0)
  }

  /** The byte at `at`. */
  u8(at: number): number {
    if (at >= this.end) throw CUT
    return this.bytes[at]
  }

  /** Two bytes, as all numbers in network order. */
  u16(at: number): number {
    if (at + 2 > this.end) throw CUT
    return this.view.getUint16(at)
  }

  /** Three bytes. */
  u24(at: number): number {
    if (at + 3 > this.end) throw CUT
    return (this.view.getUint16(at) << 8) | this.bytes[at + 2]
  }

  /** Four bytes, unsigned. */
  u32(at: number): number {
    if (at + 4 > this.end) throw CUT
    return this.view.getUint32(at)
  }

  /** Eight bytes. */
  u64(at: number): bigint {
    if (at + 8 > this.end) throw CUT
    return this.view.getBigUint64(at)
  }

  /** The bytes from `at` to `to` in hexadecimal. */
  hexText(at: number, to: number): string {
    this.need(at, to - at)
    let text = ''
    for (let i = at; i < to; i++) text += this.bytes[i].toString(16).padStart(2, '0')
    return text
  }

  /** The word that marks a cut: ` [|tcp]`. */
  cut(): void {
    this.text(` [|${this.protocol}]`)
  }

  /** What tcpdump appends to what cannot be right. */
  invalid(): void {
    this.text(' (invalid)')
  }

  /** An IPv4 address, or the host's name. */
  ip4(at: number): string {
    this.need(at, 4)
    const { bytes } = this
    const text = `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
    return this.options.numeric ? text : this.names.host(text)
  }

  /** An IPv6 address, or the host's name. */
  ip6(at: number): string {
    this.need(at, 16)
    const text = ipv6Text(this.view, at)
    return this.options.numeric ? text : this.names.host(text)
  }

  /** A link layer address of six bytes; with its vendor when names are wanted. */
  mac(at: number): string {
    this.need(at, 6)
    const text = this.linkAddress(at, 6)
    return this.options.numeric ? text : this.names.mac(text)
  }

  /** Bytes as a link layer address. */
  linkAddress(at: number, length: number): string {
    this.need(at, length)
    let text = ''
    for (let i = at; i < at + length; i++) text += (i === at ? '' : ':') + this.bytes[i].toString(16).padStart(2, '0')
    return text
  }

  /** A TCP port, or its name. */
  tcpPort(port: number): string {
    return this.options.numeric ? String(port) : this.names.port(port, 'tcp')
  }

  /** A UDP port, or its name. */
  udpPort(port: number): string {
    return this.options.numeric ? String(port) : this.names.port(port, 'udp')
  }

  /** The dump that tcpdump makes of what it does not know, unless a dump is wanted anyway. */
  unknown(at: number, length: number): void {
    const { quiet, hex, hexAscii } = this.options
    if (quiet > 0 || hex > 0 || hexAscii > 0) return
    this.layers.dump(this, at, length)
  }
}
