/** IP protocol numbers (IANA "Assigned Internet Protocol Numbers") and what they are called. */

/** The protocols that are followed, and the IPv6 extension headers. */
export const PROTOCOL_HOP_BY_HOP = 0
export const PROTOCOL_ICMP = 1
export const PROTOCOL_IPV4 = 4
export const PROTOCOL_TCP = 6
export const PROTOCOL_UDP = 17
export const PROTOCOL_IPV6 = 41
export const PROTOCOL_ROUTING = 43
export const PROTOCOL_FRAGMENT = 44
export const PROTOCOL_GRE = 47
export const PROTOCOL_AUTHENTICATION = 51
export const PROTOCOL_ICMPV6 = 58
export const PROTOCOL_DESTINATION_OPTIONS = 60
export const PROTOCOL_ETHER_IP = 97
export const PROTOCOL_MOBILITY = 135
export const PROTOCOL_MPLS = 137
export const PROTOCOL_HIP = 139
export const PROTOCOL_SHIM6 = 140

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'hop-by-hop'],
  [1, 'icmp'],
  [2, 'igmp'],
  [3, 'ggp'],
  [4, 'ipip'],
  [5, 'st'],
  [6, 'tcp'],
  [8, 'egp'],
  [9, 'igrp'],
  [17, 'udp'],
  [33, 'dccp'],
  [41, 'ipv6'],
  [43, 'ipv6-route'],
  [44, 'ipv6-frag'],
  [46, 'rsvp'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [55, 'mobile'],
  [57, 'skip'],
  [58, 'icmp6'],
  [59, 'ipv6-no-next-header'],
  [60, 'ipv6-opts'],
  [77, 'sun-nd'],
  [88, 'eigrp'],
  [89, 'ospf'],
  [94, 'ipip'],
  [97, 'etherip'],
  [103, 'pim'],
  [108, 'ipcomp'],
  [112, 'vrrp'],
  [113, 'pgm'],
  [115, 'l2tp'],
  [124, 'isis'],
  [132, 'sctp'],
  [133, 'fc'],
  [135, 'mobility'],
  [136, 'udplite'],
  [137, 'mpls-in-ip'],
  [138, 'manet'],
  [139, 'hip'],
  [140, 'shim6'],
  [141, 'wesp'],
  [142, 'rohc'],
  [143, 'ethernet-in-ip'],
  [144, 'aggfrag'],
  [255, 'raw'],
])

/** The name of an IP protocol; undefined for one without a name here. */
export function ipProtocolName(protocol: number): string | undefined {
  return NAMES.get(protocol)
}
