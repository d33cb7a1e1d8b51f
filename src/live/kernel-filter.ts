/** Makes a filter's program fit for the kernel: what stands in a cooked header is a fact that the kernel is asked, not bytes of the packet. */
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { ANCILLARY, ANCILLARY_OFFSET, BPF, type BpfInstruction } from '../core/filter/bpf.ts'
import { PACKET_TYPE } from './ring-layout.ts'

/** The kernel takes no longer programs (BPF_MAXINSNS). */
const MAX_INSTRUCTIONS = 4096
/** Room for the question of `withoutTwins`. */
const QUESTION_INSTRUCTIONS = 5
const MAX_JUMP = 255
const INSTRUCTION_BYTES = 8

/** Where facts of a cooked header stand, and how the kernel is asked for them. */
interface CookedLayout {
  readonly headerBytes: number
  readonly facts: ReadonlyMap<number, number>
}

const COOKED: ReadonlyMap<number, CookedLayout> = new Map([
  [
    LINK_TYPE.linuxSll2,
    {
      headerBytes: 20,
      facts: new Map([
        [0, ANCILLARY_OFFSET],
        [4, ANCILLARY.interfaceIndex],
        [10, ANCILLARY.packetType],
      ]),
    },
  ],
  [
    LINK_TYPE.linuxSll,
    {
      headerBytes: 16,
      facts: new Map([
        [0, ANCILLARY.packetType],
        [14, ANCILLARY_OFFSET],
      ]),
    },
  ],
])

const LOADS: ReadonlySet<number> = new Set([BPF.ldWAbs, BPF.ldHAbs, BPF.ldBAbs, BPF.ldWInd, BPF.ldHInd, BPF.ldBInd, BPF.ldxMsh])
const ABSOLUTE: ReadonlySet<number> = new Set([BPF.ldWAbs, BPF.ldHAbs, BPF.ldBAbs])

/**
 * The program as a kernel can run it, in the layout of `struct sock_filter`; undefined when no kernel can: it jumps backwards, is too long,
 * or asks for a field of a cooked header that the kernel does not tell.
 */
export function kernelProgram(program: readonly BpfInstruction[], linkType: number): Uint8Array | undefined {
  if (program.length > MAX_INSTRUCTIONS - QUESTION_INSTRUCTIONS) return undefined
  const cooked = COOKED.get(linkType)
  const instructions: BpfInstruction[] = []
  for (const [i, instruction] of program.entries()) {
    const { code, jt, jf } = instruction
    const k = cooked === undefined || !LOADS.has(code) ? instruction.k : offsetInKernel(code, instruction.k, cooked)
    if (k === undefined || !leadsForward(instruction, i, program.length)) return undefined
    instructions.push({ code, jt, jf, k })
  }
  return bytesOf(instructions)
}

/** A program that accepts everything, and keeps `snaplen` bytes of it. */
export function keepAll(snaplen: number): Uint8Array {
  return bytesOf([{ code: BPF.retK, jt: 0, jf: 0, k: snaplen }])
}

/**
 * The program, behind a question to the kernel: it shows each packet of the loopback interface twice, when it is sent and when it comes back
 * at once, and the first of them is not wanted.
 */
export function withoutTwins(program: Uint8Array, loopbackIndex: number): Uint8Array {
  const question = bytesOf([
    { code: BPF.ldWAbs, jt: 0, jf: 0, k: ANCILLARY.interfaceIndex },
    { code: BPF.jeqK, jt: 0, jf: 3, k: loopbackIndex },
    { code: BPF.ldWAbs, jt: 0, jf: 0, k: ANCILLARY.packetType },
    { code: BPF.jeqK, jt: 0, jf: 1, k: PACKET_TYPE.outgoing },
    { code: BPF.retK, jt: 0, jf: 0, k: 0 },
  ])
  const both = new Uint8Array(question.length + program.length)
  both.set(question)
  both.set(program, question.length)
  return both
}

/** Instructions in the layout of `struct sock_filter`. */
function bytesOf(program: readonly BpfInstruction[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(program.length * INSTRUCTION_BYTES))
  for (const [i, { code, jt, jf, k }] of program.entries()) {
    view.setUint16(i * INSTRUCTION_BYTES, code, true)
    view.setUint8(i * INSTRUCTION_BYTES + 2, jt)
    view.setUint8(i * INSTRUCTION_BYTES + 3, jf)
    view.setUint32(i * INSTRUCTION_BYTES + 4, k, true)
  }
  return new Uint8Array(view.buffer)
}

/** Where the kernel has what stands at `offset` of a packet with its cooked header. */
function offsetInKernel(code: number, offset: number, cooked: CookedLayout): number | undefined {
  if (offset >= ANCILLARY_OFFSET) return offset
  if (offset >= cooked.headerBytes) return offset - cooked.headerBytes
  return ABSOLUTE.has(code) ? cooked.facts.get(offset) : undefined
}

function leadsForward({ code, jt, jf, k }: BpfInstruction, at: number, length: number): boolean {
  if (code === BPF.ja) return at + 1 + k < length
  return jt >= 0 && jf >= 0 && jt <= MAX_JUMP && jf <= MAX_JUMP
}
