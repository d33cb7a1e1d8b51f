/** Operands of a display filter, checked and ready: each yields its values of the packet at hand. */
import { joinedBytes } from '../../bytes/joined-bytes.ts'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { formatIpv4, formatIpv6 } from '../../packet/address-text.ts'
import type { Field } from '../../dialects/wireshark/field.ts'
import type { LocalTime } from '../../dialects/wireshark/local-time.ts'
import { FilterFault } from '../filter-error.ts'
import type { OperandNode, SlicePart } from './display-syntax.ts'
import { literalValue } from './literal-value.ts'
import { PacketValues } from './packet-values.ts'
import { type Value, type ValueType, compareValues, plainType, sizeOf, typeName, valueTypeOf } from './value-kind.ts'

/** An operand that is ready. */
export interface Operand {
  readonly type: ValueType
  /** No packet has it, and its type is not known: whatever is said of it is false. */
  readonly isForeign: boolean
  /** The values in the packet at hand; none when it has no such field. */
  values(): readonly Value[]
  /** The bytes in which `contains` and `matches` look: of a protocol, all up to the end of what carries it, not only its header. */
  texts?(): readonly Value[]
  /** Whether there is such a field, also where it has no values. */
  exists(): boolean
}

/** What operands are made from. */
export interface OperandSource {
  readonly values: PacketValues
  fieldNamed(name: string): Field
  isForeign(name: string): boolean
  readonly localTime: LocalTime
}

type Numeric = number | bigint

/** Kinds that `+` and the like can do with. */
const ARITHMETIC_KINDS: ReadonlySet<string> = new Set(['number', 'relative-time', 'absolute-time'])
const FUNCTIONS: ReadonlySet<string> = new Set(['len', 'count', 'upper', 'lower', 'string', 'max', 'min', 'abs'])

/** Makes operands from their tree. */
export class OperandBuilder {
  private readonly source: OperandSource

  constructor(source: OperandSource) {
    this.source = source
  }

  /** The operand of `node`; undefined for a literal (or an expression of literals), which takes its type from what stands beside it. */
  build(node: OperandNode): Operand | undefined {
    switch (node.kind) {
      case 'field':
        return this.field(node)
      case 'word':
      case 'string':
      case 'character':
        return undefined
      case 'slice':
        return this.slice(node)
      case 'call':
        return this.call(node)
      case 'negated': {
        const operand = this.build(node.operand)
        return operand === undefined || operand.isForeign ? operand : this.negated(operand, node)
      }
      case 'arithmetic': {
        const left = this.build(node.left)
        const right = this.build(node.right)
        if (left === undefined && right === undefined) return undefined
        const foreign = [left, right].find((operand) => operand?.isForeign === true)
        if (foreign !== undefined) return foreign
        const type = (left ?? right)!.type
        return this.arithmetic(node, left ?? this.constant(node.left, type), right ?? this.constant(node.right, type))
      }
    }
  }

  /** The operand of `node`, whose literals are read as `type` wants it. Raises a `FilterFault`. */
  constant(node: OperandNode, type: ValueType): Operand {
    const operand = this.build(node)
    if (operand !== undefined) return operand
    const values = [this.constantValue(node, type)]
    return { type, isForeign: false, values: () => values, exists: () => true }
  }

  private constantValue(node: OperandNode, type: ValueType): Value {
    if (node.kind === 'word' || node.kind === 'string' || node.kind === 'character') return literalValue(node, type, this.source.localTime)
    if (node.kind === 'negated') return negative(this.constantValue(node.operand, type))
    if (node.kind === 'arithmetic') {
      if (!ARITHMETIC_KINDS.has(type.kind)) throw cannot(node, type)
      const value = calculate(node.operator, this.constantValue(node.left, type), this.constantValue(node.right, type))
      if (value !== undefined) return value
    }
    throw new FilterFault('meaning', 'The value cannot be computed.', '', node.span)
  }

  private field(node: Extract<OperandNode, { kind: 'field' }>): Operand {
    const { values } = this.source
    const field = this.source.fieldNamed(node.name)
    const slot = values.slotOf(node.name, node.layers)
    return {
      type: valueTypeOf(field),
      isForeign: this.source.isForeign(node.name),
      values: () => {
        const found: Value[] = []
        for (const item of slot.items) {
          const value = values.valueOf(item)
          if (value !== undefined) found.push(value)
        }
        return found
      },
      ...(field.type === 'protocol' ? { texts: () => slot.items.map((item, i) => values.wholeOf(item, slot.ends[i])) } : {}),
      exists: () => slot.items.length > 0,
    }
  }

  private slice(node: Extract<OperandNode, { kind: 'slice' }>): Operand {
    const operand = this.build(node.operand)
    if (operand === undefined) {
      const text = 'text' in node.operand ? node.operand.text : 'this'
      throw new FilterFault('meaning', `Range is not supported for entity ${text}`, '', node.operand.span)
    }
    if (operand.isForeign) return operand
    const { kind, type, field } = operand.type
    if (kind !== 'bytes' && kind !== 'string' && kind !== 'ipv4' && kind !== 'ipv6') {
      const message = `"${field?.name ?? 'this'}" is a ${typeName(type)} and cannot be sliced into a sequence of bytes.`
      throw new FilterFault('meaning', message, '', node.operand.span)
    }
    const values = (): Value[] =>
      operand.values().flatMap((value) => {
        const bytes = typeof value === 'string' ? encodeUtf8(value) : PacketValues.bytesOf(value, kind === 'ipv4')
        const sliced = bytes === undefined ? undefined : sliceOf(bytes, node.parts)
        return sliced === undefined ? [] : [sliced]
      })
    return { type: plainType('bytes'), isForeign: false, values, exists: () => values().length > 0 }
  }

  private negated(operand: Operand, node: OperandNode): Operand {
    if (!ARITHMETIC_KINDS.has(operand.type.kind)) throw cannot(node, operand.type)
    const values = (): Value[] => operand.values().map(negative)
    return { type: operand.type, isForeign: false, values, exists: () => values().some(isNotZero) }
  }

  private arithmetic(node: Extract<OperandNode, { kind: 'arithmetic' }>, left: Operand, right: Operand): Operand {
    const { operator } = node
    const isMask = operator === '&'
    const { kind } = left.type
    const allowed = ARITHMETIC_KINDS.has(kind) || (isMask && (kind === 'bytes' || kind === 'ipv4' || kind === 'ipv6'))
    if (!allowed) {
      const name = left.type.type === 'boolean' ? 'FT_BOOLEAN' : typeName(left.type.type)
      throw new FilterFault('meaning', `${name} cannot ${operator}.`, '', node.span)
    }
    if (kind !== right.type.kind) throw incompatible(node.left, node.right, node.right.span)
    const values = (): Value[] => {
      const results: Value[] = []
      for (const a of left.values()) {
        for (const b of right.values()) {
          const result = calculate(operator, a, b)
          if (result !== undefined) results.push(result)
        }
      }
      return results
    }
    return { type: left.type, isForeign: false, values, exists: () => values().some(isNotZero) }
  }

  private call(node: Extract<OperandNode, { kind: 'call' }>): Operand {
    const { name, operands, nameSpan } = node
    if (!FUNCTIONS.has(name))
      throw new FilterFault('meaning', `Function '${name}' does not exist`, `There are: ${[...FUNCTIONS].join(', ')}.`, nameSpan)
    const isMany = name === 'max' || name === 'min'
    if (operands.length === 0 || (operands.length > 1 && !isMany)) {
      const amount = operands.length === 0 ? 'few' : 'many'
      throw new FilterFault('meaning', `Too ${amount} arguments to function '${name}'.`, '', node.span)
    }
    const built = operands.map((operand) => this.build(operand))
    const foreign = built.find((operand) => operand?.isForeign === true)
    if (foreign !== undefined) return foreign
    const first = built.find((operand) => operand !== undefined)
    if (first === undefined || (!isMany && built[0] === undefined)) {
      const [{ span }] = operands
      if (name === 'upper' || name === 'lower') throw onlyStrings(name, span)
      throw new FilterFault('meaning', `Argument is not valid for ${name}()`, '', span)
    }
    const ready = operands.map((operand, i) => built[i] ?? this.constant(operand, first.type))
    return this.callOf(node, ready)
  }

  private callOf(node: Extract<OperandNode, { kind: 'call' }>, operands: readonly Operand[]): Operand {
    const { name } = node
    const [operand] = operands
    const [{ span }] = node.operands
    const { type } = operand
    const result = (valueType: ValueType, values: () => Value[]): Operand => ({
      type: valueType,
      isForeign: false,
      values,
      exists: () => values().length > 0,
    })
    switch (name) {
      case 'len':
        return result(plainType('uint32'), () => operand.values().map((value) => lengthOf(value, type)))
      case 'count':
        return result(plainType('uint32'), () => {
          const count = operand.values().length
          return count === 0 ? [] : [count]
        })
      case 'upper':
      case 'lower':
        if (type.kind !== 'string') throw onlyStrings(name, span)
        return result(plainType('string'), () =>
          operand.values().map((value) => (typeof value !== 'string' ? '' : name === 'upper' ? asciiUpper(value) : asciiLower(value))),
        )
      case 'string': {
        if (!CONVERTED.has(type.kind) && type.type !== 'ethernet-address') {
          throw new FilterFault('meaning', `String conversion for field "${type.field?.name ?? 'this'}" is not supported`, '', span)
        }
        return result(plainType('string'), () => operand.values().map((value) => stringOf(value, type)))
      }
      case 'abs':
        if (!ARITHMETIC_KINDS.has(type.kind)) throw cannot(node, type)
        return result(type, () => operand.values().map((value) => (compareValues(value, 0) < 0 ? negative(value) : value)))
      default: {
        const odd = operands.find((other) => other.type.type !== type.type)
        if (odd !== undefined) throw new FilterFault('meaning', `Arguments to '${name}' must have the same type`, '', node.span)
        const sign = name === 'max' ? 1 : -1
        return result(type, () => {
          const all = operands.flatMap((other) => [...other.values()])
          return all.length === 0 ? [] : [all.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best))]
        })
      }
    }
  }
}

const CONVERTED: ReadonlySet<string> = new Set(['number', 'ipv4', 'ipv6'])

function onlyStrings(name: string, span: OperandNode['span']): FilterFault {
  return new FilterFault('meaning', `Only string type fields can be used as parameter for ${name}()`, '', span)
}

function cannot(node: OperandNode, type: ValueType): FilterFault {
  return new FilterFault('meaning', `A value of type ${typeName(type.type)} cannot be computed with.`, '', node.span)
}

/** The fault of two operands that cannot be compared. */
export function incompatible(left: OperandNode, right: OperandNode, span: OperandNode['span']): FilterFault {
  return new FilterFault('meaning', `${nodeName(left)} and ${nodeName(right)} are not of compatible types.`, '', span)
}

/** How a message names an operand. */
export function nodeName(node: OperandNode): string {
  if (node.kind === 'field') return node.name
  if (node.kind === 'string') return `"${node.text}"`
  return 'text' in node ? node.text : node.kind === 'call' ? `${node.name}()` : 'this expression'
}

function sliceOf(bytes: Uint8Array, parts: readonly SlicePart[]): Uint8Array | undefined {
  const pieces: Uint8Array[] = []
  for (const { from, length } of parts) {
    const start = from < 0 ? bytes.length + from : from
    const end = length === undefined ? bytes.length : start + length
    if (start < 0 || end > bytes.length || start >= bytes.length) return undefined
    pieces.push(bytes.subarray(start, end))
  }
  return pieces.length === 1 ? pieces[0] : joinedBytes(pieces)
}

function lengthOf(value: Value, type: ValueType): number {
  if (value instanceof Uint8Array) return value.length
  if (typeof value === 'string') return encodeUtf8(value).length
  return sizeOf(type.type) ?? 8
}

function stringOf(value: Value, { kind }: ValueType): string {
  if (kind === 'ipv4') return formatIpv4(Number(value))
  if (kind === 'ipv6' && value instanceof Uint8Array) return formatIpv6(value, 0)
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
  return isNumeric(value) ? String(value) : ''
}

function asciiUpper(text: string): string {
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())
}

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function isNumeric(value: Value): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isNotZero(value: Value): boolean {
  if (isNumeric(value)) return value != 0
  return value instanceof Uint8Array && value.some((byte) => byte !== 0)
}

function negative(value: Value): Value {
  return typeof value === 'number' || typeof value === 'bigint' ? -value : value
}

/** The result of an operator; undefined for a division by zero. */
function calculate(operator: string, a: Value, b: Value): Value | undefined {
  if (operator === '&') return masked(a, b)
  if (!isNumeric(a) || !isNumeric(b)) return undefined
  if ((operator === '/' || operator === '%') && b == 0) return undefined
  const x = BigInt(a)
  const y = BigInt(b)
  const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y
  return result >= -LARGEST_SAFE && result <= LARGEST_SAFE ? Number(result) : result
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

function masked(a: Value, b: Value): Value | undefined {
  if (isNumeric(a) && isNumeric(b)) return Number(BigInt.asUintN(64, BigInt(a)) & BigInt.asUintN(64, BigInt(b)))
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return undefined
  const length = Math.min(a.length, b.length)
  return Uint8Array.from({ length }, (_, i) => a[i] & b[i])
}

/** Text as bytes, and bytes as Latin-1 text, for `contains` and `matches`. */
export function bytesOfValue(value: Value): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  return typeof value === 'string' ? encodeUtf8(value) : undefined
}
