/** LINKTYPE numbers: which header the packets of a capture start with. */

/** The link types that have a name here, by the numbers that files carry (`LINKTYPE_…`, www.tcpdump.org/linktypes.html). */
export const LINK_TYPE = {
  null: 0,
  ethernet: 1,
  tokenRing: 6,
  arcnet: 7,
  slip: 8,
  ppp: 9,
  fddi: 10,
  pppHdlc: 50,
  pppEther: 51,
  atmRfc1483: 100,
  raw: 101,
  cHdlc: 104,
  ieee80211: 105,
  frameRelay: 107,
  loop: 108,
  linuxSll: 113,
  pfLog: 117,
  ieee80211Prism: 119,
  ieee80211Radiotap: 127,
  arcnetLinux: 129,
  ieee80211Avs: 163,
  pppPppd: 166,
  pppWithDir: 204,
  ieee802154: 195,
  usbLinuxMapped: 220,
  ipv4: 228,
  ipv6: 229,
  dbus: 231,
  nfLog: 239,
  ipoib: 242,
  netlink: 253,
  linuxSll2: 276,
  dsaBroadcom: 281,
  dsaBroadcomPrepended: 282,
  dsaMarvell: 284,
  edsaMarvell: 285,
} as const

/** How tcpdump names a link type: the DLT name, and the same in words. */
export interface LinkTypeName {
  readonly name: string
  readonly description: string
}

const NAMES: ReadonlyMap<number, LinkTypeName> = new Map(
  (
    [
      [LINK_TYPE.null, 'NULL', 'BSD loopback'],
      [LINK_TYPE.ethernet, 'EN10MB', 'Ethernet'],
      [LINK_TYPE.tokenRing, 'IEEE802', 'Token ring'],
      [LINK_TYPE.arcnet, 'ARCNET', 'BSD ARCNET'],
      [LINK_TYPE.slip, 'SLIP', 'SLIP'],
      [LINK_TYPE.ppp, 'PPP', 'PPP'],
      [LINK_TYPE.fddi, 'FDDI', 'FDDI'],
      [LINK_TYPE.pppHdlc, 'PPP_SERIAL', 'PPP over serial'],
      [LINK_TYPE.pppEther, 'PPP_ETHER', 'PPPoE'],
      [LINK_TYPE.atmRfc1483, 'ATM_RFC1483', 'RFC 1483 IP-over-ATM'],
      [LINK_TYPE.raw, 'RAW', 'Raw IP'],
      [LINK_TYPE.cHdlc, 'C_HDLC', 'Cisco HDLC'],
      [LINK_TYPE.ieee80211, 'IEEE802_11', '802.11'],
      [LINK_TYPE.frameRelay, 'FRELAY', 'Frame Relay'],
      [LINK_TYPE.loop, 'LOOP', 'OpenBSD loopback'],
      [LINK_TYPE.linuxSll, 'LINUX_SLL', 'Linux cooked v1'],
      [LINK_TYPE.pfLog, 'PFLOG', 'OpenBSD pflog file'],
      [LINK_TYPE.ieee80211Prism, 'PRISM_HEADER', '802.11 plus Prism header'],
      [LINK_TYPE.ieee80211Radiotap, 'IEEE802_11_RADIO', '802.11 plus radiotap header'],
      [LINK_TYPE.arcnetLinux, 'ARCNET_LINUX', 'Linux ARCNET'],
      [LINK_TYPE.ieee80211Avs, 'IEEE802_11_RADIO_AVS', '802.11 plus AVS radio information header'],
      [LINK_TYPE.pppPppd, 'PPP_PPPD', 'PPP for pppd, with direction flag'],
      [LINK_TYPE.pppWithDir, 'PPP_WITH_DIR', 'PPP with Directional Info'],
      [LINK_TYPE.ieee802154, 'IEEE802_15_4', 'IEEE 802.15.4 with FCS'],
      [LINK_TYPE.usbLinuxMapped, 'USB_LINUX_MMAPPED', 'USB with padded Linux header'],
      [LINK_TYPE.ipv4, 'IPV4', 'Raw IPv4'],
      [LINK_TYPE.ipv6, 'IPV6', 'Raw IPv6'],
      [LINK_TYPE.dbus, 'DBUS', 'D-Bus'],
      [LINK_TYPE.nfLog, 'NFLOG', 'Linux netfilter log messages'],
      [LINK_TYPE.ipoib, 'IPOIB', 'RFC 4391 IP-over-Infiniband'],
      [LINK_TYPE.netlink, 'NETLINK', 'Linux netlink'],
      [LINK_TYPE.linuxSll2, 'LINUX_SLL2', 'Linux cooked v2'],
      [LINK_TYPE.dsaBroadcom, 'DSA_TAG_BRCM', 'Broadcom tag'],
      [LINK_TYPE.dsaBroadcomPrepended, 'DSA_TAG_BRCM_PREPEND', 'Broadcom tag (prepended)'],
      [LINK_TYPE.dsaMarvell, 'DSA_TAG_DSA', 'Marvell DSA'],
      [LINK_TYPE.edsaMarvell, 'DSA_TAG_EDSA', 'Marvell EDSA'],
    ] as const
  ).map(([linkType, name, description]) => [linkType, { name, description }]),
)

/** The names of a LINKTYPE number; for one without a name here, its number. */
export function linkTypeName(linkType: number): LinkTypeName {
  return NAMES.get(linkType) ?? { name: String(linkType), description: `link type ${linkType}` }
}

/** The LINKTYPE number of a DLT name, in any case; undefined for an unknown one. */
export function linkTypeOfName(name: string): number | undefined {
  const wanted = name.toUpperCase()
  for (const [linkType, known] of NAMES) if (known.name === wanted) return linkType
  return undefined
}

/** DLT_RAW as Linux and most BSDs number it, and as OpenBSD does; some programs write them where LINKTYPE_RAW belongs. */
const DLT_RAW = 12
const DLT_RAW_OPENBSD = 14

/** The LINKTYPE that `linkType` means: itself, or RAW where a file has the number that an operating system uses for it. */
export function canonicalLinkType(linkType: number): number {
  return linkType === DLT_RAW || linkType === DLT_RAW_OPENBSD ? LINK_TYPE.raw : linkType
}

/** The link type takes the low 26 bits of the pcap header's field; the top ones say how long a frame check sequence is. */
const LINK_TYPE_MASK = 0x03ffffff
const FCS_PRESENT = 0x04000000

/** Splits the `network` field of a pcap file header into the link type and the bytes of frame check sequence after each packet. */
export function splitLinkTypeField(field: number): { readonly linkType: number; readonly fcsBytes: number } {
  const fcsBytes = (field & FCS_PRESENT) !== 0 ? (field >>> 28) * 2 : 0
  return { linkType: canonicalLinkType(field & LINK_TYPE_MASK), fcsBytes }
}

/** The largest packet that a sane capture holds, for most link types and for the few that carry more (libpcap has the same limits). */
export const MAX_PACKET_BYTES = 262144
const MAX_LARGE_PACKET_BYTES = 16 * 1024 * 1024

/** The most bytes that a record of `linkType` may hold before it is taken for damage. */
export function maxPacketBytes(linkType: number): number {
  return linkType === LINK_TYPE.dbus || linkType === LINK_TYPE.usbLinuxMapped ? MAX_LARGE_PACKET_BYTES : MAX_PACKET_BYTES
}
