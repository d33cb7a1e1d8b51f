/** Linux' packet sockets in numbers: constants and offsets of `linux/if_packet.h` that the ring is read by. */

/** Where the fields of a block are (`tpacket_block_desc`), in bytes from its start. */
export const BLOCK = { status: 8, packetCount: 12, firstPacket: 16, usedBytes: 20 } as const

/** Where the fields of a packet in a block are (`tpacket3_hdr`, then `sockaddr_ll`), in bytes from its start. */
export const FRAME = {
  next: 0,
  seconds: 4,
  nanoseconds: 8,
  capLen: 12,
  wireLen: 16,
  status: 20,
  packetOffset: 24,
  vlanTci: 32,
  vlanTpid: 36,
  protocol: 50,
  interfaceIndex: 52,
  hardwareType: 56,
  packetType: 58,
  addressLen: 59,
  address: 60,
} as const

/** Bits of a packet's status. */
export const STATUS = { checksumPending: 1 << 3, vlanValid: 1 << 4, vlanTpidValid: 1 << 6, checksumVerified: 1 << 7 } as const

/** Set in a block's status while it is ours; the kernel owns it otherwise. */
export const BLOCK_IS_OURS = 1

/** Types of a packet: addressed to another host (and seen only in promiscuous mode), sent by this one. */
export const PACKET_TYPE = { otherHost: 3, outgoing: 4 } as const
