/** Text in columns of a terminal: how wide it is, where it may be broken, and nothing that could steer the terminal. */

/** Ranges that take two columns: East Asian wide and full-width forms (Unicode UAX 11), and emoji. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]
/** Combining marks, and what has no width of its own. */
const NARROW = /\p{Mn}|\p{Me}|\p{Cf}/u
/** Punctuation that must not begin a line, and that must not end one. */
const CLOSING = new Set('，。、；：？！）》」』】”’…,.;:?!)')
const OPENING = new Set('（《「『【“‘(')

/** Control characters, direction marks and half pairs: no name from a packet may steer the terminal. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

function isWide(code: number): boolean {
  return code >= 0x1100 && WIDE.some(([first, last]) => code >= first && code <= last)
}

/** Columns that `text` takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x300) width++
    else if (isWide(code)) width += 2
    else if (!NARROW.test(character)) width++
  }
  return width
}

/** `text` with `?` for each character that a terminal would obey instead of show. */
export function printable(text: string): string {
  return text.replace(UNSAFE, '?')
}

/** `text` filled with spaces behind it. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** `text` filled with spaces before it. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

/** `text`, cut to `width` columns; `..` at the end shows the cut. */
export function cutTo(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += displayWidth(character)
    if (used > width - 2) break
    kept += character
  }
  return `${kept}..`
}

/** How `wrap` sets its lines. */
export interface Indent {
  readonly first: string
  readonly rest: string
}

/**
 * `text` in lines of at most `width` columns. Breaks at spaces and between Chinese characters, never before closing punctuation; a word
 * that is longer than a line is broken where the line ends.
 */
export function wrap(text: string, width: number, indent: Indent = { first: '', rest: '' }): string[] {
  const lines: string[] = []
  let line = indent.first
  let used = displayWidth(line)
  let isEmpty = true
  const flush = (): void => {
    lines.push(line.trimEnd())
    line = indent.rest
    used = displayWidth(line)
    isEmpty = true
  }
  for (const { word, spaced } of pieces(text)) {
    let rest = word
    const gap = spaced && !isEmpty ? 1 : 0
    if (!isEmpty && used + gap + displayWidth(rest) > width) flush()
    else if (gap === 1) {
      line += ' '
      used++
    }
    while (used + displayWidth(rest) > width) {
      const head = headOf(rest, Math.max(2, width - used))
      line += head
      rest = rest.slice(head.length)
      flush()
    }
    line += rest
    used += displayWidth(rest)
    if (rest !== '') isEmpty = false
  }
  if (!isEmpty || lines.length === 0) lines.push(line.trimEnd())
  return lines
}

function headOf(text: string, width: number): string {
  let head = ''
  let used = 0
  for (const character of text) {
    used += displayWidth(character)
    if (used > width && head !== '') break
    head += character
  }
  return head
}

interface Piece {
  readonly word: string
  /** A space stood before it. */
  readonly spaced: boolean
}

/** The smallest parts between which a line may be broken. */
function pieces(text: string): Piece[] {
  const found: { word: string; spaced: boolean }[] = []
  let spaced = false
  let last: { word: string; spaced: boolean } | undefined
  for (const character of text) {
    if (character === ' ' || character === '\n') {
      spaced = true
      continue
    }
    const before = last === undefined ? '' : last.word
    const lastCode = before === '' ? 0 : before.codePointAt(before.length - 1)!
    const mayBreak =
      spaced || ((isWide(character.codePointAt(0)!) || isWide(lastCode)) && !CLOSING.has(character) && !OPENING.has(before.slice(-1)))
    if (last === undefined || mayBreak) {
      last = { word: character, spaced }
      found.push(last)
    } else last.word += character
    spaced = false
  }
  return found
}
