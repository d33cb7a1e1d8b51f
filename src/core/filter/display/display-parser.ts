/** Reads a display filter into its tree: Wireshark 4.0's grammar, in which `and` binds tighter than `or`. */
import { FilterFault, type TextSpan } from '../filter-error.ts'
import { type DisplayToken, displayTokens, unexpected } from './display-lexer.ts'
import type { LayerRange, OperandNode, Quantifier, Relation, SlicePart, TestNode } from './display-syntax.ts'

/** Filters nested deeper than this are refused: no honest one is. */
const MOST_NESTED = 200
/** Longer filters are refused: each operator is one more call of a test inside a test. */
const MOST_TOKENS = 4000

const RELATIONS: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '>', '>=', '<', '<=', 'contains', 'matches'])

/**
 * The tree of a filter; undefined for an empty one, which every packet matches. Raises a `FilterFault`.
 *
 * @param isField whether a name is that of a field or protocol
 */
export function parseDisplayFilter(text: string, isField: (name: string) => boolean): TestNode | undefined {
  const tokens = displayTokens(text)
  if (tokens.length > MOST_TOKENS) throw new FilterFault('syntax', 'The filter is too long.', '', tokens[MOST_TOKENS])
  return new DisplayParser(text, tokens, isField).filter()
}

class DisplayParser {
  private readonly text: string
  private readonly tokens: readonly DisplayToken[]
  private readonly isField: (name: string) => boolean
  private at = 0
  private depth = 0

  constructor(text: string, tokens: readonly DisplayToken[], isField: (name: string) => boolean) {
    this.text = text
    this.tokens = tokens
    this.isField = isField
  }

  filter(): TestNode | undefined {
    if (this.tokens[0].kind === 'end') return undefined
    const test = this.or()
    if (this.token.kind !== 'end') throw this.unexpected()
    return test
  }

  private get token(): DisplayToken {
    return this.tokens[this.at]
  }

  private is(operator: string): boolean {
    const { token } = this
    return token.kind === 'operator' && token.text === operator
  }

  private accept(operator: string): boolean {
    if (!this.is(operator)) return false
    this.at++
    return true
  }

  private expect(operator: string): DisplayToken {
    const { token } = this
    if (!this.accept(operator)) throw this.unexpected()
    return token
  }

  private typed(token: DisplayToken): string {
    return this.text.slice(token.from, token.to)
  }

  private unexpected(): FilterFault {
    const { token } = this
    if (token.kind !== 'end') return unexpected(this.typed(token), token.from)
    return new FilterFault('syntax', 'Unexpected end of filter expression.', '', { from: token.from, to: token.to })
  }

  private or(): TestNode {
    this.descend()
    let left = this.and()
    while (this.accept('||')) left = { kind: 'or', left, right: this.and() }
    this.depth--
    return left
  }

  private descend(): void {
    if (++this.depth > MOST_NESTED) throw new FilterFault('syntax', 'The filter is nested too deeply.', '', this.token)
  }

  private and(): TestNode {
    let left = this.not()
    while (this.accept('&&')) left = { kind: 'and', left, right: this.not() }
    return left
  }

  private not(): TestNode {
    let negations = 0
    while (this.accept('!')) negations++
    const test = this.test()
    return negations % 2 === 1 ? { kind: 'not', test } : test
  }

  private test(): TestNode {
    if (this.accept('(')) {
      const test = this.or()
      this.expect(')')
      return test
    }
    const quantifier: Quantifier = this.accept('any') ? 'any' : this.accept('all') ? 'all' : undefined
    const left = this.operand()
    const { token } = this
    if (token.kind === 'operator' && RELATIONS.has(token.text)) return this.relations(left, quantifier)
    if (this.accept('in')) return this.members(left, quantifier, false)
    const [next] = this.tokens.slice(this.at + 1)
    if (this.is('!') && next?.kind === 'operator' && next.text === 'in' && this.typed(token) === 'not') {
      this.at += 2
      return this.members(left, quantifier, true)
    }
    if (quantifier !== undefined) throw this.unexpected()
    return { kind: 'exists', operand: left }
  }

  /** `a < b`, and `a < b < c`, which is both. */
  private relations(first: OperandNode, quantifier: Quantifier): TestNode {
    let test: TestNode | undefined
    let left = first
    for (;;) {
      const { token } = this
      if (token.kind !== 'operator' || !RELATIONS.has(token.text)) break
      this.at++
      const right = this.operand()
      const relation: TestNode = { kind: 'relation', relation: token.text as Relation, typed: this.typed(token), quantifier, left, right }
      test = test === undefined ? relation : { kind: 'and', left: test, right: relation }
      left = right
      if (token.text === 'contains' || token.text === 'matches') break
    }
    if (test === undefined) throw this.unexpected()
    return test
  }

  private members(left: OperandNode, quantifier: Quantifier, isNegated: boolean): TestNode {
    this.expect('{')
    const elements: { from: OperandNode; to: OperandNode | undefined }[] = []
    do {
      const from = this.operand()
      elements.push({ from, to: this.accept('..') ? this.operand() : undefined })
    } while (this.accept(','))
    this.expect('}')
    return { kind: 'member', isNegated, quantifier, left, elements }
  }

  private operand(): OperandNode {
    this.descend()
    let left = this.sum()
    while (this.is('&')) left = this.arithmetic('&', left, () => this.sum())
    this.depth--
    return left
  }

  private sum(): OperandNode {
    let left = this.product()
    for (;;) {
      if (this.is('+')) left = this.arithmetic('+', left, () => this.product())
      else if (this.is('-')) left = this.arithmetic('-', left, () => this.product())
      else return left
    }
  }

  private product(): OperandNode {
    let left = this.unary()
    for (;;) {
      const operator = (['*', '/', '%'] as const).find((sign) => this.is(sign))
      if (operator === undefined) return left
      left = this.arithmetic(operator, left, () => this.unary())
    }
  }

  private arithmetic(operator: '+' | '-' | '*' | '/' | '%' | '&', left: OperandNode, read: () => OperandNode): OperandNode {
    this.at++
    const right = read()
    return { kind: 'arithmetic', operator, left, right, span: { from: left.span.from, to: right.span.to } }
  }

  private unary(): OperandNode {
    const { token } = this
    if (this.accept('+')) return this.unary()
    if (!this.accept('-')) return this.postfix()
    this.descend()
    const operand = this.unary()
    this.depth--
    return { kind: 'negated', operand, span: { from: token.from, to: operand.span.to } }
  }

  private postfix(): OperandNode {
    let operand = this.primary()
    while (this.accept('[')) {
      const parts: SlicePart[] = []
      do parts.push(this.slicePart())
      while (this.accept(','))
      const close = this.expect(']')
      operand = { kind: 'slice', operand, parts, span: { from: operand.span.from, to: close.to } }
    }
    return operand
  }

  private primary(): OperandNode {
    const { token } = this
    const span: TextSpan = { from: token.from, to: token.to }
    if (this.accept('{')) {
      const operand = this.operand()
      this.expect('}')
      return operand
    }
    if (this.accept('${')) return this.reference(span.from)
    if (token.kind === 'end' || token.kind === 'operator') throw this.unexpected()
    this.at++
    if (token.kind === 'string') return { kind: 'string', text: token.text, span }
    if (token.kind === 'character') return { kind: 'character', code: token.code, text: token.text, span }
    if (this.is('(') && this.token.from === token.to) return this.call(token.text, span)
    const isForced = token.text.startsWith('.')
    const name = isForced ? token.text.slice(1) : token.text
    if (!isForced && !this.isField(name)) return { kind: 'word', text: token.text, span }
    if (!this.isField(name)) {
      throw new FilterFault('meaning', `${name} is neither a field nor a protocol name.`, '', span)
    }
    const layers = this.accept('#') ? this.layers() : undefined
    return { kind: 'field', name, layers, span: { from: span.from, to: this.tokens[this.at - 1].to } }
  }

  /** `${field}`: the value in a packet chosen by hand, which there is none of: it is never there. */
  private reference(from: number): OperandNode {
    const { token } = this
    if (token.kind !== 'word') throw this.unexpected()
    this.at++
    const close = this.expect('}')
    return { kind: 'field', name: token.text, layers: [], span: { from, to: close.to } }
  }

  private call(name: string, nameSpan: TextSpan): OperandNode {
    this.expect('(')
    const operands: OperandNode[] = []
    if (!this.is(')')) {
      do operands.push(this.operand())
      while (this.accept(','))
    }
    const close = this.expect(')')
    return { kind: 'call', name, operands, nameSpan, span: { from: nameSpan.from, to: close.to } }
  }

  /** `#2`, `#[1,3-4]`, `#-1`. */
  private layers(): LayerRange[] {
    if (!this.accept('[')) {
      if (this.is('-')) throw this.unexpected()
      const layer = this.number()
      return [{ from: layer, to: layer }]
    }
    const ranges: LayerRange[] = []
    do {
      const from = this.number()
      const to = this.accept('-') ? this.number() : this.accept(':') ? from + this.number() - 1 : from
      ranges.push({ from, to })
    } while (this.accept(','))
    this.expect(']')
    return ranges
  }

  private number(): number {
    const isNegative = this.accept('-')
    const { token } = this
    const value = token.kind === 'word' && /^(?:0[xX][0-9A-Fa-f]+|\d+)$/.test(token.text) ? Number(token.text) : NaN
    if (!(value < 2 ** 31)) throw this.unexpected()
    this.at++
    return isNegative ? -value : value
  }

  /** `i`, `i:length`, `i-j`, `:length`, `i:`. */
  private slicePart(): SlicePart {
    const start = this.token
    if (this.accept(':')) return this.checked({ from: 0, length: this.number() }, start)
    const from = this.number()
    if (this.accept(':')) {
      const isOpen = this.is(']') || this.is(',')
      return isOpen ? { from, length: undefined } : this.checked({ from, length: this.number() }, start)
    }
    if (!this.accept('-')) return { from, length: 1 }
    if (this.is(']') || this.is(',')) return { from, length: undefined }
    return this.checked({ from, length: this.number() - from + 1 }, start)
  }

  private checked(part: SlicePart, start: DisplayToken): SlicePart {
    if (part.length !== undefined && part.length > 0) return part
    const { to } = this.tokens[this.at - 1]
    const message = `Range ${this.text.slice(start.from, to)} isn't valid because length ${part.length} isn't positive`
    throw new FilterFault('meaning', message, '', { from: start.from, to })
  }
}
