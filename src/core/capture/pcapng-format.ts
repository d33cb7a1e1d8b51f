/** The numbers of the pcapng format (draft-ietf-opsawg-pcapng) that its reader and its writer share. */

/** Block types, §4 and appendix A. */
export const BLOCK_TYPE = {
  section: 0x0a0d0d0a,
  interface: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
} as const

/** Option codes, §3.5 and §4: those of every block, then each block's own. */
export const OPTION = {
  endOfOptions: 0,
  comment: 1,
  sectionApplication: 4,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceTimeResolution: 9,
  interfaceTimeOffset: 14,
  packetFlags: 2,
  packetDropCount: 4,
  statisticsInterfaceDrop: 5,
  statisticsSystemDrop: 7,
} as const

/** Types of name resolution records, §4.5. */
export const NAME_RECORD = { end: 0, ipv4: 1, ipv6: 2 } as const

/** What a section header has where it says its byte order, §4.1. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d
