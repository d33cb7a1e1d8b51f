/** The frame: what the capture says of a packet. */
import { wholeNs } from '../elapsed.ts'
import { FieldItem } from '../field-item.ts'
import { visibleText } from '../field-text.ts'
import { field, type Field } from '../field.ts'
import type { CaptureInterface } from '../../../capture/record.ts'
import { LINK_TYPE } from '../../../capture/link-type.ts'
import type { Dissection } from '../dissection.ts'
import { absoluteTimeText, type LocalTime } from '../local-time.ts'

/** Wireshark's own numbers and names of the link types that this view reads, by LINKTYPE. */
const ENCAPSULATIONS: ReadonlyMap<number, readonly [number: number, name: string]> = new Map([
  [LINK_TYPE.null, [15, 'NULL/Loopback']],
  [LINK_TYPE.ethernet, [1, 'Ethernet']],
  [LINK_TYPE.tokenRing, [2, 'Token Ring']],
  [LINK_TYPE.arcnet, [8, 'ARCNET']],
  [LINK_TYPE.slip, [3, 'SLIP']],
  [LINK_TYPE.ppp, [4, 'PPP']],
  [LINK_TYPE.fddi, [6, 'FDDI with bit-swapped MAC addresses']],
  [LINK_TYPE.pppHdlc, [4, 'PPP']],
  [LINK_TYPE.pppEther, [139, 'PPP-over-Ethernet session']],
  [LINK_TYPE.atmRfc1483, [10, 'RFC 1483 ATM']],
  [LINK_TYPE.raw, [7, 'Raw IP']],
  [LINK_TYPE.cHdlc, [28, 'Cisco HDLC']],
  [LINK_TYPE.ieee80211, [20, 'IEEE 802.11 Wireless LAN']],
  [LINK_TYPE.frameRelay, [26, 'Frame Relay']],
  [LINK_TYPE.loop, [174, 'OpenBSD loopback']],
  [LINK_TYPE.linuxSll, [25, 'Linux cooked-mode capture v1']],
  [LINK_TYPE.pfLog, [39, 'OpenBSD PF Firewall logs']],
  [LINK_TYPE.ieee80211Prism, [21, 'IEEE 802.11 plus Prism II monitor mode radio header']],
  [LINK_TYPE.ieee80211Radiotap, [23, 'IEEE 802.11 plus radiotap radio header']],
  [LINK_TYPE.arcnetLinux, [9, 'Linux ARCNET']],
  [LINK_TYPE.ieee80211Avs, [24, 'IEEE 802.11 plus AVS radio header']],
  [LINK_TYPE.pppWithDir, [19, 'PPP with Directional Info']],
  [LINK_TYPE.ieee802154, [104, 'IEEE 802.15.4 Wireless PAN']],
  [LINK_TYPE.usbLinuxMapped, [115, 'USB packets with Linux header and padding']],
  [LINK_TYPE.ipv4, [129, 'Raw IPv4']],
  [LINK_TYPE.ipv6, [130, 'Raw IPv6']],
  [LINK_TYPE.dbus, [146, 'D-Bus']],
  [LINK_TYPE.nfLog, [141, 'NFLOG']],
  [LINK_TYPE.ipoib, [180, 'IP over IB']],
  [LINK_TYPE.netlink, [158, 'Linux Netlink']],
  [LINK_TYPE.linuxSll2, [210, 'Linux cooked-mode capture v2']],
])

/** The number that Wireshark has for a link type. */
export function encapsulationNumber(linkType: number): number {
  return ENCAPSULATIONS.get(linkType)?.[0] ?? 0
}

const FRAME = field('frame', 'Frame', 'protocol')
const SECTION = field('frame.section_number', 'Section number', 'uint32')
const INTERFACE_ID = field('frame.interface_id', 'Interface id', 'uint32')
const INTERFACE_NAME = field('frame.interface_name', 'Interface name', 'string')
const INTERFACE_DESCRIPTION = field('frame.interface_description', 'Interface description', 'string')
const ENCAPSULATION = field('frame.encap_type', 'Encapsulation type', 'uint16', { valueNames: new Map(ENCAPSULATIONS.values()) })
const TIME = field('frame.time', 'Arrival Time', 'absolute-time')
const OFFSET_SHIFT = field('frame.offset_shift', 'Time shift for this packet', 'relative-time')
const TIME_EPOCH = field('frame.time_epoch', 'Epoch Time', 'relative-time')
const TIME_DELTA = field('frame.time_delta', 'Time delta from previous captured frame', 'relative-time')
const TIME_DELTA_DISPLAYED = field('frame.time_delta_displayed', 'Time delta from previous displayed frame', 'relative-time')
const TIME_RELATIVE = field('frame.time_relative', 'Time since reference or first frame', 'relative-time')
const NUMBER = field('frame.number', 'Frame Number', 'uint32')
const LENGTH = field('frame.len', 'Frame length on the wire', 'uint32')
const CAPTURE_LENGTH = field('frame.cap_len', 'Frame length stored into the capture file', 'uint32')
const MARKED = field('frame.marked', 'Frame is marked', 'boolean')
const IGNORED = field('frame.ignored', 'Frame is ignored', 'boolean')
const PROTOCOLS = field('frame.protocols', 'Protocols in frame', 'string')

/** The fields of this layer. */
export const FRAME_FIELDS: readonly Field[] = [
  FRAME,
  SECTION,
  INTERFACE_ID,
  INTERFACE_NAME,
  INTERFACE_DESCRIPTION,
  ENCAPSULATION,
  TIME,
  OFFSET_SHIFT,
  TIME_EPOCH,
  TIME_DELTA,
  TIME_DELTA_DISPLAYED,
  TIME_RELATIVE,
  NUMBER,
  LENGTH,
  CAPTURE_LENGTH,
  MARKED,
  IGNORED,
  PROTOCOLS,
]

/** What the frame's item says beside the packet's own bytes. */
export interface FrameFacts {
  readonly linkType: number
  readonly interfaceIndex: number
  /** Where the packet comes from, in a format that names interfaces (pcapng). */
  readonly interface: CaptureInterface | undefined
  readonly localTime: LocalTime
}

const BITS_PER_BYTE = 8
const GENERATED = { generated: true } as const

/** Makes the item of the frame, without what is known only when all headers were read (`finishFrame`). */
export function newFrameItem(d: Dissection, facts: FrameFacts): FieldItem {
  const captured = d.bytes.length
  const item = new FieldItem(FRAME, null, 0, captured, d.wants(FRAME) ? { text: () => titleText(d, facts) } : undefined)
  if (facts.interface !== undefined) addInterface(d, item, facts.interface, facts.interfaceIndex)
  d.add(item, ENCAPSULATION, encapsulationNumber(facts.linkType), 0, 0)
  const { times } = d
  const { timeNs } = times
  if (
    times.startNs !== undefined &&
    !Number.isNaN(timeNs) &&
    (d.isEverything || d.wants(TIME) || d.wants(TIME_EPOCH) || d.wants(OFFSET_SHIFT))
  ) {
    const absoluteNs = times.startNs + wholeNs(timeNs)
    d.add(item, TIME, absoluteNs, 0, 0, { text: () => `Arrival Time: ${absoluteTimeText(absoluteNs, facts.localTime)}` })
    d.add(item, OFFSET_SHIFT, 0, 0, 0, GENERATED)
    d.add(item, TIME_EPOCH, absoluteNs, 0, 0)
  }
  if (!Number.isNaN(timeNs)) {
    d.add(item, TIME_DELTA, times.sincePreviousNs, 0, 0, GENERATED)
    d.add(item, TIME_DELTA_DISPLAYED, times.sinceDisplayedNs, 0, 0, GENERATED)
    d.add(item, TIME_RELATIVE, timeNs, 0, 0, GENERATED)
  }
  d.add(item, NUMBER, d.number, 0, 0)
  d.add(item, LENGTH, d.wireLength, 0, 0, d.isEverything ? { text: () => `Frame Length: ${lengthText(d.wireLength)}` } : undefined)
  d.add(item, CAPTURE_LENGTH, captured, 0, 0, d.isEverything ? { text: () => `Capture Length: ${lengthText(captured)}` } : undefined)
  d.add(item, MARKED, 0, 0, 0, GENERATED)
  d.add(item, IGNORED, 0, 0, 0, GENERATED)
  return item
}

/** Adds the interface that a packet comes from, in a format that names interfaces. */
export function addInterface(d: Dissection, item: FieldItem, captureInterface: CaptureInterface, index: number): void {
  const { description } = captureInterface
  const shownName = interfaceName(captureInterface)
  d.add(item, SECTION, 1, 0, 0)
  const idItem = d.add(item, INTERFACE_ID, index, 0, 0, { text: () => `Interface id: ${index} (${visibleText(shownName)})` })
  d.add(idItem, INTERFACE_NAME, shownName, 0, 0)
  if (description !== undefined) d.add(idItem, INTERFACE_DESCRIPTION, description, 0, 0)
}

/** Adds what is known when all headers were read. */
export function finishFrame(d: Dissection, item: FieldItem): void {
  d.add(item, PROTOCOLS, d.protocols, 0, 0, GENERATED)
}

function titleText(d: Dissection, facts: FrameFacts): string {
  const captured = d.bytes.length
  let text = `Frame ${d.number}: ${d.wireLength} byte${d.wireLength === 1 ? '' : 's'} on wire (${d.wireLength * BITS_PER_BYTE} bits), ${lengthWords(captured)} captured (${captured * BITS_PER_BYTE} bits)`
  if (facts.interface !== undefined) text += interfaceWords(facts.interface, facts.interfaceIndex)
  return text
}

/** What the line of a frame says of its interface. */
export function interfaceWords(captureInterface: CaptureInterface, index: number): string {
  return ` on interface ${visibleText(interfaceName(captureInterface))}, id ${index}`
}

function lengthWords(bytes: number): string {
  return `${bytes} byte${bytes === 1 ? '' : 's'}`
}

function lengthText(bytes: number): string {
  return `${lengthWords(bytes)} (${bytes * BITS_PER_BYTE} bits)`
}

function interfaceName(captureInterface: CaptureInterface): string {
  const { name, description } = captureInterface
  return name === '' ? (description ?? 'unknown') : name
}
