/**
 * Gives every IPv6 address a small number, so that a flow's key is always three int32: what `src/core/flow/address-table.ts` does, here.
 *
 * Open addressing; a slot holds an id plus one. Entries are never removed. Memory grows in `makeRoomForAddresses` only.
 */
const ADDRESS_BYTES: usize = 16
const FIRST_CAPACITY: u32 = 1024

let seed: i32 = 0
let count: u32 = 0
let capacity: u32 = 0
let addresses: usize = 0
let slots: usize = 0
let mask: u32 = 0

/** @param value any int32 that the sender of packets cannot know */
export function seedAddresses(value: i32): void {
  seed = value
}

/** Makes sure that `more` addresses can be added without growing. At most half of the slots are taken. */
export function makeRoomForAddresses(more: u32): void {
  if (count + more <= capacity) return
  const before = addresses
  const slotsBefore = slots
  capacity = max(FIRST_CAPACITY, capacity)
  while (capacity < count + more) capacity *= 2
  addresses = heap.alloc(<usize>capacity * ADDRESS_BYTES)
  mask = capacity * 2 - 1
  slots = heap.alloc((<usize>(mask + 1)) << 2)
  memory.fill(slots, 0, (<usize>(mask + 1)) << 2)
  if (before === 0) return
  memory.copy(addresses, before, <usize>count * ADDRESS_BYTES)
  heap.free(before)
  heap.free(slotsBefore)
  for (let id: u32 = 0; id < count; id++) store<u32>(slotOf(addressOf(id)), id + 1)
}

/** The id of the 16 bytes at `at`: 0 for the first address, 1 for the next. There must be room. */
export function idOf(at: usize): i32 {
  const slot = slotOf(at)
  const entry = load<u32>(slot)
  if (entry !== 0) return entry - 1
  memory.copy(addressOf(count), at, ADDRESS_BYTES)
  store<u32>(slot, ++count)
  return count - 1
}

/** Where the 16 bytes of an address are kept. */
export function addressOf(id: u32): usize {
  return addresses + <usize>id * ADDRESS_BYTES
}

/** The slot that holds the id of the 16 bytes at `at`, or the empty one where it belongs. */
function slotOf(at: usize): usize {
  const low = load<u64>(at)
  const high = load<u64>(at, 8)
  let hashed = seed
  hashed = mixed(hashed ^ <i32>low)
  hashed = mixed(hashed ^ <i32>(low >>> 32))
  hashed = mixed(hashed ^ <i32>high)
  hashed = mixed(hashed ^ <i32>(high >>> 32))
  let slot = hashed & mask
  while (true) {
    const place = slots + ((<usize>slot) << 2)
    const entry = load<u32>(place)
    if (entry === 0) return place
    const known = addressOf(entry - 1)
    if (load<u64>(known) === low && load<u64>(known, 8) === high) return place
    slot = (slot + 1) & mask
  }
}

function mixed(value: i32): i32 {
  const spread = value * 0x7feb352d
  return spread ^ (spread >>> 15)
}
