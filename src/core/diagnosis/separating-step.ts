/** Of the steps that a rule advises, the one observation that separates what it says from what else it could be. */
import type { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from './catalogue.ts'
import type { CaptureRule, GroupRule, Rule } from './rule.ts'
import type { VerdictId } from './verdict-id.ts'

type AnyRule = (typeof ALL_RULES | typeof ALL_CAPTURE_RULES | typeof ALL_GROUP_RULES)[number]
type StepOf<R> =
  R extends Rule<infer _I, infer T>
    ? T['next']
    : R extends CaptureRule<infer _J, infer U>
      ? U['next']
      : R extends GroupRule<infer _K, infer V>
        ? V['next']
        : never
type SeparatingSteps = { readonly [R in AnyRule as R['id']]?: StepOf<R> }

/** By rule; without an entry no single observation separates, or nothing is left to separate. */
const SEPARATING: SeparatingSteps = {
  'accept-queue-full': 'queue',
  'accept-queue-full-rst': 'counters',
  'blackhole-timeout': 'other-end',
  'capture-one-way': 'both-ways',
  'challenge-ack-rst': 'headers',
  'challenge-ack-syn': 'headers',
  'defer-accept': 'state',
  'duplicate-capture': 'one-interface',
  'duplicate-network': 'where-doubled',
  'half-closed-unfinished': 'close-wait',
  'half-open-ack-lost-rst': 'both-ends',
  'half-open-new-syn': 'client-restart',
  'host-unreach-arp': 'arping',
  'host-unreach-router': 'arping',
  'icmp-unmatched': 'whole',
  'idle-timeout-middlebox': 'both-ends',
  'keepalive-timeout': 'other-end',
  'lone-syn': 'with-icmp',
  'loss-fast-retransmit': 'counters',
  'loss-rto': 'counters',
  'loss-tail-probe': 'counters',
  'loss-upstream': 'path',
  'mss-clamped': 'other-capture',
  'nagle-delayed-ack': 'trace',
  'nat-rebinding': 'table',
  'nothing-captured': 'interfaces',
  'options-stripped': 'other-capture',
  'paws-drop': 'counters',
  'pmtu-blackhole': 'probe',
  'proxy-suspected': 'server-view',
  'refused-by-injected-rst': 'both-ends',
  'refused-by-rst': 'probe',
  'refused-port-closed': 'listen',
  'reject-tcp-reset': 'firewall',
  'repeated-attempts': 'server',
  'request-unacknowledged': 'both-ends',
  'retransmit-spurious': 'counters',
  'rst-abort': 'program-log',
  'rst-after-fin': 'closer-log',
  'rst-after-handshake': 'log',
  'rst-injected': 'compare',
  'rst-unknown-connection': 'compare',
  'scan-ack': 'source',
  'scan-connect': 'source',
  'scan-fin': 'source',
  'scan-maimon': 'source',
  'scan-null': 'source',
  'scan-syn': 'source',
  'scan-xmas': 'source',
  'slow-bandwidth': 'rate',
  'slow-client': 'program',
  'slow-network': 'ping',
  'slow-server': 'program',
  'syn-arrived-unanswered': 'firewall',
  'syn-flood': 'half-open',
  'syn-no-answer': 'both-ends',
  'syn-retransmitted-then-ok': 'both-ends',
  'synack-ignored': 'firewall',
  'synack-repeated': 'both-ends',
  'synack-reset-by-client': 'at-client',
  'synack-retrans-ack-lost': 'both-ends',
  'synack-unanswered': 'at-client',
  'tfo-syn-dropped': 'both-ends',
  'window-limited': 'sender',
  'wscale-mismatch': 'other-capture',
  'zero-window': 'queue',
  'zero-window-stuck': 'queue',
}

/** The step of a rule whose outcome separates its verdict from its alternatives; undefined without one. */
export function separatingStep(id: VerdictId): string | undefined {
  return (SEPARATING as Readonly<Partial<Record<VerdictId, string>>>)[id]
}
