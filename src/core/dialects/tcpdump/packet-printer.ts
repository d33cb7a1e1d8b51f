/** Prints packets as tcpdump 4.99.3 does: number, time, headers, dump. */

import type { TextOutput } from '../../bytes/text-output.ts'
import { canonicalLinkType, MAX_PACKET_BYTES } from '../../capture/link-type.ts'
import type { PacketRecord } from '../../capture/record.ts'
import { printEthernetPacket, printEthernetInside } from './ethernet.ts'
import { printEtherType } from './ether-type.ts'
import { dumpAscii, dumpHex, dumpHexAscii } from './hex-dump.ts'
import { printIp } from './ip.ts'
import { printIp6 } from './ip6.ts'
import type { Layers } from './layers.ts'
import { linkPrinter } from './link-types.ts'
import { Names } from './names.ts'
import { printPpp } from './ppp.ts'
import type { PrintOptions, Surroundings } from './print-options.ts'
import { Cut, Printing } from './printing.ts'
import { printAnyIp } from './raw-ip.ts'
import { NumberTables } from './relative-numbers.ts'
import { Timestamps } from './timestamps.ts'

const LF = 0x0a
const BLANK = 0x20
const NUMBER_WIDTH = 5

const LAYERS: Layers = {
  ip: printIp,
  ip6: printIp6,
  anyIp: printAnyIp,
  ppp: printPpp,
  ethernet: printEthernetInside,
  etherType: printEtherType,
  dump: (p, at, length) => dumpHexAscii(p.out, p.bytes, at, Math.min(length, p.left(at))),
}

/** Prints the packets of one run in order: first sequence numbers, names and times are remembered from packet to packet. */
export class PacketPrinter {
  private readonly out: TextOutput
  private readonly options: PrintOptions
  private readonly printing: Printing
  private readonly timestamps: Timestamps
  private packetCount = 0
  private linkType = -1
  private printLink = printEthernetPacket

  /** Text goes to `out`. */
  constructor(out: TextOutput, options: PrintOptions, surroundings: Surroundings) {
    this.out = out
    this.options = options
    this.printing = new Printing(out, options, LAYERS, new Names(surroundings, options.shortNames), new NumberTables())
    this.timestamps = new Timestamps(out, options, surroundings.zoneSeconds)
  }

  /** Prints a packet and the line's end. `startNs`: what the record's time counts from. */
  print(record: PacketRecord, startNs: bigint): void {
    const { out, options, printing } = this
    this.packetCount++
    if (options.numbered) {
      out.right(this.packetCount, NUMBER_WIDTH)
      out.char(BLANK)
      out.char(BLANK)
    }
    const { capLen, wireLen, from, statedWireLen } = record
    if (capLen === 0 || wireLen > MAX_PACKET_BYTES || capLen > MAX_PACKET_BYTES || statedWireLen >= 0)
      return this.printInvalid(capLen, statedWireLen < 0 ? wireLen : statedWireLen)
    this.timestamps.write(startNs, record.timeNs)
    if (record.linkType !== this.linkType) {
      this.linkType = record.linkType
      this.printLink = linkPrinter(canonicalLinkType(record.linkType))
    }
    const end = from + capLen
    printing.bytes = record.bytes
    printing.view = record.view
    printing.end = end
    printing.protocol = ''
    printing.linkBytes = 0
    printing.depth = 0
    try {
      this.printLink(printing, from, wireLen)
    } catch (error) {
      if (!(error instanceof Cut)) throw error
      printing.cut()
    }
    if (options.hexAscii + options.hex + options.ascii > 0) this.dump(record)
    out.char(LF)
  }

  private printInvalid(capLen: number, wireLen: number): void {
    const faults: string[] = []
    if (capLen === 0) faults.push('caplen==0')
    if (wireLen === 0) faults.push('len==0')
    else if (wireLen < capLen) faults.push(`len(${wireLen}) < caplen(${capLen})`)
    if (capLen > MAX_PACKET_BYTES) faults.push(`caplen(${capLen}) > ${MAX_PACKET_BYTES}`)
    if (wireLen > MAX_PACKET_BYTES) faults.push(`len(${wireLen}) > ${MAX_PACKET_BYTES}`)
    this.out.text(`[Invalid header: ${faults.join(', ')}]\n`)
  }

  private dump(record: PacketRecord): void {
    const { out, options, printing } = this
    const { hexAscii, hex, ascii } = options
    const isWhole = (hexAscii > 0 ? hexAscii : hex > 0 ? hex : ascii) > 1
    const skipped = isWhole ? 0 : printing.linkBytes
    const length = record.capLen - skipped
    if (length <= 0) return
    const from = record.from + skipped
    if (hexAscii > 0) dumpHexAscii(out, record.bytes, from, length)
    else if (hex > 0) dumpHex(out, record.bytes, from, length)
    else dumpAscii(out, record.bytes, from, length)
  }
}
