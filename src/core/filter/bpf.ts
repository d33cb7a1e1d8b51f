/** Classic BPF: the instructions a filter is compiled to, the same that a Linux kernel runs (McCanne and Jacobson, 1993). */

/** One instruction. `jt` and `jf` count the instructions to skip when a test is true or false; `k` is an unsigned 32-bit number. */
export interface BpfInstruction {
  readonly code: number
  readonly jt: number
  readonly jf: number
  readonly k: number
}

/** Operation codes, complete: class, size or operation, and mode are added already. `Abs` reads at `k`, `Ind` at `X + k`. */
export const BPF = {
  ldWAbs: 0x20,
  ldHAbs: 0x28,
  ldBAbs: 0x30,
  ldWInd: 0x40,
  ldHInd: 0x48,
  ldBInd: 0x50,
  ldImm: 0x00,
  ldMem: 0x60,
  ldLen: 0x80,
  ldxImm: 0x01,
  ldxMem: 0x61,
  /** X = 4 × the low four bits of the byte at `k`: the length of an IPv4 header. */
  ldxMsh: 0xb1,
  st: 0x02,
  stx: 0x03,
  addK: 0x04,
  addX: 0x0c,
  subK: 0x14,
  subX: 0x1c,
  mulK: 0x24,
  mulX: 0x2c,
  divK: 0x34,
  divX: 0x3c,
  orK: 0x44,
  orX: 0x4c,
  andK: 0x54,
  andX: 0x5c,
  lshK: 0x64,
  lshX: 0x6c,
  rshK: 0x74,
  rshX: 0x7c,
  neg: 0x84,
  modK: 0x94,
  modX: 0x9c,
  xorK: 0xa4,
  xorX: 0xac,
  ja: 0x05,
  jeqK: 0x15,
  jeqX: 0x1d,
  jgtK: 0x25,
  jgtX: 0x2d,
  jgeK: 0x35,
  jgeX: 0x3d,
  jsetK: 0x45,
  jsetX: 0x4d,
  retK: 0x06,
  tax: 0x07,
  txa: 0x87,
} as const

/** The words of scratch memory, `M[0]` … `M[15]`. */
export const SCRATCH_WORDS = 16

/**
 * How often one run may jump backwards. `protochain` walks headers in a loop, and a hostile packet can make that loop endless; a run past
 * this number rejects the packet. More than the headers that a packet of 65,535 bytes can hold.
 */
export const MAX_BACKWARD_JUMPS = 8192

/** Offsets from here on are not in the packet: the Linux kernel answers them with facts about the packet. */
export const ANCILLARY_OFFSET = 0xfffff000
export const ANCILLARY = { packetType: ANCILLARY_OFFSET + 4, interfaceIndex: ANCILLARY_OFFSET + 8 } as const
