/** Runs programs fast without making code: a program is decoded once to steps that fuse what belongs together. */
import { BPF, type BpfInstruction, MAX_BACKWARD_JUMPS, SCRATCH_WORDS } from './bpf.ts'

/**
 * Steps as numbers in a row, `STEP_WORDS` each: operation, three operands, and where to go on when the step's test is true or false (a
 * step without a test goes on at the first). Most steps of a filter are "load a field, mask it, compare it"; those are one step here.
 */
const STEP_WORDS = 6
const AT_K = 1
const AT_MASK = 2
const AT_VALUE = 3
const AT_TRUE = 4
const AT_FALSE = 5

const FUSED = 0x100
const SIZE_B = 0
const SIZE_H = 1
const SIZE_W = 2

/** Fused steps: `FUSED + 16 * addressing + 4 * test + size`. */
const ADDRESSED = { absolute: 0, indexed: 1, behindIpv4: 2 } as const
const TESTS = { equal: 0, greater: 1, greaterOrEqual: 2, bits: 3 } as const

/** A program as steps. */
export type Plan = Int32Array

/** Decodes `program`. */
export function planOf(program: readonly BpfInstruction[]): Plan {
  const targets = jumpTargets(program)
  const steps: number[] = []
  const stepAt = new Map<number, number>()
  for (let at = 0; at < program.length;) {
    stepAt.set(at, steps.length)
    at += pushFused(steps, program, at, targets) || pushPlain(steps, program, at)
  }
  // The steps name instructions until all are known; one behind the end is a step that rejects.
  stepAt.set(program.length, steps.length)
  steps.push(BPF.retK, 0, 0, 0, program.length, program.length)
  const plan = Int32Array.from(steps)
  for (let step = 0; step < plan.length; step += STEP_WORDS) {
    plan[step + AT_TRUE] = stepAt.get(plan[step + AT_TRUE]) ?? stepAt.get(program.length)!
    plan[step + AT_FALSE] = stepAt.get(plan[step + AT_FALSE]) ?? stepAt.get(program.length)!
  }
  return plan
}

function isBranch(code: number): boolean {
  return (code & 0x07) === BPF.ja && code !== BPF.ja
}

function jumpTargets(program: readonly BpfInstruction[]): Set<number> {
  const targets = new Set<number>()
  program.forEach(({ code, jt, jf, k }, at) => {
    if (isBranch(code)) targets.add(at + 1 + jt).add(at + 1 + jf)
    else if (code === BPF.ja) targets.add(at + 1 + (k | 0))
  })
  return targets
}

function pushPlain(steps: number[], program: readonly BpfInstruction[], at: number): number {
  const { code, jt, jf, k } = program[at]
  if (isBranch(code)) steps.push(code, k, 0, 0, at + 1 + jt, at + 1 + jf)
  else if (code === BPF.ja) steps.push(code, k, 0, 0, at + 1 + (k | 0), at + 1 + (k | 0))
  else steps.push(code, k, 0, 0, at + 1, at + 1)
  return 1
}

const SIZE_OF: ReadonlyMap<number, number> = new Map<number, number>([
  [BPF.ldBAbs, SIZE_B],
  [BPF.ldHAbs, SIZE_H],
  [BPF.ldWAbs, SIZE_W],
  [BPF.ldBInd, SIZE_B],
  [BPF.ldHInd, SIZE_H],
  [BPF.ldWInd, SIZE_W],
])
const TEST_OF: ReadonlyMap<number, number> = new Map<number, number>([
  [BPF.jeqK, TESTS.equal],
  [BPF.jgtK, TESTS.greater],
  [BPF.jgeK, TESTS.greaterOrEqual],
  [BPF.jsetK, TESTS.bits],
])

/** Pushes one step for "load, perhaps mask, compare" from `at` on; gives how many instructions that was, 0 when it does not fit. */
function pushFused(steps: number[], program: readonly BpfInstruction[], at: number, targets: ReadonlySet<number>): number {
  let next = at
  const isBehindIpv4 = program[next].code === BPF.ldxMsh
  const header = program[next].k
  if (isBehindIpv4) next++
  const load = program[next]
  const size = load === undefined ? undefined : SIZE_OF.get(load.code)
  if (load === undefined || size === undefined) return 0
  const isIndexed = load.code === BPF.ldBInd || load.code === BPF.ldHInd || load.code === BPF.ldWInd
  // The header of a length from its own first byte must be the one that is then skipped: true for all that libpcap makes.
  if (isBehindIpv4 && (!isIndexed || size === SIZE_W || load.k < header)) return 0
  next++
  const masking = program[next]
  const mask = masking?.code === BPF.andK ? masking.k : 0xffffffff
  if (masking?.code === BPF.andK) next++
  const test = program[next]
  const kind = test === undefined ? undefined : TEST_OF.get(test.code)
  if (test === undefined || kind === undefined) return 0
  for (let inside = at + 1; inside <= next; inside++) if (targets.has(inside)) return 0
  if (isBehindIpv4 && mask !== 0xffffffff) return 0
  const addressing = isBehindIpv4 ? ADDRESSED.behindIpv4 : isIndexed ? ADDRESSED.indexed : ADDRESSED.absolute
  // A step behind an IPv4 header needs the header's offset; it has no mask, whose place that takes.
  steps.push(
    FUSED + 16 * addressing + 4 * kind + size,
    load.k,
    isBehindIpv4 ? header : mask,
    test.k,
    next + 1 + test.jt,
    next + 1 + test.jf,
  )
  return next + 1 - at
}

const scratch = new Int32Array(SCRATCH_WORDS)

/** The result of a plan for a packet, as `interpret` gives it for the program. Allocates nothing. */
export function runPlan(plan: Plan, bytes: Uint8Array, from: number, capLen: number, wireLen: number): number {
  let step = 0
  /** A and X as signed numbers; tests of order make them unsigned. */
  let a = 0
  let x = 0
  let backwardJumps = 0
  let isClean = true
  for (;;) {
    const operation = plan[step]
    if (operation >= FUSED) {
      let at = plan[step + AT_K]
      if (operation >= FUSED + 32) {
        const header = plan[step + AT_MASK]
        if (header < 0 || header >= capLen) return 0
        x = (bytes[from + header] & 0x0f) << 2
        if (at < 0) return 0
        at += x
      } else if (operation >= FUSED + 16) {
        if (at < 0 || x < 0) return 0
        at += x
      } else if (at < 0) return 0
      const size = operation & 3
      if (size === SIZE_H) {
        if (at + 2 > capLen) return 0
        at += from
        a = (bytes[at] << 8) | bytes[at + 1]
      } else if (size === SIZE_B) {
        if (at >= capLen) return 0
        a = bytes[from + at]!
      } else {
        if (at + 4 > capLen) return 0
        at += from
        a = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
      }
      if (operation < FUSED + 32) a &= plan[step + AT_MASK]
      const value = plan[step + AT_VALUE]
      const test = (operation >> 2) & 3
      const isTrue =
        test === TESTS.equal
          ? a === value
          : test === TESTS.bits
            ? (a & value) !== 0
            : test === TESTS.greaterOrEqual
              ? a >>> 0 >= value >>> 0
              : a >>> 0 > value >>> 0
      step = plan[step + (isTrue ? AT_TRUE : AT_FALSE)]!
      continue
    }
    const k = plan[step + AT_K]
    switch (operation) {
      case BPF.retK:
        return k >>> 0
      case BPF.ldImm:
        a = k
        break
      case BPF.st:
      case BPF.stx:
        if (isClean) {
          // What the packet before left there must not be seen; most programs never come here.
          scratch.fill(0)
          isClean = false
        }
        scratch[k] = operation === BPF.st ? a : x
        break
      case BPF.ldMem:
        a = isClean ? 0 : scratch[k]
        break
      case BPF.ldxMem:
        x = isClean ? 0 : scratch[k]
        break
      case BPF.ldxMsh:
        if (k < 0 || k >= capLen) return 0
        x = (bytes[from + k] & 0x0f) << 2
        break
      case BPF.ldxImm:
        x = k
        break
      case BPF.ldLen:
        a = wireLen | 0
        break
      case BPF.tax:
        x = a
        break
      case BPF.txa:
        a = x
        break
      case BPF.ldBAbs:
      case BPF.ldBInd: {
        const at = operation === BPF.ldBInd ? (x >>> 0) + (k >>> 0) : k >>> 0
        if (at + 1 > capLen) return 0
        a = bytes[from + at]!
        break
      }
      case BPF.ldHAbs:
      case BPF.ldHInd: {
        const at = operation === BPF.ldHInd ? (x >>> 0) + (k >>> 0) : k >>> 0
        if (at + 2 > capLen) return 0
        a = (bytes[from + at] << 8) | bytes[from + at + 1]
        break
      }
      case BPF.ldWAbs:
      case BPF.ldWInd: {
        const at = operation === BPF.ldWInd ? (x >>> 0) + (k >>> 0) : k >>> 0
        if (at + 4 > capLen) return 0
        a = (bytes[from + at] << 24) | (bytes[from + at + 1] << 16) | (bytes[from + at + 2] << 8) | bytes[from + at + 3]
        break
      }
      case BPF.addK:
        a = (a + k) | 0
        break
      case BPF.addX:
        a = (a + x) | 0
        break
      case BPF.subX:
        a = (a - x) | 0
        break
      case BPF.subK:
        a = (a - k) | 0
        break
      case BPF.mulK:
        a = Math.imul(a, k)
        break
      case BPF.mulX:
        a = Math.imul(a, x)
        break
      case BPF.divK:
      case BPF.divX:
      case BPF.modK:
      case BPF.modX: {
        const divisor = operation === BPF.divX || operation === BPF.modX ? x : k
        if (divisor === 0) return 0
        const isDivision = operation === BPF.divX || operation === BPF.divK
        a = (isDivision ? (a >>> 0) / (divisor >>> 0) : (a >>> 0) % (divisor >>> 0)) | 0
        break
      }
      case BPF.andK:
        a &= k
        break
      case BPF.andX:
        a &= x
        break
      case BPF.orK:
        a |= k
        break
      case BPF.orX:
        a |= x
        break
      case BPF.xorK:
        a ^= k
        break
      case BPF.xorX:
        a ^= x
        break
      case BPF.lshK:
      case BPF.lshX: {
        const bits = (operation === BPF.lshX ? x : k) >>> 0
        a = bits > 31 ? 0 : a << bits
        break
      }
      case BPF.rshK:
      case BPF.rshX: {
        const bits = (operation === BPF.rshX ? x : k) >>> 0
        a = bits > 31 ? 0 : (a >>> bits) | 0
        break
      }
      case BPF.neg:
        a = -a | 0
        break
      case BPF.jeqK:
      case BPF.jeqX:
        step = plan[step + (a === (operation === BPF.jeqX ? x : k) ? AT_TRUE : AT_FALSE)]!
        continue
      case BPF.jgtK:
      case BPF.jgtX:
        step = plan[step + (a >>> 0 > (operation === BPF.jgtX ? x : k) >>> 0 ? AT_TRUE : AT_FALSE)]!
        continue
      case BPF.jgeK:
      case BPF.jgeX:
        step = plan[step + (a >>> 0 >= (operation === BPF.jgeX ? x : k) >>> 0 ? AT_TRUE : AT_FALSE)]!
        continue
      case BPF.jsetK:
      case BPF.jsetX:
        step = plan[step + ((a & (operation === BPF.jsetX ? x : k)) !== 0 ? AT_TRUE : AT_FALSE)]!
        continue
      case BPF.ja:
        if (k < 0 && ++backwardJumps > MAX_BACKWARD_JUMPS) return 0
        break
      default:
        return 0
    }
    step = plan[step + AT_TRUE]!
  }
}
