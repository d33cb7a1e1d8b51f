/** Comparisons of calculated numbers: `tcp[13] & 2 != 0`, `len > 100`. */
import { BPF } from './bpf.ts'
import { both, type Fragment, negated, type Statement, statement, test } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import { IND, type LinkState, type Size } from './link-state.ts'
import { firstFragmentTest } from './port-test.ts'
import { seenHeaderTest } from './see-through.ts'
import { IP_PROTOCOL, protocolTest } from './protocol-test.ts'
import type { Arithmetic, ArithmeticOperator, Comparison } from './syntax-tree.ts'

/** A calculation of two numbers. */
type Operation = Extract<Arithmetic, { kind: 'operation' }>

/** A number being computed: statements that leave it in a scratch register, and the tests without which it has no meaning. */
interface Value {
  readonly statements: Statement[]
  register: number
  guard: Fragment | undefined
}

const OPERATIONS: Readonly<Record<ArithmeticOperator, number>> = {
  '+': BPF.addX,
  '-': BPF.subX,
  '*': BPF.mulX,
  '/': BPF.divX,
  '%': BPF.modX,
  '&': BPF.andX,
  '|': BPF.orX,
  '^': BPF.xorX,
  '<<': BPF.lshX,
  '>>': BPF.rshX,
}

const MAX_SHIFT = 31
const IPV6_HEADER_BYTES = 40
const IPV6_NEXT_HEADER_OFFSET = 6

/** True when `left comparison right` holds for a packet that has all the headers that are read. */
export function comparisonTest(state: LinkState, comparison: Comparison, left: Arithmetic, right: Arithmetic): Fragment {
  const first = valueOf(state, left)
  const second = valueOf(state, right)
  const statements = concat(first.statements, second.statements)
  statements.push(statement(BPF.ldxMem, second.register), statement(BPF.ldMem, first.register))
  let result = tested(comparison, statements)
  state.freeRegister(first.register)
  state.freeRegister(second.register)
  if (second.guard !== undefined) result = both(second.guard, result)
  if (first.guard !== undefined) result = both(first.guard, result)
  return result
}

function tested(comparison: Comparison, statements: Statement[]): Fragment {
  switch (comparison) {
    case '=':
    case '!=': {
      statements.push(statement(BPF.subX))
      const equal = test(statements, BPF.jeqK, 0)
      return comparison === '=' ? equal : negated(equal)
    }
    case '>':
      return test(statements, BPF.jgtX)
    case '>=':
      return test(statements, BPF.jgeX)
    case '<':
      return negated(test(statements, BPF.jgeX))
    case '<=':
      return negated(test(statements, BPF.jgtX))
  }
}

function valueOf(state: LinkState, node: Arithmetic): Value {
  switch (node.kind) {
    case 'constant':
      return stored(state, [statement(BPF.ldImm, node.value)])
    case 'length':
      return stored(state, [statement(BPF.ldLen)])
    case 'negation': {
      const value = valueOf(state, node.operand)
      value.statements.push(statement(BPF.ldMem, value.register), statement(BPF.neg), statement(BPF.st, value.register))
      return value
    }
    case 'operation':
      return operationOf(state, node)
    case 'load':
      return loadOf(state, node)
  }
}

function stored(state: LinkState, statements: Statement[]): Value {
  const register = state.takeRegister()
  statements.push(statement(BPF.st, register))
  return { statements, register, guard: undefined }
}

/**
 * The guard of the right operand is lost, as in libpcap: `len - ip[0]` looks at packets that are no IP. A long row of operations is one
 * deep tree to the left; it is walked, for a call within a call would exhaust the stack.
 */
function operationOf(state: LinkState, node: Operation): Value {
  const row: Operation[] = []
  let first: Arithmetic = node
  for (; first.kind === 'operation'; first = first.left) row.push(first)
  const result = valueOf(state, first)
  for (const { operator, right } of row.reverse()) {
    const operand = valueOf(state, right)
    checkOperation(state, operator, right, operand)
    append(result.statements, operand.statements)
    result.statements.push(statement(BPF.ldxMem, operand.register), statement(BPF.ldMem, result.register), statement(OPERATIONS[operator]))
    state.freeRegister(result.register)
    state.freeRegister(operand.register)
    result.register = state.takeRegister()
    result.statements.push(statement(BPF.st, result.register))
  }
  return result
}

/** libpcap looks at the first instruction of the right side only, so that `len / (0 + 1)` is refused too. */
function checkOperation(state: LinkState, operator: ArithmeticOperator, span: Arithmetic, right: Value): void {
  const first = right.statements[0]
  if (first.code !== BPF.ldImm) return
  if (operator === '/' && first.k === 0) throw state.fault('division by zero', divisorHint(span), span)
  if (operator === '%' && first.k === 0) throw state.fault('modulus by zero', divisorHint(span), span)
  if ((operator === '<<' || operator === '>>') && first.k > MAX_SHIFT)
    throw state.fault('shift by more than 31 bits', 'Numbers have 32 bits; a shift is by 0 to 31.', span)
}

function divisorHint(divisor: Arithmetic): string {
  if (divisor.kind === 'constant') return 'Nothing can be divided by zero.'
  return 'libpcap takes the zero that the divisor starts with for the whole divisor; write it another way round.'
}

function loadOf(state: LinkState, node: Extract<Arithmetic, { kind: 'load' }>): Value {
  const index = valueOf(state, node.index)
  const register = state.takeRegister()
  state.freeRegister(index.register)
  const { statements } = index
  let { guard } = index
  const guardWith = (fragment: Fragment): void => {
    guard = guard === undefined ? fragment : both(guard, fragment)
  }
  const size = sizeOf(state, node)
  switch (node.protocol) {
    case 'radio':
      throw state.fault('radio information not present in capture', '`radio[…]` needs a wireless capture with radio headers.', node)
    case 'link':
      loadAtIndex(statements, state.link.register, index.register)
      statements.push(statement(IND[size], state.link.constant))
      break
    case 'ip':
    case 'arp':
    case 'rarp':
    case 'atalk':
    case 'decnet':
    case 'lat':
    case 'sca':
    case 'mopdl':
    case 'moprc':
    case 'ip6':
      loadAtIndex(statements, state.payload.register, index.register)
      statements.push(statement(IND[size], state.payload.constant + state.networkOffset))
      guardWith(protocolTest(state, node.protocol))
      break
    case 'sctp':
    case 'tcp':
    case 'udp':
    case 'icmp':
    case 'igmp':
    case 'igrp':
    case 'pim':
    case 'vrrp':
    case 'carp':
      if (state.seen !== undefined) {
        loadAtIndex(statements, state.seen.offset, index.register)
        statements.push(statement(IND[size], 0))
        guardWith(seenHeaderTest(state, state.seen, IP_PROTOCOL[node.protocol]))
        break
      }
      append(statements, state.loadIpv4HeaderLength())
      statements.push(statement(BPF.ldMem, index.register), statement(BPF.addX), statement(BPF.tax))
      statements.push(statement(IND[size], state.payload.constant + state.networkOffset))
      guardWith(both(protocolTest(state, node.protocol), firstFragmentTest(state)))
      guard = both(linkTest(state, ETHER_TYPE.ip), guard!)
      break
    case 'icmp6':
      if (state.seen !== undefined) {
        loadAtIndex(statements, state.seen.offset, index.register)
        statements.push(statement(IND[size], 0))
        guardWith(seenHeaderTest(state, state.seen, IP_PROTOCOL.icmp6))
        break
      }
      loadAtIndex(statements, state.payload.register, index.register)
      statements.push(statement(IND[size], state.payload.constant + state.networkOffset + IPV6_HEADER_BYTES))
      guardWith(linkTest(state, ETHER_TYPE.ip6))
      guardWith(state.compare('network', IPV6_NEXT_HEADER_OFFSET, 1, IP_PROTOCOL.icmp6))
      break
    default:
      throw state.fault(
        'unsupported index operation',
        `The bytes of \`${node.protocol}\` cannot be looked at by name; \`ether[…]\` and \`ip[…]\` reach every byte.`,
        node,
      )
  }
  statements.push(statement(BPF.st, register))
  return { statements, register, guard }
}

function sizeOf(state: LinkState, node: Extract<Arithmetic, { kind: 'load' }>): Size {
  const { sizeBytes } = node
  if (sizeBytes === 1 || sizeBytes === 2 || sizeBytes === 4) return sizeBytes
  throw state.fault('data size must be 1, 2, or 4', 'The number behind the colon is how many bytes to read.', node)
}

/** X = the index, from the start of a header whose place may be in a register. */
function loadAtIndex(statements: Statement[], base: number | undefined, index: number): void {
  if (base === undefined) statements.push(statement(BPF.ldxMem, index))
  else statements.push(statement(BPF.ldxMem, base), statement(BPF.ldMem, index), statement(BPF.addX), statement(BPF.tax))
}

function concat(left: Statement[], right: readonly Statement[]): Statement[] {
  append(left, right)
  return left
}

function append(list: Statement[], more: readonly Statement[]): void {
  for (const each of more) list.push(each)
}
