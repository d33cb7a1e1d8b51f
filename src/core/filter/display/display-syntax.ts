/** The tree of a display filter. */
import type { TextSpan } from '../filter-error.ts'

/** Bytes of a value: `from` may count from the end (negative); without `length`, up to the end. */
export interface SlicePart {
  readonly from: number
  readonly length: number | undefined
}

/** Layers of the stack, counted from 1, or from the end when negative: `#2`, `#[1-2]`. */
export interface LayerRange {
  readonly from: number
  readonly to: number
}

/** Something with values. */
export type OperandNode =
  | { readonly kind: 'field'; readonly name: string; readonly layers: readonly LayerRange[] | undefined; readonly span: TextSpan }
  /** An unquoted word that is no field: what it means depends on what it is compared with. */
  | { readonly kind: 'word'; readonly text: string; readonly span: TextSpan }
  | { readonly kind: 'string'; readonly text: string; readonly span: TextSpan }
  | { readonly kind: 'character'; readonly code: number; readonly text: string; readonly span: TextSpan }
  | { readonly kind: 'slice'; readonly operand: OperandNode; readonly parts: readonly SlicePart[]; readonly span: TextSpan }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly operands: readonly OperandNode[]
      readonly span: TextSpan
      readonly nameSpan: TextSpan
    }
  | { readonly kind: 'negated'; readonly operand: OperandNode; readonly span: TextSpan }
  | {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/' | '%' | '&'
      readonly left: OperandNode
      readonly right: OperandNode
      readonly span: TextSpan
    }

/** How values are compared. */
export type Relation = '==' | '!=' | '===' | '!==' | '>' | '>=' | '<' | '<=' | 'contains' | 'matches'

/** `any` or `all` in front of a relation. */
export type Quantifier = 'any' | 'all' | undefined

/** Something that is true or false of a packet. */
export type TestNode =
  | { readonly kind: 'exists'; readonly operand: OperandNode }
  | {
      readonly kind: 'relation'
      readonly relation: Relation
      /** As it was typed: messages name it. */
      readonly typed: string
      readonly quantifier: Quantifier
      readonly left: OperandNode
      readonly right: OperandNode
    }
  | {
      readonly kind: 'member'
      readonly isNegated: boolean
      readonly quantifier: Quantifier
      readonly left: OperandNode
      readonly elements: readonly { readonly from: OperandNode; readonly to: OperandNode | undefined }[]
    }
  | { readonly kind: 'and' | 'or'; readonly left: TestNode; readonly right: TestNode }
  | { readonly kind: 'not'; readonly test: TestNode }
