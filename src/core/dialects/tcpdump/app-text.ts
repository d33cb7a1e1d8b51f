/** Protocols that talk in lines: HTTP, RTSP, SMTP, FTP, WHOIS. */

import { asciiBytes } from '../../bytes/text-output.ts'
import type { Printing } from './printing.ts'

/** Requests of HTTP (with WebDAV and UPnP). */
export const HTTP: ReadonlySet<string> = new Set(
  `GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS
CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT
VERSION-CONTROL BASELINE-CONTROL`.split(/\s/),
)
/** Requests of RTSP. */
export const RTSP: ReadonlySet<string> = new Set(
  'DESCRIBE ANNOUNCE GET_PARAMETER OPTIONS PAUSE PLAY RECORD REDIRECT SETUP SET_PARAMETER TEARDOWN'.split(' '),
)

const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const BLANK = 0x20
const LAST_PRINTABLE = 0x7e
/** A longer word is none. */
const MAX_TOKEN_BYTES = 127

/** Prints the protocol's name and its lines; with `requests`, only if the first line is a request or a response. */
export function printTextProtocol(p: Printing, at: number, length: number, name: string, requests?: ReadonlySet<string>): void {
  p.protocol = name
  const isMessage = requests === undefined || startsMessage(p, at, length, requests)
  p.text(`: ${name.toUpperCase()}`)
  if (!isMessage) return
  if (p.options.verbose === 0) {
    printLine(p, FIRST_LINE, at, 0, length)
    return
  }
  p.text(`, length: ${length}`)
  let offset = 0
  while (offset < length) {
    offset = printLine(p, NEXT_LINE, at, offset, length)
    if (offset === 0) break
  }
}

const FIRST_LINE = asciiBytes(': ')
const NEXT_LINE = asciiBytes('\n\t')

function startsMessage(p: Printing, at: number, length: number, requests: ReadonlySet<string>): boolean {
  const first = token(p, at, 0, length)
  if (first === undefined) return false
  if (requests.has(first.text.toUpperCase())) return true
  const second = token(p, at, first.next, length)
  return second !== undefined && /^\d\d\d$/.test(second.text)
}

/** The word at `offset`, and where the next one starts. */
function token(p: Printing, at: number, offset: number, length: number): { text: string; next: number } | undefined {
  let end = offset
  let text = ''
  for (; end < length; end++) {
    if (!p.has(at + end, 1)) return undefined
    const byte = p.u8(at + end)
    if (isSpace(byte)) break
    if (byte < BLANK || byte > LAST_PRINTABLE || text.length >= MAX_TOKEN_BYTES) return undefined
    text += String.fromCharCode(byte)
  }
  if (text === '') return undefined
  while (end < length && p.has(at + end, 1) && p.u8(at + end) === BLANK) end++
  return { text, next: end }
}

function isSpace(byte: number): boolean {
  return byte === BLANK || (byte >= TAB && byte <= CR)
}

/** Prints the line at `offset` after `prefix`, and gives where the next one starts; 0 when it was no line of text. */
function printLine(p: Printing, prefix: Uint8Array, at: number, offset: number, length: number): number {
  let end = offset
  let next = 0
  while (end < length) {
    const byte = p.u8(at + end)
    if (byte === LF) {
      next = end + 1
      break
    }
    if (byte === CR) {
      if (end + 1 >= length) break
      if (p.u8(at + end + 1) !== LF) return 0
      next = end + 2
      break
    }
    if ((byte < BLANK && byte !== TAB) || byte > LAST_PRINTABLE) return 0
    end++
  }
  p.out.bytes(prefix)
  for (let i = offset; i < end; i++) p.out.char(p.bytes[at + i])
  if (next === 0) p.cut()
  return next
}
