/** Numbers as they stand in packets: the most significant byte first. */

/** The 16 bits at `at`. */
export function u16At(at: usize): u32 {
  return bswap<u16>(load<u16>(at))
}

/** The 32 bits at `at`. */
export function i32At(at: usize): i32 {
  return bswap<i32>(load<i32>(at))
}
