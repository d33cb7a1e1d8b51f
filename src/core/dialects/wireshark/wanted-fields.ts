/** Which fields somebody will look at: a packet's other items are not made. */
import type { Field } from './field.ts'

/** The fields wanted of each packet. */
export class WantedFields {
  private readonly names: ReadonlySet<string> | undefined

  /** Takes the names of the wanted fields (`ip.src`, `tcp`, `_ws.col.Info`); undefined: everything is wanted. */
  constructor(names: ReadonlySet<string> | undefined) {
    this.names = names
  }

  /** True when the whole tree is wanted. */
  get isEverything(): boolean {
    return this.names === undefined
  }

  /** True when items of `field` are wanted. For the hot loop: ask once, when the layer is made, and keep the answer. */
  has(field: Field): boolean {
    return this.names === undefined || this.names.has(field.name)
  }

  /** True when the name is wanted: for columns, which are no fields (`_ws.col.Info`). */
  hasName(name: string): boolean {
    return this.names === undefined || this.names.has(name)
  }
}

/** The columns of the summary, by the names that `-e` knows them by. */
export const COLUMN_NAMES = {
  number: '_ws.col.No.',
  time: '_ws.col.Time',
  source: '_ws.col.Source',
  destination: '_ws.col.Destination',
  protocol: '_ws.col.Protocol',
  length: '_ws.col.Length',
  info: '_ws.col.Info',
} as const
