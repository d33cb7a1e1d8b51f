/** Prints programs as `tcpdump -d`, `-dd` and `-ddd` do. */
import { ANCILLARY, BPF, type BpfInstruction } from './bpf.ts'

const INSTRUCTION_COLUMNS = 16
const NAME_COLUMNS = 8

const MNEMONICS: ReadonlyMap<number, string> = new Map<number, string>([
  [BPF.ldWAbs, 'ld'],
  [BPF.ldHAbs, 'ldh'],
  [BPF.ldBAbs, 'ldb'],
  [BPF.ldWInd, 'ld'],
  [BPF.ldHInd, 'ldh'],
  [BPF.ldBInd, 'ldb'],
  [BPF.ldImm, 'ld'],
  [BPF.ldMem, 'ld'],
  [BPF.ldLen, 'ld'],
  [BPF.ldxImm, 'ldx'],
  [BPF.ldxMem, 'ldx'],
  [BPF.ldxMsh, 'ldxb'],
  [BPF.st, 'st'],
  [BPF.stx, 'stx'],
  [BPF.addK, 'add'],
  [BPF.addX, 'add'],
  [BPF.subK, 'sub'],
  [BPF.subX, 'sub'],
  [BPF.mulK, 'mul'],
  [BPF.mulX, 'mul'],
  [BPF.divK, 'div'],
  [BPF.divX, 'div'],
  [BPF.modK, 'mod'],
  [BPF.modX, 'mod'],
  [BPF.orK, 'or'],
  [BPF.orX, 'or'],
  [BPF.andK, 'and'],
  [BPF.andX, 'and'],
  [BPF.xorK, 'xor'],
  [BPF.xorX, 'xor'],
  [BPF.lshK, 'lsh'],
  [BPF.lshX, 'lsh'],
  [BPF.rshK, 'rsh'],
  [BPF.rshX, 'rsh'],
  [BPF.neg, 'neg'],
  [BPF.ja, 'ja'],
  [BPF.jeqK, 'jeq'],
  [BPF.jeqX, 'jeq'],
  [BPF.jgtK, 'jgt'],
  [BPF.jgtX, 'jgt'],
  [BPF.jgeK, 'jge'],
  [BPF.jgeX, 'jge'],
  [BPF.jsetK, 'jset'],
  [BPF.jsetX, 'jset'],
  [BPF.retK, 'ret'],
  [BPF.tax, 'tax'],
  [BPF.txa, 'txa'],
])

/** The program as assembler, a line per instruction, each ended by a newline (`-d`). */
export function programText(program: readonly BpfInstruction[]): string {
  return program.map((instruction, i) => `${instructionText(instruction, i)}\n`).join('')
}

/** The program as elements of a C array (`-dd`). */
export function programArrayText(program: readonly BpfInstruction[]): string {
  return program.map(({ code, jt, jf, k }) => `{ 0x${code.toString(16)}, ${jt}, ${jf}, 0x${k.toString(16).padStart(8, '0')} },\n`).join('')
}

/** The number of instructions, and each as decimal numbers (`-ddd`). */
export function programNumbersText(program: readonly BpfInstruction[]): string {
  return `${program.length}\n${program.map(({ code, jt, jf, k }) => `${code} ${jt} ${jf} ${k}\n`).join('')}`
}

function instructionText(instruction: BpfInstruction, at: number): string {
  const { code, jt, jf } = instruction
  const body = `(${String(at).padStart(3, '0')}) ${(MNEMONICS.get(code) ?? 'unimp').padEnd(NAME_COLUMNS)} `
  const operand = operandText(instruction, at)
  const isBranch = (code & 0x07) === (BPF.ja & 0x07) && code !== BPF.ja
  return isBranch ? `${body}${operand.padEnd(INSTRUCTION_COLUMNS)} jt ${at + 1 + jt}\tjf ${at + 1 + jf}` : `${body}${operand}`
}

function operandText({ code, k }: BpfInstruction, at: number): string {
  switch (code) {
    case BPF.ldWAbs:
    case BPF.ldHAbs:
    case BPF.ldBAbs:
      return `[${ancillaryName(k) ?? k | 0}]`
    case BPF.ldWInd:
    case BPF.ldHInd:
    case BPF.ldBInd:
      return `[x + ${k | 0}]`
    case BPF.ldLen:
      return '#pktlen'
    case BPF.ldImm:
    case BPF.ldxImm:
      return `#0x${k.toString(16)}`
    case BPF.ldMem:
    case BPF.ldxMem:
    case BPF.st:
    case BPF.stx:
      return `M[${k}]`
    case BPF.ldxMsh:
      return `4*([${k | 0}]&0xf)`
    case BPF.retK:
    case BPF.addK:
    case BPF.subK:
    case BPF.mulK:
    case BPF.divK:
    case BPF.modK:
    case BPF.lshK:
    case BPF.rshK:
      return `#${k | 0}`
    case BPF.andK:
    case BPF.orK:
    case BPF.xorK:
    case BPF.jeqK:
    case BPF.jgtK:
    case BPF.jgeK:
    case BPF.jsetK:
      return `#0x${k.toString(16)}`
    case BPF.ja:
      return String((at + 1 + k) | 0)
    case BPF.neg:
    case BPF.tax:
    case BPF.txa:
      return ''
    default:
      return 'x'
  }
}

function ancillaryName(offset: number): string | undefined {
  if (offset === ANCILLARY.packetType) return 'type'
  return offset === ANCILLARY.interfaceIndex ? 'ifidx' : undefined
}
