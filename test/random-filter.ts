/** Makes filter expressions by chance, the same ones for the same seed: most of them right, some with terms that do not go together. */

/** A source of small numbers: xorshift, 32 bits. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0 || 1
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return (x >>> 0) % limit
  }

  /** One of a list. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0
  }
}

const ADDRESSES = ['10.0.0.1', '10.0.0.2', '192.168.1.1', '224.0.0.1', '127.0.0.1', '2001:db8::1', '2001:db8::2', 'fe80::1', '::1', '10.0']
const NETS = [
  '10',
  '10.0.0.0/8',
  '10.0.0.0/31',
  '192.168',
  '0.0.0.0/0',
  '2001:db8::/32',
  'fe80::/10',
  '::/0',
  '10.0.0.0 mask 255.255.0.0',
  '224.0.0.0/4',
]
const PORTS = ['80', '443', '53', '40000', '50000', '22', '6081', 'http', 'domain', '0', '65535']
const RANGES = ['0-79', '80-443', '443-80', '40000-50000', '1-65535']
const PROTOCOLS = [
  'ip',
  'ip6',
  'tcp',
  'udp',
  'icmp',
  'icmp6',
  'arp',
  'rarp',
  'sctp',
  'igmp',
  'ah',
  'esp',
  'pim',
  'vrrp',
  'stp',
  'iso',
  'ipx',
  'netbeui',
  'atalk',
  'isis',
]
const LOADS = ['ip', 'ip6', 'tcp', 'udp', 'icmp', 'icmp6', 'ether', 'link', 'arp', 'sctp']
const DIRECTIONS = ['', '', 'src ', 'dst ', 'src or dst ', 'src and dst ', 'dst and src ']
const COMPARISONS = ['=', '==', '!=', '<', '>', '<=', '>=']
const OPERATORS = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&', '&']

/** An expression of some terms. */
export function randomFilter(chance: Chance): string {
  return expression(chance, 3)
}

function expression(chance: Chance, depth: number): string {
  const terms = [operand(chance, depth)]
  for (let more = chance.below(3); more > 0; more--) terms.push(chance.of([' and ', ' or ', ' && ', ' || ']) + operand(chance, depth))
  return terms.join('')
}

function operand(chance: Chance, depth: number): string {
  if (chance.once(6)) return `${chance.of(['not ', '! ', '!'])}${operand(chance, depth)}`
  if (depth > 0 && chance.once(4)) return `(${expression(chance, depth - 1)})`
  return term(chance)
}

function term(chance: Chance): string {
  switch (chance.below(16)) {
    case 0:
    case 1:
      return chance.of(PROTOCOLS)
    case 2:
      return `${chance.of(['', '', 'ip ', 'ip6 ', 'arp '])}${chance.of(DIRECTIONS)}host ${ids(chance, ADDRESSES)}`
    case 3:
      return `${chance.of(DIRECTIONS)}net ${ids(chance, NETS)}`
    case 4:
    case 5:
      return `${chance.of(['', 'tcp ', 'udp ', 'sctp '])}${chance.of(DIRECTIONS)}port ${ids(chance, PORTS)}`
    case 6:
      return `${chance.of(['', 'tcp ', 'udp '])}${chance.of(DIRECTIONS)}portrange ${chance.of(RANGES)}`
    case 7:
      return `${chance.of(['', 'ip ', 'ip6 '])}${chance.of(['proto', 'proto', 'protochain'])} ${ids(chance, ['6', '17', '1', '58', '\\tcp', '\\udp', '44', '51'])}`
    case 8:
      return `ether ${chance.of(['src ', 'dst ', 'host '])}${chance.of(['02:00:00:00:00:01', '02:00:00:00:00:02', 'ff:ff:ff:ff:ff:ff'])}`
    case 9:
      return `${chance.of(['less', 'greater'])} ${chance.of(['60', '64', '100', '1500'])}`
    case 10:
      return `${chance.of(['ether ', 'ip ', 'ip6 ', ''])}${chance.of(['broadcast', 'multicast'])}`
    case 11:
      return encapsulation(chance)
    case 12:
      return `ether proto ${chance.of(['0x800', '0x86dd', '0x806', '\\ip', '5', '0x42'])}`
    default:
      return `${arithmetic(chance, 2)} ${chance.of(COMPARISONS)} ${arithmetic(chance, 1)}`
  }
}

/** One id, or some that share their qualifiers. */
function ids(chance: Chance, list: readonly string[]): string {
  if (chance.once(5)) return `(${chance.of(list)} or ${chance.of(list)})`
  return chance.once(5) ? `${chance.of(list)} or ${chance.of(list)}` : chance.of(list)
}

function encapsulation(chance: Chance): string {
  switch (chance.below(5)) {
    case 0:
    case 1:
      return chance.of(['vlan', 'vlan 100', 'vlan 200'])
    case 2:
      return chance.of(['mpls', 'mpls 100', 'mpls 200'])
    case 3:
      return chance.of(['pppoes', 'pppoes 39', 'pppoed'])
    default:
      return chance.of(['geneve', 'geneve 291'])
  }
}

function arithmetic(chance: Chance, depth: number): string {
  if (depth > 0 && chance.once(2)) return `${arithmetic(chance, depth - 1)} ${chance.of(OPERATORS)} ${arithmetic(chance, depth - 1)}`
  switch (chance.below(6)) {
    case 0:
      return 'len'
    case 1:
      return chance.of(['tcp-syn', 'tcp-ack', 'icmp-echo', '0x0f'])
    case 2:
      return depth > 0 ? `(${arithmetic(chance, depth - 1)})` : String(chance.below(70))
    case 3:
      return String(chance.below(300))
    default:
      return `${chance.of(LOADS)}[${depth > 0 && chance.once(6) ? arithmetic(chance, 0) : chance.below(20)}${chance.of(['', '', ':1', ':2', ':4'])}]`
  }
}
