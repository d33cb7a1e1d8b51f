/** `-T ek`: two lines of JSON per packet, as Elasticsearch's bulk interface takes them. */
import { labelText } from '../field-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import type { Field } from '../field.ts'
import { IP_VERSION_OF_IPV6 } from '../layers/ipv6-layer.ts'
import { chosenValues, isoTime, jsonValue, unixMilliseconds, unixNs } from './plain-text.ts'

const DATE_LENGTH = 10

/** The protocols that own fields; the longest that a field's name begins with is its owner. */
const OWNERS = [
  '_ws.expert',
  '_ws.malformed',
  '_ws.short',
  'data',
  'eth',
  'frame',
  'icmp',
  'icmpv6',
  'ip',
  'ipv6',
  'ipv6.dstopts',
  'ipv6.fraghdr',
  'ipv6.hopopts',
  'ipv6.routing',
  'llc',
  'loop',
  'mptcp',
  'null',
  'ppp',
  'raw',
  'sll',
  'tcp',
  'vlan',
] as const

/** Options that Wireshark registers as protocols of their own: they stand without an owner before their name. */
const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...'acc_ecn ao cc ccecho ccnew echo echoreply eol experimental md5 mss nop qs rvbd.probe rvbd.trpy sack sack_perm scps scpscor'
    .split(' ')
    .map((name) => `tcp.options.${name}`),
  ...'scpsrec snack tfo timestamp unknown user_to wscale'.split(' ').map((name) => `tcp.options.${name}`),
  ...'cipso eol ext_security mtu_probe mtu_reply nop qs record_route routeralert route sdb security sid source_route timestamp traceroute'
    .split(' ')
    .map((name) => `ip.options.${name}`),
])

/** Makes the text of `-T ek`. */
export class EkText {
  readonly #chosen: readonly string[] | undefined
  /** The keys of the fields met so far. */
  readonly #keys = new Map<Field, string>()

  /** `chosen`: the names given with `-e`, in order; undefined: whole trees. */
  constructor(chosen?: readonly string[]) {
    this.#chosen = chosen
  }

  /** The text of a packet. `time` makes the text of its time column, where that is among the chosen. */
  packet(packet: DissectedPacket, time: () => string = () => ''): string {
    const timeNs = unixNs(packet)
    const chosen = this.#chosen
    const layers = chosen === undefined ? this.#members(packet.layers) : chosenText(packet, chosen, time)
    return `{"index":{"_index":"packets-${isoTime(timeNs).slice(0, DATE_LENGTH)}","_type":"doc"}}\n{"timestamp":"${unixMilliseconds(timeNs)}","layers":{${layers}}}\n`
  }

  /** The members of an object: items of the same field together, then what is below all of them. */
  #members(items: readonly FieldItem[]): string {
    const groups = new Map<Field, FieldItem[]>()
    for (const item of items) {
      const group = groups.get(item.field)
      if (group === undefined) groups.set(item.field, [item])
      else group.push(item)
    }
    const members: string[] = []
    for (const [field, group] of groups) {
      const values = group.map((item) => (field.type === 'protocol' ? `{${this.#members(item.children)}}` : valueText(item)))
      members.push(`"${this.#key(field)}":${values.length === 1 ? values[0] : `[${values.join(',')}]`}`)
      if (field.type === 'protocol') continue
      const below = group.length === 1 ? group[0].children : group.flatMap((item) => item.children)
      if (below.length > 0) members.push(this.#members(below))
    }
    return members.join(',')
  }

  #key(field: Field): string {
    let key = this.#keys.get(field)
    if (key === undefined) {
      key = keyOf(field)
      this.#keys.set(field, key)
    }
    return key
  }
}

function keyOf(field: Field): string {
  const { name } = field
  if (name === '') return 'text'
  if (field === IP_VERSION_OF_IPV6) return 'ipv6_ip_version'
  const bare = underscored(name)
  if (field.type === 'protocol' || OPTION_NAMES.has(name)) return bare
  let owner = ''
  for (const each of OWNERS) if (name.startsWith(`${each}.`) && each.length > owner.length) owner = each
  return owner === '' ? bare : `${underscored(owner)}_${bare}`
}

function underscored(name: string): string {
  return name.replaceAll('.', '_')
}

function valueText(item: FieldItem): string {
  const { field, value } = item
  if (field.name === '') return JSON.stringify(labelText(item))
  if (value === null) return 'null'
  if (field.type === 'boolean') return value === 0 ? 'false' : 'true'
  if (field.type === 'absolute-time' && typeof value === 'bigint') return `"${isoTime(value)}"`
  return JSON.stringify(jsonValue(item))
}

function chosenText(packet: DissectedPacket, chosen: readonly string[], time: () => string): string {
  return chosenValues(packet, chosen, time)
    .map(([name, values]) => `"${underscored(name)}":[${values.map((value) => JSON.stringify(value)).join(',')}]`)
    .join(',')
}
