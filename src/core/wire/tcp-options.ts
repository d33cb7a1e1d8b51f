/** TCP options (RFC 9293 §3.2, IANA "TCP Option Kind Numbers"). */

const KIND_END = 0
const KIND_NOP = 1
const KIND_MSS = 2
const KIND_WINDOW_SCALE = 3
const KIND_SACK_PERMITTED = 4
const KIND_SACK = 5
const KIND_TIMESTAMPS = 8
const KIND_MD5 = 19
const KIND_USER_TIMEOUT = 28
const KIND_AUTHENTICATION = 29
const KIND_MPTCP = 30
const KIND_FAST_OPEN = 34
const KIND_EXPERIMENT_1 = 253
const KIND_EXPERIMENT_2 = 254
/** Fast Open in an experimental option (RFC 7413 §4.1.1). */
const EXPERIMENT_FAST_OPEN = 0xf989

/** NOP NOP TS(10): how nearly every stack begins the options of an established connection (RFC 7323 §A). */
const NOP_NOP_TIMESTAMPS = 0x0101080a
const NOP_NOP_TIMESTAMPS_BYTES = 12

const SACK_BLOCK_BYTES = 8
/** No more fit into 40 bytes (RFC 2018 §3). */
export const MOST_SACK_BLOCKS = 4

/** TCP options seen, as bits of `optionBits`. */
export const OPTION = {
  mss: 1 << 0,
  windowScale: 1 << 1,
  sackPermitted: 1 << 2,
  sack: 1 << 3,
  timestamps: 1 << 4,
  fastOpen: 1 << 5,
  /** Fast Open option that carries a cookie (RFC 7413 §4.1.1). */
  fastOpenCookie: 1 << 6,
  mptcp: 1 << 7,
  md5: 1 << 8,
  authentication: 1 << 9,
  userTimeout: 1 << 10,
  other: 1 << 11,
  /** The options could not be read to their end: cut by the capture or malformed. */
  broken: 1 << 12,
} as const

// Plain constants for the loop below; the names of `OPTION`.
const MSS = OPTION.mss
const WINDOW_SCALE = OPTION.windowScale
const SACK_PERMITTED = OPTION.sackPermitted
const SACK = OPTION.sack
const TIMESTAMPS = OPTION.timestamps
const FAST_OPEN = OPTION.fastOpen
const FAST_OPEN_COOKIE = OPTION.fastOpenCookie
const BROKEN = OPTION.broken

/** What the options say. A field without its bit is 0; of `sack` only the first `sackCount` pairs count. */
export interface TcpOptions {
  /** Bits of `OPTION`. */
  optionBits: number
  /** Maximum segment size in bytes (RFC 9293 §3.7.1). */
  mss: number
  /** Shift of the window scale option as it stands, 0 to 255; more than 14 counts as 14 (RFC 7323 §2.3). */
  windowScale: number
  /** Timestamps (RFC 7323 §3) as signed 32-bit numbers. */
  tsVal: number
  tsEcr: number
  /** Number of SACK blocks in `sack`. */
  sackCount: number
  /** Left and right edges of the SACK blocks in turn (RFC 2018 §3), signed 32-bit; room for `MOST_SACK_BLOCKS`. */
  readonly sack: Int32Array
}

/**
 * Reads the options in `[at, end)` into `options`. `end` is where the header says the options end, or earlier where the capture does: then
 * `cut` is true, and the options are marked broken unless their end was seen before. An option of a known kind but with a length
 * that its standard does not allow counts as `other`. Of an option that comes twice the last counts, as in Linux.
 */
export function readTcpOptions(view: DataView, at: number, end: number, cut: boolean, options: TcpOptions): void {
  options.sackCount = 0
  options.mss = 0
  options.windowScale = 0
  if (at === end && !cut) {
    options.optionBits = 0
    options.tsVal = 0
    options.tsEcr = 0
    return
  }
  if (end - at === NOP_NOP_TIMESTAMPS_BYTES && view.getInt32(at) === NOP_NOP_TIMESTAMPS) {
    options.tsVal = view.getInt32(at + 4)
    options.tsEcr = view.getInt32(at + 8)
    options.optionBits = cut ? TIMESTAMPS | BROKEN : TIMESTAMPS
    return
  }
  options.tsVal = 0
  options.tsEcr = 0
  let bits = 0
  let ended = false
  while (at < end) {
    const kind = view.getUint8(at)
    if (kind === KIND_NOP) {
      at++
      continue
    }
    if (kind === KIND_END) {
      ended = true
      break
    }
    const length = at + 1 < end ? view.getUint8(at + 1) : 0
    if (length < 2 || at + length > end) {
      bits |= BROKEN
      break
    }
    bits |= readTcpOption(view, at, kind, length, options)
    at += length
  }
  options.optionBits = cut && !ended ? bits | BROKEN : bits
}

/** Reads one whole option; gives its bits of `OPTION`. */
function readTcpOption(view: DataView, at: number, kind: number, length: number, options: TcpOptions): number {
  switch (kind) {
    case KIND_TIMESTAMPS:
      if (length !== 10) break
      options.tsVal = view.getInt32(at + 2)
      options.tsEcr = view.getInt32(at + 6)
      return TIMESTAMPS
    case KIND_SACK: {
      if (length < 2 + SACK_BLOCK_BYTES || (length - 2) % SACK_BLOCK_BYTES !== 0) break
      const sack = options.sack
      let count = options.sackCount
      for (let block = at + 2; block < at + length && count < MOST_SACK_BLOCKS; block += SACK_BLOCK_BYTES) {
        sack[count * 2] = view.getInt32(block)
        sack[count * 2 + 1] = view.getInt32(block + 4)
        count++
      }
      options.sackCount = count
      return SACK
    }
    case KIND_MSS:
      if (length !== 4) break
      options.mss = view.getUint16(at + 2)
      return MSS
    case KIND_WINDOW_SCALE:
      if (length !== 3) break
      options.windowScale = view.getUint8(at + 2)
      return WINDOW_SCALE
    case KIND_SACK_PERMITTED:
      return length === 2 ? SACK_PERMITTED : OPTION.other
    case KIND_FAST_OPEN:
      return length > 2 ? FAST_OPEN | FAST_OPEN_COOKIE : FAST_OPEN
    case KIND_EXPERIMENT_1:
    case KIND_EXPERIMENT_2:
      if (length < 4 || view.getUint16(at + 2) !== EXPERIMENT_FAST_OPEN) break
      return length > 4 ? FAST_OPEN | FAST_OPEN_COOKIE : FAST_OPEN
    case KIND_MPTCP:
      return OPTION.mptcp
    case KIND_MD5:
      return length === 18 ? OPTION.md5 : OPTION.other
    case KIND_AUTHENTICATION:
      return length >= 4 ? OPTION.authentication : OPTION.other
    case KIND_USER_TIMEOUT:
      return length === 4 ? OPTION.userTimeout : OPTION.other
  }
  return OPTION.other
}
