/** Protocols that talk in lines: HTTP, RTSP, SMTP, FTP, WHOIS. */

import { asciiBytes } from '../../bytes/text-output.ts'
import type { Printing } from './printing.ts'

/** The words that requests of a protocol begin with, in any case. */
export class RequestWords {
  private readonly byFirstLetter: Uint8Array[][] = Array.from({ length: 256 }, () => [])

  /** Words in upper case, between blanks. */
  constructor(words: string) {
    for (const word of words.split(/\s+/)) this.byFirstLetter[word.charCodeAt(0)].push(asciiBytes(word))
  }

  /** Whether the `length` bytes at `at` are one of the words. */
  has(bytes: Uint8Array, at: number, length: number): boolean {
    for (const word of this.byFirstLetter[upperCase(bytes[at])]) {
      if (word.length !== length) continue
      let same = 1
      while (same < length && word[same] === upperCase(bytes[at + same])) same++
      if (same === length) return true
    }
    return false
  }
}

function upperCase(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte
}

/** Requests of HTTP (with WebDAV and UPnP). */
export const HTTP = new RequestWords(
  `GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS
CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT
VERSION-CONTROL BASELINE-CONTROL`,
)
/** Requests of RTSP. */
export const RTSP = new RequestWords('DESCRIBE ANNOUNCE GET_PARAMETER OPTIONS PAUSE PLAY RECORD REDIRECT SETUP SET_PARAMETER TEARDOWN')

const STATUS_DIGITS = 3
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const BLANK = 0x20
const LAST_PRINTABLE = 0x7e
/** A longer word is none. */
const MAX_TOKEN_BYTES = 127

/** Prints the protocol's name and its lines; with `requests`, only if the first line is a request or a response. */
export function printTextProtocol(p: Printing, at: number, length: number, name: string, requests?: RequestWords): void {
  p.protocol = name
  const isMessage = requests === undefined || startsMessage(p, at, length, requests)
  p.text(': ')
  p.text(name.toUpperCase())
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

/** Whether the first word is a request, or a later one the three digits of a response. */
function startsMessage(p: Printing, at: number, length: number, requests: RequestWords): boolean {
  const end = tokenEnd(p, at, 0, length)
  if (end < 0) return false
  if (requests.has(p.bytes, at, end)) return true
  let next = end
  while (next < length && p.has(at + next, 1) && p.u8(at + next) === BLANK) next++
  return tokenEnd(p, at, next, length) === next + STATUS_DIGITS && areDigits(p, at + next)
}

function areDigits(p: Printing, at: number): boolean {
  for (let i = 0; i < STATUS_DIGITS; i++) if (p.u8(at + i) < DIGIT_0 || p.u8(at + i) > DIGIT_9) return false
  return true
}

/** Where the word at `offset` ends; -1 when there is none, or one that is no text or too long. */
function tokenEnd(p: Printing, at: number, offset: number, length: number): number {
  let end = offset
  for (; end < length; end++) {
    if (!p.has(at + end, 1)) return -1
    const byte = p.bytes[at + end]
    if (isSpace(byte)) break
    if (byte < BLANK || byte > LAST_PRINTABLE || end - offset >= MAX_TOKEN_BYTES) return -1
  }
  return end === offset ? -1 : end
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
