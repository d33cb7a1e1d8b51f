/** Makes a JavaScript function of a program: tests become `if`, forward jumps leave labelled blocks. The fastest way, where code may be made. */
import { BPF, type BpfInstruction, SCRATCH_WORDS } from './bpf.ts'

/** Takes a packet and gives the result of the program, as `interpret` does. */
export type CompiledProgram = (bytes: Uint8Array, from: number, capLen: number, wireLen: number) => number

/** Longer functions are not optimized by JavaScript engines, and then slower than a decoded program. */
const MAX_INSTRUCTIONS = 1200

/**
 * A function for `program`; undefined when it jumps backwards, is too long, or when the place forbids making code (a web page whose
 * content security policy lacks `unsafe-eval`). The code is made of numbers only, so that no text of a user gets into it.
 */
export function compiledProgram(program: readonly BpfInstruction[]): CompiledProgram | undefined {
  const source = sourceOf(program)
  if (source === undefined) return undefined
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- this is the step from BPF to code; its text is made of numbers
    return new Function('bytes', 'from', 'capLen', 'wireLen', source) as CompiledProgram
  } catch {
    return undefined
  }
}

function sourceOf(program: readonly BpfInstruction[]): string | undefined {
  if (program.length > MAX_INSTRUCTIONS) return undefined
  const targets = new Set<number>()
  for (const [at, { code, jt, jf, k }] of program.entries()) {
    if (code === BPF.ja) {
      if (k >= program.length) return undefined
      targets.add(at + 1 + k)
    } else if ((code & 0x07) === BPF.ja) {
      targets.add(at + 1 + jt)
      targets.add(at + 1 + jf)
    }
  }
  const labels = [...targets].sort((first, second) => second - first)
  const usedScratch = Array.from({ length: SCRATCH_WORDS }, (_, i) => i).filter((i) =>
    program.some(({ code, k }) => isScratch(code) && k === i),
  )
  const lines = ['let a = 0, x = 0, at = 0', ...usedScratch.map((i) => `let m${i} = 0`), ...labels.map((label) => `L${label}: {`)]
  for (const [at, instruction] of program.entries()) {
    if (targets.has(at)) lines.push('}')
    const line = lineOf(instruction, at)
    if (line === undefined) return undefined
    lines.push(line)
  }
  for (const label of labels) if (label >= program.length) lines.push('}')
  lines.push('return 0')
  return lines.join('\n')
}

function isScratch(code: number): boolean {
  return code === BPF.st || code === BPF.stx || code === BPF.ldMem || code === BPF.ldxMem
}

/** A and X are signed numbers, as bit operations leave them; comparisons of order make them unsigned. */
function lineOf({ code, jt, jf, k }: BpfInstruction, at: number): string | undefined {
  const signed = k | 0
  const branch = (condition: string): string => {
    if (jt === 0) return jf === 0 ? '' : `if (!(${condition})) break L${at + 1 + jf}`
    if (jf === 0) return `if (${condition}) break L${at + 1 + jt}`
    return `if (${condition}) break L${at + 1 + jt}; else break L${at + 1 + jf}`
  }
  switch (code) {
    case BPF.ldWAbs:
      return `if (${k + 4} > capLen) return 0\nat = from + ${k}\n${WORD}`
    case BPF.ldHAbs:
      return `if (${k + 2} > capLen) return 0\nat = from + ${k}\n${HALF}`
    case BPF.ldBAbs:
      return `if (${k + 1} > capLen) return 0\na = bytes[from + ${k}]`
    case BPF.ldWInd:
      return `at = (x >>> 0) + ${k}\nif (at + 4 > capLen) return 0\nat += from\n${WORD}`
    case BPF.ldHInd:
      return `at = (x >>> 0) + ${k}\nif (at + 2 > capLen) return 0\nat += from\n${HALF}`
    case BPF.ldBInd:
      return `at = (x >>> 0) + ${k}\nif (at + 1 > capLen) return 0\na = bytes[from + at]`
    case BPF.ldImm:
      return `a = ${signed}`
    case BPF.ldMem:
      return `a = m${k}`
    case BPF.ldLen:
      return 'a = wireLen | 0'
    case BPF.ldxImm:
      return `x = ${signed}`
    case BPF.ldxMem:
      return `x = m${k}`
    case BPF.ldxMsh:
      return `if (${k + 1} > capLen) return 0\nx = (bytes[from + ${k}] & 15) << 2`
    case BPF.st:
      return `m${k} = a`
    case BPF.stx:
      return `m${k} = x`
    case BPF.addK:
      return `a = (a + ${signed}) | 0`
    case BPF.addX:
      return 'a = (a + x) | 0'
    case BPF.subK:
      return `a = (a - ${signed}) | 0`
    case BPF.subX:
      return 'a = (a - x) | 0'
    case BPF.mulK:
      return `a = Math.imul(a, ${signed})`
    case BPF.mulX:
      return 'a = Math.imul(a, x)'
    case BPF.divK:
      return k === 0 ? 'return 0' : `a = ((a >>> 0) / ${k}) | 0`
    case BPF.modK:
      return k === 0 ? 'return 0' : `a = ((a >>> 0) % ${k}) | 0`
    case BPF.divX:
      return 'if (x === 0) return 0\na = ((a >>> 0) / (x >>> 0)) | 0'
    case BPF.modX:
      return 'if (x === 0) return 0\na = ((a >>> 0) % (x >>> 0)) | 0'
    case BPF.andK:
      return `a &= ${signed}`
    case BPF.andX:
      return 'a &= x'
    case BPF.orK:
      return `a |= ${signed}`
    case BPF.orX:
      return 'a |= x'
    case BPF.xorK:
      return `a ^= ${signed}`
    case BPF.xorX:
      return 'a ^= x'
    case BPF.lshK:
      return k > 31 ? 'a = 0' : `a <<= ${k}`
    case BPF.lshX:
      return 'a = x >>> 0 > 31 ? 0 : a << x'
    case BPF.rshK:
      return k > 31 ? 'a = 0' : `a = (a >>> ${k}) | 0`
    case BPF.rshX:
      return 'a = x >>> 0 > 31 ? 0 : (a >>> x) | 0'
    case BPF.neg:
      return 'a = -a | 0'
    case BPF.tax:
      return 'x = a'
    case BPF.txa:
      return 'a = x'
    case BPF.ja:
      return k === 0 ? '' : `break L${at + 1 + k}`
    case BPF.jeqK:
      return branch(`a === ${signed}`)
    case BPF.jeqX:
      return branch('a === x')
    case BPF.jgtK:
      return branch(`a >>> 0 > ${k}`)
    case BPF.jgtX:
      return branch('a >>> 0 > x >>> 0')
    case BPF.jgeK:
      return branch(`a >>> 0 >= ${k}`)
    case BPF.jgeX:
      return branch('a >>> 0 >= x >>> 0')
    case BPF.jsetK:
      return branch(`(a & ${signed}) !== 0`)
    case BPF.jsetX:
      return branch('(a & x) !== 0')
    case BPF.retK:
      return `return ${k}`
    default:
      return undefined
  }
}

const WORD = 'a = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]'
const HALF = 'a = (bytes[at] << 8) | bytes[at + 1]'
