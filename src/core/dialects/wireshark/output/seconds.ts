/** Times in seconds with nine decimals, written without a string. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { secondsText } from '../field-text.ts'

const DOT = 0x2e
const NS_PER_S = 1_000_000_000
const NANO_DIGITS = 9
const MAX_WORD = 2 ** 32

/** Writes nanoseconds as seconds: `0.000100000`. */
export function writeSeconds(output: TextOutput, timeNs: number): void {
  const seconds = Math.floor(timeNs / NS_PER_S)
  if (timeNs >= 0 && timeNs <= Number.MAX_SAFE_INTEGER && seconds < MAX_WORD && Number.isInteger(timeNs)) {
    output.number(seconds)
    output.char(DOT)
    output.padded(timeNs - seconds * NS_PER_S, NANO_DIGITS)
  } else output.text(secondsText(timeNs))
}
