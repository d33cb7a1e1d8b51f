/** Small words of the page: sizes, times, ends. */
import { endText } from '../core/report/end-names.ts'
import type { EndReport } from '../core/report/report.ts'
import { formatDuration } from '../core/words/durations.ts'
import type { Language } from '../core/words/language.ts'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' }
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']
const NS_PER_MS = 1_000_000n
const CLOCK = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const

/** 1,234,567. */
export function figure(count: number, language: Language): string {
  return count.toLocaleString(LOCALES[language])
}

/** `12.3 MB`. */
export function sizeText(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1)} ${UNITS[unit]}`
}

/** Seconds with as many decimals as say something: `0.012345`; empty without times. */
export function secondsText(timeNs: number): string {
  return Number.isNaN(timeNs) ? '' : (timeNs / 1e9).toFixed(6)
}

/** A duration in words; empty without times. */
export function durationText(durationNs: number, language: Language): string {
  return Number.isNaN(durationNs) ? '' : formatDuration(durationNs, language)
}

/** The time of day of a moment of the capture, in the reader's own zone; seconds since the start without a date. */
export function clockText(startNs: bigint | undefined, timeNs: number, language: Language): string {
  if (startNs === undefined || Number.isNaN(timeNs)) return secondsText(timeNs)
  const ns = startNs + BigInt(Math.round(timeNs))
  return new Date(Number(ns / NS_PER_MS)).toLocaleTimeString(LOCALES[language], CLOCK)
}

/** `192.0.2.1:80`; without an address the port alone. */
export function endName(end: EndReport): string {
  return endText(end) ?? `:${end.port ?? '?'}`
}

/** A sentence in which no line breaks between a number and its unit. */
export function unbroken(sentence: string): string {
  return sentence.replaceAll(/(\d) (?=(?:[µmn]?s|min|h|[kMGT]?B|bytes?|segments?|packets?)\b)/g, '$1\u00a0')
}
