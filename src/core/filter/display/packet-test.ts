/** Tests of a display filter, checked and ready. */
import { FilterFault } from '../filter-error.ts'
import type { OperandNode, Quantifier, Relation, TestNode } from './display-syntax.ts'
import { type Operand, type OperandBuilder, bytesOfValue, incompatible, nodeName } from './operand.ts'
import { PatternError, compilePattern } from './regular-expression.ts'
import { type Value, type ValueType, compareValues, indexOfBytes, plainType, sizeOf, typeName } from './value-kind.ts'

/** Whether the packet at hand matches. */
export type Test = () => boolean

type RelationNode = Extract<TestNode, { kind: 'relation' }>
type MemberNode = Extract<TestNode, { kind: 'member' }>
/** Whether two values stand in a relation. */
type Holds = (a: Value, b: Value) => boolean

const ORDERS: Readonly<Record<Exclude<Relation, 'contains' | 'matches'>, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '===': (order) => order === 0,
  '!=': (order) => order !== 0,
  '!==': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
}
/** Relations that all values must fulfil where nothing else is said; of the others one is enough. */
const OF_ALL: ReadonlySet<Relation> = new Set(['!=', '==='])
const ORDERED: ReadonlySet<Relation> = new Set(['>', '>=', '<', '<='])

/** Makes tests from their tree. */
export class TestBuilder {
  private readonly operands: OperandBuilder

  constructor(operands: OperandBuilder) {
    this.operands = operands
  }

  /** The test of `node`. Raises a `FilterFault`. */
  build(node: TestNode): Test {
    switch (node.kind) {
      case 'and': {
        const left = this.build(node.left)
        const right = this.build(node.right)
        return () => left() && right()
      }
      case 'or': {
        const left = this.build(node.left)
        const right = this.build(node.right)
        return () => left() || right()
      }
      case 'not': {
        const test = this.build(node.test)
        return () => !test()
      }
      case 'exists':
        return this.exists(node.operand)
      case 'relation':
        return this.relation(node)
      case 'member':
        return this.member(node)
    }
  }

  private exists(node: OperandNode): Test {
    const operand = this.operands.build(node)
    if (operand === undefined) throw new FilterFault('meaning', `${nodeName(node)} is neither a field nor a protocol name.`, '', node.span)
    if (node.kind === 'call') throw new FilterFault('meaning', 'You cannot test whether a function is present.', '', node.nameSpan)
    return () => operand.exists()
  }

  /** The left side, which cannot be a literal. */
  private left(node: OperandNode, typed: string): Operand {
    const left = this.operands.build(node)
    if (left !== undefined) return left
    const isCalculated = node.kind === 'arithmetic' || node.kind === 'negated'
    const message = isCalculated
      ? 'Constant arithmetic expression on the LHS is invalid.'
      : `Left side of ${/^[a-z]/.test(typed) ? typed : `"${typed}"`} expression must be a field or function, not ${nodeName(node)}.`
    throw new FilterFault('meaning', message, '', node.span)
  }

  /** The right side. A number below zero beside a field of unsigned numbers is the large one with the same bits, as in Wireshark. */
  private right(left: OperandNode, node: OperandNode, type: ValueType): Operand {
    const right = this.operands.constant(node, type)
    const bits = (sizeOf(type.type) ?? 0) * 8
    if (left.kind !== 'field' || node.kind !== 'negated' || type.kind !== 'number' || type.type === 'int32') return right
    const unsigned = (value: Value): Value => (typeof value === 'number' && value < 0 ? BigInt.asUintN(bits, BigInt(value)) : value)
    return { ...right, values: () => right.values().map(unsigned) }
  }

  private relation(node: RelationNode): Test {
    const { relation, quantifier, typed } = node
    const left = this.left(node.left, typed)
    if (left.isForeign) return () => false
    if (relation === 'contains') return this.contains(node, left)
    if (relation === 'matches') return this.matches(node, left)
    if (left.type.kind === 'none') throw cannotTakePart(node.left, left.type, typed)
    const right = this.right(node.left, node.right, left.type)
    if (right.isForeign) return () => false
    if (!areComparable(left.type, right.type)) throw incompatible(node.left, node.right, node.right.span)
    if (left.type.kind === 'boolean' && ORDERED.has(relation) && right.type.kind !== 'boolean')
      throw cannotTakePart(node.left, left.type, typed)
    const isWanted = ORDERS[relation]
    return compared(left, right, (a, b) => isWanted(compareValues(a, b)), isOfAll(relation, quantifier))
  }

  private contains(node: RelationNode, left: Operand): Test {
    const { kind } = left.type
    if (kind !== 'bytes' && kind !== 'string') throw cannotTakePart(node.left, left.type, node.typed)
    // Bytes of any length may be looked for in an address.
    const right = this.operands.constant(node.right, kind === 'bytes' ? plainType('bytes') : left.type)
    if (right.isForeign) return () => false
    if (right.type.kind !== 'bytes' && right.type.kind !== 'string') throw incompatible(node.left, node.right, node.right.span)
    return compared(searched(left), right, isPart, node.quantifier === 'all')
  }

  private matches(node: RelationNode, left: Operand): Test {
    const { kind } = left.type
    if (kind !== 'bytes' && kind !== 'string') throw cannotTakePart(node.left, left.type, node.typed)
    if (node.right.kind !== 'string' && node.right.kind !== 'word' && node.right.kind !== 'character') {
      throw new FilterFault('meaning', 'Expected a string with a regular expression.', '', node.right.span)
    }
    try {
      const test = compilePattern(node.right.text)
      const isMatch = (value: Value): boolean => test(bytesOfValue(value) ?? new Uint8Array(0))
      const isOfAllValues = node.quantifier === 'all'
      const { values: texts } = searched(left)
      return () => {
        const values = texts()
        return isOfAllValues ? values.length > 0 && values.every(isMatch) : values.some(isMatch)
      }
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      throw new FilterFault('meaning', `Regex compilation error: ${error.message}.`, '', node.right.span)
    }
  }

  private member(node: MemberNode): Test {
    const left = node.left.kind === 'field' ? this.operands.build(node.left) : undefined
    if (left === undefined) throw new FilterFault('meaning', 'Only a field may be tested for membership in a set.', '', node.left.span)
    if (left.isForeign) return node.isNegated ? () => true : () => false
    if (left.type.kind === 'none') throw cannotTakePart(node.left, left.type, 'in')
    // As in Wireshark, a quantifier in front of `not in` says nothing.
    const isOfAllValues = node.quantifier === 'all' && !node.isNegated
    const tests = node.elements.map(({ from, to }) => {
      const low = this.right(node.left, from, left.type)
      const high = to === undefined ? undefined : this.right(node.left, to, left.type)
      if (!areComparable(left.type, low.type)) throw incompatible(node.left, from, from.span)
      if (high === undefined) return compared(left, low, (a, b) => compareValues(a, b) === 0, isOfAllValues)
      const inRange = (value: Value): boolean =>
        low.values().some((bound) => compareValues(value, bound) >= 0) && high.values().some((bound) => compareValues(value, bound) <= 0)
      return () => {
        const values = left.values()
        return isOfAllValues ? values.length > 0 && values.every(inRange) : values.some(inRange)
      }
    })
    const isMember: Test = () => tests.some((test) => test())
    return node.isNegated ? () => !isMember() : isMember
  }
}

function isOfAll(relation: Relation, quantifier: Quantifier): boolean {
  return quantifier === undefined ? OF_ALL.has(relation) : quantifier === 'all'
}

/** The operand, its values being what `contains` and `matches` look in. */
function searched(operand: Operand): Operand {
  const { texts } = operand
  return texts === undefined ? operand : { ...operand, values: texts }
}

/** Whether values of two types can be compared: all numbers can, times only with their like. */
function areComparable(a: ValueType, b: ValueType): boolean {
  return a.kind === b.kind
}

function isPart(whole: Value, part: Value): boolean {
  const a = bytesOfValue(whole)
  const b = bytesOfValue(part)
  return a !== undefined && b !== undefined && indexOfBytes(a, b) >= 0
}

/** Holds the values of one side against those of the other. Without values on either side nothing holds. */
function compared(left: Operand, right: Operand, holds: Holds, isOfAllPairs: boolean): Test {
  return () => {
    const values = left.values()
    if (values.length === 0) return false
    const others = right.values()
    if (others.length === 0) return false
    for (const a of values) for (const b of others) if (holds(a, b) !== isOfAllPairs) return !isOfAllPairs
    return isOfAllPairs
  }
}

function cannotTakePart(node: OperandNode, type: ValueType, typed: string): FilterFault {
  const message = `${nodeName(node)} (type=${typeName(type.type)}) cannot participate in ${typed} comparison.`
  return new FilterFault('meaning', message, '', node.span)
}
