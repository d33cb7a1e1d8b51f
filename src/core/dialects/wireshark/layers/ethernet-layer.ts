/** Ethernet frames: DIX and IEEE 802.3, with padding, trailer and frame check sequence. */
import { etherText } from '../address-column.ts'
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { ETHER_TYPE_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectEtherType } from './ether-type-layer.ts'
import { addEthernetTrailer, ETHERNET_TRAILER_FIELDS, TRAILER_FIELDS } from './ethernet-trailer.ts'
import { endEarly } from './guarded.ts'
import { dissectLlc } from './llc-layer.ts'

const LG_NAMES = ['Locally administered address (this is NOT the factory default)', 'Globally unique address (factory default)'] as const
const IG_NAMES = ['Group address (multicast/broadcast)', 'Individual address (unicast)'] as const
const LG_TRAITS = { mask: 0x20000, maskBits: 24, booleanNames: LG_NAMES } as const
const IG_TRAITS = { mask: 0x10000, maskBits: 24, booleanNames: IG_NAMES } as const

const ETH = field('eth', 'Ethernet', 'protocol')
const DESTINATION = addressFields('eth.dst', 'Destination')
const SOURCE = addressFields('eth.src', 'Source')
const ADDRESS = addressFields('eth.addr', 'Address')
const LG = field('eth.lg', 'LG bit', 'boolean', LG_TRAITS)
const IG = field('eth.ig', 'IG bit', 'boolean', IG_TRAITS)
const TYPE = field('eth.type', 'Type', 'uint16', { base: 'hex', valueNames: ETHER_TYPE_NAMES })
const LENGTH = field('eth.len', 'Length', 'uint16')
const INVALID_LENGTH_TYPE = field('eth.invalid_lentype', 'Invalid length/type', 'uint16', { base: 'hex-dec' })
const INVALID_LENGTH_TYPE_NOTE = field('eth.invalid_lentype.expert', 'Invalid length/type', 'none')
const SOURCE_IS_GROUP = field('eth.src_not_group', 'Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)', 'none')
const LENGTH_PAST_END = field('eth.len.past_end', 'Length field value goes past the end of the payload', 'none')

/** The fields of this layer. */
export const ETHERNET_FIELDS: readonly Field[] = [
  ETH,
  ...Object.values(DESTINATION),
  ...Object.values(SOURCE),
  ADDRESS.address,
  ADDRESS.resolved,
  ADDRESS.oui,
  LG,
  IG,
  TYPE,
  LENGTH,
  INVALID_LENGTH_TYPE,
  ...ETHERNET_TRAILER_FIELDS,
  INVALID_LENGTH_TYPE_NOTE,
  SOURCE_IS_GROUP,
  LENGTH_PAST_END,
]

type AddressFields = Readonly<Record<'address' | 'resolved' | 'oui' | 'lg' | 'ig', Field>>

function addressFields(name: string, title: string): AddressFields {
  return {
    address: field(name, title, 'ethernet-address'),
    resolved: field(`${name}_resolved`, `${title} (resolved)`, 'string'),
    oui: field(`${name}.oui`, `${title} OUI`, 'uint24'),
    lg: field(`${name}.lg`, 'LG bit', 'boolean', LG_TRAITS),
    ig: field(`${name}.ig`, 'IG bit', 'boolean', IG_TRAITS),
  }
}

const HEADER_BYTES = 14
const ADDRESS_BYTES = 6
const LG_BIT = 0x02
const IG_BIT = 0x01
/** The largest length of an 802.3 frame, and the smallest EtherType (IEEE 802.3 §3.2.6). */
const MAX_LENGTH = 1500
const MIN_TYPE = 1536

const HIDDEN = { hidden: true } as const

/** Reads an Ethernet frame at `offset`. */
export function dissectEthernet(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('Ethernet', '')
  d.need(offset, 2 * ADDRESS_BYTES)
  d.setEthernetColumns(offset + ADDRESS_BYTES, offset)
  const type = d.u16(offset + 12)
  d.enter('eth')
  const length = Math.min(HEADER_BYTES, d.end - offset)
  const { data, end, claimedEnd, level } = d
  if (type > MAX_LENGTH && type < MIN_TYPE) {
    d.setColumns('Ethernet', `Ethernet Unknown: Invalid length/type: 0x${type.toString(16).padStart(4, '0')} (${type})`)
    const item = d.layer(ETH, offset, length, { text: () => titleText('Ethernet Unknown', data, offset) })
    addAddresses(d, item, offset)
    const typeItem = d.add(item, INVALID_LENGTH_TYPE, type, offset + 12, 2)
    d.note(typeItem, {
      field: INVALID_LENGTH_TYPE_NOTE,
      severity: 'Warning',
      group: 'Protocol',
      message: `Invalid length/type: 0x${type.toString(16).padStart(4, '0')} (${type})`,
    })
    dissectData(d, offset + HEADER_BYTES)
    return
  }
  const payload = offset + HEADER_BYTES
  if (type <= MAX_LENGTH) {
    const item = d.layer(ETH, offset, length, { text: 'IEEE 802.3 Ethernet ' })
    addAddresses(d, item, offset)
    const lengthItem = d.add(item, LENGTH, type, offset + 12, 2)
    const claimed = claimedEnd - payload
    if (type > claimed) {
      d.note(lengthItem, { field: LENGTH_PAST_END, severity: 'Error', group: 'Malformed', message: LENGTH_PAST_END.title })
    } else {
      d.claimedEnd = payload + type
      d.end = Math.min(end, d.claimedEnd)
    }
    const isRaw = d.end - payload >= 2 && data[payload] === 0xff && data[payload + 1] === 0xff
    try {
      if (!isRaw) dissectLlc(d, state, payload)
    } catch (error) {
      endEarly(d, error, level)
    }
    addTrailer(d, item, payload, Math.min(payload + type, claimedEnd), end, claimedEnd)
    return
  }
  const item = d.layer(ETH, offset, length, d.wants(ETH) ? { text: () => titleText('Ethernet II', data, offset) } : undefined)
  if (d.wanted.ethernet) addDixHeader(d, item, offset)
  try {
    dissectEtherType(d, state, type, payload)
  } catch (error) {
    endEarly(d, error, level)
  }
  const used = d.payloadEnd
  d.payloadEnd = -1
  if (used >= 0 && used < claimedEnd) addTrailer(d, item, payload, used, end, claimedEnd)
}

/** Adds the lines of a header that has a type rather than a length. */
export function addDixHeader(d: Dissection, item: FieldItem, offset: number): void {
  addAddresses(d, item, offset)
  d.add(item, TYPE, d.u16(offset + 12), offset + 12, 2)
}

function titleText(name: string, data: Uint8Array, offset: number): string {
  return `${name}, Src: ${etherText(data, offset + ADDRESS_BYTES)}, Dst: ${etherText(data, offset)}`
}

function addAddresses(d: Dissection, item: FieldItem, offset: number): void {
  addAddress(d, item, DESTINATION, offset)
  addAddress(d, item, SOURCE, offset + ADDRESS_BYTES)
}

/** An address with what Wireshark puts below it, the visible and the hidden. */
function addAddress(d: Dissection, parent: FieldItem, fields: AddressFields, offset: number): void {
  const isGroupSource = fields === SOURCE && (d.data[offset] & IG_BIT) !== 0
  if (!isGroupSource && !d.wanted.ethernetFields) return
  const bytes = d.data.slice(offset, offset + ADDRESS_BYTES)
  const text = etherText(bytes, 0)
  const oui = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2]
  const ouiText = text.slice(0, 8)
  const item = d.add(parent, fields.address, bytes, offset, ADDRESS_BYTES)
  if (isGroupSource) d.note(item, { field: SOURCE_IS_GROUP, severity: 'Warning', group: 'Protocol', message: SOURCE_IS_GROUP.title })
  d.add(item, fields.resolved, text, offset, ADDRESS_BYTES, HIDDEN)
  d.add(item, fields.oui, oui, offset, 3, { hidden: true, text: `${fields.oui.title}: ${ouiText}` })
  d.add(item, ADDRESS.address, bytes, offset, ADDRESS_BYTES)
  d.add(item, ADDRESS.resolved, text, offset, ADDRESS_BYTES, HIDDEN)
  d.add(item, ADDRESS.oui, oui, offset, 3, { hidden: true, text: `${ADDRESS.oui.title}: ${ouiText}` })
  const lg = (bytes[0] & LG_BIT) === 0 ? 0 : 1
  const ig = bytes[0] & IG_BIT
  d.add(item, fields.lg, lg, offset, 3)
  d.add(item, LG, lg, offset, 3, HIDDEN)
  d.add(item, fields.ig, ig, offset, 3)
  d.add(item, IG, ig, offset, 3, HIDDEN)
}

/** The bytes of a frame back, and below its item what follows the payload. */
function addTrailer(d: Dissection, item: FieldItem, payload: number, used: number, end: number, claimedEnd: number): void {
  d.end = end
  d.claimedEnd = claimedEnd
  addEthernetTrailer(d, item, TRAILER_FIELDS, payload - HEADER_BYTES, used)
}
