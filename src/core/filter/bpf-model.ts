/** Runs a program instruction by instruction. Slow and obvious: the model that the fast ways are held against. */
import { BPF, type BpfInstruction, MAX_BACKWARD_JUMPS, SCRATCH_WORDS } from './bpf.ts'

/**
 * The result of `program` for a packet: the number of bytes to keep, 0 when it is rejected. A read behind the captured bytes, a division
 * by zero, and an endless loop reject the packet.
 *
 * @param from offset of the packet's first byte in `bytes`
 * @param capLen bytes captured; they are in `bytes`
 * @param wireLen bytes on the wire
 */
export function interpret(program: readonly BpfInstruction[], bytes: Uint8Array, from: number, capLen: number, wireLen: number): number {
  const scratch = new Uint32Array(SCRATCH_WORDS)
  let a = 0
  let x = 0
  let backwardJumps = 0
  let at = 0
  /** The unsigned number of `size` bytes at `offset` of the packet; NaN when they were not all captured. */
  const load = (offset: number, size: number): number => {
    if (offset + size > capLen) return NaN
    let value = 0
    for (let i = 0; i < size; i++) value = value * 256 + bytes[from + offset + i]
    return value
  }
  for (;;) {
    const instruction = program[at]
    if (instruction === undefined) return 0
    const { code, jt, jf, k } = instruction
    at++
    let isTrue: boolean | undefined
    switch (code) {
      case BPF.ldWAbs:
        a = load(k, 4)
        break
      case BPF.ldHAbs:
        a = load(k, 2)
        break
      case BPF.ldBAbs:
        a = load(k, 1)
        break
      case BPF.ldWInd:
        a = load(x + k, 4)
        break
      case BPF.ldHInd:
        a = load(x + k, 2)
        break
      case BPF.ldBInd:
        a = load(x + k, 1)
        break
      case BPF.ldImm:
        a = k
        break
      case BPF.ldMem:
        a = scratch[k]!
        break
      case BPF.ldLen:
        a = wireLen
        break
      case BPF.ldxImm:
        x = k
        break
      case BPF.ldxMem:
        x = scratch[k]!
        break
      case BPF.ldxMsh:
        x = load(k, 1)
        if (Number.isNaN(x)) return 0
        x = (x & 0x0f) * 4
        break
      case BPF.st:
        scratch[k] = a
        break
      case BPF.stx:
        scratch[k] = x
        break
      case BPF.addK:
      case BPF.addX:
        a = (a + (code === BPF.addX ? x : k)) >>> 0
        break
      case BPF.subK:
      case BPF.subX:
        a = (a - (code === BPF.subX ? x : k)) >>> 0
        break
      case BPF.mulK:
      case BPF.mulX:
        a = Math.imul(a, code === BPF.mulX ? x : k) >>> 0
        break
      case BPF.divK:
      case BPF.divX: {
        const divisor = code === BPF.divX ? x : k
        if (divisor === 0) return 0
        a = Math.floor(a / divisor)
        break
      }
      case BPF.modK:
      case BPF.modX: {
        const divisor = code === BPF.modX ? x : k
        if (divisor === 0) return 0
        a %= divisor
        break
      }
      case BPF.andK:
      case BPF.andX:
        a = (a & (code === BPF.andX ? x : k)) >>> 0
        break
      case BPF.orK:
      case BPF.orX:
        a = (a | (code === BPF.orX ? x : k)) >>> 0
        break
      case BPF.xorK:
      case BPF.xorX:
        a = (a ^ (code === BPF.xorX ? x : k)) >>> 0
        break
      case BPF.lshK:
      case BPF.lshX: {
        const bits = code === BPF.lshX ? x : k
        a = bits > 31 ? 0 : (a << bits) >>> 0
        break
      }
      case BPF.rshK:
      case BPF.rshX: {
        const bits = code === BPF.rshX ? x : k
        a = bits > 31 ? 0 : a >>> bits
        break
      }
      case BPF.neg:
        a = -a >>> 0
        break
      case BPF.tax:
        x = a
        break
      case BPF.txa:
        a = x
        break
      case BPF.jeqK:
      case BPF.jeqX:
        isTrue = a === (code === BPF.jeqX ? x : k)
        break
      case BPF.jgtK:
      case BPF.jgtX:
        isTrue = a > (code === BPF.jgtX ? x : k)
        break
      case BPF.jgeK:
      case BPF.jgeX:
        isTrue = a >= (code === BPF.jgeX ? x : k)
        break
      case BPF.jsetK:
      case BPF.jsetX:
        isTrue = (a & (code === BPF.jsetX ? x : k)) !== 0
        break
      case BPF.ja:
        at += k | 0
        if ((k | 0) < 0 && ++backwardJumps > MAX_BACKWARD_JUMPS) return 0
        break
      case BPF.retK:
        return k
      default:
        return 0
    }
    if (Number.isNaN(a)) return 0
    if (isTrue !== undefined) at += isTrue ? jt : jf
  }
}
