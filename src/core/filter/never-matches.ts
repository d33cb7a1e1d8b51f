/** Says why no packet can match an expression. */
import { FilterFault, type TextSpan } from './filter-error.ts'
import type { Arithmetic, Term } from './syntax-tree.ts'
import type { Threaded } from './thread-jumps.ts'
import type { Protocol } from './vocabulary.ts'

/** libpcap's text, which its optimizer gives; with `-O` it has none. */
const REJECTS_ALL = 'expression rejects all packets'

/** The fault for a program that can accept nothing; the place is the term that made it impossible. */
export function neverMatchesFault(text: string, { conflict }: Threaded, moves: readonly Term[]): FilterFault {
  if (conflict === undefined)
    return new FilterFault('never-matches', REJECTS_ALL, 'No packet can ever match this expression.', { from: 0, to: text.length })
  const { first, second } = conflict
  return new FilterFault('never-matches', REJECTS_ALL, explanation(text, first, second, moves), second)
}

function explanation(text: string, first: Term, second: Term, moves: readonly Term[]): string {
  const named = (span: TextSpan): string => `\`${text.slice(span.from, span.to)}\``
  const both = `No packet can match ${named(first)} and ${named(second)} at once.`
  const move = moves.find((term) => term === second) ?? moves.find((term) => term.from < second.from && term.from >= first.from)
  if (move === second) {
    return `${both} ${named(move)} asks for another type in the field that ${named(first)} has already fixed; write it first: ${named(move)} moves what follows it to the headers inside.`
  }
  if (move !== undefined)
    return `${both} ${named(move)} moved the headers for all that follows it, also across \`or\` and \`not\`; terms before it look at the outer headers.`
  const protocol = loadedProtocol(second) ?? loadedProtocol(first)
  if (protocol !== undefined && protocol !== 'ip6' && protocol !== 'icmp6' && (isIpv6(first) || isIpv6(second))) {
    return `${both} \`${protocol}[…]\` looks at IPv4 only. Over IPv6 without extension headers, \`ip6[40 + N]\` is byte N of the header behind; --filter-dialect=synfin looks at both.`
  }
  return both
}

function isIpv6(term: Term): boolean {
  if (term.kind === 'protocol') return term.protocol === 'ip6' || term.protocol === 'icmp6'
  if (term.kind === 'id') return term.id.kind === 'ipv6' || term.qualifiers?.protocol === 'ip6'
  return term.kind === 'comparison' && (loadedProtocol(term) === 'ip6' || loadedProtocol(term) === 'icmp6')
}

function loadedProtocol(term: Term): Protocol | undefined {
  return term.kind === 'comparison' ? (protocolIn(term.left) ?? protocolIn(term.right)) : undefined
}

function protocolIn(node: Arithmetic): Protocol | undefined {
  const left: Arithmetic[] = [node]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.kind === 'load' && next.protocol !== 'link') return next.protocol
    if (next.kind === 'load') left.push(next.index)
    else if (next.kind === 'operation') left.push(next.right, next.left)
    else if (next.kind === 'negation') left.push(next.operand)
  }
  return undefined
}

/** The terms of an expression that move the headers for those after them. */
export function isMove(term: Term): boolean {
  return term.kind === 'vlan' || term.kind === 'mpls' || term.kind === 'pppoes' || term.kind === 'geneve'
}
