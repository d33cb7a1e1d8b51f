/** Numbers of a table, by their index from where a part of it begins: int32 words, and doubles. */

/** The word at `index`. */
export function wordOf(at: usize, index: u32): i32 {
  return load<i32>(at + ((<usize>index) << 2))
}

/** Sets the word at `index`. */
export function setWordOf(at: usize, index: u32, value: i32): void {
  store<i32>(at + ((<usize>index) << 2), value)
}

/** The double at `index`, counted in doubles. */
export function doubleOf(at: usize, index: u32): f64 {
  return load<f64>(at + ((<usize>index) << 3))
}

/** Sets the double at `index`, counted in doubles. */
export function setDoubleOf(at: usize, index: u32, value: f64): void {
  store<f64>(at + ((<usize>index) << 3), value)
}
