/** IPv6 addresses and their ids, in the memory that `src/core/flow/address-table.ts` keeps them in and says more of. */
import { i32At } from './network-order'

const ADDRESS_BYTES: usize = 16

let addresses: usize = 0
let slots: usize = 0
/** Two numbers: how many addresses there are, and slots less one. */
let head: usize = 0
let seed: i32 = 0

/** Says where the table is, and its seed. */
export function placeAddresses(addressesAt: usize, slotsAt: usize, headAt: usize, seedValue: i32): void {
  addresses = addressesAt
  slots = slotsAt
  head = headAt
  seed = seedValue
}

/** The id of the 16 bytes at `at`. There must be room. */
export function idOf(at: usize): i32 {
  const mask = load<u32>(head, 4)
  const low = load<u64>(at)
  const high = load<u64>(at, 8)
  let slot = hashOf(at) & mask
  while (true) {
    const place = slots + ((<usize>slot) << 2)
    const entry = load<u32>(place)
    if (entry === 0) {
      const id = load<u32>(head)
      memory.copy(addresses + <usize>id * ADDRESS_BYTES, at, ADDRESS_BYTES)
      store<u32>(place, id + 1)
      store<u32>(head, id + 1)
      return id
    }
    const known = addresses + <usize>(entry - 1) * ADDRESS_BYTES
    if (load<u64>(known) === low && load<u64>(known, 8) === high) return entry - 1
    slot = (slot + 1) & mask
  }
}

function hashOf(at: usize): u32 {
  let hashed: u32 = seed
  for (let i: usize = 0; i < ADDRESS_BYTES; i += 4) {
    hashed = (hashed ^ i32At(at + i)) * 0x7feb352d
    hashed ^= hashed >>> 15
  }
  hashed *= 0x846ca68b
  return hashed ^ (hashed >>> 16)
}
