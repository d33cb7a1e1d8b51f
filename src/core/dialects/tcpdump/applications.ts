/** Which application's printer a TCP payload gets: the first port of the list that is the segment's source or destination. */

import { printTelnet } from './app-telnet.ts'
import { HTTP, RTSP, printTextProtocol } from './app-text.ts'
import { printResp } from './app-resp.ts'
import { printSsh } from './app-ssh.ts'
import { printBeep } from './app-beep.ts'
import { printBgp } from './app-bgp.ts'
import { printDns } from './dns.ts'
import type { LayerPrinter } from './layers.ts'
import type { Printing } from './printing.ts'

type PortPrinter = readonly [port: number, print: LayerPrinter]

/** In tcpdump's order. */
const BY_PORT: readonly PortPrinter[] = [
  [23, printTelnet],
  [25, (p, at, length) => printTextProtocol(p, at, length, 'smtp')],
  [43, (p, at, length) => printTextProtocol(p, at, length, 'whois')],
  [179, printBgp],
  [6379, printResp],
  [22, printSsh],
  [10_288, printBeep],
  [21, (p, at, length) => printTextProtocol(p, at, length, 'ftp')],
  [80, (p, at, length) => printTextProtocol(p, at, length, 'http', HTTP)],
  [8080, (p, at, length) => printTextProtocol(p, at, length, 'http', HTTP)],
  [554, (p, at, length) => printTextProtocol(p, at, length, 'rtsp', RTSP)],
  [8554, (p, at, length) => printTextProtocol(p, at, length, 'rtsp', RTSP)],
  [53, (p, at, length) => printDns(p, at, length, true, false)],
  // Only that it is RPKI-RTR; its messages are not printed.
  [323, (p) => p.text(', RPKI-RTR')],
]

/** By port: one more than the index in `BY_PORT`, 0 for ports without a printer. */
const RANKS = new Uint8Array(65_536)
for (let i = BY_PORT.length - 1; i >= 0; i--) RANKS[BY_PORT[i][0]] = i + 1

/** Prints `length` bytes of payload at `payload` of the segment at `segment`. */
export function printApplication(p: Printing, segment: number, payload: number, length: number): void {
  const { payloadType } = p.options
  if (payloadType !== '') {
    if (payloadType === 'resp') printResp(p, payload, length)
    else if (payloadType === 'domain') printDns(p, payload, length, true, false)
    return
  }
  const src = RANKS[p.view.getUint16(segment)]
  const dst = RANKS[p.view.getUint16(segment + 2)]
  const rank = src === 0 || (dst !== 0 && dst < src) ? dst : src
  if (rank !== 0) BY_PORT[rank - 1][1](p, payload, length)
}
