/**
 * The loop of `-z conv,tcp`: from the records of a file on Ethernet straight to the conversations, as long as a record is an everyday
 * TCP segment. Everything else is left to `TcpConversations`, which calls what is exported here for single packets.
 */
import {
  ETHERNET_BYTES,
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  IPV4_BYTES,
  IPV4_FRAGMENT_BITS,
  IPV4_PLAIN,
  IPV6_BYTES,
  TCP,
  TCP_BYTES,
} from './everyday-headers'
import { IPV6 } from '../src/core/dialects/wireshark/statistics/conversation-record'
import { idOf } from './address-ids'
import { countSegment } from './conversation-table'
import { i32At, u16At } from './network-order'
import { bodyBytes, capturedOf, endsWell, headerBytes, isUsual, onWireOf, timeOf } from './records'

export { addressOf, idOf } from './address-ids'
export { readAs } from './records'
export { rowAfter, writeRows } from './conversation-rows'
export { byFrames, count, makeRoom, manyFrames, quote, recordOf, setUp, settle, withFrames } from './conversation-table'

let taken: u32 = 0

/** How many records the last `takeRecords` took. */
export function takenRecords(): u32 {
  return taken
}

/** Memory for `byteCount` bytes of a file. */
export function allocate(byteCount: usize): usize {
  return heap.alloc(byteCount)
}

/**
 * Takes records from `start` on, up to the first that is cut at `end`, is odd, or holds no everyday TCP segment; there must be room for as
 * many conversations. Gives where that one begins.
 */
export function takeRecords(start: usize, end: usize): usize {
  let at = start
  taken = 0
  while (end - at >= headerBytes) {
    const captured = capturedOf(at)
    const onWire = onWireOf(at)
    const from = at + headerBytes
    if (!isUsual(at, captured, onWire) || captured < ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES) break
    const body = bodyBytes(captured)
    if (body > <u32>(end - from) || !endsWell(at, from + body)) break
    const timeNs = timeOf(at)
    const ip = from + ETHERNET_BYTES
    const to = from + captured
    const type = u16At(ip - 2)
    if (type === ETHER_TYPE_IPV4) {
      const tcp = ip + IPV4_BYTES
      if (load<u8>(ip) !== IPV4_PLAIN || load<u8>(ip, 9) !== TCP || (u16At(ip + 6) & IPV4_FRAGMENT_BITS) !== 0) break
      if (!isHeaderWhole(tcp, ip + u16At(ip + 2), to)) break
      countSegment(i32At(ip + 12), i32At(ip + 16), tcp, 0, onWire, timeNs)
    } else if (type === ETHER_TYPE_IPV6) {
      const tcp = ip + IPV6_BYTES
      if (tcp + TCP_BYTES > to || load<u8>(ip) >>> 4 !== 6 || load<u8>(ip, 6) !== TCP) break
      if (!isHeaderWhole(tcp, tcp + u16At(ip + 4), to)) break
      countSegment(idOf(ip + 8), idOf(ip + 24), tcp, IPV6, onWire, timeNs)
    } else break
    at = from + body
    taken++
  }
  return at
}

/** Whether a TCP header is there with all its options, within its packet and within what was captured: tshark takes no other. */
function isHeaderWhole(tcp: usize, packetEnd: usize, capturedEnd: usize): bool {
  const headerBytes: usize = (load<u8>(tcp, 12) >>> 4) << 2
  return headerBytes >= TCP_BYTES && tcp + headerBytes <= packetEnd && tcp + headerBytes <= capturedEnd
}
