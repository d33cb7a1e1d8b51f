/** `scan-maimon`: one source sends FIN with ACK to many ports, without any connection. */
import { type ScanTerms, plainScan } from './scan.ts'

/** What the rule and its words share. */
export type ScanMaimonTerms = ScanTerms

/** `scan-maimon`: one source sends FIN with ACK to many ports, without any connection. */
export const scanMaimon = plainScan('scan-maimon', 'maimon', 'Did one source probe with FIN and ACK that belong to no connection?', [
  'RFC 9293 §3.10.7.1',
  'RFC 9293 §3.10.7.2',
])
