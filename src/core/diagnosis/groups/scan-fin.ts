/** `scan-fin`: one source sends FINs without ACK, which no connection does. */
import { type ScanTerms, oddScan } from './scan.ts'

/** What the rule and its words share. */
export type ScanFinTerms = ScanTerms

/** `scan-fin`: one source sends FINs without ACK, which no connection does. */
export const scanFin = oddScan('scan-fin', 'fin', 'Did one source probe with bare FINs?', ['RFC 9293 §3.10.7.1', 'RFC 9293 §3.10.7.2'])
