/** LLC and SNAP headers (IEEE 802.2): IP behind them is printed, of all else only the header. */

import type { Printing } from './printing.ts'
import { printSpanningTree } from './spanning-tree.ts'
import { etherTypeName } from './value-names.ts'

const SNAP = 0xaa
const IP = 0x06
const SPANNING_TREE = 0x42
const UNNUMBERED = 0x03
const UNNUMBERED_INFORMATION = 0x03
const GROUP_OR_RESPONSE = 0x01
const POLL = 0x10
const SNAP_BYTES = 5
const OUI_ETHERNET = 0x000000
const OUI_CISCO = 0x00000c
const PER_VLAN_SPANNING_TREE = 0x010b
const OUI_CISCO_BRIDGED = 0x0000f8

const SAPS: ReadonlyMap<number, string> = new Map([
  [0x00, 'Null'],
  [0xff, 'Global'],
  [0x06, 'IP'],
  [0x0e, 'ProWay NM'],
  [0x42, 'STP'],
  [0x4e, 'RS511'],
  [0x7e, '802.2 (ISO 8208)'],
  [0x8e, 'ProWay'],
  [0xaa, 'SNAP'],
  [0xe0, 'NetWare'],
  [0xf0, 'NetBIOS'],
  [0xfe, 'ISO NS'],
])

const OUIS: ReadonlyMap<number, string> = new Map([
  [0x000000, 'Ethernet'],
  [0x00000c, 'Cisco'],
  [0x0000f8, 'Cisco bridged'],
  [0x0080c2, 'Ethernet bridged'],
  [0x080007, 'Appletalk'],
])

/**
 * Prints the LLC header at `at` and what follows; gives the bytes of the headers, negative when what follows is unknown.
 * `macs` is where the frame's addresses are, -1 when there are none.
 */
export function printLlc(p: Printing, at: number, length: number, macs: number): number {
  p.protocol = 'llc'
  const captured = p.left(at)
  if (captured < 3) {
    p.cut()
    p.unknown(at, captured)
    return captured
  }
  const dsapField = p.u8(at)
  const ssapField = p.u8(at + 1)
  let control = p.u8(at + 2)
  const isUnnumbered = (control & UNNUMBERED) === UNNUMBERED
  const headerBytes = isUnnumbered ? 3 : 4
  if (!isUnnumbered) {
    if (captured < headerBytes) {
      p.cut()
      p.unknown(at, captured)
      return captured
    }
    control |= p.u8(at + 3) << 8
  }
  const dsap = dsapField & ~GROUP_OR_RESPONSE
  const ssap = ssapField & ~GROUP_OR_RESPONSE
  const sapText = (sap: number): string => `${SAPS.get(sap) ?? 'Unknown'} (0x${sap.toString(16).padStart(2, '0')})`
  if (p.options.link) {
    const group = (dsapField & GROUP_OR_RESPONSE) !== 0 ? 'Group' : 'Individual'
    const controlText = control.toString(16).padStart(isUnnumbered ? 2 : 4, '0')
    p.text(
      `LLC, dsap ${sapText(dsap)} ${group}, ssap ${sapText(ssap)} ${commandText(ssapField, control, isUnnumbered)}, ctrl 0x${controlText}: `,
    )
  }
  const next = at + headerBytes
  if (ssap === SNAP && dsap === SNAP && control === UNNUMBERED_INFORMATION) {
    return printSnap(p, next, length - headerBytes) ? headerBytes + SNAP_BYTES : -(headerBytes + SNAP_BYTES)
  }
  if (ssap === IP && dsap === IP && control === UNNUMBERED_INFORMATION) {
    p.layers.ip(p, next, length - headerBytes)
    return headerBytes
  }
  if (ssap === SPANNING_TREE && dsap === SPANNING_TREE && control === UNNUMBERED_INFORMATION) {
    printSpanningTree(p, next, length - headerBytes)
    return headerBytes
  }
  if (!p.options.link) printSaps(p, ssap, dsap, macs)
  p.text(`${frameText(control, isUnnumbered)}, Flags [${commandText(ssapField, control, isUnnumbered)}], length ${length}`)
  return -headerBytes
}

function printSaps(p: Printing, ssap: number, dsap: number, macs: number): void {
  const name = (sap: number, kind: string): string => SAPS.get(sap) ?? `Unknown ${kind} 0x${sap.toString(16).padStart(2, '0')}`
  if (macs < 0) {
    p.text(ssap === dsap ? `${name(dsap, 'DSAP')} ` : `${name(ssap, 'SSAP')} > ${name(dsap, 'DSAP')} `)
    return
  }
  const src = p.mac(macs + 6)
  const dst = p.mac(macs)
  p.text(ssap === dsap ? `${src} > ${dst} ${name(dsap, 'DSAP')} ` : `${src} ${name(ssap, 'SSAP')} > ${dst} ${name(dsap, 'DSAP')} `)
}

const UNNUMBERED_NAMES: ReadonlyMap<number, string> = new Map([
  [0x03, 'ui'],
  [0xe3, 'test'],
  [0xaf, 'xid'],
  [0x6f, 'sabme'],
  [0x43, 'disc'],
  [0x63, 'ua'],
  [0x0f, 'dm'],
  [0x87, 'frmr'],
])
const SUPERVISORY_NAMES = ['Receiver Ready', 'Receiver not Ready', 'Reject', '?']

/** The kind of a frame by its control field (IEEE 802.2 §5.2). */
function frameText(control: number, isUnnumbered: boolean): string {
  if (isUnnumbered) return `Unnumbered, ${UNNUMBERED_NAMES.get(control & ~POLL) ?? control.toString(16).padStart(2, '0')}`
  const receive = control >> 9
  if ((control & 3) === 1) return `Supervisory, ${SUPERVISORY_NAMES[(control >> 2) & 3]}, rcv seq ${receive}`
  return `Information, send seq ${(control >> 1) & 0x7f}, rcv seq ${receive}`
}

function commandText(ssapField: number, control: number, isUnnumbered: boolean): string {
  const isPoll = isUnnumbered ? (control & POLL) !== 0 : (control & 0x0100) !== 0
  if ((ssapField & GROUP_OR_RESPONSE) !== 0) return isPoll ? 'Final' : 'Response'
  return isPoll ? 'Poll' : 'Command'
}

/** Prints a SNAP header (IEEE 802 §9.2) and what follows; false when that is unknown. */
export function printSnap(p: Printing, at: number, length: number): boolean {
  if (p.left(at) < SNAP_BYTES || length < SNAP_BYTES) {
    p.cut()
    return true
  }
  const oui = p.u24(at)
  const type = p.u16(at + 3)
  if (p.options.link) {
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
    const kind = oui === OUI_ETHERNET ? 'ethertype' : 'pid'
    const isEtherType = oui === OUI_ETHERNET || oui === OUI_CISCO_BRIDGED
    const name = isEtherType ? etherTypeName(type, 'Unknown') : oui === OUI_CISCO && type === PER_VLAN_SPANNING_TREE ? 'PVST' : 'Unknown'
    p.text(`oui ${OUIS.get(oui) ?? 'Unknown'} (0x${hex(oui, 6)}), ${kind} ${name} (0x${hex(type, 4)}), length ${length - SNAP_BYTES}: `)
  }
  if (oui === OUI_CISCO && type === PER_VLAN_SPANNING_TREE) {
    printSpanningTree(p, at + SNAP_BYTES, length - SNAP_BYTES)
    return true
  }
  if (oui !== OUI_ETHERNET && oui !== OUI_CISCO_BRIDGED) return false
  return p.layers.etherType(p, type, at + SNAP_BYTES, length - SNAP_BYTES)
}
