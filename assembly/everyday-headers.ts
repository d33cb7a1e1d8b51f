/** What everyday headers have: Ethernet, IPv4 without options and not in fragments, IPv6 without extensions, TCP. */

/** Ethernet: bytes of the header, and what its type says follows. */
export const ETHERNET_BYTES: u32 = 14
export const ETHER_TYPE_IPV4: u32 = 0x0800
export const ETHER_TYPE_IPV6: u32 = 0x86dd

/** IPv4 and IPv6: bytes of the header; version and length of IPv4's; more fragments, and the fragment offset; the number of TCP. */
export const IPV4_BYTES: u32 = 20
export const IPV4_PLAIN: u32 = 0x45
export const IPV4_FRAGMENT_BITS: u32 = 0x3fff
export const IPV6_BYTES: u32 = 40
export const TCP: u32 = 6

/** TCP: bytes without options, and flags (bits of `FLAG`). */
export const TCP_BYTES: u32 = 20
export const FIN: u32 = 1
export const SYN: u32 = 2
export const RST: u32 = 4
export const PSH: u32 = 8
export const ACK: u32 = 16
export const URG: u32 = 32
