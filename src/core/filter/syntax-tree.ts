/** The tree of a filter: terms with their qualifiers, joined by and, or and not, each with its place in the text. */
import type { TextSpan } from './filter-error.ts'
import type { Protocol } from './vocabulary.ts'

/** Which address of a packet is meant; `either` is what `src or dst` and no word at all say. */
export type Direction = 'either' | 'src' | 'dst' | 'both' | 'ra' | 'ta' | 'addr1' | 'addr2' | 'addr3' | 'addr4'

/** What kind of thing an id names. `default` is what no word says: a host. */
export type IdType = 'default' | 'host' | 'net' | 'port' | 'portrange' | 'proto' | 'protochain' | 'gateway'

/** The words before an id, and before every later id that has none of its own. */
export interface Qualifiers {
  readonly protocol: Protocol | undefined
  readonly direction: Direction
  readonly type: IdType
}

/** An id: what `host`, `net`, `port` and their like are followed by. */
export type Id =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'dotted'; readonly text: string }
  | { readonly kind: 'prefix4'; readonly text: string; readonly bits: number }
  | { readonly kind: 'masked'; readonly text: string; readonly mask: string }
  | { readonly kind: 'ipv6'; readonly text: string; readonly bits: number | undefined }
  | { readonly kind: 'mac'; readonly text: string }
  | { readonly kind: 'arcnet'; readonly text: string }

/** Operators between numbers. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>'

/** Comparisons of numbers, unsigned. */
export type Comparison = '>' | '>=' | '=' | '<' | '<=' | '!='

/** A number made from constants, the length of the packet, and its bytes. */
export type Arithmetic = TextSpan &
  (
    | { readonly kind: 'constant'; readonly value: number }
    | { readonly kind: 'length' }
    | { readonly kind: 'load'; readonly protocol: Protocol; readonly index: Arithmetic; readonly sizeBytes: number }
    | { readonly kind: 'operation'; readonly operator: ArithmeticOperator; readonly left: Arithmetic; readonly right: Arithmetic }
    | { readonly kind: 'negation'; readonly operand: Arithmetic }
  )

/** A term: one test of a packet. */
export type Term = TextSpan &
  (
    | { readonly kind: 'id'; readonly qualifiers: Qualifiers | undefined; readonly id: Id }
    | { readonly kind: 'protocol'; readonly protocol: Protocol }
    | { readonly kind: 'comparison'; readonly comparison: Comparison; readonly left: Arithmetic; readonly right: Arithmetic }
    | { readonly kind: 'broadcast' | 'multicast'; readonly protocol: Protocol | undefined }
    | { readonly kind: 'less' | 'greater' | 'ifindex'; readonly value: number }
    | { readonly kind: 'byte'; readonly offset: number; readonly operator: '=' | '<' | '>' | '&' | '|'; readonly value: number }
    | { readonly kind: 'inbound' | 'outbound' | 'pppoed' }
    | { readonly kind: 'vlan' | 'mpls' | 'pppoes' | 'geneve'; readonly id: number | undefined }
    | { readonly kind: 'llc'; readonly type: string | undefined }
    /** A test that no link type here has; `message` is libpcap's refusal. */
    | { readonly kind: 'foreign'; readonly message: string; readonly needs: string }
  )

/** A filter expression. Terms of a chain are joined from left to right; `and` and `or` bind equally. */
export type Expression =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'chain'
      readonly first: Expression
      readonly rest: readonly { readonly operator: 'and' | 'or'; readonly operand: Expression }[]
    }
