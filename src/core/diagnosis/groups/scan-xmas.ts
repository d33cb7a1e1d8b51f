/** `scan-xmas`: one source sends FIN, PSH and URG together, which no connection does. */
import { type ScanTerms, oddScan } from './scan.ts'

/** What the rule and its words share. */
export type ScanXmasTerms = ScanTerms

/** `scan-xmas`: one source sends FIN, PSH and URG together, which no connection does. */
export const scanXmas = oddScan('scan-xmas', 'xmas', 'Did one source probe with FIN, PSH and URG?', [
  'RFC 9293 §3.10.7.1',
  'RFC 9293 §3.10.7.2',
])
