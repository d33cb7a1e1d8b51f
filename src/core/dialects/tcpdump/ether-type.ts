/** What follows an EtherType. */

import { printArp } from './arp.ts'
import type { LayerPrinter } from './layers.ts'
import { printMpls } from './mpls.ts'
import { printPppoe } from './pppoe.ts'
import type { Printing } from './printing.ts'

const PRINTERS: ReadonlyMap<number, LayerPrinter> = new Map<number, LayerPrinter>([
  [0x0800, (p, at, length) => p.layers.ip(p, at, length)],
  [0x86dd, (p, at, length) => p.layers.ip6(p, at, length)],
  [0x0806, printArp],
  [0x8035, printArp],
  [0x8847, printMpls],
  [0x8848, printMpls],
  [0x8863, printPppoe],
  [0x8864, printPppoe],
  [0x3c12, printPppoe],
  [0x3c13, printPppoe],
  [0x880b, printPppAfterColon],
])

/** Prints what an EtherType announces; false when there is no printer for it. */
export function printEtherType(p: Printing, type: number, at: number, length: number): boolean {
  const print = PRINTERS.get(type)
  if (print === undefined) return false
  print(p, at, length)
  return true
}

function printPppAfterColon(p: Printing, at: number, length: number): void {
  if (length === 0) return
  p.text(': ')
  p.layers.ppp(p, at, length)
}
