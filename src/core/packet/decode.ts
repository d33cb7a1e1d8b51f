/** Finds the headers of a packet. (Interim version: the common link types, IP, TCP, ICMP errors, ARP.) */
import type { PacketRecord } from '../capture/record.ts'
import { KIND, OPTION, type Packet } from './packet.ts'

/** Decodes records into packets. */
export class Decoder {
  decode(r: PacketRecord, p: Packet): void {
    p.timeNs = r.timeNs; p.known = r.known; p.capLen = r.capLen; p.wireLen = r.wireLen; p.interfaceIndex = r.interfaceIndex; p.direction = r.direction
    p.bytes = r.bytes; p.view = r.view; p.from = r.from; p.to = r.from + r.capLen
    p.kind = KIND.other; p.otherName = 'other'; p.ipVersion = 0; p.malformed = 0; p.headerCut = 0; p.checksum = 0; p.sackCount = 0; p.optionBits = 0; p.flowLabel = 0; p.ipId = 0
    const v = r.view
    let at = r.from
    const to = p.to
    let type = 0
    switch (r.linkType) {
      case 1: if (at + 14 > to) return; type = v.getUint16(at + 12); at += 14
        while ((type === 0x8100 || type === 0x88a8) && at + 4 <= to) { type = v.getUint16(at + 2); at += 4 }
        break
      case 113: if (at + 16 > to) return; type = v.getUint16(at + 14); p.direction = v.getUint16(at) === 4 ? 2 : 1; at += 16; break
      case 276: if (at + 20 > to) return; type = v.getUint16(at); p.direction = v.getUint8(at + 10) === 4 ? 2 : 1; at += 20; break
      case 0: case 108: at += 4; if (at >= to) return; type = (v.getUint8(at) >> 4) === 6 ? 0x86dd : 0x800; break
      default: if (at >= to) return; type = (v.getUint8(at) >> 4) === 6 ? 0x86dd : 0x800
    }
    if (type === 0x800) this.#ip4(p, at)
    else if (type === 0x86dd) this.#ip6(p, at)
    else if (type === 0x806 && at + 28 <= to) {
      p.kind = KIND.neighbour; p.ipVersion = 4; p.neighbourOperation = v.getUint16(at + 6); p.srcAddr = v.getInt32(at + 14); p.neighbourTarget = v.getInt32(at + 24)
    }
  }
  #ip4(p: Packet, at: number): void {
    const v = p.view
    if (at + 20 > p.to) return
    p.ipVersion = 4; p.ipOffset = at
    const ihl = (v.getUint8(at) & 15) * 4
    p.tos = v.getUint8(at + 1); p.ipLen = v.getUint16(at + 2); p.ipId = v.getUint16(at + 4); p.dontFragment = (v.getUint8(at + 6) >> 6) & 1
    p.ttl = v.getUint8(at + 8); p.srcAddr = v.getInt32(at + 12); p.dstAddr = v.getInt32(at + 16)
    if (ihl < 20) return
    if (p.ipLen === 0) p.ipLen = p.wireLen - (at - p.from)
    if ((v.getUint16(at + 6) & 0x1fff) !== 0) { p.kind = KIND.fragment; return }
    this.#transport(p, at + ihl, v.getUint8(at + 9), p.ipLen - ihl)
  }
  #ip6(p: Packet, at: number): void {
    const v = p.view
    if (at + 40 > p.to) return
    p.ipVersion = 6; p.ipOffset = at; p.srcAddr = 0; p.dstAddr = 0; p.dontFragment = 0
    p.tos = (v.getUint16(at) >> 4) & 0xff; p.flowLabel = v.getInt32(at) & 0xfffff; p.ttl = v.getUint8(at + 7)
    p.ipLen = v.getUint16(at + 4) + 40
    let next = v.getUint8(at + 6), o = at + 40
    while ((next === 0 || next === 43 || next === 60) && o + 8 <= p.to) { next = v.getUint8(o); o += (v.getUint8(o + 1) + 1) * 8 }
    this.#transport(p, o, next, p.ipLen - (o - at))
  }
  #transport(p: Packet, at: number, protocol: number, len: number): void {
    const v = p.view, to = p.to
    if (protocol === 6) {
      if (at + 4 > to) return
      p.kind = KIND.tcp; p.tcpOffset = at; p.srcPort = v.getUint16(at); p.dstPort = v.getUint16(at + 2)
      if (at + 20 > to) { p.headerCut = 1; return }
      p.seq = v.getInt32(at + 4); p.ack = v.getInt32(at + 8)
      const hl = (v.getUint8(at + 12) >> 4) * 4
      p.flags = v.getUint16(at + 12) & 0x1ff; p.window = v.getUint16(at + 14); p.urgentPointer = v.getUint16(at + 18); p.tcpHeaderLen = hl
      if (hl < 20 || len < hl) { p.malformed = 1; p.payloadLen = 0; return }
      p.payloadLen = len - hl; p.payloadOffset = at + hl
      if (hl > 20) this.#options(p, at + 20, Math.min(at + hl, to))
      return
    }
    if (protocol === 17) { p.kind = KIND.udp; return }
    if ((protocol === 1 || protocol === 58) && at + 8 <= to) {
      const v6 = protocol === 58
      p.kind = KIND.icmpOther; p.icmpType = v.getUint8(at); p.icmpCode = v.getUint8(at + 1)
      if (v6 && (p.icmpType === 135 || p.icmpType === 136) && at + 24 <= to) { p.kind = KIND.neighbour; p.neighbourOperation = p.icmpType - 134; p.neighbourTargetOffset = at + 8; return }
      const error = v6 ? p.icmpType >= 1 && p.icmpType <= 4 : p.icmpType === 3 || p.icmpType === 11 || p.icmpType === 12 || p.icmpType === 4 || p.icmpType === 5
      if (!error) return
      p.icmpMtu = v6 ? (p.icmpType === 2 ? v.getInt32(at + 4) : 0) : p.icmpType === 3 && p.icmpCode === 4 ? v.getUint16(at + 6) : 0
      const q = at + 8
      const qh = v6 ? 40 : q < to ? (v.getUint8(q) & 15) * 4 : 0
      if (q + qh + 8 > to || qh < 20) return
      p.kind = KIND.icmpError; p.quotedIpVersion = v6 ? 6 : 4; p.quotedIpOffset = q
      if (v6) { p.quotedProtocol = v.getUint8(q + 6); p.quotedTtl = v.getUint8(q + 7); p.quotedIpId = 0 } else { p.quotedProtocol = v.getUint8(q + 9); p.quotedTtl = v.getUint8(q + 8); p.quotedIpId = v.getUint16(q + 4); p.quotedSrcAddr = v.getInt32(q + 12); p.quotedDstAddr = v.getInt32(q + 16) }
      p.quotedSrcPort = v.getUint16(q + qh); p.quotedDstPort = v.getUint16(q + qh + 2); p.quotedSeq = v.getInt32(q + qh + 4)
      p.quotedFlags = q + qh + 14 <= to ? v.getUint16(q + qh + 12) & 0x1ff : -1
    }
  }
  #options(p: Packet, at: number, end: number): void {
    const v = p.view
    if (end - at === 12 && v.getInt32(at) === 0x0101080a) { p.optionBits = OPTION.timestamps; p.tsVal = v.getInt32(at + 4); p.tsEcr = v.getInt32(at + 8); return }
    while (at < end) {
      const kind = v.getUint8(at)
      if (kind === 0) return
      if (kind === 1) { at++; continue }
      const len = at + 1 < end ? v.getUint8(at + 1) : 0
      if (len < 2 || at + len > end) { p.optionBits |= OPTION.broken; return }
      if (kind === 2 && len === 4) { p.optionBits |= OPTION.mss; p.mss = v.getUint16(at + 2) }
      else if (kind === 3 && len === 3) { p.optionBits |= OPTION.windowScale; p.windowScale = v.getUint8(at + 2) }
      else if (kind === 4) p.optionBits |= OPTION.sackPermitted
      else if (kind === 5) { p.optionBits |= OPTION.sack; p.sackCount = Math.min(4, (len - 2) >> 3); for (let i = 0; i < p.sackCount * 2; i++) p.sack[i] = v.getInt32(at + 2 + i * 4) }
      else if (kind === 8 && len === 10) { p.optionBits |= OPTION.timestamps; p.tsVal = v.getInt32(at + 2); p.tsEcr = v.getInt32(at + 6) }
      else if (kind === 34) p.optionBits |= OPTION.fastOpen | (len > 2 ? OPTION.fastOpenCookie : 0)
      at += len
    }
  }
}
