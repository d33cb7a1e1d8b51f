/** EtherType numbers (IANA "IEEE 802 Numbers"; RFC 9542 §3) and what they are called. */

/** The EtherTypes that are followed. */
export const ETHER_TYPE_IPV4 = 0x0800
export const ETHER_TYPE_ARP = 0x0806
export const ETHER_TYPE_TEB = 0x6558
export const ETHER_TYPE_VLAN = 0x8100
export const ETHER_TYPE_IPV6 = 0x86dd
export const ETHER_TYPE_PPP = 0x880b
export const ETHER_TYPE_MPLS = 0x8847
export const ETHER_TYPE_MPLS_UPSTREAM = 0x8848
export const ETHER_TYPE_PPPOE_SESSION = 0x8864
export const ETHER_TYPE_QINQ = 0x88a8
export const ETHER_TYPE_QINQ_OLD = 0x9100
export const ETHER_TYPE_ERSPAN_2 = 0x88be
export const ETHER_TYPE_ERSPAN_3 = 0x22eb
export const ETHER_TYPE_WCCP = 0x883e

/** Smaller numbers in the place of an EtherType are lengths (IEEE 802.3 §3.2.6). */
export const ETHER_TYPE_MIN = 0x0600

const NAMES: ReadonlyMap<number, string> = new Map([
  [ETHER_TYPE_IPV4, 'ipv4'],
  [ETHER_TYPE_ARP, 'arp'],
  [ETHER_TYPE_IPV6, 'ipv6'],
  [0x0842, 'wol'],
  [0x22f0, 'avtp'],
  [0x22f3, 'trill'],
  [0x6000, 'dec-dna'],
  [0x6002, 'decnet-mop'],
  [0x6003, 'decnet'],
  [0x6004, 'lat'],
  [0x8035, 'rarp'],
  [0x809b, 'appletalk'],
  [0x80f3, 'aarp'],
  [0x8137, 'ipx'],
  [0x8138, 'ipx'],
  [0x8808, 'ethernet-flow-control'],
  [0x8809, 'lacp'],
  [0x8847, 'mpls'],
  [0x8848, 'mpls'],
  [0x8863, 'pppoe-discovery'],
  [0x8864, 'pppoe'],
  [0x886d, 'intel-teaming'],
  [0x887b, 'homeplug'],
  [0x888e, 'eapol'],
  [0x8892, 'profinet'],
  [0x889a, 'hyperscsi'],
  [0x88a2, 'aoe'],
  [0x88a4, 'ethercat'],
  [0x88b8, 'goose'],
  [0x88ba, 'iec61850-sv'],
  [0x88bb, 'lwapp'],
  [0x88c7, 'rsn-preauth'],
  [0x88cc, 'lldp'],
  [0x88cd, 'sercos'],
  [0x88dc, 'wsmp'],
  [0x88e1, 'homeplug-av'],
  [0x88e3, 'mrp'],
  [0x88e5, 'macsec'],
  [0x88f5, 'mvrp'],
  [0x88f7, 'ptp'],
  [0x88fb, 'prp'],
  [0x8902, 'cfm'],
  [0x8906, 'fcoe'],
  [0x8914, 'fip'],
  [0x8915, 'roce'],
  [0x891d, 'tte'],
  [0x892f, 'hsr'],
  [0x9000, 'loopback'],
  [0x99fe, 'geonetworking'],
  [0xcafe, 'veritas-llt'],
])

/** The name that tcpdump's and Wireshark's users know for an EtherType; undefined for one without a name here. */
export function etherTypeName(etherType: number): string | undefined {
  return NAMES.get(etherType)
}
