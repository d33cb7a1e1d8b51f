/** The words of a display filter. */
import { FilterFault } from '../filter-error.ts'

/** What a token is. `word` is an unquoted value or name; `operator` holds all signs and reserved words, in one spelling each. */
export type DisplayToken =
  | { readonly kind: 'word'; readonly text: string; readonly from: number; readonly to: number }
  /** A text in double quotes, its escapes undone; `isRaw` for r"…". */
  | { readonly kind: 'string'; readonly text: string; readonly from: number; readonly to: number }
  /** A character in single quotes: its code. */
  | { readonly kind: 'character'; readonly code: number; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'operator'; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'end'; readonly text: string; readonly from: number; readonly to: number }

/** Operators that are words, and the sign that means the same. */
const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['eq', '=='],
  ['any_eq', '=='],
  ['ne', '!='],
  ['all_ne', '!='],
  ['all_eq', '==='],
  ['any_ne', '!=='],
  ['gt', '>'],
  ['ge', '>='],
  ['lt', '<'],
  ['le', '<='],
  ['contains', 'contains'],
  ['matches', 'matches'],
  ['in', 'in'],
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['any', 'any'],
  ['all', 'all'],
])
const SIGNS = ['===', '!==', '==', '!=', '~=', '>=', '<=', '&&', '||', '..', '${', ...'><!~&+-*/%()[]{},#:}'.split('')]
const SAME_SIGNS: ReadonlyMap<string, string> = new Map([
  ['~=', '!=='],
  ['~', 'matches'],
])
/** Names, numbers, addresses: a point may not be the first of two, which make a range. */
const WORD = /(?:[A-Za-z0-9_\-:]|\.(?!\.))(?:[A-Za-z0-9_\-:]|\.(?!\.)|\/(?=\d{1,3}(?![\w.])))*/y
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** Cuts the text of a filter into tokens; the last is `end`. Raises a `FilterFault`. */
export function displayTokens(text: string): DisplayToken[] {
  const tokens: DisplayToken[] = []
  let at = 0
  let isInBrackets = false
  while (at < text.length) {
    const character = text[at]
    if (/\s/.test(character)) {
      at++
      continue
    }
    const token = isInBrackets ? bracketToken(text, at) : nextToken(text, at)
    if (token.text === '[' && token.kind === 'operator') isInBrackets = true
    if (token.text === ']' && token.kind === 'operator') isInBrackets = false
    tokens.push(token)
    at = token.to
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length })
  return tokens
}

function nextToken(text: string, at: number): DisplayToken {
  const character = text[at]
  if (character === '"') return quoted(text, at, at + 1, false)
  if (/[rR]/.test(character) && text[at + 1] === '"') return quoted(text, at, at + 2, true)
  if (character === "'") return quotedCharacter(text, at)
  if (isWordStart(text, at)) {
    WORD.lastIndex = at
    const match = WORD.exec(text)
    if (match !== null) return wordToken(match[0], at)
  }
  const sign = SIGNS.find((known) => text.startsWith(known, at))
  if (sign !== undefined) return { kind: 'operator', text: SAME_SIGNS.get(sign) ?? sign, from: at, to: at + sign.length }
  throw unexpected(character, at)
}

/** A point begins a name that is a field in any case; a colon begins an address (`::1`). */
function isWordStart(text: string, at: number): boolean {
  const character = text[at]
  if (/[A-Za-z0-9_]/.test(character)) return true
  if (character === '.') return /[A-Za-z_]/.test(text[at + 1] ?? '')
  return character === ':' && /[:0-9A-Za-z]/.test(text[at + 1] ?? '')
}

function wordToken(text: string, at: number): DisplayToken {
  const slash = text.indexOf('/')
  // A slash belongs to the word only behind an address; elsewhere it divides.
  if (slash > 0 && !/^[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*$/.test(text.slice(0, slash))) return wordToken(text.slice(0, slash), at)
  const operator = WORD_OPERATORS.get(text)
  if (operator !== undefined) return { kind: 'operator', text: operator, from: at, to: at + text.length }
  const colon = text.indexOf(':')
  // With a colon it is an address or bytes, which have hexadecimal digits only.
  if (colon > 0 && !/^[0-9A-Fa-f:.\-/]*$/.test(text)) throw unexpected(text.slice(colon), at + colon)
  return { kind: 'word', text, from: at, to: at + text.length }
}

/** Within brackets only numbers and signs are known. */
function bracketToken(text: string, at: number): DisplayToken {
  const number = /^(?:0[xX][0-9A-Fa-f]+|\d+)/.exec(text.slice(at))
  if (number !== null) return { kind: 'word', text: number[0], from: at, to: at + number[0].length }
  if ('[]:,-'.includes(text[at])) return { kind: 'operator', text: text[at], from: at, to: at + 1 }
  throw unexpected(text[at], at)
}

function quoted(text: string, from: number, start: number, isRaw: boolean): DisplayToken {
  let value = ''
  for (let at = start; at < text.length;) {
    if (text[at] === '"') return { kind: 'string', text: value, from, to: at + 1 }
    if (text[at] !== '\\') value += text[at++]
    else if (isRaw) {
      value += text.slice(at, at + 2)
      at += 2
    } else {
      const escape = escapeAt(text, at)
      value += escape.text
      at = escape.to
    }
  }
  throw new FilterFault('syntax', 'The final quote was missing from a quoted string.', '', { from: text.length, to: text.length })
}

function quotedCharacter(text: string, from: number): DisplayToken {
  const escape = text[from + 1] === '\\' ? escapeAt(text, from + 1) : undefined
  const value = escape?.text ?? text.charAt(from + 1)
  const to = escape?.to ?? from + 2
  if (value === '' || value === "'" || text[to] !== "'") {
    throw new FilterFault('syntax', 'The final quote was missing from a character constant.', '', { from, to: text.length })
  }
  return { kind: 'character', code: value.charCodeAt(0), text: text.slice(from, to + 1), from, to: to + 1 }
}

/** The character that the backslash at `at` begins: C's escapes, octal, `\xHH`, `\uHHHH`, `\UHHHHHHHH`. */
function escapeAt(text: string, at: number): { readonly text: string; readonly to: number } {
  const rest = text.slice(at + 1, at + 10)
  const simple = ESCAPES[rest.charAt(0)]
  if (simple !== undefined) return { text: simple, to: at + 2 }
  const digits = /^(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3}))/.exec(rest)
  if (digits === null) {
    const letter = rest.charAt(0)
    throw new FilterFault(
      'syntax',
      `\\${letter} is not a valid character escape sequence`,
      'Write \\\\ for a backslash, or r"..." around the text.',
      {
        from: at,
        to: at + 2,
      },
    )
  }
  const [all, hex, short, long, octal] = digits
  const code = octal === undefined ? Number.parseInt(hex ?? short ?? long, 16) : Number.parseInt(octal, 8)
  if (code > 0x10ffff) throw new FilterFault('syntax', `\\${all} is not a valid character`, '', { from: at, to: at + 1 + all.length })
  return { text: String.fromCodePoint(code), to: at + 1 + all.length }
}

/** The fault of something that stands where it cannot. */
export function unexpected(text: string, at: number, explanation = ''): FilterFault {
  return new FilterFault('syntax', `"${text}" was unexpected in this context.`, explanation, { from: at, to: at + text.length })
}
