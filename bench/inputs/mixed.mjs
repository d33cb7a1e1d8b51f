// Everything at once: the project's samples over and over with other addresses and ports, among DNS, ARP and neighbour discovery.
import { readFileSync, readdirSync } from 'node:fs'
import { EventQueue } from '../event-queue.mjs'
import { checksum } from '../frames.mjs'
import { PcapWriter } from '../pcap-writer.mjs'
import { randomSource } from '../random.mjs'

const PACKETS = 1_000_000
const SNAPLEN = 65_535
const COPIES_PER_SECOND = 180
const OTHERS_PER_SECOND = 400
const CLIENTS = 3_000
const SERVERS = 60
const SAMPLES = new URL('../../samples/', import.meta.url)
const LINKTYPE_ETHERNET = 1
const ETHERNET_BYTES = 14
const FIRST_EPHEMERAL_PORT = 32_768
const LAST_EPHEMERAL_PORT = 60_999

const ICMP = 1
const TCP = 6
const UDP = 17
const ICMP6 = 58

/** Reads the records of a small classic pcap (little endian, microseconds). @returns {{ timeUs: number, bytes: Buffer, wireBytes: number }[]} */
function readSample(name) {
  const file = readFileSync(new URL(name, SAMPLES))
  if (file.readUInt32LE(0) !== 0xa1b2c3d4 || file.readUInt32LE(20) !== LINKTYPE_ETHERNET) return []
  const records = []
  let start = 0
  for (let at = 24; at < file.length;) {
    const timeUs = file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4)
    if (records.length === 0) start = timeUs
    const kept = file.readUInt32LE(at + 8)
    records.push({ timeUs: timeUs - start, bytes: file.subarray(at + 16, at + 16 + kept), wireBytes: file.readUInt32LE(at + 12) })
    at += 16 + kept
  }
  return records
}

const sumWords = (bytes, from, to) => {
  let sum = 0
  for (let i = from; i + 1 < to; i += 2) sum += bytes[i] * 256 + bytes[i + 1]
  if ((to - from) & 1) sum += bytes[to - 1] * 256
  return sum
}
const folded = (sum) => 0xffff - checksum(sum)

/** Gives a copy of a sample other addresses and ports. Checksums that were right stay right, those left to a card stay so. */
class Disguise {
  /** @param {Map<string, Uint8Array>} addresses old bytes as hex to new bytes @param {number} portShift */
  constructor(addresses, portShift) {
    this.addresses = addresses
    this.portShift = portShift
  }

  /** @param {Uint8Array} frame changed in place */
  frame(frame) {
    const kind = frame[12] * 256 + frame[13]
    if (kind === 0x0800 || kind === 0x86dd) this.#packet(frame, ETHERNET_BYTES)
    else if (kind === 0x0806) {
      this.#address(frame, 28, 4)
      this.#address(frame, 38, 4)
    }
  }

  #address(bytes, at, length) {
    const other = this.addresses.get(Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex'))
    if (other !== undefined) bytes.set(other, at)
  }

  #port(bytes, at) {
    const port = bytes[at] * 256 + bytes[at + 1]
    if (port < FIRST_EPHEMERAL_PORT) return
    const range = LAST_EPHEMERAL_PORT - FIRST_EPHEMERAL_PORT + 1
    const other = FIRST_EPHEMERAL_PORT + ((port - FIRST_EPHEMERAL_PORT + this.portShift) % range)
    bytes[at] = other >> 8
    bytes[at + 1] = other & 255
  }

  /** @param {number} at the first byte of an IP header; a packet quoted in an ICMP error may end early */
  #packet(bytes, at) {
    const v4 = bytes[at] >> 4 === 4
    const length = v4 ? 4 : 16
    const sourceAt = at + (v4 ? 12 : 8)
    const next = at + (v4 ? (bytes[at] & 15) * 4 : 40)
    const protocol = v4 ? bytes[at + 9] : bytes[at + 6]
    const end = v4 ? at + bytes[at + 2] * 256 + bytes[at + 3] : next + bytes[at + 4] * 256 + bytes[at + 5]
    const addressesBefore = sumWords(bytes, sourceAt, sourceAt + 2 * length)
    this.#address(bytes, sourceAt, length)
    this.#address(bytes, sourceAt + length, length)
    const addressesAfter = sumWords(bytes, sourceAt, sourceAt + 2 * length)
    if (v4) {
      bytes[at + 10] = 0
      bytes[at + 11] = 0
      putWord(bytes, at + 10, checksum(sumWords(bytes, at, next)))
    }
    if (protocol === TCP && next + 8 <= bytes.length) {
      const portsBefore = sumWords(bytes, next, next + 4)
      this.#port(bytes, next)
      this.#port(bytes, next + 2)
      if (next + 18 > bytes.length) return
      const field = bytes[next + 16] * 256 + bytes[next + 17]
      const rest = TCP + end - next
      if (field === folded(addressesBefore + rest)) putWord(bytes, next + 16, folded(addressesAfter + rest))
      else {
        const change = addressesAfter + sumWords(bytes, next, next + 4) - addressesBefore - portsBefore
        putWord(bytes, next + 16, checksum(0xffff - field + (change % 0xffff) + 0xffff))
      }
    } else if (protocol === ICMP || protocol === ICMP6) {
      const error = protocol === ICMP ? [3, 11].includes(bytes[next]) : bytes[next] < 128
      if (error) this.#packet(bytes, next + 8)
      bytes[next + 2] = 0
      bytes[next + 3] = 0
      putWord(bytes, next + 2, checksum(sumWords(bytes, next, end) + (protocol === ICMP6 ? addressesAfter + ICMP6 + end - next : 0)))
    }
  }
}

function putWord(bytes, at, word) {
  bytes[at] = word >> 8
  bytes[at + 1] = word & 255
}

/** Builds the traffic that is no TCP. Every function returns a frame. */
class Others {
  constructor(random, clients, clients6) {
    this.random = random
    this.clients = clients
    this.clients6 = clients6
  }

  #ethernet(length, kind) {
    const frame = new Uint8Array(length)
    frame.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2])
    putWord(frame, 12, kind)
    return frame
  }

  arp() {
    const frame = this.#ethernet(42, 0x0806)
    frame.set([0, 1, 8, 0, 6, 4, 0, this.random.chance(0.5) ? 1 : 2], 14)
    frame.set(this.clients[this.random.below(CLIENTS)], 28)
    frame.set(this.clients[this.random.below(CLIENTS)], 38)
    return frame
  }

  dns() {
    const name = `host${this.random.below(10_000)}.example.com`
    const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
    const answer = this.random.chance(0.5)
    const address = answer ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, this.random.below(256)] : []
    const message = [
      this.random.below(256),
      this.random.below(256),
      answer ? 0x81 : 1,
      answer ? 0x80 : 0,
      0,
      1,
      0,
      answer ? 1 : 0,
      0,
      0,
      0,
      0,
      ...labels,
      0,
      0,
      1,
      0,
      1,
      ...address,
    ]
    const udpBytes = 8 + message.length
    const frame = this.#ethernet(34 + udpBytes, 0x0800)
    frame.set([0x45, 0, 0, 0, this.random.below(256), this.random.below(256), 0x40, 0, 64, UDP], 14)
    putWord(frame, 16, 20 + udpBytes)
    const client = this.clients[this.random.below(CLIENTS)]
    const resolver = Uint8Array.of(198, 51, 100, 53)
    frame.set(answer ? resolver : client, 26)
    frame.set(answer ? client : resolver, 30)
    putWord(frame, 24, checksum(sumWords(frame, 14, 34)))
    const port = this.random.between(FIRST_EPHEMERAL_PORT, LAST_EPHEMERAL_PORT)
    putWord(frame, 34, answer ? 53 : port)
    putWord(frame, 36, answer ? port : 53)
    putWord(frame, 38, udpBytes)
    frame.set(message, 42)
    putWord(frame, 40, checksum(sumWords(frame, 26, 34) + UDP + udpBytes + sumWords(frame, 34, 34 + udpBytes)))
    return frame
  }

  neighbour() {
    const frame = this.#ethernet(86, 0x86dd)
    frame.set([0x60, 0, 0, 0, 0, 32, ICMP6, 255], 14)
    frame.set(this.clients6[this.random.below(CLIENTS)], 22)
    frame.set(this.clients6[this.random.below(CLIENTS)], 38)
    frame[54] = this.random.chance(0.5) ? 135 : 136
    frame.set(this.clients6[this.random.below(CLIENTS)], 62)
    frame.set([1, 1, 2, 0, 0, 0, 0, 2], 78)
    putWord(frame, 56, checksum(sumWords(frame, 22, 54) + ICMP6 + 32 + sumWords(frame, 54, 86)))
    return frame
  }

  any() {
    const draw = this.random.next()
    return draw < 0.6 ? this.dns() : draw < 0.8 ? this.arp() : this.neighbour()
  }
}

/** @param {string} path @param {number} scale 1 makes a million packets @returns {number} packets written */
export function makeMixed(path, scale) {
  const random = randomSource(4)
  const writer = new PcapWriter(path, SNAPLEN)
  const samples = readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.pcap'))
    .sort()
    .map(readSample)
    .filter((records) => records.length > 0)
  if (samples.length === 0) throw new Error('bench: samples/ holds no capture to build the mixed input from')
  const address4 = () => Uint8Array.of(random.between(11, 215), random.below(256), random.below(256), random.between(1, 254))
  const address6 = () => Uint8Array.of(0x20, 1, 0xd, 0xb8, ...Array.from({ length: 12 }, () => random.below(256)))
  const clients = Array.from({ length: CLIENTS }, address4)
  const clients6 = Array.from({ length: CLIENTS }, address6)
  const servers = Array.from({ length: SERVERS }, address4)
  const servers6 = Array.from({ length: SERVERS }, address6)
  const others = new Others(random, clients, clients6)
  const wanted = Math.round(PACKETS * scale)
  const queue = new EventQueue()
  queue.push(0, { kind: 'copy' })
  queue.push(0, { kind: 'other' })
  while (writer.packets < wanted) {
    const nowUs = queue.nextTime
    const event = queue.pop()
    if (event.kind === 'copy') {
      const client = random.below(CLIENTS)
      const server = random.below(SERVERS)
      const disguise = new Disguise(
        new Map([
          ['c000020a', clients[client]],
          ['c6336414', servers[server]],
          ['20010db800010000000000000000' + '0010', clients6[client]],
          ['20010db800020000000000000000' + '0020', servers6[server]],
        ]),
        random.below(LAST_EPHEMERAL_PORT - FIRST_EPHEMERAL_PORT + 1),
      )
      const records = samples[random.below(samples.length)]
      queue.push(nowUs, { kind: 'record', records, next: 0, disguise, startUs: nowUs })
      queue.push(nowUs + (1e6 / COPIES_PER_SECOND) * 2 * random.next(), { kind: 'copy' })
    } else if (event.kind === 'other') {
      const frame = others.any()
      writer.write(nowUs, frame, frame.length)
      queue.push(nowUs + (1e6 / OTHERS_PER_SECOND) * 2 * random.next(), { kind: 'other' })
    } else {
      const record = event.records[event.next++]
      const frame = Uint8Array.from(record.bytes)
      event.disguise.frame(frame)
      writer.write(nowUs, frame, record.wireBytes)
      if (event.next < event.records.length) queue.push(event.startUs + event.records[event.next].timeUs, event)
    }
  }
  writer.close()
  return writer.packets
}
