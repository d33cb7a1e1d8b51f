/** ICMP errors as answers to a connection request: which of them refuse, who sent them, and what the program is told. */
import type { Connection } from '../analysis/connection.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'

/**
 * An ICMP error about a connection's SYN.
 *
 * - `out-of-hops`: time exceeded in transit (RFC 792, RFC 4443 §3.3)
 * - `undeliverable`: host unreachable, sent only after the last router had asked for the host in vain
 * - `rejected`: any other error that makes a host give up its attempt (RFC 1122 §4.2.3.9, RFC 5461 §3)
 */
export interface IcmpAnswer {
  readonly kind: 'out-of-hops' | 'undeliverable' | 'rejected'
  /** The errors of this kind, first to last. */
  readonly errors: readonly [TrackedEvent, ...TrackedEvent[]]
  readonly v6: boolean
  readonly type: number
  readonly code: number
  /** Who sent the first of them. */
  readonly source: string
  /** The host that the client wanted to reach sent it itself. */
  readonly fromServer: boolean
  /** From the first SYN to the first error; NaN without times. */
  readonly afterNs: number
}

const V6_BIT = 1 << 20
const DESTINATION_UNREACHABLE = 3
const FRAGMENTATION_NEEDED = 4
const TIME_EXCEEDED = 11
const PARAMETER_PROBLEM = 12
const V6_UNREACHABLE = 1
const V6_TIME_EXCEEDED = 3
const V6_PARAMETER_PROBLEM = 4
const V6_ADDRESS_UNREACHABLE = 3
const HOST_UNREACHABLE = 1

/** ARP and neighbour discovery ask three times, a second apart (RFC 4861 §7.2.2, §10): an earlier error has another cause. */
const GIVEN_UP_NS = 2.5e9
/** Errors for SYNs that waited in the router's queue leave it together. */
const TOGETHER_NS = 50e6
/** An error this long after the latest SYN does not answer it at once. */
const LATE_ANSWER_NS = 0.5e9

/** The first ICMP error that ended the client's attempt; undefined when there was none. Messages that only advise, like "fragmentation needed", do not count. */
export function icmpAnswerOf(c: Connection): IcmpAnswer | undefined {
  if (c.icmpErrors === 0) return undefined
  const errors = c.events.filter(aboutSyn)
  const first = errors[0]
  if (first === undefined) return undefined
  const v6 = isV6(first)
  const type = first.a >> 8
  const code = first.a & 0xff
  const same: [TrackedEvent, ...TrackedEvent[]] = [first, ...errors.slice(1).filter((error) => error.a === first.a)]
  const kind =
    type === (v6 ? V6_TIME_EXCEEDED : TIME_EXCEEDED) ? 'out-of-hops' : saysLate(c, same, v6, type, code) ? 'undeliverable' : 'rejected'
  return {
    kind,
    errors: same,
    v6,
    type,
    code,
    source: c.addressText(first.b, v6 ? 6 : 4),
    fromServer: first.b === c.serverKey && v6 === (c.ipVersion === 6),
    afterNs: first.timeNs - c.client.synTimeNs,
  }
}

function isV6(error: TrackedEvent): boolean {
  return (error.c & V6_BIT) !== 0
}

/** An error about the SYN (position 0, or unknown where the quote does not tell) that says more than "make it smaller". */
function aboutSyn(event: TrackedEvent): boolean {
  if (event.kind !== 'icmp' || event.side !== 0 || event.pos > 0) return false
  const type = event.a >> 8
  const code = event.a & 0xff
  if (isV6(event)) return type === V6_UNREACHABLE || type === V6_PARAMETER_PROBLEM || (type === V6_TIME_EXCEEDED && code === 0)
  return (
    (type === DESTINATION_UNREACHABLE && code !== FRAGMENTATION_NEEDED) ||
    type === PARAMETER_PROBLEM ||
    (type === TIME_EXCEEDED && code === 0)
  )
}

/** "Host unreachable" only after the time that asking for the host in vain takes, and not in answer to the latest SYN alone. */
function saysLate(c: Connection, errors: readonly [TrackedEvent, ...TrackedEvent[]], v6: boolean, type: number, code: number): boolean {
  const hostUnreachable = v6
    ? type === V6_UNREACHABLE && code === V6_ADDRESS_UNREACHABLE
    : type === DESTINATION_UNREACHABLE && code === HOST_UNREACHABLE
  if (!hostUnreachable) return false
  const firstNs = errors[0].timeNs
  // Without times the order tells: errors for several SYNs that come together, after the last of them.
  if (Number.isNaN(firstNs))
    return (
      errors.length > 1 &&
      c.client.synCount > errors.length &&
      !c.events.some((event) => event.kind === 'syn-repeated' && event.packet > errors[0].packet)
    )
  if (!(firstNs - c.client.synTimeNs >= GIVEN_UP_NS)) return false
  const together = errors.filter((error) => error.timeNs - firstNs < TOGETHER_NS).length
  return together > 1 || c.client.synCount === 1 || firstNs - c.client.lastSynTimeNs > LATE_ANSWER_NS
}

/** What `connect` reports on Linux for an ICMP error (icmp_err_convert, icmpv6_err_convert; RFC 1122 §4.2.3.9 leaves the choice to the host). */
export function connectError(v6: boolean, type: number, code: number): string {
  if (v6) return V6_ERRORS[type === V6_UNREACHABLE ? code : type === V6_TIME_EXCEEDED ? V6_ADDRESS_UNREACHABLE : -1] ?? 'EPROTO'
  if (type === TIME_EXCEEDED) return 'EHOSTUNREACH'
  if (type === PARAMETER_PROBLEM) return 'EPROTO'
  return V4_ERRORS[code] ?? 'EHOSTUNREACH'
}

const V4_ERRORS: Readonly<Record<number, string>> = {
  0: 'ENETUNREACH',
  1: 'EHOSTUNREACH',
  2: 'ENOPROTOOPT',
  3: 'ECONNREFUSED',
  5: 'EOPNOTSUPP',
  6: 'ENETUNREACH',
  7: 'EHOSTDOWN',
  8: 'ENONET',
  9: 'ENETUNREACH',
  10: 'EHOSTUNREACH',
  11: 'ENETUNREACH',
  12: 'EHOSTUNREACH',
  13: 'EHOSTUNREACH',
  14: 'EHOSTUNREACH',
  15: 'EHOSTUNREACH',
}
const V6_ERRORS: Readonly<Record<number, string>> = {
  0: 'ENETUNREACH',
  1: 'EACCES',
  2: 'EHOSTUNREACH',
  3: 'EHOSTUNREACH',
  4: 'ECONNREFUSED',
  5: 'EACCES',
  6: 'EACCES',
  7: 'EPROTO',
}
