/**
 * The TCP segment at hand, decoded as `src/core/packet/decode.ts` and `tcp-layer.ts` do it: only everyday ones, behind Ethernet and IPv4 or
 * IPv6 without options, whole to the end of their TCP options.
 */
import {
  ETHERNET_BYTES,
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  IPV4_BYTES,
  IPV4_FRAGMENT_BITS,
  IPV4_PLAIN,
  IPV6_BYTES,
  SYN,
  TCP,
  TCP_BYTES,
} from './everyday-headers'
import { BIT_IPV6 } from '../src/core/flow/flow-record'
import { idOf } from './shared-addresses'
import { i32At, u16At } from './network-order'

/** Bits of `OPTION`. */
export const OPTION_MSS: u32 = 1 << 0
export const OPTION_WINDOW_SCALE: u32 = 1 << 1
export const OPTION_SACK_PERMITTED: u32 = 1 << 2
export const OPTION_TIMESTAMPS: u32 = 1 << 4

/** Values of `CHECKSUM`. */
export const CHECKSUM_UNKNOWN: u32 = 0
export const CHECKSUM_BAD: u32 = 3
const CHECKSUM_CORRECT: u32 = 1
const CHECKSUM_PARTIAL: u32 = 2

const IPV4_DONT_FRAGMENT: u32 = 0x4000
/** NOP NOP TS(10), as it lies in memory. */
const NOP_NOP_TIMESTAMPS: u32 = 0x0a080101
const NOP_NOP_TIMESTAMPS_BYTES: usize = 12
const KIND_END: u32 = 0
const KIND_NOP: u32 = 1
const KIND_MSS: u32 = 2
const KIND_WINDOW_SCALE: u32 = 3
const KIND_SACK_PERMITTED: u32 = 4
const KIND_TIMESTAMPS: u32 = 8
const ALL_ONES: u32 = 0xffff

/** `BIT_IPV6` or 0. */
export let family: u32 = 0
/** IPv4 as a number, or the id of an IPv6 address. */
export let source: i32 = 0
export let destination: i32 = 0
export let sourcePort: u32 = 0
export let destinationPort: u32 = 0
export let seq: i32 = 0
export let ack: i32 = 0
export let flags: u32 = 0
export let window: u32 = 0
export let payloadLen: i32 = 0
export let optionBits: u32 = 0
export let mss: u32 = 0
export let windowScale: u32 = 0
export let tsVal: i32 = 0
export let tsEcr: i32 = 0
export let ttl: u32 = 0
export let tos: u32 = 0
export let ipId: u32 = 0
export let dontFragment: u32 = 0
export let flowLabel: u32 = 0
/** Where the addresses begin, the TCP header, and the captured bytes end. */
let addresses: usize = 0
let tcp: usize = 0
let captureEnd: usize = 0

/** Decodes the frame of `captured` bytes at `from`. Gives false, with nothing decided, for one that is not an everyday TCP segment. */
export function decode(from: usize, captured: u32): bool {
  if (captured < ETHERNET_BYTES + IPV4_BYTES) return false
  const ip = from + ETHERNET_BYTES
  captureEnd = from + captured
  const type = u16At(ip - 2)
  if (type === ETHER_TYPE_IPV4) return decodeIpv4(ip)
  return type === ETHER_TYPE_IPV6 && captured >= ETHERNET_BYTES + IPV6_BYTES && decodeIpv6(ip)
}

function decodeIpv4(ip: usize): bool {
  const fragment = u16At(ip + 6)
  const ipLen = u16At(ip + 2)
  if (load<u8>(ip) !== IPV4_PLAIN || load<u8>(ip, 9) !== TCP || (fragment & IPV4_FRAGMENT_BITS) !== 0 || ipLen < IPV4_BYTES) return false
  family = 0
  addresses = ip + 12
  source = i32At(ip + 12)
  destination = i32At(ip + 16)
  ttl = load<u8>(ip, 8)
  tos = load<u8>(ip, 1)
  ipId = u16At(ip + 4)
  dontFragment = fragment & IPV4_DONT_FRAGMENT ? 1 : 0
  flowLabel = 0
  return decodeTcp(ip + IPV4_BYTES, ip + ipLen)
}

function decodeIpv6(ip: usize): bool {
  const first: u32 = i32At(ip)
  const payloadLength = u16At(ip + 4)
  if (first >>> 28 !== 6 || load<u8>(ip, 6) !== TCP || payloadLength === 0) return false
  family = BIT_IPV6
  addresses = ip + 8
  ttl = load<u8>(ip, 7)
  tos = (first >>> 20) & 0xff
  ipId = 0
  dontFragment = 0
  flowLabel = first & 0xfffff
  if (!decodeTcp(ip + IPV6_BYTES, ip + IPV6_BYTES + payloadLength)) return false
  source = idOf(ip + 8)
  destination = idOf(ip + 24)
  return true
}

function decodeTcp(at: usize, wireEnd: usize): bool {
  if (min(captureEnd, wireEnd) < at + TCP_BYTES) return false
  const control: u32 = i32At(at + 12)
  const options = at + TCP_BYTES
  const payload = at + <usize>((control >>> 28) << 2)
  if (payload < options || payload > wireEnd || payload > captureEnd) return false
  flags = (control >>> 16) & 0x1ff
  if (!decodeOptions(options, payload)) return false
  tcp = at
  sourcePort = u16At(at)
  destinationPort = u16At(at + 2)
  seq = i32At(at + 4)
  ack = i32At(at + 8)
  window = control & 0xffff
  payloadLen = <i32>(wireEnd - payload)
  return true
}

/** As `readTcpOptions`; false for any but those of an opening, and for any but timestamps behind it. */
function decodeOptions(options: usize, end: usize): bool {
  optionBits = 0
  mss = 0
  windowScale = 0
  tsVal = 0
  tsEcr = 0
  if (options === end) return true
  if (end - options === NOP_NOP_TIMESTAMPS_BYTES && load<u32>(options) === NOP_NOP_TIMESTAMPS) {
    optionBits = OPTION_TIMESTAMPS
    tsVal = i32At(options + 4)
    tsEcr = i32At(options + 8)
    return true
  }
  if ((flags & SYN) === 0) return false
  let at = options
  while (at < end) {
    const kind: u32 = load<u8>(at)
    if (kind === KIND_END) return true
    if (kind === KIND_NOP) {
      at++
      continue
    }
    const length: u32 = at + 1 < end ? load<u8>(at, 1) : 0
    if (at + length > end) return false
    if (kind === KIND_MSS && length === 4) {
      optionBits |= OPTION_MSS
      mss = u16At(at + 2)
    } else if (kind === KIND_WINDOW_SCALE && length === 3) {
      optionBits |= OPTION_WINDOW_SCALE
      windowScale = load<u8>(at, 2)
    } else if (kind === KIND_SACK_PERMITTED && length === 2) optionBits |= OPTION_SACK_PERMITTED
    else if (kind === KIND_TIMESTAMPS && length === 10) {
      optionBits |= OPTION_TIMESTAMPS
      tsVal = i32At(at + 2)
      tsEcr = i32At(at + 6)
    } else return false
    at += length
  }
  return true
}

/** The state of the checksum, as `checksumState` in `src/core/packet/tcp-checksum.ts` finds it. */
export function checksumState(): u32 {
  const options = tcp + TCP_BYTES
  const segmentLen: u32 = <u32>((load<u8>(tcp, 12) >>> 4) << 2) + payloadLen
  if (options > captureEnd || tcp + segmentLen > captureEnd) return CHECKSUM_UNKNOWN
  const ofAddresses = onesComplementSum(addresses, family === 0 ? 8 : 32, TCP)
  const pseudo = folded(ofAddresses + segmentLen)
  if (onesComplementSum(tcp, segmentLen, pseudo) === ALL_ONES) return CHECKSUM_CORRECT
  const field = u16At(tcp + 16)
  return field === pseudo || (field === ofAddresses && payloadLen > 0) ? CHECKSUM_PARTIAL : CHECKSUM_BAD
}

/**
 * As `onesComplementSum` in `src/core/wire/checksum.ts` (RFC 1071), of less than 64 KiB; `sum` has 16 bits. The words are added in the order of
 * this machine's bytes, and only the result is turned round (RFC 1071 §2.B).
 */
function onesComplementSum(at: usize, length: u32, sum: u32): u32 {
  let total: u64 = turned(sum)
  const end = at + length
  let place = at
  for (; place + 8 <= end; place += 8) {
    const words = load<u64>(place)
    total += (words >>> 32) + (words & 0xffffffff)
  }
  if (place + 4 <= end) {
    total += load<u32>(place)
    place += 4
  }
  if (place + 2 <= end) {
    total += load<u16>(place)
    place += 2
  }
  if (place < end) total += load<u8>(place)
  total = (total >>> 32) + (total & 0xffffffff)
  total = (total >>> 32) + (total & 0xffffffff)
  return turned(folded((<u32>total >>> 16) + (<u32>total & 0xffff)))
}

function turned(word: u32): u32 {
  return ((word & 0xff) << 8) | (word >>> 8)
}

function folded(sum: u32): u32 {
  const once = (sum >>> 16) + (sum & 0xffff)
  return (once >>> 16) + (once & 0xffff)
}
