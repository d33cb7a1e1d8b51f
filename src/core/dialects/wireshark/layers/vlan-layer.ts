/** IEEE 802.1Q tags, one inside the other if need be. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import { ETHER_TYPE_NAMES, VLAN_PRIORITY_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { endEarly } from './guarded.ts'
import { addEthernetTrailer, type TrailerFields } from './ethernet-trailer.ts'
import { dissectLlc } from './llc-layer.ts'

const VLAN = field('vlan', '802.1Q Virtual LAN', 'protocol')
const PRIORITY = field('vlan.priority', 'Priority', 'uint16', { mask: 0xe000, maskBits: 16, valueNames: VLAN_PRIORITY_NAMES })
const DEI = field('vlan.dei', 'DEI', 'boolean', { mask: 0x1000, maskBits: 16, booleanNames: ['Eligible', 'Ineligible'] })
const ID = field('vlan.id', 'ID', 'uint16', { mask: 0x0fff, maskBits: 16 })
const TYPE = field('vlan.etype', 'Type', 'uint16', { base: 'hex', valueNames: ETHER_TYPE_NAMES })
const LENGTH = field('vlan.len', 'Length', 'uint16')
const TRAILER = field('vlan.trailer', 'Trailer', 'bytes')

/** The fields of this layer. */
export const VLAN_FIELDS: readonly Field[] = [VLAN, PRIORITY, DEI, ID, TYPE, LENGTH, TRAILER]

const TRAILER_FIELDS: TrailerFields = { trailer: TRAILER, hasFcs: false }

const TAG_BYTES = 4
const TAGGED_HEADER_BYTES = 18
const MAX_LENGTH = 1500
/** So many tags inside each other are no network any more. */
const MAX_DEPTH = 20

/** Reads the tag at `offset` and what it holds. */
export function dissectVlan(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('VLAN', '')
  const control = d.u16(offset)
  const type = d.u16(offset + 2)
  const priority = control >>> 13
  const dei = (control >>> 12) & 1
  const id = control & 0x0fff
  d.enter('vlan')
  const info = `PRI: ${priority}, DEI: ${dei}, ID: ${id}`
  d.setColumns('VLAN', info)
  const item = d.layer(VLAN, offset, TAG_BYTES, { text: `802.1Q Virtual LAN, ${info}` })
  d.add(item, PRIORITY, priority, offset, 2)
  d.add(item, DEI, dei, offset, 2)
  d.add(item, ID, id, offset, 2)
  const payload = offset + TAG_BYTES
  const { level, end, claimedEnd } = d
  if (++d.depth > MAX_DEPTH) return
  if (type <= MAX_LENGTH) {
    d.add(item, LENGTH, type, offset + 2, 2)
    d.claimedEnd = Math.min(claimedEnd, payload + type)
    d.end = Math.min(end, d.claimedEnd)
    d.payloadEnd = d.claimedEnd
    const isRaw = d.end - payload >= 2 && d.data[payload] === 0xff && d.data[payload + 1] === 0xff
    try {
      if (!isRaw) dissectLlc(d, state, payload)
    } catch (error) {
      endEarly(d, error, level)
    }
  } else {
    d.add(item, TYPE, type, offset + 2, 2)
    try {
      state.readEtherType(d, state, type, payload)
    } catch (error) {
      endEarly(d, error, level)
    }
  }
  const used = d.payloadEnd
  d.payloadEnd = -1
  d.end = end
  d.claimedEnd = claimedEnd
  if (used >= 0 && used < end) addEthernetTrailer(d, item, TRAILER_FIELDS, payload - TAGGED_HEADER_BYTES, used)
}
