/** The words `10.0.0.1.40000 > 10.0.0.2.80: `, kept for the directions of connections that were printed lately. */

import type { Printing } from './printing.ts'

/** Slots of the cache: each holds the text of one direction of a connection over IPv4. */
const SLOTS = 4096
/** Room for two addresses and ports, and to copy eight bytes at a time. */
const SLOT_BYTES = 64
const KEY_WORDS = 3
const HASH_PRIME = 0x9e3779b1
const DIGIT_0 = 0x30
const BLANK = 0x20
const DOT = 0x2e
const GREATER = 0x3e
const COLON = 0x3a
const TCP = 6
const UDP = 17

/** Texts by addresses and ports. The newest takes the slot. */
export class EndpointTexts {
  private readonly keys = new Int32Array(SLOTS * KEY_WORDS)
  private readonly lengths = new Uint8Array(SLOTS)
  private readonly bytes = new Uint8Array(SLOTS * SLOT_BYTES)
  private readonly view = new DataView(this.bytes.buffer)

  /** Writes the endpoints of a packet with the IPv4 header at `ip` and the ports at `at`, as numbers. */
  write(p: Printing, ip: number, at: number): void {
    const src = p.view.getInt32(ip + 12)
    const dst = p.view.getInt32(ip + 16)
    const ports = p.view.getInt32(at)
    let hash = Math.imul(src ^ Math.imul(dst, HASH_PRIME), HASH_PRIME) ^ ports
    hash = Math.imul(hash ^ (hash >>> 15), HASH_PRIME)
    const slot = (hash >>> 12) & (SLOTS - 1)
    const key = slot * KEY_WORDS
    if (this.keys[key] !== src || this.keys[key + 1] !== dst || this.keys[key + 2] !== ports || this.lengths[slot] === 0) {
      this.keys[key] = src
      this.keys[key + 1] = dst
      this.keys[key + 2] = ports
      const start = slot * SLOT_BYTES
      let end = this.put(start, src, ports >>> 16)
      this.bytes[end] = BLANK
      this.bytes[end + 1] = GREATER
      this.bytes[end + 2] = BLANK
      end = this.put(end + 3, dst, ports & 0xffff)
      this.bytes[end] = COLON
      this.bytes[end + 1] = BLANK
      this.lengths[slot] = end + 2 - start
    }
    p.out.copy(this.view, slot * SLOT_BYTES, this.lengths[slot])
  }

  /** Writes an address and a port at `at`; gives where they end. */
  private put(at: number, address: number, port: number): number {
    const { bytes } = this
    let next = at
    for (let shift = 24; shift >= 0; shift -= 8) {
      next = putNumber(bytes, next, (address >>> shift) & 255)
      bytes[next++] = DOT
    }
    return putNumber(bytes, next, port)
  }
}

/** Writes a number below 100,000 in decimal at `at`; gives where it ends. */
function putNumber(bytes: Uint8Array, at: number, value: number): number {
  let next = at + (value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5)
  const end = next
  let rest = value
  do {
    const high = (rest / 10) | 0
    bytes[--next] = DIGIT_0 + rest - high * 10
    rest = high
  } while (next > at)
  return end
}

/**
 * Writes the endpoints of a TCP or UDP header at `at`; `ip` is the IP header before it. Behind extension headers there are only ports,
 * as the addresses were printed before those.
 */
export function printEndpoints(p: Printing, ip: number, at: number, protocol: 'tcp' | 'udp'): void {
  const isIp6 = p.bytes[ip] >> 4 === 6
  const announced = p.u8(isIp6 ? ip + 6 : ip + 9)
  const isFirst = announced === (protocol === 'tcp' ? TCP : UDP)
  if (isFirst && !isIp6 && p.options.numeric) return p.endpoints.write(p, ip, at)
  const src = portText(p, p.u16(at), protocol)
  const dst = portText(p, p.u16(at + 2), protocol)
  if (!isFirst) p.text(`${src} > ${dst}: `)
  else if (isIp6) p.text(`${p.ip6(ip + 8)}.${src} > ${p.ip6(ip + 24)}.${dst}: `)
  else p.text(`${p.ip4(ip + 12)}.${src} > ${p.ip4(ip + 16)}.${dst}: `)
}

/** Writes the addresses alone, where the ports were not captured. */
export function printAddresses(p: Printing, ip: number): void {
  if (p.bytes[ip] >> 4 === 6) p.text(`${p.ip6(ip + 8)} > ${p.ip6(ip + 24)}:`)
  else p.text(`${p.ip4(ip + 12)} > ${p.ip4(ip + 16)}:`)
}

function portText(p: Printing, port: number, protocol: 'tcp' | 'udp'): string {
  return protocol === 'tcp' ? p.tcpPort(port) : p.udpPort(port)
}
