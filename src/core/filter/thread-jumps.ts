/** Leads each way out of a test past the tests whose answer is known by then; what is left runs faster, or shows that nothing can match. */
import { BPF } from './bpf.ts'
import { type Subject, subjectOf } from './block-subject.ts'
import type { Block } from './fragment.ts'
import { shortened } from './short-block.ts'
import type { Term } from './syntax-tree.ts'

/** What became of a program. */
export interface Threaded {
  /** Where the shorter program starts. */
  readonly root: Block
  /** False when no packet can get to the accepting block. */
  readonly canMatch: boolean
  /** When nothing can match: two terms that exclude each other, the one further left first; undefined when one term is never true. */
  readonly conflict: { readonly first: Term; readonly second: Term } | undefined
}

/** Larger programs stay as they are: the facts would take too long to gather. */
const MAX_BLOCKS = 2000
/** Facts that are carried along; older ones are forgotten. */
const MAX_FACTS = 64

/** What is known about a field: its value, or the answer (1 or 0) that one test of it had. */
interface Fact {
  readonly value: number
  readonly test: Subject | undefined
  readonly term: Term | undefined
}

/** Facts by what they are about: a field alone for its value, a field with a test for the answer. */
type Facts = ReadonlyMap<string, Fact>

/**
 * The program from `root` on with known tests left out. A test is known when the same field was compared before on every way to it; the
 * field was captured then, so that leaving out its load changes nothing. Blocks that use what a block before them computed are not for
 * this: a program that has one stays as it is.
 *
 * @param givenRegisters scratch registers that hold facts about the packet before the program starts, and are not changed
 */
export function threaded(root: Block, accept: Block, givenRegisters: readonly number[]): Threaded {
  const order = orderedBlocks(root)
  if (order.length > MAX_BLOCKS || order.some((block) => usesOthers(block, givenRegisters)))
    return { root, canMatch: true, conflict: undefined }
  const subjects = new Map<Block, Subject | undefined>(
    order.map((block) => [block, block.whenTrue === undefined ? undefined : subjectOf(block)]),
  )
  const factsAt = new Map<Block, Facts>()
  const conflicts: { first: Term; second: Term }[] = []
  const copies = new Map<Block, Block>()
  const copyOf = (block: Block): Block => {
    let copy = copies.get(block)
    if (copy === undefined) copies.set(block, (copy = { ...block, ...shortened(block, givenRegisters) }))
    return copy
  }
  const arrive = (block: Block, facts: Facts): Block => {
    let target = block
    for (;;) {
      const subject = subjects.get(target)
      const answer = subject === undefined ? undefined : answerOf(subject, facts)
      if (answer === undefined) break
      const { term } = answer
      if (term !== undefined && target.term !== undefined && term !== target.term && conflicts.length < MAX_FACTS)
        conflicts.push(term.from <= target.term.from ? { first: term, second: target.term } : { first: target.term, second: term })
      target = (answer.value ? target.whenTrue : target.whenFalse)!
    }
    const known = factsAt.get(target)
    factsAt.set(target, known === undefined ? facts : common(known, facts))
    return target
  }
  const start = arrive(root, new Map())
  for (const block of order) {
    const facts = factsAt.get(block)
    if (facts === undefined || block.whenTrue === undefined || block.whenFalse === undefined) continue
    const copy = copyOf(block)
    const subject = subjects.get(block)
    copy.whenTrue = copyOf(arrive(block.whenTrue, withAnswer(facts, subject, block.term, true)))
    copy.whenFalse = copyOf(arrive(block.whenFalse, withAnswer(facts, subject, block.term, false)))
  }
  const canMatch = factsAt.has(accept)
  return { root: copyOf(start), canMatch, conflict: canMatch ? undefined : lastOf(conflicts) }
}

/** The pair whose second term stands furthest right: the one that made the expression impossible. */
function lastOf(conflicts: readonly { first: Term; second: Term }[]): { first: Term; second: Term } | undefined {
  let last: { first: Term; second: Term } | undefined
  for (const each of conflicts) {
    if (
      last === undefined ||
      each.second.from > last.second.from ||
      (each.second.from === last.second.from && each.first.from < last.first.from)
    )
      last = each
  }
  return last
}

/** All blocks, each before those it leads to. */
function orderedBlocks(root: Block): Block[] {
  const order: Block[] = []
  const seen = new Set<Block>([root])
  const stack: { readonly block: Block; step: number }[] = [{ block: root, step: 0 }]
  while (stack.length > 0) {
    const top = stack.at(-1)!
    const next = top.step === 0 ? top.block.whenFalse : top.step === 1 ? top.block.whenTrue : undefined
    if (top.step++ >= 2) {
      order.push(top.block)
      stack.pop()
    } else if (next !== undefined && !seen.has(next)) {
      seen.add(next)
      stack.push({ block: next, step: 0 })
    }
  }
  return order.reverse()
}

/** Whether the block reads A, X or scratch memory that it has not set itself. */
function usesOthers({ statements, code, whenTrue }: Block, givenRegisters: readonly number[]): boolean {
  if (whenTrue === undefined) return false
  let hasA = false
  let hasX = false
  const scratch = new Set(givenRegisters)
  for (const each of statements) {
    const needs = needsOf(each.code)
    if ((needs.a && !hasA) || (needs.x && !hasX)) return true
    if ((each.code === BPF.ldMem || each.code === BPF.ldxMem) && !scratch.has(each.k)) return true
    if (each.code === BPF.st || each.code === BPF.stx) scratch.add(each.k)
    if ((each.code & 0x07) === 0 || each.code === BPF.txa) hasA = true
    if ((each.code & 0x07) === 1 || each.code === BPF.tax) hasX = true
  }
  return !hasA || (isX(code) && !hasX)
}

function isX(code: number): boolean {
  return (code & 0x08) !== 0
}

function needsOf(code: number): { readonly a: boolean; readonly x: boolean } {
  if (code === BPF.ldBInd || code === BPF.ldHInd || code === BPF.ldWInd || code === BPF.txa || code === BPF.stx)
    return { a: false, x: true }
  if (code === BPF.st || code === BPF.tax || code === BPF.neg) return { a: true, x: false }
  const kind = code & 0x07
  return kind === 0x04 || kind === 0x05 ? { a: code !== BPF.ja, x: isX(code) && code !== BPF.ja } : { a: false, x: false }
}

interface Answer {
  readonly value: boolean
  readonly term: Term | undefined
}

function answerOf({ base, add, code, k }: Subject, facts: Facts): Answer | undefined {
  if (base === '') return { value: holds(code, add, k), term: undefined }
  const fact = facts.get(base)
  if (fact !== undefined) return { value: holds(code, (fact.value + add) >>> 0, k), term: fact.term }
  const answer = facts.get(testName({ base, add, code, k }))
  return answer === undefined ? undefined : { value: answer.value !== 0, term: answer.term }
}

function testName({ base, add, code, k }: Subject): string {
  return `${base}+${add}?${code}.${k}`
}

function holds(code: number, value: number, k: number): boolean {
  switch (code) {
    case BPF.jeqK:
      return value === k
    case BPF.jgtK:
      return value > k
    case BPF.jgeK:
      return value >= k
    default:
      return (value & k) !== 0
  }
}

/** The facts behind a test that was answered. */
function withAnswer(facts: Facts, subject: Subject | undefined, term: Term | undefined, answer: boolean): Facts {
  if (subject === undefined || subject.base === '') return facts
  const more = new Map(facts)
  if (subject.code === BPF.jeqK && answer) more.set(subject.base, { value: subject.k, test: undefined, term })
  else more.set(testName(subject), { value: Number(answer), test: subject, term })
  if (more.size > MAX_FACTS) more.delete(more.keys().next().value!)
  return more
}

/** What holds whichever way was taken: the facts of one side that the other has or implies. */
function common(left: Facts, right: Facts): Facts {
  const result = new Map<string, Fact>()
  for (const [about, fact] of left) if (implies(right, about, fact)) result.set(about, fact)
  for (const [about, fact] of right) if (!result.has(about) && implies(left, about, fact)) result.set(about, fact)
  return result
}

function implies(facts: Facts, about: string, { value, test }: Fact): boolean {
  const same = facts.get(about)
  if (same !== undefined) return same.value === value
  const known = test === undefined ? undefined : facts.get(test.base)
  return known !== undefined && Number(holds(test!.code, (known.value + test!.add) >>> 0, test!.k)) === value
}
