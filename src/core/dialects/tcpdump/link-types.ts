/** Which printer a link type has. */

import { LINK_TYPE } from '../../capture/link-type.ts'
import { printArcnet, printLinuxArcnet } from './arcnet.ts'
import { printLoopback, printOpenBsdLoopback } from './bsd-loopback.ts'
import { printEthernetPacket } from './ethernet.ts'
import { printFddi } from './fddi.ts'
import { printFrameRelay } from './frame-relay.ts'
import type { LayerPrinter } from './layers.ts'
import { printIpoib } from './ipoib.ts'
import { printCooked, printCooked2 } from './linux-cooked.ts'
import { printCiscoHdlc } from './cisco-hdlc.ts'
import { printPppPacket, printPppSerial, printPppWithDirection } from './ppp.ts'
import { printPppoePacket } from './pppoe.ts'
import { printNflog } from './nflog.ts'
import { printRawIp } from './raw-ip.ts'
import { printSlip } from './slip.ts'
import { printBroadcomPrepended, printBroadcomTagged, printDsa, printEdsa } from './switch-tags.ts'

const PRINTERS: ReadonlyMap<number, LayerPrinter> = new Map([
  [LINK_TYPE.null, printLoopback],
  [LINK_TYPE.loop, printOpenBsdLoopback],
  [LINK_TYPE.ethernet, printEthernetPacket],
  [LINK_TYPE.ppp, printPppPacket],
  [LINK_TYPE.pppHdlc, printPppSerial],
  [LINK_TYPE.pppEther, printPppoePacket],
  [LINK_TYPE.pppPppd, printPppWithDirection],
  [LINK_TYPE.pppWithDir, printPppWithDirection],
  [LINK_TYPE.raw, printRawIp],
  [LINK_TYPE.ipv4, printRawIp],
  [LINK_TYPE.ipv6, printRawIp],
  [LINK_TYPE.linuxSll, printCooked],
  [LINK_TYPE.linuxSll2, printCooked2],
  [LINK_TYPE.cHdlc, printCiscoHdlc],
  [LINK_TYPE.fddi, printFddi],
  [LINK_TYPE.nfLog, printNflog],
  [LINK_TYPE.ipoib, printIpoib],
  [LINK_TYPE.arcnet, printArcnet],
  [LINK_TYPE.arcnetLinux, printLinuxArcnet],
  [LINK_TYPE.slip, printSlip],
  [LINK_TYPE.frameRelay, printFrameRelay],
  [LINK_TYPE.dsaBroadcom, printBroadcomTagged],
  [LINK_TYPE.dsaBroadcomPrepended, printBroadcomPrepended],
  [LINK_TYPE.dsaMarvell, printDsa],
  [LINK_TYPE.edsaMarvell, printEdsa],
])

/** The printer for packets that start with that link layer; for an unknown one, a dump of the bytes. */
export function linkPrinter(linkType: number): LayerPrinter {
  return PRINTERS.get(linkType) ?? printUnknown
}

const printUnknown: LayerPrinter = (p, at) => p.unknown(at, p.left(at))
