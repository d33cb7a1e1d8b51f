/** Every field of Wireshark's TCP and MPTCP dissectors that the view can have. */
import { field, type Field } from '../field.ts'

export const TCP = field('tcp', 'Transmission Control Protocol', 'protocol')

/** All of them, for filters and `-e`. */
export const TCP_FIELDS: readonly Field[] = [TCP]
