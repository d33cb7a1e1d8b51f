// Builds Ethernet frames with TCP over IPv4 or IPv6, checksums right, into one reused buffer.

export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const PSH = 0x08
export const ACK = 0x10

const ETHERNET_BYTES = 14
const TCP_BYTES = 20
const PROTOCOL_TCP = 6

/** The payload everything is cut from: text-like bytes, long enough that neighbours differ. */
const POOL_BYTES = 1 << 17
export const payloadPool = new Uint8Array(POOL_BYTES)
/** poolSums[i] is the sum of the pool's first i 16-bit words: makes the checksum of any slice at an even offset two reads. */
const poolSums = new Float64Array(POOL_BYTES / 2 + 1)
{
  let state = 0x2545f491
  for (let i = 0; i < POOL_BYTES; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    payloadPool[i] = 0x20 + ((state >>> 24) % 95)
  }
  for (let i = 0; i < POOL_BYTES; i += 2) poolSums[i / 2 + 1] = poolSums[i / 2] + payloadPool[i] * 256 + payloadPool[i + 1]
}

/**
 * @typedef {object} Address
 * @property {4 | 6} version
 * @property {Uint8Array} bytes 4 or 16 bytes
 * @property {number} sum of its 16-bit words
 * @property {number} ttl what packets from here have left when they are captured
 */

/** @param {Uint8Array} bytes @param {number} ttl @returns {Address} */
export function address(bytes, ttl = 64) {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i] * 256 + bytes[i + 1]
  return { version: bytes.length === 4 ? 4 : 6, bytes, sum, ttl }
}

/** @param {number} word @param {number} ttl @returns {Address} the IPv4 address with this value */
export function address4(word, ttl = 64) {
  return address(Uint8Array.of(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255), ttl)
}

/** @param {number} sum @returns {number} the Internet checksum (RFC 1071) of a plain sum of words */
export function checksum(sum) {
  while (sum > 0xffff) sum = (sum % 0x1_0000) + Math.floor(sum / 0x1_0000)
  return 0xffff - sum
}

/** TCP options with timestamps, as Linux sends them. Each function fills `out` from `at` and returns the length. */
export const synOptions = (view, at, tsVal, tsEcr, mss, windowScale) => {
  view.setUint32(at, 0x0204_0000 + mss)
  view.setUint32(at + 4, 0x0402_080a)
  view.setUint32(at + 8, tsVal)
  view.setUint32(at + 12, tsEcr)
  view.setUint32(at + 16, 0x0103_0300 + windowScale)
  return 20
}

export class FrameBuilder {
  /** The frame built last. */
  bytes = new Uint8Array(65_536)
  #view = new DataView(this.bytes.buffer)
  #keep

  /** @param {number} keep payload beyond this many bytes of frame need not be filled in (the snaplen) */
  constructor(keep = 65_535) {
    this.#keep = keep
    this.bytes.set([0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01])
  }

  /**
   * Options: `mss` > 0 makes a SYN's options (MSS, SACK permitted, timestamps, window scale), else timestamps and
   * SACK blocks `sack` (absolute sequence numbers: left, right, left, right).
   *
   * @param {object} p
   * @param {Address} p.from @param {Address} p.to
   * @param {number} p.fromPort @param {number} p.toPort
   * @param {number} p.seq @param {number} p.ack @param {number} p.flags @param {number} p.window raw field
   * @param {number} p.ipId
   * @param {number} p.tsVal 0: no options at all (a stateless reset)
   * @param {number} p.tsEcr
   * @param {number} p.mss @param {number} p.windowScale
   * @param {readonly number[] | null} p.sack
   * @param {number} p.payloadAt even offset in the pool
   * @param {number} p.payloadBytes
   * @param {Uint8Array | null} p.text payload of its own instead of the pool's
   * @returns {number} the frame's length on the wire
   */
  tcp(p) {
    const view = this.#view
    const bytes = this.bytes
    const ipBytes = p.from.version === 4 ? 20 : 40
    const tcpAt = ETHERNET_BYTES + ipBytes
    let optionBytes = 0
    const optionsAt = tcpAt + TCP_BYTES
    if (p.tsVal !== 0) {
      if (p.mss > 0) {
        optionBytes = synOptions(view, optionsAt, p.tsVal, p.tsEcr, p.mss, p.windowScale)
      } else {
        view.setUint32(optionsAt, 0x0101_080a)
        view.setUint32(optionsAt + 4, p.tsVal)
        view.setUint32(optionsAt + 8, p.tsEcr)
        optionBytes = 12
        const sack = p.sack
        if (sack !== null && sack.length > 0) {
          view.setUint32(optionsAt + 12, 0x0101_0500 + 2 + sack.length * 4)
          for (let i = 0; i < sack.length; i++) view.setUint32(optionsAt + 16 + 4 * i, sack[i])
          optionBytes += 4 + sack.length * 4
        }
      }
    }
    const headerBytes = TCP_BYTES + optionBytes
    const text = p.text
    const payloadBytes = text === null ? p.payloadBytes : text.length
    const payloadAt = tcpAt + headerBytes
    const wireBytes = payloadAt + payloadBytes
    const segmentBytes = headerBytes + payloadBytes

    if (ipBytes === 20) {
      view.setUint16(12, 0x0800)
      view.setUint16(14, 0x4500)
      view.setUint16(16, 20 + segmentBytes)
      view.setUint16(18, p.ipId)
      view.setUint16(20, 0x4000)
      view.setUint16(22, p.from.ttl * 256 + PROTOCOL_TCP)
      view.setUint16(
        24,
        checksum(0x4500 + 20 + segmentBytes + (p.ipId & 0xffff) + 0x4000 + p.from.ttl * 256 + PROTOCOL_TCP + p.from.sum + p.to.sum),
      )
      bytes.set(p.from.bytes, 26)
      bytes.set(p.to.bytes, 30)
    } else {
      view.setUint16(12, 0x86dd)
      view.setUint32(14, 0x6000_0000 + (p.fromPort ^ 0x5a5a5))
      view.setUint16(18, segmentBytes)
      view.setUint16(20, PROTOCOL_TCP * 256 + p.from.ttl)
      bytes.set(p.from.bytes, 22)
      bytes.set(p.to.bytes, 38)
    }

    view.setUint16(tcpAt, p.fromPort)
    view.setUint16(tcpAt + 2, p.toPort)
    view.setUint32(tcpAt + 4, p.seq)
    view.setUint32(tcpAt + 8, p.ack)
    view.setUint16(tcpAt + 12, (headerBytes << 10) + p.flags)
    view.setUint16(tcpAt + 14, p.window)
    view.setUint32(tcpAt + 16, 0)
    let sum = p.from.sum + p.to.sum + PROTOCOL_TCP + segmentBytes
    for (let i = 0; i < headerBytes; i += 2) sum += view.getUint16(tcpAt + i)
    if (text !== null) {
      bytes.set(text, payloadAt)
      for (let i = 0; i + 1 < text.length; i += 2) sum += text[i] * 256 + text[i + 1]
      if (text.length & 1) sum += text[text.length - 1] * 256
    } else if (payloadBytes > 0) {
      const at = p.payloadAt
      sum += poolSums[(at + payloadBytes) >> 1] - poolSums[at >> 1]
      if (payloadBytes & 1) sum += payloadPool[at + payloadBytes - 1] * 256
      const filled = Math.min(payloadBytes, Math.max(0, this.#keep - payloadAt))
      bytes.set(payloadPool.subarray(at, at + filled), payloadAt)
    }
    view.setUint16(tcpAt + 16, checksum(sum))
    return wireBytes
  }
}

/** A segment with every field at rest: inputs copy it and fill in what matters. */
export const plainSegment = (from, to, fromPort, toPort) => ({
  from,
  to,
  fromPort,
  toPort,
  seq: 0,
  ack: 0,
  flags: 0,
  window: 0,
  ipId: 0,
  tsVal: 0,
  tsEcr: 0,
  mss: 0,
  windowScale: 0,
  sack: null,
  payloadAt: 0,
  payloadBytes: 0,
  text: null,
})
