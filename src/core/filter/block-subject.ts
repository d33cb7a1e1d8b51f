/** What a block compares: the same words for the same bytes of a packet, however the instructions get at them. */
import { BPF } from './bpf.ts'
import type { Block } from './fragment.ts'

/** A number of 32 bits: `add` plus what `base` names; an empty base is no bytes at all, but a constant. */
interface Value {
  readonly base: string
  readonly add: number
}

/** The test of a block: `code` (one of the tests with a constant) of the value and `k`. */
export interface Subject extends Value {
  readonly code: number
  readonly k: number
}

/** Longer names are not worth their comparison. */
const MAX_NAME_LENGTH = 1000

const WITH_CONSTANT: ReadonlyMap<number, number> = new Map([
  [BPF.jeqK, BPF.jeqK],
  [BPF.jgtK, BPF.jgtK],
  [BPF.jgeK, BPF.jgeK],
  [BPF.jsetK, BPF.jsetK],
  [BPF.jeqX, BPF.jeqK],
  [BPF.jgtX, BPF.jgtK],
  [BPF.jgeX, BPF.jgeK],
  [BPF.jsetX, BPF.jsetK],
])

const SIZES: ReadonlyMap<number, string> = new Map([
  [BPF.ldBAbs, 'b'],
  [BPF.ldHAbs, 'h'],
  [BPF.ldWAbs, 'w'],
  [BPF.ldBInd, 'b'],
  [BPF.ldHInd, 'h'],
  [BPF.ldWInd, 'w'],
])

/**
 * The test of a block that uses nothing that other blocks computed but scratch memory that never changes. Undefined when it loops, or
 * when its outcome is not one of a test: a division by zero rejects the packet.
 */
export function subjectOf({ statements, code, k }: Block): Subject | undefined {
  let a = constant(0)
  let x = constant(0)
  const scratch = new Map<number, Value>()
  const kept = (word: number): Value => scratch.get(word) ?? named(`m${word}`)
  for (const each of statements) {
    if (each.whenTrue !== undefined || a.base.length + x.base.length > MAX_NAME_LENGTH) return undefined
    switch (each.code) {
      case BPF.ldBAbs:
      case BPF.ldHAbs:
      case BPF.ldWAbs:
        a = named(`${SIZES.get(each.code)}${each.k}`)
        break
      case BPF.ldBInd:
      case BPF.ldHInd:
      case BPF.ldWInd:
        a = named(`${SIZES.get(each.code)}${x.base === '' ? x.add + each.k : `[${nameOf(x)}]${each.k}`}`)
        break
      case BPF.ldImm:
        a = constant(each.k)
        break
      case BPF.ldLen:
        a = named('len')
        break
      case BPF.ldMem:
        a = kept(each.k)
        break
      case BPF.ldxImm:
        x = constant(each.k)
        break
      case BPF.ldxMem:
        x = kept(each.k)
        break
      case BPF.ldxMsh:
        x = named(`msh${each.k}`)
        break
      case BPF.st:
        scratch.set(each.k, a)
        break
      case BPF.stx:
        scratch.set(each.k, x)
        break
      case BPF.tax:
        x = a
        break
      case BPF.txa:
        a = x
        break
      default: {
        const result = calculated(each.code, a, usesX(each.code) ? x : constant(each.k))
        if (result === undefined) return undefined
        a = result
      }
    }
  }
  const withConstant = WITH_CONSTANT.get(code)
  if (withConstant === undefined || (usesX(code) && x.base !== '')) return undefined
  const wanted = usesX(code) ? x.add : k
  if (withConstant === BPF.jeqK && a.base !== '') return { base: a.base, add: 0, code: withConstant, k: (wanted - a.add) >>> 0 }
  return { ...a, code: withConstant, k: wanted }
}

function usesX(code: number): boolean {
  return (code & 0x08) !== 0
}

function constant(add: number): Value {
  return { base: '', add: add >>> 0 }
}

function named(base: string): Value {
  return { base, add: 0 }
}

function nameOf({ base, add }: Value): string {
  return `${base}+${add}`
}

function calculated(code: number, left: Value, right: Value): Value | undefined {
  const isConstant = left.base === '' && right.base === ''
  switch (code) {
    case BPF.addK:
    case BPF.addX:
      if (right.base === '') return { base: left.base, add: (left.add + right.add) >>> 0 }
      if (left.base === '') return { base: right.base, add: (left.add + right.add) >>> 0 }
      break
    case BPF.subK:
    case BPF.subX:
      if (right.base === '') return { base: left.base, add: (left.add - right.add) >>> 0 }
      break
    case BPF.divK:
    case BPF.divX:
      if (right.base === '' && right.add === 0) return undefined
      if (isConstant) return constant(Math.floor(left.add / right.add))
      break
    case BPF.modK:
    case BPF.modX:
      if (right.base === '' && right.add === 0) return undefined
      if (isConstant) return constant(left.add % right.add)
      break
    default:
      if (isConstant) return constant(combined(code, left.add, right.add))
  }
  return named(`(${nameOf(left)} ${code & ~0x08} ${nameOf(right)})`)
}

/** The operations that need no care: on unsigned numbers, with a result that is made unsigned. */
function combined(code: number, left: number, right: number): number {
  switch (code & ~0x08) {
    case BPF.mulK:
      return Math.imul(left, right)
    case BPF.andK:
      return left & right
    case BPF.orK:
      return left | right
    case BPF.xorK:
      return left ^ right
    case BPF.lshK:
      return right > 31 ? 0 : left << right
    case BPF.rshK:
      return right > 31 ? 0 : left >>> right
    default:
      return -left
  }
}
