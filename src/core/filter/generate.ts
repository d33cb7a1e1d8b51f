/** Turns the tree of a filter into blocks, term by term from left to right, as terms may move the headers for those after them. */
import { idTest, type NameResolvers } from './id-test.ts'
import { comparisonTest } from './arithmetic-test.ts'
import { geneveTest, mplsTest, pppoeSessionTest, vlanTest } from './encapsulation-test.ts'
import { type Block, both, either, type Fragment, negated } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import type { LinkState } from './link-state.ts'
import { broadcastTest, byteTest, directionTest, interfaceTest, lengthTest, llcTest, multicastTest } from './other-test.ts'
import { protocolTest } from './protocol-test.ts'
import type { Expression, Term } from './syntax-tree.ts'

/** What terms need besides the headers. */
export interface TermContext {
  readonly state: LinkState
  readonly resolvers: NameResolvers
  /** The mask of the network of the capture, for `ip broadcast`; 0 when unknown. */
  readonly netmask: number
}

/** The blocks of an expression. Raises a `FilterFault` for a term that has no meaning here. */
export function expressionFragment(context: TermContext, expression: Expression): Fragment {
  switch (expression.kind) {
    case 'term':
      return markedTerm(context, expression.term)
    case 'not':
      return negated(expressionFragment(context, expression.operand))
    case 'chain': {
      let result = expressionFragment(context, expression.first)
      for (const { operator, operand } of expression.rest) {
        const next = expressionFragment(context, operand)
        result = operator === 'and' ? both(result, next) : either(result, next)
      }
      return result
    }
  }
}

/** The blocks of one term, each marked with it. */
function markedTerm(context: TermContext, term: Term): Fragment {
  context.state.span = term
  const fragment = termFragment(context, term)
  markBlocks(fragment.head, term)
  return fragment
}

function markBlocks(head: Block, term: Term): void {
  const left = [head]
  for (let block = left.pop(); block !== undefined; block = left.pop()) {
    if (block.term !== undefined) continue
    block.term = term
    if (block.whenTrue !== undefined) left.push(block.whenTrue)
    if (block.whenFalse !== undefined) left.push(block.whenFalse)
  }
}

/** The blocks of one term. */
export function termFragment({ state, resolvers, netmask }: TermContext, term: Term): Fragment {
  switch (term.kind) {
    case 'id':
      return idTest(state, term.qualifiers, term.id, resolvers)
    case 'protocol':
      return protocolTest(state, term.protocol)
    case 'comparison':
      return comparisonTest(state, term.comparison, term.left, term.right)
    case 'broadcast':
      return broadcastTest(state, term.protocol, netmask)
    case 'multicast':
      return multicastTest(state, term.protocol)
    case 'less':
    case 'greater':
      return lengthTest(term.kind, term.value)
    case 'byte':
      return byteTest(state, term)
    case 'inbound':
    case 'outbound':
      return directionTest(state, term.kind)
    case 'ifindex':
      return interfaceTest(state, term.value)
    case 'vlan':
      return vlanTest(state, term.id)
    case 'mpls':
      return mplsTest(state, term.id)
    case 'pppoed':
      return linkTest(state, ETHER_TYPE.pppoeDiscovery)
    case 'pppoes':
      return pppoeSessionTest(state, term.id)
    case 'geneve':
      return geneveTest(state, term.id)
    case 'llc':
      return llcTest(state, term.type)
    case 'foreign':
      throw state.fault(term.message, `This test is for ${term.needs}; the packets here are ${state.linkTypeText}.`)
  }
}
