/** What was lost of a connection and how it was repaired: one answer, so that only one of the rules about loss leads. */
import type { Connection } from '../analysis/connection.ts'
import type { EventKind } from '../analysis/event-log.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { type SideName, endOf, nameOf } from './closing.ts'
import { RETRANSMISSION_COUNTERS_COMMAND, lossPathCommand } from './commands.ts'
import { largeLost } from './path-mtu.ts'
import { type Repeat, baseRttNs, packetsOf, repairsOf } from './repeats.ts'
import type { Finding, Packets, Place } from './rule.ts'
import type { VerdictId } from './verdict-id.ts'

/** Without one of these noted, nothing was lost, repeated or out of order. */
export const LOSS_EVENTS: readonly EventKind[] = [
  'retransmission',
  'out-of-order',
  'gap',
  'acked-unseen',
  'dsack',
  'duplicate-acks',
  'bad-checksum',
  'timestamp-backwards',
]

/**
 * How losses were repaired.
 *
 * - `timeout`: the sender waited in vain before it repeated
 * - `congestion`: on the receiver's word, with a queue that had grown on the path
 * - `upstream`: lost before the capture point, and filled late or without a word from the receiver
 * - `fast`: on the receiver's word, within about a round trip
 * - `probe`: the end of a burst, by a probe
 */
export type LossKind = 'timeout' | 'congestion' | 'upstream' | 'fast' | 'probe'

/** Losses of one connection, repaired. */
export interface Loss {
  readonly kind: LossKind
  /** Whose segments were lost: of both, the one with the more serious loss. */
  readonly sender: Endpoint
  /** The repairs that make it this kind. */
  readonly repairs: readonly [Repeat, ...Repeat[]]
  /** Payload of these repairs. */
  readonly bytes: number
  /** The longest wait for a repair: from the gap to its filling, or of the sender before it repeated. NaN without times. */
  readonly longestNs: number
  /** Round trip of the empty path and under load; equal where it did not grow, NaN where it is not known. */
  readonly baseNs: number
  readonly loadedNs: number
}

/** Fewer losses than this may be chance; a queue that overflows loses several segments. */
const OVERFLOW_LOSSES = 3
/** A queue on the path shows by this much more round trip than the empty path has, and by no less than these. */
const LOADED_RATIO = 1.4
const LEAST_LOADED_RATIO = 1.25
const LOADED_MORE_NS = 5e6
/** Round trips enough for their median to mean something, and data enough to fill a queue. */
const TELLING_SAMPLES = 4
const BULK_SEGMENTS = 20

/** A loss as far as its kind goes: all that a summary asks for. */
interface JudgedLoss {
  readonly kind: LossKind
  /** The repairs that make it this kind, of either end; never none. */
  readonly repairs: readonly Repeat[]
  /** Round trip under load, NaN where it did not grow. */
  readonly loadedNs: number
}

/** How the losses were repaired; undefined when nothing was lost, or what was lost was not repaired. */
export function lossKindOf(c: Connection): LossKind | undefined {
  return c.once(judge)?.kind
}

/** What was lost and repaired; undefined when nothing was. */
export function lossOf(c: Connection): Loss | undefined {
  return c.once(describe)
}

function judge(c: Connection): JudgedLoss | undefined {
  const repairs = repairsOf(c)
  if (repairs.length === 0 || largeLost(c) !== undefined) return undefined
  const timeouts: Repeat[] = []
  const fast: Repeat[] = []
  const upstream: Repeat[] = []
  const probes: Repeat[] = []
  for (let i = 0; i < repairs.length; i++) {
    const repeat = repairs[i]
    const { cause, seenBefore, event } = repeat
    // A capture that missed packets shows gaps of its own making.
    if (!seenBefore && endOf(c, 1 - event.side).ackedUnseen !== 0) continue
    if (cause === 'timeout' && seenBefore) timeouts.push(repeat)
    if (cause === 'probe') probes.push(repeat)
    if (cause === 'fast') fast.push(repeat)
    else if (!seenBefore) upstream.push(repeat)
  }
  if (timeouts.length > 0) return { kind: 'timeout', repairs: timeouts, loadedNs: NaN }
  const congestion = fast.length < OVERFLOW_LOSSES ? undefined : (congested(c, fast, 0) ?? congested(c, fast, 1))
  if (congestion !== undefined) return congestion
  if (upstream.length > 0) return { kind: 'upstream', repairs: upstream, loadedNs: NaN }
  if (fast.length > 0) return { kind: 'fast', repairs: fast, loadedNs: NaN }
  return probes.length > 0 ? { kind: 'probe', repairs: probes, loadedNs: NaN } : undefined
}

function describe(c: Connection): Loss | undefined {
  const judged = c.once(judge)
  if (judged === undefined) return undefined
  const { kind, loadedNs, repairs: all } = judged
  const { side } = all[0].event
  const [first, ...rest] = all.filter(({ event }) => event.side === side)
  if (first === undefined) return undefined
  const repairs: [Repeat, ...Repeat[]] = [first, ...rest]
  const baseNs = baseRttNs(c)
  return {
    kind,
    repairs,
    sender: endOf(c, side),
    baseNs,
    loadedNs: Number.isNaN(loadedNs) ? baseNs : loadedNs,
    bytes: repairs.reduce((sum, { event }) => sum + event.payloadLen, 0),
    longestNs: Math.max(...repairs.map((repeat) => repeat.delayNs)),
  }
}

/** Several losses while the round trip had grown (RFC 5681 §3.1: loss as the sign of a full queue). */
function congested(c: Connection, fast: readonly Repeat[], side: number): JudgedLoss | undefined {
  const own = fast.filter(({ event }) => event.side === side)
  const sender = endOf(c, side)
  const baseNs = baseRttNs(c)
  if (own.length < OVERFLOW_LOSSES || sender.dataPackets < BULK_SEGMENTS || !(baseNs > 0)) return undefined
  // At the receiver, what fills a gap has gone round the loaded path; at the sender, its data's round trips are measured.
  const filled = own
    .filter((repeat) => !repeat.seenBefore)
    .map((repeat) => repeat.delayNs)
    .sort((a, b) => a - b)
  const isAtReceiver = filled.length >= OVERFLOW_LOSSES
  if (isAtReceiver && !(filled[0] >= baseNs * LEAST_LOADED_RATIO)) return undefined
  const atSenderNs = sender.rttSamples >= TELLING_SAMPLES ? sender.rttMedianNs : NaN
  const loadedNs = isAtReceiver ? filled[filled.length >> 1] : atSenderNs
  return isLoaded(loadedNs, baseNs) ? { kind: 'congestion', repairs: own, loadedNs } : undefined
}

function isLoaded(rttNs: number, baseNs: number): boolean {
  return rttNs >= baseNs * LOADED_RATIO && rttNs >= baseNs + LOADED_MORE_NS
}

/** What the sentences about a loss mention. */
export type LossValues = {
  sender: SideName
  receiver: SideName
  losses: number
  bytes: number
  longestNs: number
  baseNs: number
  loadedNs: number
  /** Where it was lost, seen from the capture point. */
  lost: 'beyond' | 'before'
}

function lossValues(loss: Loss): LossValues {
  const { sender, repairs, bytes, longestNs, baseNs, loadedNs } = loss
  return {
    sender: nameOf(sender.side),
    receiver: nameOf(1 - sender.side),
    losses: repairs.length,
    bytes,
    longestNs,
    baseNs,
    loadedNs,
    lost: repairs[0].seenBefore ? 'beyond' : 'before',
  }
}

/** One point of evidence for a loss. */
export interface LossEvidence {
  readonly point: 'gap' | 'asked' | 'repeats'
  readonly packets: Packets
}

/** The packets that show a loss: the gap, the receiver's word, the repairs; as far as they are in the capture. */
function lossEvidence(c: Connection, { sender, repairs }: Loss): readonly [LossEvidence, ...LossEvidence[]] {
  const shown: LossEvidence[] = []
  const [gap, ...gaps] = [...new Set(repairs.flatMap((repeat) => (repeat.gap === undefined ? [] : [repeat.gap.packet])))]
  if (gap !== undefined) shown.push({ point: 'gap', packets: [gap, ...gaps] })
  const [asked, ...others] = c.events
    .filter((event) => event.kind === 'duplicate-acks' && event.side !== sender.side)
    .map((event) => event.packet)
  if (asked !== undefined) shown.push({ point: 'asked', packets: [asked, ...others] })
  const repeats: LossEvidence = { point: 'repeats', packets: packetsOf(repairs) }
  const [first, ...rest] = [...shown, repeats]
  return first === undefined ? [repeats] : [first, ...rest]
}

/** A step of every rule about loss. */
export interface LossStep {
  readonly step: 'counters' | 'path'
  readonly command: string
  readonly where: Place
}

function lossSteps(c: Connection, { sender }: Loss): readonly LossStep[] {
  return [
    { step: 'counters', command: RETRANSMISSION_COUNTERS_COMMAND, where: nameOf(sender.side) },
    { step: 'path', command: lossPathCommand(c, 1 - sender.side), where: nameOf(sender.side) },
  ]
}

/** What each rule about loss and its words share; `Alternative` are the verdicts that were weighed. */
export interface LossTerms<Alternative extends VerdictId> {
  values: LossValues
  point: LossEvidence['point']
  alternative: Alternative
  next: LossStep['step']
}

/** What a rule about loss found. Asserts that its `holds` was asked first. */
export function explainLoss<Alternative extends VerdictId>(
  c: Connection,
  alternatives: readonly Alternative[],
): Finding<LossTerms<Alternative>> {
  const found = lossOf(c)
  if (found === undefined) throw new Error('a rule about loss explains what does not hold')
  return {
    certainty: 'likely',
    blame: 'path',
    values: lossValues(found),
    evidence: lossEvidence(c, found),
    alternatives,
    next: lossSteps(c, found),
  }
}
