/** BEEP (RFC 3080): the kind of a frame. Mostly it is some other protocol on a port chosen by chance. */

import type { Printing } from './printing.ts'

const KEYWORDS = ['MSG', 'ERR ', 'ANS', 'NUL', 'SEQ ', 'END', 'RPY']

/** Prints the word that the payload starts with. */
export function printBeep(p: Printing, at: number, length: number): void {
  p.protocol = 'beep'
  const keyword = KEYWORDS.find((word) => word.length < length && startsWith(p, at, word))
  p.text(keyword === undefined ? ' BEEP (payload or undecoded)' : ` BEEP ${keyword.trimEnd()}`)
}

function startsWith(p: Printing, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (!p.has(at + i, 1) || p.u8(at + i) !== word.charCodeAt(i)) return false
  return true
}
