/** Telnet's commands and negotiations (RFC 854, RFC 855). */

import type { Printing } from './printing.ts'

const IAC = 255
const SB = 250
const WILL = 251
const FIRST_COMMAND = 236
const SE = 240
const AUTHENTICATION = 37
const ENCRYPTION = 38

const COMMANDS = 'EOF,SUSP,ABORT,EOR,SE,NOP,DMARK,BRK,IP,AO,AYT,EC,EL,GA,SB,WILL,WONT,DO,DONT,IAC'.split(',')
const OPTIONS = (
  'BINARY,ECHO,RCP,SUPPRESS GO AHEAD,NAME,STATUS,TIMING MARK,RCTE,NAOL,NAOP,NAOCRD,NAOHTS,NAOHTD,NAOFFD,NAOVTS,NAOVTD,NAOLFD,' +
  'EXTEND ASCII,LOGOUT,BYTE MACRO,DATA ENTRY TERMINAL,SUPDUP,SUPDUP OUTPUT,SEND LOCATION,TERMINAL TYPE,END OF RECORD,TACACS UID,' +
  'OUTPUT MARKING,TTYLOC,3270 REGIME,X.3 PAD,NAWS,TSPEED,LFLOW,LINEMODE,XDISPLOC,OLD-ENVIRON,AUTHENTICATION,ENCRYPT,NEW-ENVIRON'
).split(',')
const SUB_COMMANDS = ['IS', 'SEND', 'INFO', 'NAME']

/** Prints the commands at the start of the payload; nothing for plain text. */
export function printTelnet(p: Printing, at: number, length: number): void {
  p.protocol = 'telnet'
  let next = at
  const end = at + length
  let separator = ' [telnet '
  for (;;) {
    const command = next < end ? commandAt(p, next, end) : undefined
    if (command === undefined) break
    p.text(separator + command.text)
    separator = ', '
    next += command.bytes
  }
  if (next > at) p.text(']')
}

/** The command at `at`; undefined when there is none, or when it is not all in this packet. */
function commandAt(p: Printing, at: number, end: number): { text: string; bytes: number } | undefined {
  if (p.u8(at) !== IAC || at + 1 >= end) return undefined
  const command = p.u8(at + 1)
  if (command === IAC) return { text: 'IAC IAC', bytes: 2 }
  if (command < FIRST_COMMAND) return undefined
  const name = COMMANDS[command - FIRST_COMMAND]
  if (command !== SB && command < WILL) return { text: name, bytes: 2 }
  if (at + 2 >= end) return undefined
  const option = p.u8(at + 2)
  let text = `${name} ${OPTIONS[option] ?? `0x${option.toString(16)}`}`
  if (command !== SB) return { text, bytes: 3 }
  let close = at + 3
  while (close + 1 < end) {
    if (p.u8(close) === IAC && p.u8(close + 1) === SE) break
    close++
  }
  // Where no end is in the packet, tcpdump looks one byte beyond it.
  if (close + 1 >= end && p.u8(close) !== IAC && p.u8(close + 1) !== SE) return undefined
  let next = at + 3
  if (option !== AUTHENTICATION && option !== ENCRYPTION && next < close) {
    const sub = p.u8(next)
    text += ` ${SUB_COMMANDS[sub] ?? `0x${sub.toString(16)}`}`
    next++
  }
  for (; next < close; next++) text += p.u8(next) === 0 ? ' 0' : ` 0x${p.u8(next).toString(16)}`
  return { text: `${text} SE`, bytes: close + 2 - at }
}
