/**
 * Regular expressions over bytes, for `matches`: no pattern and no packet makes them slow.
 *
 * A pattern becomes a small program whose threads run side by side over the bytes (Thompson's construction): the time is the length of
 * the bytes times that of the program, whatever the pattern. What only backtracking can do (backreferences, looking around) is refused.
 * Letters match in both cases, as in Wireshark, unless the pattern says `(?-i)`.
 */
import { encodeUtf8 } from '../../bytes/utf8.ts'

/** What is wrong with a pattern, in one phrase. */
export class PatternError extends Error {}

/** Instructions that a program may have: `{1000}` of something long would be millions. */
const MOST_INSTRUCTIONS = 20_000
const MOST_NESTED = 200
const MOST_REPEATS = 65_535

const BYTE_VALUES = 256
const LINE_FEED = 0x0a

type Assertion = 'line-start' | 'line-end' | 'text-start' | 'text-end' | 'last-line-end' | 'word-edge' | 'no-word-edge'
/** A set of bytes as flags. */
type ByteSet = Uint8Array

type Pattern =
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'all' | 'one-of'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: 'assert'; readonly assertion: Assertion }

interface Flags {
  ignoresCase: boolean
  dotsMatchAll: boolean
  isMultiline: boolean
}

type Instruction =
  | { readonly op: 'set'; readonly set: ByteSet }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'match' }

/** A test of whether a pattern is found anywhere in some bytes. Raises a `PatternError`. */
export function compilePattern(text: string): (bytes: Uint8Array) => boolean {
  const program: Instruction[] = []
  emit(program, new PatternReader(encodeUtf8(text)).read())
  program.push({ op: 'match' })
  return (bytes) => isFound(program, bytes)
}

function push(program: Instruction[], instruction: Instruction): void {
  if (program.length >= MOST_INSTRUCTIONS) throw new PatternError('regular expression is too large')
  program.push(instruction)
}

function emit(program: Instruction[], pattern: Pattern): void {
  switch (pattern.kind) {
    case 'set':
      return push(program, { op: 'set', set: pattern.set })
    case 'assert':
      return push(program, { op: 'assert', assertion: pattern.assertion })
    case 'all':
      for (const part of pattern.parts) emit(program, part)
      return
    case 'one-of':
      return emitOneOf(program, pattern.parts)
    case 'repeat':
      return emitRepeat(program, pattern.part, pattern.least, pattern.most)
  }
}

function emitOneOf(program: Instruction[], parts: readonly Pattern[]): void {
  const exits: { op: 'split'; first: number; second: number }[] = []
  parts.forEach((part, i) => {
    if (i === parts.length - 1) return emit(program, part)
    const split: Instruction = { op: 'split', first: program.length + 1, second: 0 }
    push(program, split)
    emit(program, part)
    const exit: Instruction = { op: 'split', first: 0, second: 0 }
    push(program, exit)
    exits.push(exit)
    split.second = program.length
  })
  for (const exit of exits) exit.first = exit.second = program.length
}

function emitRepeat(program: Instruction[], part: Pattern, least: number, most: number): void {
  for (let i = 0; i < least; i++) emit(program, part)
  if (most === Infinity) {
    const split: Instruction = { op: 'split', first: program.length + 1, second: 0 }
    const start = program.length
    push(program, split)
    emit(program, part)
    push(program, { op: 'split', first: start, second: start })
    split.second = program.length
    return
  }
  const splits: { op: 'split'; first: number; second: number }[] = []
  for (let i = least; i < most; i++) {
    const split: Instruction = { op: 'split', first: program.length + 1, second: 0 }
    push(program, split)
    splits.push(split)
    emit(program, part)
  }
  for (const split of splits) split.second = program.length
}

/** Runs the program over the bytes from every place at once. */
function isFound(program: readonly Instruction[], bytes: Uint8Array): boolean {
  let threads: number[] = []
  let next: number[] = []
  const seen = new Int32Array(program.length).fill(-1)
  const stack: number[] = []
  /** Follows splits and assertions from `start`; true when the program ends there. */
  const add = (list: number[], start: number, at: number): boolean => {
    stack.push(start)
    while (stack.length > 0) {
      const place = stack.pop()!
      if (seen[place] === at) continue
      seen[place] = at
      const instruction = program[place]
      if (instruction.op === 'match') {
        stack.length = 0
        return true
      }
      if (instruction.op === 'set') list.push(place)
      else if (instruction.op === 'split') stack.push(instruction.second, instruction.first)
      else if (asserts(instruction.assertion, bytes, at)) stack.push(place + 1)
    }
    return false
  }
  for (let at = 0; at <= bytes.length; at++) {
    if (add(threads, 0, at)) return true
    if (at === bytes.length) break
    const byte = bytes[at]
    for (const place of threads) {
      const instruction = program[place]
      if (instruction.op === 'set' && instruction.set[byte] === 1 && add(next, place + 1, at + 1)) return true
    }
    ;[threads, next] = [next, threads]
    next.length = 0
  }
  return false
}

function asserts(assertion: Assertion, bytes: Uint8Array, at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === bytes.length
    case 'last-line-end':
      return at === bytes.length || (at === bytes.length - 1 && bytes[at] === LINE_FEED)
    case 'line-start':
      return at === 0 || bytes[at - 1] === LINE_FEED
    case 'line-end':
      return at === bytes.length || bytes[at] === LINE_FEED
    default: {
      const isEdge = (at > 0 && WORD[bytes[at - 1]] === 1) !== (at < bytes.length && WORD[bytes[at]] === 1)
      return isEdge === (assertion === 'word-edge')
    }
  }
}

function setOf(test: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: BYTE_VALUES }, (_, byte) => (test(byte) ? 1 : 0))
}

function setOfCharacters(matching: RegExp): ByteSet {
  return setOf((byte) => byte < 0x80 && matching.test(String.fromCharCode(byte)))
}

const DIGIT = setOfCharacters(/[0-9]/)
const WORD = setOfCharacters(/\w/)
const SPACE = setOfCharacters(/[\t-\r ]/)
const CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['w', WORD],
  ['s', SPACE],
  ['h', setOfCharacters(/[\t ]/)],
  ['v', setOfCharacters(/[\n-\r]/)],
])
const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alnum', setOfCharacters(/[A-Za-z0-9]/)],
  ['alpha', setOfCharacters(/[A-Za-z]/)],
  ['ascii', setOf((byte) => byte < 0x80)],
  ['blank', setOfCharacters(/[\t ]/)],
  ['cntrl', setOf((byte) => byte < 0x20 || byte === 0x7f)],
  ['digit', DIGIT],
  ['graph', setOf((byte) => byte > 0x20 && byte < 0x7f)],
  ['lower', setOfCharacters(/[a-z]/)],
  ['print', setOf((byte) => byte >= 0x20 && byte < 0x7f)],
  ['punct', setOfCharacters(/[!-/:-@[-`{-~]/)],
  ['space', SPACE],
  ['upper', setOfCharacters(/[A-Z]/)],
  ['word', WORD],
  ['xdigit', setOfCharacters(/[0-9A-Fa-f]/)],
])
const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 }
const ASSERTION_ESCAPES: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'text-start'],
  ['G', 'text-start'],
  ['z', 'text-end'],
  ['Z', 'last-line-end'],
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
])

function inverted(set: ByteSet): ByteSet {
  return set.map((flag) => 1 - flag)
}

/** The set with both cases of each letter in it. */
function bothCases(set: ByteSet): ByteSet {
  const both = set.slice()
  for (let upper = 0x41; upper <= 0x5a; upper++) both[upper] = both[upper + 0x20] = set[upper] | set[upper + 0x20]
  return both
}

/** Reads a pattern: Perl's syntax, as far as it needs no backtracking. */
class PatternReader {
  private readonly text: string
  private at = 0
  private depth = 0
  private flags: Flags = { ignoresCase: true, dotsMatchAll: false, isMultiline: false }

  /** The pattern's bytes: each stands for itself. */
  constructor(bytes: Uint8Array) {
    this.text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }

  read(): Pattern {
    const pattern = this.oneOf()
    if (this.at < this.text.length) throw new PatternError('unmatched closing parenthesis')
    return pattern
  }

  private accept(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private oneOf(): Pattern {
    if (++this.depth > MOST_NESTED) throw new PatternError('parentheses are too deeply nested')
    const flags = { ...this.flags }
    const parts = [this.sequence()]
    while (this.accept('|')) parts.push(this.sequence())
    this.flags = flags
    this.depth--
    return parts.length === 1 ? parts[0] : { kind: 'one-of', parts }
  }

  private sequence(): Pattern {
    const parts: Pattern[] = []
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      const part = this.atom()
      if (part !== undefined) parts.push(this.repeated(part))
    }
    return parts.length === 1 ? parts[0] : { kind: 'all', parts }
  }

  private repeated(part: Pattern): Pattern {
    let pattern = part
    for (;;) {
      const limits = this.limits()
      if (limits === undefined) return pattern
      // Lazy or possessive: where a match ends does not matter, only whether there is one.
      if (!this.accept('?')) this.accept('+')
      pattern = { kind: 'repeat', part: pattern, least: limits[0], most: limits[1] }
      if (/^[*+?]/.test(this.text.slice(this.at))) throw new PatternError('quantifier does not follow a repeatable item')
    }
  }

  private limits(): readonly [least: number, most: number] | undefined {
    if (this.accept('*')) return [0, Infinity]
    if (this.accept('+')) return [1, Infinity]
    if (this.accept('?')) return [0, 1]
    const braces = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(this.text.slice(this.at, this.at + 20))
    if (braces === null) return undefined
    const [all, least, comma, most] = braces
    this.at += all.length
    const from = Number(least)
    const to = most !== '' ? Number(most) : comma === '' ? from : Infinity
    if (from > MOST_REPEATS || (to !== Infinity && to > MOST_REPEATS)) throw new PatternError('number too big in {} quantifier')
    if (to < from) throw new PatternError('numbers out of order in {} quantifier')
    return [from, to]
  }

  private atom(): Pattern | undefined {
    const character = this.text[this.at++]
    switch (character) {
      case '.':
        return { kind: 'set', set: this.flags.dotsMatchAll ? setOf(() => true) : setOf((byte) => byte !== LINE_FEED) }
      case '^':
        return { kind: 'assert', assertion: this.flags.isMultiline ? 'line-start' : 'text-start' }
      case '$':
        return { kind: 'assert', assertion: this.flags.isMultiline ? 'line-end' : 'last-line-end' }
      case '(':
        return this.group()
      case '[':
        return { kind: 'set', set: this.characterClass() }
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw new PatternError('quantifier does not follow a repeatable item')
      default:
        return this.literal(character.charCodeAt(0))
    }
  }

  private literal(code: number): Pattern {
    const set = setOf((byte) => byte === code)
    return { kind: 'set', set: this.flags.ignoresCase ? bothCases(set) : set }
  }

  private group(): Pattern | undefined {
    const outer = { ...this.flags }
    if (this.accept('?')) {
      if (this.accept('#')) {
        const end = this.text.indexOf(')', this.at)
        if (end < 0) throw new PatternError('missing ) after (?# comment')
        this.at = end + 1
        return undefined
      }
      const named = /^(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|:|>|\|)/.exec(this.text.slice(this.at))
      if (named === null) {
        const changed = /^(\^?[ims]*)(-[ims]+)?([:)])/.exec(this.text.slice(this.at))
        if (changed === null) throw new PatternError('(?... of this kind is not supported')
        this.at += changed[0].length
        this.change(changed[1], changed[2] ?? '')
        // Without a colon the flags hold up to the end of the group around.
        if (changed[3] === ')') return undefined
      } else this.at += named[0].length
    }
    const pattern = this.oneOf()
    if (!this.accept(')')) throw new PatternError('missing closing parenthesis')
    this.flags = outer
    return pattern
  }

  private change(on: string, off: string): void {
    if (on.includes('i')) this.flags.ignoresCase = true
    if (on.includes('s')) this.flags.dotsMatchAll = true
    if (on.includes('m')) this.flags.isMultiline = true
    if (off.includes('i')) this.flags.ignoresCase = false
    if (off.includes('s')) this.flags.dotsMatchAll = false
    if (off.includes('m')) this.flags.isMultiline = false
  }

  private escape(): Pattern {
    if (this.at >= this.text.length) throw new PatternError('\\ at end of pattern')
    const letter = this.text[this.at]
    const assertion = ASSERTION_ESCAPES.get(letter)
    if (assertion !== undefined) {
      this.at++
      return { kind: 'assert', assertion }
    }
    if (this.accept('Q')) {
      const end = this.text.indexOf('\\E', this.at)
      const quoted = this.text.slice(this.at, end < 0 ? undefined : end)
      this.at = end < 0 ? this.text.length : end + 2
      return { kind: 'all', parts: Array.from(quoted, (character) => this.literal(character.charCodeAt(0))) }
    }
    if (this.accept('N')) return { kind: 'set', set: setOf((byte) => byte !== LINE_FEED) }
    if (this.accept('R')) return { kind: 'repeat', part: { kind: 'set', set: setOfCharacters(/[\n-\r]/) }, least: 1, most: 2 }
    if (/[1-9gkKX]/.test(letter)) throw new PatternError(`\\${letter} is not supported`)
    const set = this.escapedClass()
    return set === undefined ? this.literal(this.escapedCode()) : { kind: 'set', set }
  }

  /** `\d`, `\W` and the like, behind the backslash. */
  private escapedClass(): ByteSet | undefined {
    const letter = this.text[this.at]
    const set = CLASSES.get(letter.toLowerCase())
    if (set === undefined) return undefined
    this.at++
    return letter === letter.toLowerCase() ? set : inverted(set)
  }

  /** The code of an escaped character, behind the backslash. */
  private escapedCode(): number {
    const digits = /^(?:x\{([0-9A-Fa-f]{1,4})\}|x([0-9A-Fa-f]{0,2})|o\{([0-7]{1,3})\}|(0[0-7]{0,2})|c([@-_a-z]))/.exec(
      this.text.slice(this.at),
    )
    if (digits !== null) {
      this.at += digits[0].length
      const [, long, short, octal, zero, control] = digits
      const code =
        control === undefined
          ? Number.parseInt(long ?? short ?? octal ?? zero, long === undefined && short === undefined ? 8 : 16) || 0
          : control.toUpperCase().charCodeAt(0) ^ 0x40
      if (code >= BYTE_VALUES) throw new PatternError('character code point value in \\x{} or \\o{} is too large')
      return code
    }
    const letter = this.text[this.at++]
    const control = CONTROL_ESCAPES[letter]
    if (control !== undefined) return control
    if (/[A-Za-z]/.test(letter)) throw new PatternError('unrecognized character follows \\')
    return letter.charCodeAt(0)
  }

  private characterClass(): ByteSet {
    const isInverted = this.accept('^')
    const set = new Uint8Array(BYTE_VALUES)
    for (let isFirst = true; ; isFirst = false) {
      if (this.at >= this.text.length) throw new PatternError('missing terminating ] for character class')
      if (!isFirst && this.accept(']')) break
      const low = this.classMember(set)
      if (low === undefined || this.text[this.at] !== '-' || this.text[this.at + 1] === ']' || this.at + 1 >= this.text.length) {
        if (low !== undefined) set[low] = 1
        continue
      }
      this.at++
      const high = this.classMember(set)
      if (high === undefined) throw new PatternError('invalid range in character class')
      if (high < low) throw new PatternError('range out of order in character class')
      set.fill(1, low, high + 1)
    }
    const cased = this.flags.ignoresCase ? bothCases(set) : set
    return isInverted ? inverted(cased) : cased
  }

  /** One character of a class; a class within it goes to `set`, and gives undefined. */
  private classMember(set: ByteSet): number | undefined {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.text.slice(this.at))
    if (posix !== null) {
      const known = POSIX_CLASSES.get(posix[2])
      if (known === undefined) throw new PatternError('unknown POSIX class name')
      this.at += posix[0].length
      unite(set, posix[1] === '' ? known : inverted(known))
      return undefined
    }
    const character = this.text[this.at++]
    if (character !== '\\') return character.charCodeAt(0)
    if (this.at >= this.text.length) throw new PatternError('\\ at end of pattern')
    if (this.accept('b')) return 8
    const escaped = this.escapedClass()
    if (escaped === undefined) {
      const octal = /^[1-7][0-7]{0,2}/.exec(this.text.slice(this.at))
      if (octal === null) return this.escapedCode()
      this.at += octal[0].length
      return Number.parseInt(octal[0], 8) & 0xff
    }
    unite(set, escaped)
    return undefined
  }
}

function unite(set: ByteSet, other: ByteSet): void {
  for (let byte = 0; byte < BYTE_VALUES; byte++) set[byte] |= other[byte]
}
