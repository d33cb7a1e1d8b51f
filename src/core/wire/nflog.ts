/** Linux netfilter log messages (www.tcpdump.org/linktypes, LINKTYPE_NFLOG): a short header, then attributes, one of them the packet. */

const ATTRIBUTE_HEADER_BYTES = 4
const ATTRIBUTE_PAYLOAD = 9

/** Bytes before the first attribute. */
export const NFLOG_HEADER_BYTES = 4

/** Offset of the packet in the message at `at`, or `end` when no attribute before `end` carries one. */
export function nflogPayload(view: DataView, at: number, end: number): number {
  let attribute = at + NFLOG_HEADER_BYTES
  while (attribute + ATTRIBUTE_HEADER_BYTES <= end) {
    // Attributes are in the byte order of the host that logged, which is little-endian nearly everywhere.
    const length = view.getUint16(attribute, true)
    if (view.getUint16(attribute + 2, true) === ATTRIBUTE_PAYLOAD) return attribute + ATTRIBUTE_HEADER_BYTES
    if (length < ATTRIBUTE_HEADER_BYTES) return end
    attribute += (length + 3) & ~3
  }
  return end
}
