/** Cuts the text of a filter into tokens, as libpcap 1.10.3's scanner does: the longest match wins, then the more special kind. */
import type { TextSpan } from './filter-error.ts'
import { type Keyword, keywordOf, namedNumber, type Protocol, protocolOf } from './vocabulary.ts'

/** Operators and brackets; `and`, `or`, `not` have their own kind however they are written. */
export type Sign =
  | '('
  | ')'
  | '['
  | ']'
  | ':'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '>'
  | '>='
  | '='
  | '<'
  | '<='
  | '!='

/** A token of the language. Addresses and names keep their text; what they mean depends on the words before them. */
export type Token = TextSpan &
  (
    | { readonly kind: 'protocol'; readonly protocol: Protocol; readonly text: string }
    | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly text: string }
    | { readonly kind: 'sign'; readonly sign: Sign; readonly text: string }
    | { readonly kind: 'number'; readonly value: number; readonly text: string }
    /** Two to four numbers with points between. */
    | { readonly kind: 'dotted'; readonly text: string }
    | { readonly kind: 'ipv6'; readonly text: string }
    | { readonly kind: 'mac'; readonly text: string }
    /** An ARCnet address, `$hex`. */
    | { readonly kind: 'arcnet'; readonly text: string }
    | { readonly kind: 'name'; readonly text: string }
    /** What cannot be a token; `message` is libpcap's text when it has one of its own. */
    | { readonly kind: 'bad'; readonly text: string; readonly message: string | undefined; readonly explanation: string }
    | { readonly kind: 'end'; readonly text: string }
  )

const BLANK = /[ \t\r\n]*/y
const WORD = /[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?/y
const ESCAPED = /\\[^ !()\n\t]+/y
const NUMBER = /0[xX][0-9A-Fa-f]+|[0-9]+/y
const DOTTED = /(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?:\.(?:0[xX][0-9A-Fa-f]+|[0-9]+)){1,3}/y
const MAC =
  /[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{1,2}(?:-[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{1,2}(?:\.[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}/y
/** Characters that an IPv6 address can have; no address is longer. */
const IPV6_LETTERS = /[0-9A-Fa-f:]{2,40}(?:\.[0-9]{1,5}){0,3}/y
const NEARLY_MAC = /[0-9A-Fa-f]{1,2}:+(?:[0-9A-Fa-f]{1,2}:+)+/y
const ARCNET = /\$[0-9A-Fa-f]{1,2}/y
const SIGN = /&&|\|\||<<|>>|>=|<=|!=|==|[-()[\]:+*/%&|^<>=!]/y
/** A run of what no rule takes. */
const STRAY = /[^ [\]\t\n\-_.A-Za-z0-9!<>()&|=]+/y

const MAX_NUMBER = 0xffffffff

/** All tokens of `text`, the last of kind `end`. Does not fail: what cannot be a token is one of kind `bad`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = end(BLANK, text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = end(BLANK, text, token.to)
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length })
  return tokens
}

/** Where the match of a sticky pattern at `at` ends; `at` itself when there is none. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function tokenAt(text: string, from: number): Token {
  const wordEnd = end(WORD, text, from)
  const signEnd = end(SIGN, text, from)
  const numberEnd = end(NUMBER, text, from)
  const dottedEnd = end(DOTTED, text, from)
  const macEnd = end(MAC, text, from)
  const ipv6End = ipv6LiteralEnd(text, from)
  const nearlyMacEnd = end(NEARLY_MAC, text, from)
  const escapedEnd = end(ESCAPED, text, from)
  const arcnetEnd = end(ARCNET, text, from)
  const known = Math.max(wordEnd, signEnd, numberEnd, dottedEnd, macEnd, ipv6End, nearlyMacEnd, escapedEnd, arcnetEnd)
  const to = known > from ? known : Math.max(end(STRAY, text, from), from + 1)
  const span = { from, to, text: text.slice(from, to) }
  if (to === wordEnd) {
    const reserved = reservedToken(span)
    if (reserved !== undefined) return reserved
  }
  if (to === signEnd) return signToken(span)
  if (to === macEnd) return { kind: 'mac', ...span }
  if (to === numberEnd) return numberToken(span)
  if (to === dottedEnd) return { kind: 'dotted', ...span }
  if (to === ipv6End) return { kind: 'ipv6', ...span }
  if (to === nearlyMacEnd)
    return bad(
      span,
      `bogus ethernet address ${span.text}`,
      `\`${span.text}\` is neither an Ethernet address (six groups) nor an IPv6 address.`,
    )
  if (to === arcnetEnd) return { kind: 'arcnet', ...span }
  if (to === wordEnd) return { kind: 'name', ...span }
  if (to === escapedEnd) return { kind: 'name', from, to, text: span.text.slice(1) }
  return bad(span, undefined, `\`${span.text}\` means nothing in a filter.`)
}

function bad(span: TextSpan & { readonly text: string }, message: string | undefined, explanation: string): Token {
  return { kind: 'bad', ...span, message, explanation }
}

function reservedToken(span: TextSpan & { readonly text: string }): Token | undefined {
  const protocol = protocolOf(span.text)
  if (protocol !== undefined) return { kind: 'protocol', protocol, ...span }
  const keyword = keywordOf(span.text)
  if (keyword !== undefined) return { kind: 'keyword', keyword, ...span }
  const value = namedNumber(span.text)
  return value === undefined ? undefined : { kind: 'number', value, ...span }
}

function signToken(span: TextSpan & { readonly text: string }): Token {
  switch (span.text) {
    case '&&':
      return { kind: 'keyword', keyword: 'and', ...span }
    case '||':
      return { kind: 'keyword', keyword: 'or', ...span }
    case '!':
      return { kind: 'keyword', keyword: 'not', ...span }
    case '==':
      return { kind: 'sign', sign: '=', ...span }
    default:
      return { kind: 'sign', sign: span.text as Sign, ...span }
  }
}

/** Decimal, `0x` hexadecimal, or octal with a leading zero, as in C. */
function numberToken(span: TextSpan & { readonly text: string }): Token {
  const { text } = span
  const isHex = /^0x/iu.test(text)
  const isOctal = !isHex && text.length > 1 && text.startsWith('0')
  if (isOctal && /[89]/u.test(text)) {
    return bad(
      span,
      `number ${text} contains non-octal digit`,
      `A number that starts with 0 is octal; write ${text.replace(/^0+(?=.)/u, '')} for decimal.`,
    )
  }
  const value = isHex ? Number(text) : parseInt(text, isOctal ? 8 : 10)
  if (value > MAX_NUMBER) return bad(span, `number ${text} overflows 32 bits`, 'The largest number in a filter is 4294967295 (0xffffffff).')
  return { kind: 'number', value, ...span }
}

/** The end of the longest IPv6 literal at `from`; `from` when there is none. */
function ipv6LiteralEnd(text: string, from: number): number {
  for (let to = end(IPV6_LETTERS, text, from); to > from + 1; to--) {
    if (isIpv6Literal(text.slice(from, to))) return to
  }
  return from
}

const GROUP = /^[0-9A-Fa-f]{1,4}$/u
const IPV4_TAIL = /^[0-9]+(?:\.[0-9]+){3}$/u
const GROUPS = 8

/** Whether the text has the form of an IPv6 address (RFC 4291 §2.2), the three with `::` and an IPv4 tail included. */
function isIpv6Literal(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const all = groups.flat()
  const tail = all.at(-1) ?? ''
  const hasTail = groups.at(-1)!.length > 0 && IPV4_TAIL.test(tail)
  if (!(hasTail ? all.slice(0, -1) : all).every((group) => GROUP.test(group))) return false
  const count = all.length + (hasTail ? 1 : 0)
  return halves.length === 2 ? count < GROUPS : count === GROUPS
}
