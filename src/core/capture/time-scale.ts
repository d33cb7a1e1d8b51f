/** The clock of a pcapng interface: 64-bit counts of any unit to nanoseconds. */
import type { ScanFormat } from './record-scan.ts'

const NS_PER_S = 1_000_000_000n
const UNITS_PER_WORD = 2 ** 32

/** Nanosecond resolution as a power of ten: coarser or equal units are whole numbers of nanoseconds. */
const NS_EXPONENT = 9

/** The top bit of if_tsresol: the rest is a power of 2 instead of 10 (draft-ietf-opsawg-pcapng §4.2). */
const POWER_OF_TWO = 0x80

/** Turns the time stamps of one interface into nanoseconds, exactly (finer units are cut down to whole nanoseconds). */
export class TimeScale {
  private readonly unitsPerSecond: bigint
  private readonly offsetNs: bigint
  /** Nanoseconds of one unit when that is a whole number, else 0. */
  private readonly nsPerUnit: number
  private startNs = 0n
  /** The start in this interface's units, in two words, and the nanoseconds that are left over. */
  private startHigh = 0
  private startLow = 0
  private startRestNs = 0

  /** A clock with the resolution byte if_tsresol, and `offsetSeconds` (if_tsoffset) to add to every time. */
  constructor(resolution: number, offsetSeconds: bigint) {
    const exponent = resolution & 0x7f
    const isDecimal = (resolution & POWER_OF_TWO) === 0
    this.unitsPerSecond = (isDecimal ? 10n : 2n) ** BigInt(exponent)
    this.offsetNs = offsetSeconds * NS_PER_S
    this.nsPerUnit = isDecimal && exponent <= NS_EXPONENT ? 10 ** (NS_EXPONENT - exponent) : 0
  }

  /** What `relativeNs` computes with, once the start is set; undefined where units are not whole nanoseconds. */
  get plain(): Pick<ScanFormat, 'nsPerUnit' | 'startHigh' | 'startLow' | 'startRestNs'> | undefined {
    const { nsPerUnit, startHigh, startLow, startRestNs } = this
    return nsPerUnit === 0 ? undefined : { nsPerUnit, startHigh, startLow, startRestNs }
  }

  /** Nanoseconds since 1970 of a time stamp given as its high and low 32 bits. */
  absoluteNs(high: number, low: number): bigint {
    return (((BigInt(high) << 32n) | BigInt(low)) * NS_PER_S) / this.unitsPerSecond + this.offsetNs
  }

  /** From now on `relativeNs` counts from `startNs` (nanoseconds since 1970). */
  setStart(startNs: bigint): void {
    this.startNs = startNs
    if (this.nsPerUnit === 0) return
    const nsPerUnit = BigInt(this.nsPerUnit)
    const sinceOffset = startNs - this.offsetNs
    const units = sinceOffset / nsPerUnit
    this.startRestNs = Number(sinceOffset - units * nsPerUnit)
    this.startHigh = Number(units >> 32n)
    this.startLow = Number(units & 0xffffffffn)
  }

  /** Nanoseconds since the start of a time stamp given as its high and low 32 bits; exact up to 104 days away. */
  relativeNs(high: number, low: number): number {
    if (this.nsPerUnit === 0) return Number(this.absoluteNs(high, low) - this.startNs)
    return ((high - this.startHigh) * UNITS_PER_WORD + (low - this.startLow)) * this.nsPerUnit - this.startRestNs
  }
}
