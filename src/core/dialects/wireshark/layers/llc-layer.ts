/** IEEE 802.2 headers, and SNAP behind them as far as it carries IP. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import { ETHER_TYPE_NAMES, SAP_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectIpv4 } from './ipv4-layer.ts'

const COMMAND_NAMES = new Map([
  [0x00, 'Unnumbered Information'],
  [0x0c, 'Disconnect mode'],
  [0x40, 'Disconnect'],
  [0x60, 'Unnumbered Acknowledge'],
  [0x6c, 'Set Asynchronous Balanced Mode Extended'],
  [0x84, 'Frame reject'],
  [0xac, 'Exchange identification'],
  [0xe0, 'Test'],
])
const SUPERVISORY_NAMES = new Map([
  [0x0, 'Receiver ready'],
  [0x4, 'Receiver not ready'],
  [0x8, 'Reject'],
  [0xc, 'Selective reject'],
])

const LLC = field('llc', 'Logical-Link Control', 'protocol')
const DSAP = field('llc.dsap', 'DSAP', 'uint8', { base: 'hex', valueNames: SAP_NAMES })
const DSAP_SAP = field('llc.dsap.sap', 'SAP', 'uint8', { mask: 0xfe })
const DSAP_IG = field('llc.dsap.ig', 'IG Bit', 'boolean', { mask: 1, maskBits: 8, booleanNames: ['Group', 'Individual'] })
const SSAP = field('llc.ssap', 'SSAP', 'uint8', { base: 'hex', valueNames: SAP_NAMES })
const SSAP_SAP = field('llc.ssap.sap', 'SAP', 'uint8', { mask: 0xfe })
const SSAP_CR = field('llc.ssap.cr', 'CR Bit', 'boolean', { mask: 1, maskBits: 8, booleanNames: ['Response', 'Command'] })
const CONTROL = field('llc.control', 'Control', 'uint16', { base: 'hex' })
const CONTROL_NR = field('llc.control.n_r', 'N(R)', 'uint16', { mask: 0xfe00, maskBits: 16 })
const CONTROL_NS = field('llc.control.n_s', 'N(S)', 'uint16', { mask: 0x00fe, maskBits: 16 })
const CONTROL_SUPERVISORY = field('llc.control.s_ftype', 'Supervisory frame type', 'uint16', {
  base: 'hex',
  mask: 0x000c,
  maskBits: 16,
  valueNames: SUPERVISORY_NAMES,
})
const CONTROL_COMMAND = field('llc.control.u_modifier_cmd', 'Command', 'uint8', {
  base: 'hex',
  mask: 0xec,
  maskBits: 8,
  valueNames: COMMAND_NAMES,
})
const CONTROL_RESPONSE = field('llc.control.u_modifier_resp', 'Response', 'uint8', {
  base: 'hex',
  mask: 0xec,
  maskBits: 8,
  valueNames: COMMAND_NAMES,
})
const CONTROL_TYPE = field('llc.control.ftype', 'Frame type', 'uint16', { base: 'hex', mask: 0x0001 })
const CONTROL_TYPE_SUPERVISORY = field('llc.control.ftype', 'Frame type', 'uint16', { base: 'hex', mask: 0x0003 })
const CONTROL_TYPE_UNNUMBERED = field('llc.control.ftype', 'Frame type', 'uint8', { base: 'hex', mask: 0x03 })
const OUI = field('llc.oui', 'Organization Code', 'uint24')
const TYPE = field('llc.type', 'Type', 'uint16', { base: 'hex', valueNames: ETHER_TYPE_NAMES })
const PID = field('llc.pid', 'Protocol ID', 'uint16', { base: 'hex' })

/** The fields of this layer. */
export const LLC_FIELDS: readonly Field[] = [
  LLC,
  DSAP,
  DSAP_SAP,
  DSAP_IG,
  SSAP,
  SSAP_SAP,
  SSAP_CR,
  CONTROL,
  CONTROL_NR,
  CONTROL_NS,
  CONTROL_SUPERVISORY,
  CONTROL_COMMAND,
  CONTROL_RESPONSE,
  CONTROL_TYPE_UNNUMBERED,
  CONTROL_TYPE_SUPERVISORY,
  CONTROL_TYPE,
  OUI,
  TYPE,
  PID,
]

const SAP_SNAP = 0xaa
const SAP_IP = 0x06
const UNNUMBERED = 3
/** Organisations whose protocol numbers are EtherTypes: none, and Cisco's and Apple's encapsulations. */
const OUI_ENCAPSULATED_ETHERNET = 0x000000
const OUI_CISCO_90 = 0x0000f8
const OUI_NAMES = new Map([
  [OUI_ENCAPSULATED_ETHERNET, 'Officially Xerox, but'],
  [0x00000c, 'Cisco Systems, Inc'],
  [OUI_CISCO_90, 'Cisco IOS 9.0 Compatible'],
])

/** Reads an 802.2 header at `offset`. */
export function dissectLlc(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('LLC', '')
  d.enter('llc')
  const item = d.layer(LLC, offset, 0)
  const dsap = d.u8(offset)
  const dsapItem = d.add(item, DSAP, dsap, offset, 1, { text: `DSAP: ${sapName(dsap & 0xfe)} (0x${hex2(dsap)})` })
  d.add(dsapItem, DSAP_SAP, dsap >>> 1, offset, 1, { text: `${bits(dsap & 0xfe, 0xfe)} = SAP: ${sapName(dsap & 0xfe)}` })
  d.add(dsapItem, DSAP_IG, dsap & 1, offset, 1)
  const ssap = d.u8(offset + 1)
  const ssapItem = d.add(item, SSAP, ssap, offset + 1, 1, { text: `SSAP: ${sapName(ssap & 0xfe)} (0x${hex2(ssap)})` })
  d.add(ssapItem, SSAP_SAP, ssap >>> 1, offset + 1, 1, { text: `${bits(ssap & 0xfe, 0xfe)} = SAP: ${sapName(ssap & 0xfe)}` })
  d.add(ssapItem, SSAP_CR, ssap & 1, offset + 1, 1)
  const first = d.u8(offset + 2)
  const isUnnumbered = (first & UNNUMBERED) === UNNUMBERED
  const isResponse = (ssap & 1) === 1
  const controlBytes = isUnnumbered ? 1 : 2
  // The two bytes of a numbered control field stand in the order of their bits: low byte first.
  const control = isUnnumbered ? first : first | (d.u8(offset + 3) << 8)
  const words = controlWords(control, isUnnumbered, isResponse)
  const controlItem = d.add(item, CONTROL, control, offset + 2, controlBytes, {
    text: `Control field: ${words} (0x${control.toString(16).padStart(controlBytes * 2, '0')})`,
  })
  if (isUnnumbered) {
    const command = first & 0xec
    d.add(controlItem, isResponse ? CONTROL_RESPONSE : CONTROL_COMMAND, command >>> 2, offset + 2, 1, {
      text: () =>
        `${bits(command, 0xec)} = ${isResponse ? 'Response' : 'Command'}: ${COMMAND_NAMES.get(command) ?? 'Unknown'} (0x${hex2(command >>> 2)})`,
    })
    d.add(controlItem, CONTROL_TYPE_UNNUMBERED, UNNUMBERED, offset + 2, 1, { text: `.... ..11 = Frame type: Unnumbered frame (0x3)` })
  } else {
    d.add(controlItem, CONTROL_NR, control >>> 9, offset + 2, 2)
    if ((control & 1) === 0) {
      d.add(controlItem, CONTROL_NS, (control >>> 1) & 0x7f, offset + 2, 2)
      d.add(controlItem, CONTROL_TYPE, 0, offset + 2, 2, { text: '.... .... .... ...0 = Frame type: Information frame (0x0)' })
    } else {
      d.add(controlItem, CONTROL_SUPERVISORY, (control >>> 2) & 3, offset + 2, 2)
      d.add(controlItem, CONTROL_TYPE_SUPERVISORY, 1, offset + 2, 2, { text: '.... .... .... ..01 = Frame type: Supervisory frame (0x1)' })
    }
  }
  const at = offset + 2 + controlBytes
  if (d.wants(LLC)) item.length = at - offset
  if (dsap === SAP_SNAP && ssap === SAP_SNAP && isUnnumbered) return dissectSnap(d, state, item, at, words)
  d.setColumns(
    'LLC',
    `${words}; DSAP ${sapName(dsap & 0xfe)} ${(dsap & 1) === 1 ? 'Group' : 'Individual'}, SSAP ${sapName(ssap & 0xfe)} ${isResponse ? 'Response' : 'Command'}`,
  )
  if (dsap === SAP_IP) dissectIpv4(d, state, at)
  else dissectData(d, at)
}

/** Organization and protocol (RFC 1042). */
const SNAP_BYTES = 5

function dissectSnap(d: Dissection, state: CaptureState, item: ReturnType<Dissection['layer']>, offset: number, words: string): void {
  const oui = d.u24(offset)
  const type = d.u16(offset + 3)
  const text = `${hex2(oui >>> 16)}:${hex2((oui >>> 8) & 0xff)}:${hex2(oui & 0xff)}`
  const name = OUI_NAMES.get(oui)
  if (d.wants(LLC)) item.length += SNAP_BYTES
  d.add(item, OUI, oui, offset, 3, {
    text: `Organization Code: ${text}${name === undefined ? '' : ` (${name}${oui === OUI_ENCAPSULATED_ETHERNET ? '' : ')'}`}`,
  })
  const isEthernet = oui === OUI_ENCAPSULATED_ETHERNET || oui === OUI_CISCO_90
  d.setColumns(
    'LLC',
    `${words}; SNAP, OUI 0x${oui.toString(16).toUpperCase().padStart(6, '0')} (${name ?? 'Unknown'}), PID 0x${type.toString(16).toUpperCase().padStart(4, '0')}`,
  )
  if (isEthernet) {
    d.add(item, TYPE, type, offset + 3, 2)
    return state.readEtherType(d, state, type, offset + 5, false)
  }
  d.add(item, PID, type, offset + 3, 2)
  dissectData(d, offset + 5)
}

function controlWords(control: number, isUnnumbered: boolean, isResponse: boolean): string {
  if (isUnnumbered) {
    const short: Record<number, string> = {
      0: 'UI',
      0x0c: 'DM',
      0x40: 'DISC',
      0x60: 'UA',
      0x6c: 'SABME',
      0x84: 'FRMR',
      0xac: 'XID',
      0xe0: 'TEST',
    }
    const poll = (control & 0x10) !== 0 ? (isResponse ? ' F' : ' P') : ''
    return `U${poll}, func=${short[control & 0xec] ?? 'Unknown'}`
  }
  const poll = (control & 0x100) !== 0 ? (isResponse ? ' F' : ' P') : ''
  if ((control & 1) === 0) return `I${poll}, N(R)=${control >>> 9}, N(S)=${(control >>> 1) & 0x7f}`
  const short: Record<number, string> = { 0: 'RR', 4: 'RNR', 8: 'REJ', 12: 'SREJ' }
  return `S${poll}, func=${short[control & 0xc]}, N(R)=${control >>> 9}`
}

function sapName(sap: number): string {
  return SAP_NAMES.get(sap) ?? 'Unknown'
}

function hex2(value: number): string {
  return value.toString(16).padStart(2, '0')
}

/** The bits of a byte that `mask` covers, as 0 and 1, the others as dots. */
function bits(value: number, mask: number): string {
  let text = ''
  for (let bit = 7; bit >= 0; bit--) {
    text += ((mask >>> bit) & 1) === 0 ? '.' : String((value >>> bit) & 1)
    if (bit === 4) text += ' '
  }
  return text
}
