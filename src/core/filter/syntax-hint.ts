/** Says what is wrong at the place where an expression cannot be read on, and what may have been meant. */
import type { Token } from './lexer.ts'
import { reservedWords } from './vocabulary.ts'

/** One or two sentences about the token at `index`, at which parsing ended. */
export function syntaxHint(text: string, tokens: readonly Token[], index: number): string {
  const token = tokens[index]
  const before = tokens[index - 1]
  if (token.kind === 'bad') return token.explanation
  if (token.kind === 'end') return endHint(before)
  const word = text.slice(token.from, token.to)
  if (token.kind === 'sign') return signHint(token.text, before)
  if (startsOperand(before)) return operandHint(token, word)
  if (isIdHead(before)) return idHint(before, token, word)
  if (before?.kind === 'keyword' && before.keyword === 'mask') return 'A mask is written with points: `net 10.0.0.0 mask 255.0.0.0`.'
  if (before?.kind === 'protocol')
    return `\`${before.text}\` is a whole test. Join the next one with \`and\`, or write a word such as \`host\` or \`port\` before \`${word}\`.`
  const near = token.kind === 'name' ? nearestWord(word) : undefined
  if (near !== undefined) return `\`${word}\` is no word of the filter language. \`${near}\` is; was that meant?`
  return `Something is missing before \`${word}\`: tests are joined with \`and\` or \`or\`.`
}

function startsOperand(before: Token | undefined): boolean {
  if (before === undefined) return true
  if (before.kind === 'keyword') return before.keyword === 'and' || before.keyword === 'or' || before.keyword === 'not'
  return before.kind === 'sign' && before.sign === '('
}

function isIdHead(before: Token | undefined): boolean {
  if (before?.kind !== 'keyword') return false
  return ['src', 'dst', 'host', 'net', 'port', 'portrange', 'proto', 'protochain', 'gateway', 'less', 'greater'].includes(before.keyword)
}

function endHint(before: Token | undefined): string {
  if (before === undefined) return 'The expression is empty.'
  if (before.kind === 'protocol') return `\`${before.text}\` cannot stand here.`
  if (before.kind === 'keyword') return `The expression ends where \`${before.text}\` needs something after it.`
  if (before.kind === 'sign')
    return before.sign === ')'
      ? 'The expression ends too early.'
      : `The expression ends after \`${before.text}\`, which needs a number or a test after it.`
  if (before.kind === 'number')
    return 'The expression ends too early: a number alone is no test. Compare it (`len > 100`), or close the bracket that is open.'
  return 'The expression ends too early; is a closing bracket missing?'
}

function signHint(sign: string, before: Token | undefined): string {
  if (sign === ')')
    return before !== undefined && startsOperand(before)
      ? 'There is nothing between `' + before.text + '` and `)`.'
      : 'This closing bracket has no opening one, or something is missing before it.'
  if (sign === '[') return 'Only a protocol has bytes to look at: `tcp[13]`, `ip[0]`, `ether[12:2]`.'
  if (sign === '/')
    return 'A prefix length needs an address with points, all its zero bytes written out at least once: `net 10.0.0.0/8`, `net 192.168.0.0/16`.'
  if (sign === '=' || sign === '<' || sign === '>' || sign === '<=' || sign === '>=' || sign === '!=')
    return `A comparison needs numbers on both sides, such as \`len\`, \`tcp[13]\` or \`ip[2:2]\`.`
  if (sign === '-' && before?.kind === 'number') return 'A range of ports is one word, and wants `portrange`: `portrange 8000-8080`.'
  return `\`${sign}\` cannot stand here.`
}

function operandHint(token: Token, word: string): string {
  if (token.kind === 'dotted' || token.kind === 'ipv6')
    return `An address needs a word before it: \`host ${word}\`, \`src ${word}\`, \`net ${word}\`.`
  if (token.kind === 'mac') return `An Ethernet address needs words before it: \`ether host ${word}\`.`
  if (token.kind === 'number') return `A number needs a word before it (\`port ${word}\`) or a comparison (\`len > ${word}\`).`
  if (token.kind === 'name') {
    const lower = word.toLowerCase()
    if ([...reservedWords()].includes(lower)) return `Words are lower case: \`${lower}\`.`
    const near = nearestWord(lower)
    if (near !== undefined) return `\`${word}\` is no word of the filter language. \`${near}\` is; was that meant?`
    return `\`${word}\` is no word of the filter language. A name needs a word before it: \`host ${word}\`, \`port ${word}\`.`
  }
  if (token.kind === 'keyword' && (token.keyword === 'and' || token.keyword === 'or'))
    return `\`${word}\` joins two tests; the one before it is missing.`
  return `A test cannot start with \`${word}\`.`
}

function idHint(before: Token, token: Token, word: string): string {
  if (token.kind === 'protocol') {
    if (before.kind === 'keyword' && (before.keyword === 'proto' || before.keyword === 'protochain'))
      return `\`${word}\` is a word of the language; a backslash makes it a protocol's name: \`${before.text} \\${word}\` (and the shell wants quotes around it).`
    return `\`${word}\` is a word of the language and stands first: \`${word} ${before.text} …\`.`
  }
  return `\`${before.text}\` needs a name or a number after it, not \`${word}\`.`
}

/** Edits that turn a misspelt word into the right one at most. */
const MAX_EDITS = 1

function nearestWord(word: string): string | undefined {
  if (word.length < 3) return undefined
  return [...reservedWords()].find((known) => Math.abs(known.length - word.length) <= MAX_EDITS && editDistance(word, known) <= MAX_EDITS)
}

/** How many letters must be added, removed, changed or swapped with their neighbour. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [[...Array(right.length + 1).keys()]]
  for (let i = 1; i <= left.length; i++) {
    const row = [i]
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1
      let best = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) best = Math.min(best, rows[i - 2][j - 2] + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return rows.at(-1)!.at(-1)!
}
