/** Connections by their two ends, in the memory that `src/core/flow/flow-table.ts` keeps them in and says more of. */
import {
  BIT_IPV6,
  BIT_LIVE,
  BITS,
  CLIENT_ADDR,
  FIRST_PACKET,
  HEAD_CREATED,
  HEAD_FREE,
  HEAD_LIVE,
  HEAD_MASK,
  HEAD_USED,
  ID,
  PORTS,
  SERVER_ADDR,
  WORDS,
} from '../src/core/flow/flow-record'
import { destination, destinationPort, family, source, sourcePort } from './plain-segment'
import { setWordOf, wordOf } from './words'

const RECORD_BYTES: usize = WORDS << 2

let records: usize = 0
let slots: usize = 0
let head: usize = 0
let seed: i32 = 0
/** After `findFlow` with a result: 0 when the source of the segment is the client, 1 when it is the server. */
export let direction: u32 = 0

/** Says where the table is, and its seed. */
export function placeFlows(recordsAt: usize, slotsAt: usize, headAt: usize, seedValue: i32): void {
  records = recordsAt
  slots = slotsAt
  head = headAt
  seed = seedValue
}

/** Where the record of a connection begins. */
export function flowAt(index: u32): usize {
  return records + <usize>index * RECORD_BYTES
}

/** Connections now in the table. */
export function liveFlows(): u32 {
  return wordOf(head, HEAD_LIVE)
}

/** Records ever used at once. */
export function usedFlows(): u32 {
  return wordOf(head, HEAD_USED)
}

/** The index of the connection of the segment at hand, or -1; sets `direction`. */
export function findFlow(): i32 {
  const mask: u32 = wordOf(head, HEAD_MASK)
  const hashed = tupleHash(source, destination, sourcePort, destinationPort)
  const forward: i32 = (sourcePort << 16) | destinationPort
  const backward: i32 = (destinationPort << 16) | sourcePort
  let slot = hashed & mask
  while (true) {
    const place = slots + ((<usize>slot) << 3)
    const entry = load<u32>(place, 4)
    if (entry === 0) return -1
    slot = (slot + 1) & mask
    if (load<u32>(place) !== hashed) continue
    const record = flowAt(entry - 1)
    if ((wordOf(record, BITS) & BIT_IPV6) !== family) continue
    const client = wordOf(record, CLIENT_ADDR)
    const server = wordOf(record, SERVER_ADDR)
    const ports = wordOf(record, PORTS)
    if (ports === forward && client === source && server === destination) {
      direction = 0
      return entry - 1
    }
    if (ports === backward && client === destination && server === source) {
      direction = 1
      return entry - 1
    }
  }
}

/** Adds the connection that the segment at hand opens as its client; there must be room. Gives its index. */
export function addFlow(packet: u32): u32 {
  let index: i32 = wordOf(head, HEAD_FREE)
  if (index >= 0) setWordOf(head, HEAD_FREE, wordOf(flowAt(index), FIRST_PACKET))
  else {
    index = wordOf(head, HEAD_USED)
    setWordOf(head, HEAD_USED, index + 1)
  }
  const record = flowAt(index)
  const id = wordOf(head, HEAD_CREATED)
  setWordOf(head, HEAD_CREATED, id + 1)
  setWordOf(head, HEAD_LIVE, wordOf(head, HEAD_LIVE) + 1)
  setWordOf(record, CLIENT_ADDR, source)
  setWordOf(record, SERVER_ADDR, destination)
  setWordOf(record, PORTS, (sourcePort << 16) | destinationPort)
  setWordOf(record, BITS, family | BIT_LIVE)
  setWordOf(record, ID, id)
  setWordOf(record, FIRST_PACKET, packet)
  const mask: u32 = wordOf(head, HEAD_MASK)
  const hashed = tupleHash(source, destination, sourcePort, destinationPort)
  let slot = hashed & mask
  while (load<u32>(slots + ((<usize>slot) << 3), 4) !== 0) slot = (slot + 1) & mask
  store<u32>(slots + ((<usize>slot) << 3), hashed)
  store<u32>(slots + ((<usize>slot) << 3), index + 1, 4)
  return index
}

/** Removes a connection; its index may be used again. */
export function removeFlow(index: u32): void {
  const record = flowAt(index)
  const ports: u32 = wordOf(record, PORTS)
  const mask: u32 = wordOf(head, HEAD_MASK)
  let hole = tupleHash(wordOf(record, CLIENT_ADDR), wordOf(record, SERVER_ADDR), ports >>> 16, ports & 0xffff) & mask
  while (entryOf(hole) !== index + 1) hole = (hole + 1) & mask
  for (let slot = (hole + 1) & mask; entryOf(slot) !== 0; slot = (slot + 1) & mask) {
    const home = load<u32>(slotAt(slot)) & mask
    if (((slot - home) & mask) < ((slot - hole) & mask)) continue
    store<u64>(slotAt(hole), load<u64>(slotAt(slot)))
    hole = slot
  }
  store<u32>(slotAt(hole), 0, 4)
  // Not `memory.fill`: it is a call out of compiled code.
  for (let at = record; at < record + RECORD_BYTES; at += 8) store<u64>(at, 0)
  setWordOf(record, FIRST_PACKET, wordOf(head, HEAD_FREE))
  setWordOf(head, HEAD_FREE, index)
  setWordOf(head, HEAD_LIVE, wordOf(head, HEAD_LIVE) - 1)
}

function slotAt(slot: u32): usize {
  return slots + ((<usize>slot) << 3)
}

function entryOf(slot: u32): u32 {
  return load<u32>(slotAt(slot), 4)
}

function tupleHash(src: u32, dst: u32, srcPort: u32, dstPort: u32): u32 {
  return mix(mix(src ^ ((srcPort + 1) * 0x9e3779b1) ^ <u32>seed) + mix(dst ^ ((dstPort + 1) * 0x9e3779b1) ^ <u32>seed))
}

function mix(value: u32): u32 {
  let x = value ^ (value >>> 16)
  x *= 0x7feb352d
  x ^= x >>> 15
  x *= 0x846ca68b
  return x ^ (x >>> 16)
}
