/** ERSPAN headers of types II and III (draft-foschiano-erspan-03 §4.2, §4.3): mirrored Ethernet frames inside GRE. */

const TYPE_3_FLAGS = 11
const OPTIONAL_SUBHEADER = 1

/** Bytes of a type II header. */
export const ERSPAN_2_BYTES = 8
/** Bytes of a type III header without its optional part. */
export const ERSPAN_3_BYTES = 12
const ERSPAN_3_SUBHEADER_BYTES = 8

/** Bytes of the type III header at `at`, of which `ERSPAN_3_BYTES` are there. */
export function erspan3Len(view: DataView, at: number): number {
  return view.getUint8(at + TYPE_3_FLAGS) & OPTIONAL_SUBHEADER ? ERSPAN_3_BYTES + ERSPAN_3_SUBHEADER_BYTES : ERSPAN_3_BYTES
}
