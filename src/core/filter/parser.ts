/** Reads a filter expression into its tree, with libpcap 1.10.3's precedence and its inheritance of qualifiers. */
import { FilterFault, type TextSpan } from './filter-error.ts'
import { type Token, tokenize } from './lexer.ts'
import type { Arithmetic, ArithmeticOperator, Comparison, Direction, Expression, Id, IdType, Qualifiers, Term } from './syntax-tree.ts'
import { syntaxHint } from './syntax-hint.ts'
import type { Keyword } from './vocabulary.ts'

/** What parsing gives: a tree (none for an empty filter), or the fault and the terms before it. */
export type ParseResult =
  | { readonly ok: true; readonly expression: Expression | undefined; readonly terms: readonly Term[] }
  | { readonly ok: false; readonly fault: FilterFault; readonly termsBefore: readonly Term[] }

/** libpcap's text for every expression that its grammar does not have. */
export const SYNTAX_ERROR = "can't parse filter expression: syntax error"

/** Brackets within brackets; more than any person writes, fewer than would exhaust the stack. */
const MAX_DEPTH = 500

/** Reads `text`. Does not throw. */
export function parseFilter(text: string): ParseResult {
  const parser = new Parser(text)
  try {
    return { ok: true, expression: parser.parse(), terms: parser.terms }
  } catch (error) {
    if (error instanceof Dead || error instanceof FilterFault)
      return { ok: false, fault: parser.fault(error), termsBefore: parser.termsBeforeFault }
    throw error
  }
}

/** Raised where no rule goes on; what is reported is the furthest place that any rule reached. */
class Dead extends Error {}

/** An operand, and the qualifiers that a bare id after it inherits. */
interface Operand {
  readonly expression: Expression
  readonly qualifiers: Qualifiers | undefined
}

const DIRECTIONS: ReadonlySet<Keyword> = new Set(['src', 'dst', 'ra', 'ta', 'addr1', 'addr2', 'addr3', 'addr4'])
const ID_TYPES: ReadonlySet<Keyword> = new Set(['host', 'net', 'port', 'portrange'])
const WIRELESS_DIRECTIONS: ReadonlySet<string> = new Set(['nods', 'tods', 'fromds', 'dstods'])
const COMPARISONS: ReadonlySet<string> = new Set(['>', '>=', '=', '<', '<=', '!='])

/** How tightly operators bind. `%` and `^` have no place in libpcap's table: they take all that follows, whatever came before. */
const PRECEDENCE: Readonly<Record<Exclude<ArithmeticOperator, '%' | '^'>, number>> = {
  '|': 1,
  '&': 2,
  '<<': 3,
  '>>': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
}
const UNARY_PRECEDENCE = 6

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly terms: Term[] = []
  #at = 0
  #depth = 0
  #furthest = 0
  /** The terms that were complete when the furthest token was reached. */
  termsBeforeFault: readonly Term[] = []

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenize(text)
  }

  parse(): Expression | undefined {
    if (this.#isAtEnd) return undefined
    const { expression } = this.#expression()
    if (!this.#isAtEnd) throw this.#dead()
    return expression
  }

  /** What to report: a fault with its own text, or a syntax error at the furthest token. */
  fault(error: Dead | FilterFault): FilterFault {
    if (error instanceof FilterFault) return error
    const token = this.#tokens[this.#furthest]
    const message = token.kind === 'bad' && token.message !== undefined ? token.message : SYNTAX_ERROR
    return new FilterFault('syntax', message, syntaxHint(this.#text, this.#tokens, this.#furthest), token)
  }

  get #token(): Token {
    return this.#tokens[this.#at]
  }

  get #isAtEnd(): boolean {
    return this.#token.kind === 'end'
  }

  get #next(): Token {
    return this.#tokens[Math.min(this.#at + 1, this.#tokens.length - 1)]
  }

  #dead(): Dead {
    if (this.#at >= this.#furthest) {
      this.#furthest = this.#at
      this.termsBeforeFault = this.terms.slice()
    }
    return new Dead()
  }

  #isKeyword(keyword: Keyword): boolean {
    const token = this.#token
    return token.kind === 'keyword' && token.keyword === keyword
  }

  #isSign(sign: string): boolean {
    const token = this.#token
    return token.kind === 'sign' && token.sign === sign
  }

  #take(): Token {
    const token = this.#token
    if (token.kind !== 'end') this.#at++
    return token
  }

  #takeSign(sign: string): void {
    if (!this.#isSign(sign)) throw this.#dead()
    this.#at++
  }

  /** Tries a rule; when it does not fit, stands where it stood before. */
  #attempt<T>(rule: () => T): T | undefined {
    const at = this.#at
    const depth = this.#depth
    const terms = this.terms.length
    try {
      return rule()
    } catch (error) {
      if (!(error instanceof Dead)) throw error
      this.#at = at
      this.#depth = depth
      this.terms.length = terms
      return undefined
    }
  }

  #nested<T>(rule: () => T): T {
    if (++this.#depth > MAX_DEPTH)
      throw new FilterFault('syntax', SYNTAX_ERROR, `More than ${MAX_DEPTH} brackets or operators stand within each other.`, this.#token)
    const result = rule()
    this.#depth--
    return result
  }

  /** `term { (and|or) (term | id) }`, from left to right. */
  #expression(): Operand {
    let { expression: first, qualifiers } = this.#operand(undefined, false)
    const rest: { operator: 'and' | 'or'; operand: Expression }[] = []
    for (;;) {
      const operator = this.#isKeyword('and') ? 'and' : this.#isKeyword('or') ? 'or' : undefined
      if (operator === undefined) break
      this.#at++
      const operand = this.#operand(qualifiers, true)
      qualifiers = operand.qualifiers
      rest.push({ operator, operand: operand.expression })
    }
    return { expression: rest.length === 0 ? first : { kind: 'chain', first, rest }, qualifiers }
  }

  /** A term, or where `mayBeId` an id that takes the qualifiers of what stood before. */
  #operand(inherited: Qualifiers | undefined, mayBeId: boolean): Operand {
    if (this.#isKeyword('not')) {
      this.#at++
      const { expression, qualifiers } = this.#nested(() => this.#operand(inherited, mayBeId))
      return { expression: { kind: 'not', operand: expression }, qualifiers }
    }
    const comparison = this.#startsArithmetic() ? this.#attempt(() => this.#comparison()) : undefined
    if (comparison !== undefined) return this.#term(comparison, undefined)
    if (mayBeId && this.#startsId()) {
      const ids = this.#attempt(() => this.#idOrGroup(inherited, this.#token.from))
      if (ids !== undefined) return { expression: ids, qualifiers: inherited }
    }
    if (this.#isSign('(')) {
      this.#at++
      const { expression } = this.#nested(() => this.#expression())
      this.#takeSign(')')
      return { expression, qualifiers: inherited }
    }
    return this.#special() ?? this.#qualified()
  }

  #term(term: Term, qualifiers: Qualifiers | undefined): Operand {
    this.terms.push(term)
    return { expression: { kind: 'term', term }, qualifiers }
  }

  #startsId(): boolean {
    const { kind } = this.#token
    return (
      kind === 'name' ||
      kind === 'number' ||
      kind === 'dotted' ||
      kind === 'ipv6' ||
      kind === 'mac' ||
      kind === 'arcnet' ||
      this.#isSign('(')
    )
  }

  /** An id, or ids in brackets joined by and, or, not; all with the same qualifiers. */
  #idOrGroup(qualifiers: Qualifiers | undefined, from: number): Expression {
    if (this.#isKeyword('not')) {
      this.#at++
      return { kind: 'not', operand: this.#nested(() => this.#idOrGroup(qualifiers, this.#token.from)) }
    }
    if (!this.#isSign('(')) return this.#idTerm(qualifiers, from)
    this.#at++
    const group = this.#nested(() => {
      const first = this.#idOrGroup(qualifiers, this.#token.from)
      const rest: { operator: 'and' | 'or'; operand: Expression }[] = []
      while (this.#isKeyword('and') || this.#isKeyword('or')) {
        const operator = this.#isKeyword('and') ? 'and' : 'or'
        this.#at++
        rest.push({ operator, operand: this.#idOrGroup(qualifiers, this.#token.from) })
      }
      return rest.length === 0 ? first : ({ kind: 'chain', first, rest } as const)
    })
    this.#takeSign(')')
    return group
  }

  #idTerm(qualifiers: Qualifiers | undefined, from: number): Expression {
    const id = this.#id()
    return this.#term({ kind: 'id', qualifiers, id, from, to: this.#tokens[this.#at - 1].to }, qualifiers).expression
  }

  #id(): Id {
    const token = this.#token
    switch (token.kind) {
      case 'name':
        this.#at++
        return { kind: 'name', name: token.text }
      case 'number':
        this.#at++
        return { kind: 'number', value: token.value }
      case 'mac':
      case 'arcnet':
        this.#at++
        return { kind: token.kind, text: token.text }
      case 'ipv6':
        this.#at++
        return { kind: 'ipv6', text: token.text, bits: this.#prefixBits() }
      case 'dotted': {
        this.#at++
        if (this.#isKeyword('mask')) {
          this.#at++
          const mask = this.#token
          if (mask.kind !== 'dotted') throw this.#dead()
          this.#at++
          return { kind: 'masked', text: token.text, mask: mask.text }
        }
        const bits = this.#prefixBits()
        return bits === undefined ? { kind: 'dotted', text: token.text } : { kind: 'prefix4', text: token.text, bits }
      }
      default:
        throw this.#dead()
    }
  }

  #prefixBits(): number | undefined {
    if (!this.#isSign('/')) return undefined
    this.#at++
    return this.#number()
  }

  #number(): number {
    const token = this.#token
    if (token.kind !== 'number') throw this.#dead()
    this.#at++
    return token.value
  }

  /** A number that may stand in brackets, if there is one. */
  #optionalNumber(): number | undefined {
    if (this.#token.kind === 'number') return this.#number()
    if (!this.#isSign('(')) return undefined
    this.#at++
    const value = this.#nested(() => this.#optionalNumber())
    if (value === undefined) throw this.#dead()
    this.#takeSign(')')
    return value
  }

  /** Terms that begin with a protocol, a direction or a type. */
  #qualified(): Operand {
    const first = this.#token
    const { from } = first
    let protocol: Qualifiers['protocol']
    if (first.kind === 'protocol') {
      protocol = first.protocol
      this.#at++
    }
    const keyword = this.#token
    if (keyword.kind === 'keyword') {
      const word = keyword.keyword
      if (word === 'broadcast' || word === 'multicast') {
        this.#at++
        return this.#term({ kind: word, protocol, from, to: keyword.to }, undefined)
      }
      if (word === 'proto' || word === 'protochain' || word === 'gateway') {
        this.#at++
        return this.#headed({ protocol, direction: 'either', type: word }, from)
      }
      if (DIRECTIONS.has(word) || ID_TYPES.has(word)) {
        const direction = DIRECTIONS.has(word) ? this.#direction() : 'either'
        const type = this.#idType()
        return this.#headed({ protocol, direction, type }, from)
      }
      if (word === 'type' || word === 'subtype' || word === 'dir') return this.#wireless(from)
    }
    if (protocol === undefined) throw this.#dead()
    // Where a load or a comparison was tried before and did not fit, that is the better place for the report.
    return this.#term({ kind: 'protocol', protocol, from, to: first.to }, undefined)
  }

  #headed(qualifiers: Qualifiers, from: number): Operand {
    const expression = this.#idOrGroupAfterHead(qualifiers, from)
    return { expression, qualifiers }
  }

  #idOrGroupAfterHead(qualifiers: Qualifiers, from: number): Expression {
    if (!this.#startsId() && !this.#isKeyword('not')) throw this.#dead()
    return this.#idOrGroup(qualifiers, from)
  }

  #direction(): Direction {
    const first = this.#take() as Extract<Token, { kind: 'keyword' }>
    const word = first.keyword
    if (word !== 'src' && word !== 'dst') return word as Direction
    const isOr = this.#isKeyword('or')
    if (!isOr && !this.#isKeyword('and')) return word
    const other = this.#next
    if (other.kind !== 'keyword' || other.keyword !== (word === 'src' ? 'dst' : 'src')) {
      this.#at++
      throw this.#dead()
    }
    this.#at += 2
    return isOr ? 'either' : 'both'
  }

  #idType(): IdType {
    const token = this.#token
    if (token.kind !== 'keyword' || !ID_TYPES.has(token.keyword)) return 'default'
    this.#at++
    return token.keyword as IdType
  }

  /** Terms with a word of their own. */
  #special(): Operand | undefined {
    const token = this.#token
    if (token.kind !== 'keyword') return undefined
    const { from } = token
    const done = (term: TermBody): Operand => this.#term({ ...term, from, to: this.#tokens[this.#at - 1].to }, undefined)
    switch (token.keyword) {
      case 'less':
      case 'greater':
      case 'ifindex':
        this.#at++
        return done({ kind: token.keyword, value: this.#number() })
      case 'byte':
        this.#at++
        return done(this.#byteTest())
      case 'inbound':
      case 'outbound':
      case 'pppoed':
        this.#at++
        return done({ kind: token.keyword })
      case 'vlan':
      case 'mpls':
      case 'pppoes':
      case 'geneve':
        this.#at++
        return done({ kind: token.keyword, id: this.#optionalNumber() })
      case 'llc':
        this.#at++
        return done({ kind: 'llc', type: this.#llcType() })
      default:
        return this.#foreign(token.keyword, done)
    }
  }

  /** `rnr` is also a word of the packet filter log, with a long form. */
  #llcType(): string | undefined {
    if (this.#isKeyword('rnr')) {
      this.#at++
      return 'rnr'
    }
    return this.#token.kind === 'name' ? this.#take().text : undefined
  }

  #byteTest(): TermBody {
    const offset = this.#number()
    const sign = this.#token
    const operators = ['=', '<', '>', '&', '|'] as const
    const operator = sign.kind === 'sign' ? operators.find((known) => known === sign.sign) : undefined
    if (operator === undefined) throw this.#dead()
    this.#at++
    return { kind: 'byte', offset, operator, value: this.#number() }
  }

  /** Tests of ATM, SS7 and the packet filter log: read, to be refused in libpcap's words. */
  #foreign(keyword: Keyword, done: (term: TermBody) => Operand): Operand | undefined {
    const refusal = FOREIGN_WORDS[keyword]
    if (refusal === undefined) return undefined
    this.#at++
    const { takes, name = keyword } = refusal
    if (takes === 'number') {
      if (this.#isSign('(')) this.#attempt(() => this.#optionalNumber())
      else {
        const sign = this.#token
        if (sign.kind === 'sign' && COMPARISONS.has(sign.sign)) this.#at++
        this.#number()
      }
    }
    if (takes === 'plain number') this.#number()
    if (takes === 'name') {
      if (this.#token.kind !== 'name') throw this.#dead()
      this.#at++
    }
    return done({ kind: 'foreign', message: refusal.message(name), needs: refusal.needs })
  }

  #wireless(from: number): Operand {
    const word = this.#take()
    if (this.#token.kind !== 'name' && this.#token.kind !== 'number') throw this.#dead()
    const last = this.#take()
    const isDirection = word.kind === 'keyword' && word.keyword === 'dir'
    const isUnknown = last.kind === 'name' && !WIRELESS_DIRECTIONS.has(last.text)
    const directionMessage = isUnknown ? 'unknown 802.11 direction' : 'frame direction supported only with 802.11 headers'
    const message = isDirection ? directionMessage : '802.11 link-layer types supported only on 802.11'
    return this.#term({ kind: 'foreign', message, needs: '802.11 (wireless) captures', from, to: last.to }, undefined)
  }

  #startsArithmetic(): boolean {
    const token = this.#token
    if (token.kind === 'number' || this.#isSign('-') || this.#isSign('(') || this.#isKeyword('len')) return true
    const next = this.#next
    return token.kind === 'protocol' && next.kind === 'sign' && next.sign === '['
  }

  #comparison(): Term {
    const { from } = this.#token
    const left = this.#arithmetic(0)
    const sign = this.#token
    if (sign.kind !== 'sign' || !COMPARISONS.has(sign.sign)) throw this.#dead()
    this.#at++
    const right = this.#arithmetic(0)
    return { kind: 'comparison', comparison: sign.sign as Comparison, left, right, from, to: right.to }
  }

  /** An operation whose operators bind more tightly than `above`, or are `%` and `^`. */
  #arithmetic(above: number): Arithmetic {
    let left = this.#nested(() => this.#arithmeticOperand())
    for (;;) {
      const token = this.#token
      const sign = token.kind === 'sign' ? token.sign : undefined
      if (sign === '%' || sign === '^') {
        this.#at++
        const right = this.#nested(() => this.#arithmetic(0))
        left = { kind: 'operation', operator: sign, left, right, from: left.from, to: right.to }
        continue
      }
      const precedence = sign !== undefined && Object.hasOwn(PRECEDENCE, sign) ? PRECEDENCE[sign as keyof typeof PRECEDENCE] : 0
      if (precedence <= above) return left
      this.#at++
      const right = this.#nested(() => this.#arithmetic(precedence))
      left = { kind: 'operation', operator: sign as ArithmeticOperator, left, right, from: left.from, to: right.to }
    }
  }

  #arithmeticOperand(): Arithmetic {
    const token = this.#token
    const { from } = token
    if (token.kind === 'number') {
      this.#at++
      return { kind: 'constant', value: token.value, from, to: token.to }
    }
    if (this.#isKeyword('len')) {
      this.#at++
      return { kind: 'length', from, to: token.to }
    }
    if (this.#isSign('-')) {
      this.#at++
      const operand = this.#nested(() => this.#arithmetic(UNARY_PRECEDENCE))
      return { kind: 'negation', operand, from, to: operand.to }
    }
    if (this.#isSign('(')) {
      this.#at++
      const inner = this.#arithmetic(0)
      this.#takeSign(')')
      return inner
    }
    if (token.kind !== 'protocol') throw this.#dead()
    this.#at++
    this.#takeSign('[')
    const index = this.#arithmetic(0)
    let sizeBytes = 1
    if (this.#isSign(':')) {
      this.#at++
      sizeBytes = this.#number()
    }
    const { to } = this.#token
    this.#takeSign(']')
    return { kind: 'load', protocol: token.protocol, index, sizeBytes, from, to }
  }
}

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never
type TermBody = DistributiveOmit<Term, keyof TextSpan>

interface ForeignWord {
  readonly takes: 'nothing' | 'number' | 'plain number' | 'name'
  readonly message: (word: string) => string
  readonly needs: string
  readonly name?: string
}

const ATM: ForeignWord = { takes: 'nothing', message: (word) => `'${word}' supported only on raw ATM`, needs: 'captures of raw ATM' }
const MTP2: ForeignWord = { takes: 'nothing', message: (word) => `'${word}' supported only on MTP2`, needs: 'captures of SS7 (MTP2)' }
const MTP2_HIGH_SPEED: ForeignWord = { ...MTP2, message: (word) => `'${word}' supported only on MTP2_HSL` }
const SS7: ForeignWord = { takes: 'number', message: (word) => `'${word}' supported only on SS7`, needs: 'captures of SS7' }
const PF = {
  takes: 'name',
  message: (word: string) => `${word} supported only on PF linktype`,
  needs: "captures of OpenBSD's packet filter log",
} as const

const FOREIGN_WORDS: Partial<Record<Keyword, ForeignWord>> = {
  lane: ATM,
  metac: ATM,
  bcc: ATM,
  oamf4sc: ATM,
  oamf4ec: ATM,
  sc: ATM,
  ilmic: ATM,
  oam: ATM,
  oamf4: ATM,
  connectmsg: ATM,
  metaconnect: ATM,
  vpi: { ...ATM, takes: 'number' },
  vci: { ...ATM, takes: 'number' },
  fisu: MTP2,
  lssu: MTP2,
  msu: MTP2,
  hfisu: MTP2_HIGH_SPEED,
  hlssu: MTP2_HIGH_SPEED,
  hmsu: MTP2_HIGH_SPEED,
  sio: SS7,
  opc: SS7,
  dpc: SS7,
  sls: SS7,
  hsio: SS7,
  hopc: SS7,
  hdpc: SS7,
  hsls: SS7,
  on: { ...PF, name: 'ifname' },
  rset: { ...PF, name: 'ruleset' },
  rnr: { ...PF, takes: 'plain number' },
  srnr: { ...PF, takes: 'plain number' },
  reason: PF,
  action: PF,
}
