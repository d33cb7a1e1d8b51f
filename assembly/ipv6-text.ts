/** The text of an IPv6 address as `formatIpv6` in `src/core/packet/address-text.ts` makes it (RFC 5952), as bytes. */
import { writeIpv4 } from './digit-triples'
import { i32At, u16At } from './network-order'

const GROUPS: u32 = 8
/** One zero group is written as it is (RFC 5952 §4.2.2). */
const SHORTEST_RUN: u32 = 2
/** Groups of zeros, or of zeros and one of ones, in front of an IPv4 address inside an IPv6 one (RFC 4291 §2.5.5). */
const COMPATIBLE_ZEROS: u32 = 6
const MAPPED_ZEROS: u32 = 5
const MAPPED_GROUP: u32 = 0xffff
const IPV4_INSIDE: usize = 12
const COLON: u32 = 0x3a
const DIGIT_0: u32 = 0x30
/** `a` less ten. */
const LETTERS: u32 = 0x61 - 10

/** Writes the text of the 16 bytes at `address` to `to`; gives where it ends. */
export function writeIpv6(to: usize, address: usize): usize {
  let zerosAt: u32 = 0
  let zeros: u32 = 0
  for (let i: u32 = 0, run: u32 = 0; i < GROUPS; i++) {
    run = groupOf(address, i) === 0 ? run + 1 : 0
    // The first of the longest runs is the one that is left out (RFC 5952 §4.2.3).
    if (run > zeros) {
      zeros = run
      zerosAt = i + 1 - run
    }
  }
  if (zeros < SHORTEST_RUN) return writeGroups(to, address, 0, GROUPS)
  const isMapped = zerosAt === 0 && zeros === MAPPED_ZEROS && groupOf(address, MAPPED_ZEROS) === MAPPED_GROUP
  const isCompatible = zerosAt === 0 && zeros === COMPATIBLE_ZEROS
  let end = writeGroups(to, address, 0, zerosAt)
  store<u8>(end++, COLON)
  store<u8>(end++, COLON)
  if (isCompatible) return writeIpv4(end, i32At(address + IPV4_INSIDE))
  if (!isMapped) return writeGroups(end, address, zerosAt + zeros, GROUPS)
  end = writeGroups(end, address, MAPPED_ZEROS, COMPATIBLE_ZEROS)
  store<u8>(end++, COLON)
  return writeIpv4(end, i32At(address + IPV4_INSIDE))
}

function groupOf(address: usize, group: u32): u32 {
  return u16At(address + ((<usize>group) << 1))
}

/** Writes the groups from `first` to in front of `end`, in hexadecimal digits without leading zeros. */
function writeGroups(to: usize, address: usize, first: u32, end: u32): usize {
  let at = to
  for (let i = first; i < end; i++) {
    if (i > first) store<u8>(at++, COLON)
    const group = groupOf(address, i)
    for (let shift: i32 = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0; shift >= 0; shift -= 4) {
      const digit = (group >>> shift) & 0xf
      store<u8>(at++, digit + (digit < 10 ? DIGIT_0 : LETTERS))
    }
  }
  return at
}
