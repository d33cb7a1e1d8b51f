/** Holds the states that synfin infers against those that a kernel logged. */

/** Why an inferred path may differ from the kernel's, and how to see that it does for this reason only. */
interface AcceptedDifference {
  readonly reason: string
  readonly explains: (kernel: readonly string[], inferred: readonly string[]) => boolean
}

const ACCEPTED: readonly AcceptedDifference[] = [
  {
    reason:
      'gives up in silence (timeout, a program killed), or by a RST that is told with the next connection: no packet of this one shows the last CLOSED',
    explains: (kernel, inferred) => kernel.at(-1) === 'CLOSED' && same(kernel.slice(0, -1), inferred),
  },
  {
    reason: 'is reset before it could acknowledge the FIN that it had got: nothing of its own shows CLOSE-WAIT',
    explains: (kernel, inferred) => {
      const at = kernel.indexOf('CLOSE-WAIT')
      return at > 0 && kernel[at + 1] === 'CLOSED' && same([...kernel.slice(0, at), ...kernel.slice(at + 1)], inferred)
    },
  },
  {
    reason: 'closes, but the host loses the FIN before the capture point',
    explains: (kernel, inferred) => {
      const at = kernel.indexOf('FIN-WAIT-1')
      return (
        at > 0 &&
        !inferred.includes('FIN-WAIT-1') &&
        (same(kernel.slice(0, at), inferred) || same([...kernel.slice(0, at), 'CLOSED'], inferred))
      )
    },
  },
]

/** How a kernel's path and an inferred one compare. */
export type StateComparison =
  | { readonly kind: 'equal' }
  /** They differ in what packets cannot show. */
  | { readonly kind: 'accepted'; readonly reason: string }
  | { readonly kind: 'different' }

/** Compares a kernel's path (`CLOSE > SYN_SENT > …`, by `kernelPath`) with an inferred one (by `comparablePath`). */
export function comparePaths(kernel: readonly string[], inferred: readonly string[]): StateComparison {
  if (same(kernel, inferred)) return { kind: 'equal' }
  const difference = ACCEPTED.find(({ explains }) => explains(kernel, inferred))
  return difference === undefined ? { kind: 'different' } : { kind: 'accepted', reason: difference.reason }
}

/** The kernel's names in the standard's spelling (RFC 9293 §3.3.2), less what the kernel logs differently from the standard. */
export function kernelPath(names: readonly string[]): string[] {
  const states = names.map((name) =>
    name
      .replace('SYN_RECV', 'SYN-RECEIVED')
      .replace(/^CLOSE$/, 'CLOSED')
      .replace(/WAIT(\d)/, 'WAIT-$1')
      .replaceAll('_', '-'),
  )
  return comparablePath(states)
}

/**
 * Drops what only one of the two can know: the first CLOSED; and the last state behind FIN-WAIT-2 or CLOSING, where the full socket ends
 * (the kernel logs CLOSE) and a small one stands in, for TIME-WAIT or for an orphan in FIN-WAIT-2.
 */
export function comparablePath(states: readonly string[]): string[] {
  const kept = states[0] === 'CLOSED' && states.length > 1 ? states.slice(1) : [...states]
  const before = kept.at(-2)
  const last = kept.at(-1)
  if ((before === 'FIN-WAIT-2' || before === 'CLOSING') && (last === 'CLOSED' || last === 'TIME-WAIT')) kept.pop()
  return kept
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((state, i) => state === b[i])
}
