/** Which fields somebody will look at: a packet's other items are not made. */
import type { Field } from './field.ts'

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

/** The fields wanted of each packet. */
export class WantedFields {
  /** True when the whole tree is wanted. */
  readonly isEverything: boolean
  /** True when the Info column is wanted. */
  readonly info: boolean
  /** True when the list of protocols, or the Protocol column, is wanted. */
  readonly protocols: boolean
  /** True when something of these protocols is wanted: without it, their fields need not be asked for one by one. */
  readonly ethernet: boolean
  /** True when any field below Ethernet's line is wanted: the summary needs none of the ten that each address has. */
  readonly ethernetFields: boolean
  readonly ipv4: boolean
  readonly ipv6: boolean
  private readonly names: ReadonlySet<string>
  /** Answers by the field itself: a name's hash is looked up once. */
  private readonly answers = new Map<Field, boolean>()

  /** Takes the names of the wanted fields and columns (`ip.src`, `tcp`, `_ws.col.Info`); undefined: everything is wanted. */
  constructor(names: ReadonlySet<string> | undefined) {
    this.isEverything = names === undefined
    this.names = names ?? new Set()
    this.info = names === undefined || names.has(COLUMN_NAMES.info)
    this.protocols = names === undefined || names.has('frame.protocols') || names.has(COLUMN_NAMES.protocol)
    this.ethernet = this.#hasProtocol('eth')
    this.ethernetFields = this.isEverything || [...this.names].some((name) => name.startsWith('eth.'))
    this.ipv4 = this.#hasProtocol('ip')
    this.ipv6 = this.#hasProtocol('ipv6') || this.hasName('ip.version')
  }

  #hasProtocol(name: string): boolean {
    if (this.isEverything) return true
    for (const each of this.names) if (each === name || each.startsWith(`${name}.`) || each.startsWith('_ws.')) return true
    return false
  }

  /** True when the field or column of this name is wanted. */
  hasName(name: string): boolean {
    return this.isEverything || this.names.has(name)
  }

  /** True when items of `field` are wanted. */
  has(field: Field): boolean {
    let answer = this.answers.get(field)
    if (answer === undefined) {
      answer = this.isEverything || this.names.has(field.name)
      this.answers.set(field, answer)
    }
    return answer
  }
}
