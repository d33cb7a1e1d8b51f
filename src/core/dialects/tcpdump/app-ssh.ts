/** The version line of SSH (RFC 4253 §4.2). */

import type { Printing } from './printing.ts'

const START = 'SSH-'
const LF = 0x0a
const CR = 0x0d
const BLANK = 0x20
const LAST_PRINTABLE = 0x7e

/** Prints the version line that the payload starts with; nothing for encrypted packets. */
export function printSsh(p: Printing, at: number, length: number): void {
  p.protocol = 'ssh'
  for (let i = 0; i < START.length; i++) {
    if (p.u8(at + i) !== START.charCodeAt(i)) return
  }
  let end = 0
  while (end < length) {
    const byte = p.u8(at + end)
    if (byte === LF) break
    if (byte === CR) {
      if (end + 1 >= length || p.u8(at + end + 1) !== LF) return
      break
    }
    if (byte < BLANK || byte > LAST_PRINTABLE) return
    end++
  }
  if (end >= length) return
  p.text(': SSH: ')
  for (let i = 0; i < end; i++) p.out.char(p.bytes[at + i])
}
