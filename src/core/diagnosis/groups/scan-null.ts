/** `scan-null`: one source sends segments without any flag, which no connection does. */
import { type ScanTerms, oddScan } from './scan.ts'

/** What the rule and its words share. */
export type ScanNullTerms = ScanTerms

/** `scan-null`: one source sends segments without any flag, which no connection does. */
export const scanNull = oddScan('scan-null', 'null', 'Did one source probe with segments without flags?', [
  'RFC 9293 §3.10.7.1',
  'RFC 9293 §3.10.7.2',
])
