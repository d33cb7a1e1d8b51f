/** Makes a filter's program fit for the kernel: what stands in a cooked header is a fact that the kernel is asked, not bytes of the packet. */
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { ANCILLARY, ANCILLARY_OFFSET, BPF, type BpfInstruction } from '../core/filter/bpf.ts'

/** The kernel takes no longer programs (BPF_MAXINSNS). */
const MAX_INSTRUCTIONS = 4096
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
  if (program.length > MAX_INSTRUCTIONS) return undefined
  const cooked = COOKED.get(linkType)
  const bytes = new Uint8Array(program.length * INSTRUCTION_BYTES)
  const view = new DataView(bytes.buffer)
  for (const [i, instruction] of program.entries()) {
    const { code, jt, jf } = instruction
    const k = cooked === undefined || !LOADS.has(code) ? instruction.k : offsetInKernel(code, instruction.k, cooked)
    if (k === undefined || !leadsForward(instruction, i, program.length)) return undefined
    view.setUint16(i * INSTRUCTION_BYTES, code, true)
    view.setUint8(i * INSTRUCTION_BYTES + 2, jt)
    view.setUint8(i * INSTRUCTION_BYTES + 3, jf)
    view.setUint32(i * INSTRUCTION_BYTES + 4, k, true)
  }
  return bytes
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
