/** The 16 bytes in front of each packet of a pcap file, as `PcapReader` reads them. */
const NS_PER_S: f64 = 1e9

/** Bytes of a record's header. */
export const RECORD_HEADER_BYTES: u32 = 16

let isSwapped: bool = false
let nsPerFraction: f64 = 0
let startSeconds: f64 = 0
let startRestNs: f64 = 0

/** Says how headers are to be read; times are those since the start. */
export function setFormat(swapped: bool, fractionNs: f64, seconds: f64, restNs: f64): void {
  isSwapped = swapped
  nsPerFraction = fractionNs
  startSeconds = seconds
  startRestNs = restNs
}

/** How many bytes of the packet were captured. */
export function capturedOf(at: usize): u32 {
  return field(at + 8)
}

/** How many it had on the wire. */
export function onWireOf(at: usize): u32 {
  return field(at + 12)
}

/** Nanoseconds since the start. */
export function timeOf(at: usize): f64 {
  return (<f64>field(at) - startSeconds) * NS_PER_S + (<f64>field(at + 4) * nsPerFraction - startRestNs)
}

function field(at: usize): u32 {
  const value = load<u32>(at)
  return isSwapped ? bswap<u32>(value) : value
}
