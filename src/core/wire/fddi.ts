/** FDDI header (ISO 9314-2): frame control and two addresses; LLC follows. */

const LLC_CLASS = 0x50
const CLASS_MASK = 0xf0

/** Bytes of the header. */
export const FDDI_HEADER_BYTES = 13

/** Does the frame carry data behind LLC, and not the ring's own messages? */
export function fddiIsLlc(view: DataView, at: number): boolean {
  return (view.getUint8(at) & CLASS_MASK) === LLC_CLASS
}
