/**
 * The records of a file, one behind the other: those of pcap, as `PcapReader` reads them, or enhanced packet blocks without options of the
 * section's only interface, as `PcapngReader` does.
 */
const NS_PER_S: f64 = 1e9
const UNITS_PER_WORD: f64 = 4294967296

const PCAP_HEADER_BYTES: u32 = 16
const BLOCK_HEADER_BYTES: u32 = 28
const BLOCK_TRAILER_BYTES: u32 = 4
const ENHANCED_PACKET: u32 = 6

let isBlocks: bool = false
let isSwapped: bool = false
let nsPerUnit: f64 = 0
let startHigh: f64 = 0
let startLow: f64 = 0
let startRestNs: f64 = 0
let mostCaptured: u32 = 0

/** Bytes in front of a packet. */
export let headerBytes: u32 = PCAP_HEADER_BYTES

/** Says how records are to be read, as `ScanFormat` does; times are those since the start. */
export function readAs(blocks: bool, swapped: bool, unitNs: f64, high: f64, low: f64, restNs: f64, most: u32): void {
  isBlocks = blocks
  isSwapped = swapped
  nsPerUnit = unitNs
  startHigh = high
  startLow = low
  startRestNs = restNs
  mostCaptured = most
  headerBytes = blocks ? BLOCK_HEADER_BYTES : PCAP_HEADER_BYTES
}

/** How many bytes of the packet were captured. */
export function capturedOf(at: usize): u32 {
  return field(at + headerBytes - 8)
}

/** How many it had on the wire. */
export function onWireOf(at: usize): u32 {
  return field(at + headerBytes - 4)
}

/** Whether a header is one as most are. */
export function isUsual(at: usize, captured: u32, onWire: u32): bool {
  if (captured > mostCaptured || captured > onWire) return false
  return !isBlocks || (field(at) === ENHANCED_PACKET && field(at + 4) === headerBytes + bodyBytes(captured) && field(at + 8) === 0)
}

/** Bytes of a record behind its header. */
export function bodyBytes(captured: u32): u32 {
  return isBlocks ? ((captured + 3) & ~3) + BLOCK_TRAILER_BYTES : captured
}

/** Whether the length of a block stands behind it as well: `at` is where it begins, `next` where it ends. */
export function endsWell(at: usize, next: usize): bool {
  return !isBlocks || field(next - BLOCK_TRAILER_BYTES) === field(at + 4)
}

/** Nanoseconds since the start. */
export function timeOf(at: usize): f64 {
  return isBlocks
    ? ((<f64>field(at + 12) - startHigh) * UNITS_PER_WORD + (<f64>field(at + 16) - startLow)) * nsPerUnit - startRestNs
    : (<f64>field(at) - startHigh) * NS_PER_S + (<f64>field(at + 4) * nsPerUnit - startRestNs)
}

function field(at: usize): u32 {
  const value = load<u32>(at)
  return isSwapped ? bswap<u32>(value) : value
}
