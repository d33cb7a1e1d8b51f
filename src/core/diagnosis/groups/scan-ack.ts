/** `scan-ack`: one source sends ACKs of nothing to many ports, to see which a firewall lets through. */
import { type ScanTerms, plainScan } from './scan.ts'

/** What the rule and its words share. */
export type ScanAckTerms = ScanTerms

/** `scan-ack`: one source sends ACKs of nothing to many ports, to see which a firewall lets through. */
export const scanAck = plainScan('scan-ack', 'ack', 'Did one source probe with ACKs that belong to no connection?', [
  'RFC 9293 §3.10.7.1',
  'RFC 9293 §3.10.7.2',
])
