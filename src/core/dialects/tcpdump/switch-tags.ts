/** Tags that Ethernet switches put into frames for the host that manages them: Marvell's (DSA, EDSA) and Broadcom's. */

import { printEthernetInside, printTaggedEthernet, type SwitchTag } from './ethernet.ts'
import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const TAG_BYTES = 4
/** EDSA: an EtherType and two reserved bytes before the tag. */
const EDSA_BYTES = 8

const MODE = { toCpu: 0, fromCpu: 1, toSniffer: 2, forward: 3 } as const
const MODE_NAMES = ['To CPU', 'From CPU', 'To Sniffer', 'Forward']
const CODE_NAMES = ['BPDU (MGMT) Trap', 'Frame2Reg', 'IGMP/MLD Trap', 'Policy Trap', 'ARP Mirror', 'Policy Mirror', 'reserved', 'reserved']

const BROADCOM_EXCEPTIONS = ['None', 'Untag', 'Header', 'Reserved']
const BROADCOM_REASONS: ReadonlyMap<number, string> = new Map([
  [0x01, 'mirror'],
  [0x02, 'MAC learning'],
  [0x04, 'switching'],
  [0x08, 'prot term'],
  [0x10, 'prot snoop'],
  [0x20, 'exception'],
])

const DSA: SwitchTag = {
  bytes: TAG_BYTES,
  protocol: 'dsa',
  print: (p, at) => {
    p.text(p.options.link ? 'Marvell DSA ' : 'DSA ')
    printMarvell(p, at)
  },
}

const EDSA: SwitchTag = {
  bytes: EDSA_BYTES,
  protocol: 'edsa',
  print: (p, at) => {
    const type = p.u16(at)
    const typeText = `0x${type.toString(16).padStart(4, '0')}`
    if (p.options.link)
      p.text(`Marvell EDSA ethertype ${typeText} (${etherTypeName(type, 'Unknown')}), rsvd ${p.u8(at + 2)} ${p.u8(at + 3)}, `)
    else p.text(`EDSA ${typeText}, `)
    printMarvell(p, at + TAG_BYTES)
  },
}

const BROADCOM: SwitchTag = { bytes: TAG_BYTES, protocol: 'brcm-tag', print: printBroadcom }

/** Prints a frame with Marvell's tag between addresses and EtherType. */
export function printDsa(p: Printing, at: number, length: number): void {
  printTaggedEthernet(p, at, length, DSA)
}

/** Prints a frame with Marvell's tag behind an EtherType of its own. */
export function printEdsa(p: Printing, at: number, length: number): void {
  printTaggedEthernet(p, at, length, EDSA)
}

/** Prints a frame with Broadcom's tag between addresses and EtherType. */
export function printBroadcomTagged(p: Printing, at: number, length: number): void {
  printTaggedEthernet(p, at, length, BROADCOM)
}

/** Prints a frame with Broadcom's tag in front of it. */
export function printBroadcomPrepended(p: Printing, at: number, length: number): void {
  p.protocol = 'brcm-tag-prepend'
  if (p.left(at) < TAG_BYTES) return p.cut()
  p.linkBytes += TAG_BYTES
  if (p.options.link) printBroadcom(p, at)
  p.linkBytes += printEthernetInside(p, at + TAG_BYTES, length - TAG_BYTES)
}

/** Marvell's four bytes: mode, device and port, VLAN and priority. */
function printMarvell(p: Printing, at: number): void {
  const first = p.u8(at)
  const second = p.u8(at + 1)
  const third = p.u8(at + 2)
  const mode = first >> 6
  const device = first & 0x1f
  const port = second >> 3
  const isThird = (second & 0x04) !== 0
  const isTagged = (first & 0x20) !== 0
  const vlan = p.u16(at + 2) & 0xfff
  if (!p.options.link) {
    const place = `${device}.${port}`
    const way: Record<number, string> = {
      [MODE.forward]: `Forward ${isThird ? 'trunk' : 'port'} ${place}`,
      [MODE.fromCpu]: `CPU > port ${place}`,
      [MODE.toCpu]: `port ${place} > CPU`,
      [MODE.toSniffer]: `port ${place} > ${isThird ? 'Rx' : 'Tx'} Sniffer`,
    }
    return p.text(`${way[mode]}, VLAN ${vlan}${isTagged ? 't' : 'u'}, `)
  }
  const code = (second & 0x06) | ((third >> 4) & 1)
  const what: Record<number, string> = {
    [MODE.forward]: `dev ${device}, ${isThird ? 'trunk' : 'port'} ${port}`,
    [MODE.fromCpu]: `target dev ${device}, port ${port}`,
    [MODE.toCpu]: `source dev ${device}, port ${port}, code ${CODE_NAMES[code]}`,
    [MODE.toSniffer]: `source dev ${device}, port ${port}, ${isThird ? 'ingress' : 'egress'} sniff`,
  }
  p.text(`mode ${MODE_NAMES[mode]}, ${what[mode]}, ${isTagged ? 'tagged' : 'untagged'}, `)
  p.text(`${(second & 0x01) !== 0 ? 'CFI, ' : ''}VID ${vlan}, FPri ${third >> 5}, `)
}

/** Broadcom's four bytes: towards the switch a map of ports, from it the reason and the port. */
function printBroadcom(p: Printing, at: number): void {
  const first = p.u8(at)
  p.text(`BRCM tag OP: ${first === 0 ? 'EG' : 'IG'}, `)
  if ((first & 0x20) !== 0) {
    const map = p.u16(at + 2) & 0x1ff
    const second = p.u8(at + 1)
    p.text(`TC: ${(second >> 2) & 7}, TE: ${BROADCOM_EXCEPTIONS[second & 3]}, TS: ${second >> 7}, `)
    return p.text(`DST map: 0x${map.toString(16).padStart(4, '0')}, `)
  }
  const last = p.u8(at + 3)
  p.text(`CID: ${p.u8(at + 1)}, RC: ${BROADCOM_REASONS.get(p.u8(at + 2)) ?? 'reserved'}, TC: ${last >> 5}, port: ${last & 0x1f}, `)
}
