/** The printers that lead to each other in circles (IP in IP, quoted packets), as one table. */

import type { Printing } from './printing.ts'

/** Prints the header at `at`, of which `length` bytes were on the wire, and what follows it. */
export type LayerPrinter = (p: Printing, at: number, length: number) => void

/** Every printer that another one may call without importing it. */
export interface Layers {
  readonly ip: LayerPrinter
  readonly ip6: LayerPrinter
  /** Whichever of the two the version says. */
  readonly anyIp: LayerPrinter
  readonly ppp: LayerPrinter
  /** An Ethernet frame inside something else. */
  readonly ethernet: LayerPrinter
  /** What an EtherType announces; false when nobody knows the type. */
  readonly etherType: (p: Printing, type: number, at: number, length: number) => boolean
  /** Bytes as hexadecimal and characters, each line after a line break and a tab. */
  readonly dump: LayerPrinter
}
