/** Lays out blocks as a list of instructions, in the order that libpcap gives them. */
import { BPF, type BpfInstruction } from './bpf.ts'
import type { Block, Statement } from './fragment.ts'

/** The largest distance that a conditional jump spans. */
const MAX_JUMP = 255

/** Which jumps of a block need an instruction of their own, because they are long. */
interface LongJumps {
  whenTrue: boolean
  whenFalse: boolean
}

/**
 * The program that starts with `root`. A block stands before the ones it leads to, its "true" side right after it where it can. Long
 * jumps are found by trying: each one found moves what comes before it, so that it is tried again until all fit.
 */
export function laidOut(root: Block): BpfInstruction[] {
  const order = blocksInOrder(root)
  const long = new Map<Block, LongJumps>()
  for (;;) {
    const starts = startsOf(order, long)
    if (!findLongJump(order, starts, long)) return instructionsOf(order, starts, long)
  }
}

/** Every block after all that lead to it: "false" sides are visited first and placed last. */
function blocksInOrder(root: Block): Block[] {
  const order: Block[] = []
  const seen = new Set<Block>()
  const stack: { readonly block: Block; step: number }[] = []
  const visit = (block: Block | undefined): void => {
    if (block === undefined || seen.has(block)) return
    seen.add(block)
    stack.push({ block, step: 0 })
  }
  visit(root)
  while (stack.length > 0) {
    const top = stack.at(-1)!
    top.step++
    if (top.step === 1) visit(top.block.whenFalse)
    else if (top.step === 2) visit(top.block.whenTrue)
    else {
      order.push(top.block)
      stack.pop()
    }
  }
  return order.reverse()
}

function startsOf(order: readonly Block[], long: ReadonlyMap<Block, LongJumps>): Map<Block, number> {
  const starts = new Map<Block, number>()
  let at = 0
  for (const block of order) {
    starts.set(block, at)
    const jumps = long.get(block)
    at += block.statements.length + 1 + Number(jumps?.whenTrue ?? false) + Number(jumps?.whenFalse ?? false)
  }
  return starts
}

/** How far the block's test jumps to get to `to`. */
function distance(block: Block, to: Block, starts: ReadonlyMap<Block, number>): number {
  return starts.get(to)! - (starts.get(block)! + block.statements.length) - 1
}

/** Notes the jumps that are too long, from the last block on, and tells whether one was new. */
function findLongJump(order: readonly Block[], starts: ReadonlyMap<Block, number>, long: Map<Block, LongJumps>): boolean {
  let isNew = false
  for (let i = order.length - 1; i >= 0; i--) {
    const block = order[i]
    if (block.whenTrue === undefined || block.whenFalse === undefined) continue
    const jumps = long.get(block) ?? { whenTrue: false, whenFalse: false }
    for (const side of ['whenTrue', 'whenFalse'] as const) {
      if (jumps[side] || distance(block, block[side]!, starts) <= MAX_JUMP) continue
      jumps[side] = true
      long.set(block, jumps)
      isNew = true
    }
  }
  return isNew
}

function instructionsOf(
  order: readonly Block[],
  starts: ReadonlyMap<Block, number>,
  long: ReadonlyMap<Block, LongJumps>,
): BpfInstruction[] {
  const program: BpfInstruction[] = []
  for (const block of order) {
    pushStatements(program, block.statements)
    const { code, k, whenTrue, whenFalse } = block
    if (whenTrue === undefined || whenFalse === undefined) {
      program.push({ code, jt: 0, jf: 0, k })
      continue
    }
    const jumps = long.get(block)
    const toTrue = distance(block, whenTrue, starts)
    const toFalse = distance(block, whenFalse, starts)
    const extra: BpfInstruction[] = []
    const jump = (to: number, isLong: boolean): number => {
      if (!isLong) return to
      extra.push({ code: BPF.ja, jt: 0, jf: 0, k: to - extra.length - 1 })
      return extra.length - 1
    }
    const jt = jump(toTrue, jumps?.whenTrue ?? false)
    const jf = jump(toFalse, jumps?.whenFalse ?? false)
    program.push({ code, jt, jf, k }, ...extra)
  }
  return program
}

function pushStatements(program: BpfInstruction[], statements: readonly Statement[]): void {
  const places = new Map<Statement, number>()
  statements.forEach((each, i) => places.set(each, i))
  statements.forEach((each, i) => {
    const { code, k, whenTrue, whenFalse } = each
    if (whenTrue === undefined) program.push({ code, jt: 0, jf: 0, k })
    else if (whenFalse === undefined) program.push({ code, jt: 0, jf: 0, k: (places.get(whenTrue)! - i - 1) >>> 0 })
    else program.push({ code, jt: places.get(whenTrue)! - i - 1, jf: places.get(whenFalse)! - i - 1, k })
  })
}
