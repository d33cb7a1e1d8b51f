/** Pieces of a program before they are laid out: blocks that end in a test, joined by and, or, not. */
import { BPF } from './bpf.ts'
import type { Term } from './syntax-tree.ts'

/** An instruction inside a block. Jumps within a block name the instructions they go to; the others fall through. */
export interface Statement {
  readonly code: number
  k: number
  whenTrue?: Statement
  whenFalse?: Statement
}

/** Statements, then a test with two ways out (or a `ret`, with none). */
export interface Block {
  readonly statements: Statement[]
  readonly code: number
  readonly k: number
  whenTrue: Block | undefined
  whenFalse: Block | undefined
  /** The term of the expression that this block is for; for messages. */
  term: Term | undefined
}

/** A way out of a fragment that leads nowhere yet. */
interface Exit {
  readonly block: Block
  readonly side: 'whenTrue' | 'whenFalse'
}

/** A test made of blocks. A fragment is used once: joining it with another uses it up. */
export interface Fragment {
  readonly head: Block
  readonly whenTrue: Exit[]
  readonly whenFalse: Exit[]
}

/** A statement. */
export function statement(code: number, k = 0): Statement {
  return { code, k: k >>> 0 }
}

/** A fragment of one block: statements, and a test. */
export function test(statements: Statement[], code: number, k = 0): Fragment {
  const block: Block = { statements, code, k: k >>> 0, whenTrue: undefined, whenFalse: undefined, term: undefined }
  return { head: block, whenTrue: [{ block, side: 'whenTrue' }], whenFalse: [{ block, side: 'whenFalse' }] }
}

/** A block that ends the program with `k`: the bytes of the packet to keep, 0 to reject it. */
export function returnBlock(k: number): Block {
  return { statements: [], code: BPF.retK, k, whenTrue: undefined, whenFalse: undefined, term: undefined }
}

/** A test that is always true, or always false. */
export function constantTest(value: boolean): Fragment {
  return test([statement(BPF.ldImm, value ? 0 : 1)], BPF.jeqK, 0)
}

/** True when both are; `right` runs only when `left` is true. */
export function both(left: Fragment, right: Fragment): Fragment {
  lead(left.whenTrue, right.head)
  return { head: left.head, whenTrue: right.whenTrue, whenFalse: joined(left.whenFalse, right.whenFalse) }
}

/** True when one is; `right` runs only when `left` is false. */
export function either(left: Fragment, right: Fragment): Fragment {
  lead(left.whenFalse, right.head)
  return { head: left.head, whenTrue: joined(left.whenTrue, right.whenTrue), whenFalse: right.whenFalse }
}

/** True when `fragment` is false. */
export function negated(fragment: Fragment): Fragment {
  return { head: fragment.head, whenTrue: fragment.whenFalse, whenFalse: fragment.whenTrue }
}

/** Any fragment of the list, tested in order. */
export function any(first: Fragment, ...rest: readonly Fragment[]): Fragment {
  let result = first
  for (const next of rest) result = either(result, next)
  return result
}

/** Ends the fragment: where it is true the program goes to `accept`, else to `reject`. Gives the block that it starts with. */
export function ended(fragment: Fragment, accept: Block, reject: Block): Block {
  lead(fragment.whenTrue, accept)
  lead(fragment.whenFalse, reject)
  return fragment.head
}

function lead(exits: readonly Exit[], to: Block): void {
  for (const { block, side } of exits) block[side] = to
}

/** Moves the fewer to the more: a long chain must not copy its exits for each term. */
function joined(left: Exit[], right: Exit[]): Exit[] {
  const [more, fewer] = left.length >= right.length ? [left, right] : [right, left]
  for (const exit of fewer) more.push(exit)
  return more
}
