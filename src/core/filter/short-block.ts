/** Writes the statements of a block anew with as few as it takes: libpcap puts every number of a calculation into scratch memory first. */
import { BPF, SCRATCH_WORDS } from './bpf.ts'
import { type Block, type Statement, statement } from './fragment.ts'

/** A number as a tree of what it is made from. */
type Tree =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'length' }
  | { readonly kind: 'load'; readonly size: number; readonly index: Tree | undefined; readonly offset: number }
  | { readonly kind: 'headerLength'; readonly offset: number }
  | { readonly kind: 'scratch'; readonly word: number }
  | { readonly kind: 'operation'; readonly code: number; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'negation'; readonly operand: Tree }

/** What a block becomes: its own statements, code and constant. */
export type ShortBlock = Pick<Block, 'statements' | 'code' | 'k'>

/** Larger calculations stay as they are: their trees are too deep to be walked by calls. */
const MAX_STATEMENTS = 1000
const X_BIT = 0x08
const IND_OF_ABS = 0x20
/** Sums below this cannot wrap when a header's offset is added. */
const NEVER_WRAPS = 0x10000

/**
 * The block with fewer statements, and the same outcome for every packet: all bytes that were read are read still, though in another order.
 * What it leaves in A, X and scratch memory is not the same. Gives the block itself where it has jumps inside or would need too much memory.
 *
 * @param keptWords scratch registers that others set and read
 */
export function shortened(block: Block, keptWords: readonly number[]): ShortBlock {
  if (block.whenTrue === undefined || block.statements.length > MAX_STATEMENTS) return block
  const values = evaluated(block.statements)
  if (values === undefined) return block
  const writer = new Writer(keptWords)
  const result = writer.write(values.a, values.x, block.code, block.k)
  return result !== undefined && result.statements.length < block.statements.length ? result : block
}

function constant(value: number): Tree {
  return { kind: 'constant', value: value >>> 0 }
}

function evaluated(statements: readonly Statement[]): { readonly a: Tree; readonly x: Tree } | undefined {
  let a = constant(0)
  let x = constant(0)
  const words = new Map<number, Tree>()
  const kept = (word: number): Tree => words.get(word) ?? { kind: 'scratch', word }
  for (const { code, k, whenTrue } of statements) {
    if (whenTrue !== undefined) return undefined
    switch (code) {
      case BPF.ldBAbs:
      case BPF.ldHAbs:
      case BPF.ldWAbs:
        a = { kind: 'load', size: code, index: undefined, offset: k }
        break
      case BPF.ldBInd:
      case BPF.ldHInd:
      case BPF.ldWInd:
        a = loadAt(code - IND_OF_ABS, x, k)
        break
      case BPF.ldImm:
        a = constant(k)
        break
      case BPF.ldLen:
        a = { kind: 'length' }
        break
      case BPF.ldMem:
        a = kept(k)
        break
      case BPF.ldxImm:
        x = constant(k)
        break
      case BPF.ldxMem:
        x = kept(k)
        break
      case BPF.ldxMsh:
        x = { kind: 'headerLength', offset: k }
        break
      case BPF.st:
        words.set(k, a)
        break
      case BPF.stx:
        words.set(k, x)
        break
      case BPF.tax:
        x = a
        break
      case BPF.txa:
        a = x
        break
      case BPF.neg:
        a = { kind: 'negation', operand: a }
        break
      default:
        a = { kind: 'operation', code: code | X_BIT, left: a, right: (code & X_BIT) === 0 ? constant(k) : x }
    }
  }
  return { a, x }
}

/** A load at `index + offset`, with a constant part of the index moved to the offset where nothing can wrap. */
function loadAt(size: number, index: Tree, offset: number): Tree {
  if (index.kind === 'constant' && index.value + offset <= 0xffffffff)
    return { kind: 'load', size, index: undefined, offset: index.value + offset }
  if (index.kind === 'operation' && index.code === BPF.addX) {
    const [fixed, moving] = index.left.kind === 'constant' ? [index.left, index.right] : [index.right, index.left]
    const isSmall = moving.kind === 'headerLength' || moving.kind === 'scratch'
    if (fixed.kind === 'constant' && fixed.value < NEVER_WRAPS && offset < NEVER_WRAPS && isSmall)
      return { kind: 'load', size, index: moving, offset: fixed.value + offset }
  }
  return { kind: 'load', size, index, offset }
}

/** Writes statements that compute trees. */
class Writer {
  readonly #statements: Statement[] = []
  readonly #free: number[]

  constructor(keptWords: readonly number[]) {
    this.#free = Array.from({ length: SCRATCH_WORDS }, (_, word) => word).filter((word) => !keptWords.includes(word))
  }

  /** The test `code` of `a` with `k` or with `x`; undefined when there is too little scratch memory. */
  write(a: Tree, x: Tree, code: number, k: number): ShortBlock | undefined {
    const right = (code & X_BIT) === 0 ? constant(k) : x
    if (code === BPF.jeqK && a.kind === 'operation' && a.code === BPF.subX && a.right.kind === 'constant') {
      return this.write(a.left, x, code, (a.right.value + k) >>> 0)
    }
    if (right.kind === 'constant') return this.#toA(a) ? { statements: this.#statements, code: code & ~X_BIT, k: right.value } : undefined
    return this.#toAAndX(a, right) ? { statements: this.#statements, code, k } : undefined
  }

  #push(code: number, k = 0): true {
    this.#statements.push(statement(code, k))
    return true
  }

  #toA(tree: Tree): boolean {
    switch (tree.kind) {
      case 'constant':
        return this.#push(BPF.ldImm, tree.value)
      case 'length':
        return this.#push(BPF.ldLen)
      case 'scratch':
        return this.#push(BPF.ldMem, tree.word)
      case 'headerLength':
        return this.#push(BPF.ldxMsh, tree.offset) && this.#push(BPF.txa)
      case 'negation':
        return this.#toA(tree.operand) && this.#push(BPF.neg)
      case 'load':
        if (tree.index === undefined) return this.#push(tree.size, tree.offset)
        return this.#toX(tree.index) && this.#push(tree.size + IND_OF_ABS, tree.offset)
      case 'operation':
        if (tree.right.kind === 'constant') return this.#toA(tree.left) && this.#push(tree.code & ~X_BIT, tree.right.value)
        return this.#toAAndX(tree.left, tree.right) && this.#push(tree.code)
    }
  }

  /** May change A. */
  #toX(tree: Tree): boolean {
    return isDirect(tree) ? this.#directToX(tree) : this.#toA(tree) && this.#push(BPF.tax)
  }

  #directToX(tree: Tree): boolean {
    if (tree.kind === 'constant') return this.#push(BPF.ldxImm, tree.value)
    if (tree.kind === 'headerLength') return this.#push(BPF.ldxMsh, tree.offset)
    return tree.kind === 'scratch' && this.#push(BPF.ldxMem, tree.word)
  }

  #toAAndX(a: Tree, x: Tree): boolean {
    if (isDirect(x)) return this.#toA(a) && this.#directToX(x)
    const word = this.#free.pop()
    if (word === undefined) return false
    const isWritten = this.#toA(x) && this.#push(BPF.st, word) && this.#toA(a) && this.#push(BPF.ldxMem, word)
    this.#free.push(word)
    return isWritten
  }
}

/** Whether X can take the number without A. */
function isDirect({ kind }: Tree): boolean {
  return kind === 'constant' || kind === 'headerLength' || kind === 'scratch'
}
