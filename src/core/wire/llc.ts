/** Logical link control (IEEE 802.2 §3.2) and its SNAP extension (IEEE 802 §10.3). */

const SNAP_OUI = 3
const SNAP_PROTOCOL = 6

/** Both service access points, and the control byte. */
export const LLC_HEADER_BYTES = 3
/** With the SNAP extension. */
export const SNAP_HEADER_BYTES = 8

/** Both service access points 0xaa: a SNAP header follows. */
export const LLC_SNAP = 0xaaaa
/** Both service access points 6: IPv4 follows. */
export const LLC_IPV4 = 0x0606
/** Organisation codes whose protocol is an EtherType: RFC 1042, and the one for bridge tunnels (IEEE 802.1H). */
export const SNAP_ETHERNET = 0
export const SNAP_BRIDGE_TUNNEL = 0x0000f8
/** Cisco's protocols. */
export const SNAP_CISCO = 0x00000c

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x4242, 'stp'],
  [0xf0f0, 'netbeui'],
  [0xe0e0, 'ipx'],
  [0xffff, 'ipx'],
  [0xfefe, 'osi'],
  [0x0404, 'sna'],
  [0xbcbc, 'vines'],
])
const CISCO_NAMES: ReadonlyMap<number, string> = new Map([
  [0x2000, 'cdp'],
  [0x2003, 'vtp'],
  [0x2004, 'dtp'],
  [0x010b, 'pvst'],
  [0x0111, 'udld'],
  [0x0104, 'port-aggregation'],
])

/** Destination and source service access point in one number. */
export function llcAccessPoints(view: DataView, at: number): number {
  return view.getUint16(at)
}

/** Organisation code of the SNAP header that begins at `at`. */
export function snapOrganisation(view: DataView, at: number): number {
  return view.getInt32(at + SNAP_OUI - 1) & 0xffffff
}

/** Protocol number of the SNAP header that begins at `at`. */
export function snapProtocol(view: DataView, at: number): number {
  return view.getUint16(at + SNAP_PROTOCOL)
}

/** The name of what the two access points stand for; 'llc' when it has none here. */
export function llcName(accessPoints: number): string {
  return NAMES.get(accessPoints) ?? 'llc'
}

/** The name of a SNAP protocol that is no EtherType; 'snap' when it has none here. */
export function snapName(organisation: number, protocol: number): string {
  return (organisation === SNAP_CISCO ? CISCO_NAMES.get(protocol) : undefined) ?? 'snap'
}
