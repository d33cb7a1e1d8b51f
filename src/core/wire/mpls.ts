/** MPLS label stack entry (RFC 3032 §2.1). */

const BOTTOM_OF_STACK = 0x100

/** Bytes of an entry. */
export const MPLS_ENTRY_BYTES = 4

/** Is this the last entry of the stack? */
export function mplsIsBottom(view: DataView, at: number): boolean {
  return (view.getInt32(at) & BOTTOM_OF_STACK) !== 0
}
