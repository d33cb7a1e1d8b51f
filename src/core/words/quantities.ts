/** Amounts as people say them: `53 bytes`, `1,024 bytes`, `12.3 MB`. */
import type { Language } from './language.ts'

const KILOBYTE = 1e3
const MEGABYTE = 1e6
const GIGABYTE = 1e9
/** Below this many bytes the exact number says more. */
const EXACT_BYTES = 100_000

/** A number of bytes: exact when it is small, with three digits and a unit (powers of ten) when it is large. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < EXACT_BYTES)
    return language === 'zh' ? `${formatCount(bytes)} 字节` : `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (bytes < MEGABYTE) return `${Math.round(bytes / KILOBYTE)} kB`
  if (bytes < GIGABYTE) return `${Number((bytes / MEGABYTE).toPrecision(3))} MB`
  return `${Number((bytes / GIGABYTE).toPrecision(3))} GB`
}

/** A whole number with commas between thousands. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 SYN`, `3 SYNs`: a count with an English noun that takes an `s` in the plural. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
