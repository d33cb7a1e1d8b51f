/** What the capture itself may have got wrong, and what each verdict leans on: together they say how sure a verdict may be. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { Connection } from '../analysis/connection.ts'
import type { VerdictId } from './verdict-id.ts'
import type { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from './catalogue.ts'
import type { Certainty, Rule } from './rule.ts'
import { captureIncomplete } from './rules/capture-incomplete.ts'
import { captureLoss } from './rules/capture-loss.ts'
import { captureMisordered } from './rules/capture-misordered.ts'
import { captureOneWay } from './rules/capture-one-way.ts'
import { clockStep } from './rules/clock-step.ts'
import { duplicateCapture } from './rules/duplicate-capture.ts'
import { segmentationOffload } from './rules/segmentation-offload.ts'

/** Reasons to doubt a capture, in the order in which they are told. */
export const DOUBTS = [
  /** Only one end's packets were captured. */
  'one-way',
  /** Packets that arrived are not in the capture. */
  'missed',
  /** The capturing system says that it dropped packets. */
  'dropped',
  /** Packets were cut in their headers, and could not be followed. */
  'headers-cut',
  /** Packets are in the capture twice. */
  'doubled',
  /** An acknowledgment stands in front of what it acknowledges. */
  'misordered',
  /** The clock went back. */
  'clock',
  /** The opening is not in the capture. */
  'mid-stream',
  /** Segments are not as long as they were on the wire. */
  'offload',
  /** Payload was cut off, so that damage cannot be seen. */
  'payload-cut',
] as const
/** A reason to doubt a capture. */
export type Doubt = (typeof DOUBTS)[number]

/**
 * What a verdict takes from the capture as given.
 *
 * - `absence`: what is not in the capture was not there
 * - `opening`: who opened, and with which options
 * - `copies`: what is in the capture twice was on the wire twice
 * - `order`: what stands first was first
 * - `time`: the time between two packets
 * - `sizes`: segments were as long on the wire
 * - `undamaged`: what arrived arrived whole
 */
export type Reliance = 'absence' | 'opening' | 'copies' | 'order' | 'time' | 'sizes' | 'undamaged'

const UNDERMINED: Readonly<Record<Doubt, Reliance>> = {
  'one-way': 'absence',
  missed: 'absence',
  dropped: 'absence',
  'headers-cut': 'absence',
  doubled: 'copies',
  misordered: 'order',
  clock: 'time',
  'mid-stream': 'opening',
  offload: 'sizes',
  'payload-cut': 'undamaged',
}

type RuleId = (typeof ALL_RULES | typeof ALL_CAPTURE_RULES | typeof ALL_GROUP_RULES)[number]['id']

/** What each rule leans on; a rule that is missing here does not compile. Verdicts about the capture itself lean on nothing. */
export const RELIES_ON: Readonly<Record<RuleId, readonly Reliance[]>> = {
  'accept-queue-full': ['absence', 'undamaged'],
  'accept-queue-full-rst': ['order'],
  'bad-checksum': [],
  'blackhole-timeout': ['absence'],
  'capture-incomplete': [],
  'capture-loss': [],
  'capture-mid-stream': [],
  'capture-misordered': [],
  'capture-one-way': [],
  'challenge-ack-rst': ['order'],
  'challenge-ack-syn': ['order'],
  'checksum-offload': [],
  'clock-step': [],
  'close-3seg': [],
  'close-4way': [],
  'close-fin-retransmitted': ['copies'],
  'close-simultaneous': ['order'],
  'defer-accept': ['time'],
  'duplicate-capture': [],
  'duplicate-network': ['copies'],
  'ecn-congestion': [],
  'half-close-data': ['order'],
  'half-close-orphan-rst': ['order', 'time'],
  'half-closed-unfinished': ['absence'],
  'half-open-ack-lost-rst': ['absence', 'order'],
  'half-open-new-syn': ['order'],
  'host-unreach-arp': ['absence'],
  'host-unreach-router': ['time'],
  'icmp-while-established': [],
  'icmp-unmatched': ['absence'],
  'idle-timeout-middlebox': ['absence', 'time'],
  'keepalive-ok': [],
  'keepalive-timeout': ['absence', 'time'],
  'land-attack': [],
  'lone-syn': ['absence'],
  'loss-congestion': ['copies', 'time'],
  'loss-fast-retransmit': ['copies', 'order'],
  'loss-rto': ['absence', 'copies', 'time'],
  'loss-tail-probe': ['copies', 'time'],
  'loss-upstream': ['absence', 'order'],
  'mss-clamped': ['opening'],
  'nagle-delayed-ack': ['sizes', 'time'],
  'nat-both-sides': [],
  'nat-rebinding': [],
  'nothing-captured': ['absence'],
  'open-established-at-end': ['absence'],
  'open-normal': [],
  'open-simultaneous': ['order'],
  'options-stripped': ['opening'],
  'paws-drop': ['order'],
  'peer-unreachable-at-close': ['absence'],
  'pmtu-blackhole': ['absence'],
  'pmtud-works': [],
  'proxy-suspected': ['time'],
  'refused-by-injected-rst': ['order'],
  'refused-by-rst': [],
  'refused-port-closed': [],
  'reject-icmp': [],
  'reject-tcp-reset': [],
  reordering: ['order'],
  'repeated-attempts': [],
  'request-unacknowledged': ['absence', 'undamaged'],
  'retransmit-spurious': ['copies'],
  'routing-loop': [],
  'rst-abort': ['order'],
  'rst-after-fin': ['order'],
  'rst-after-handshake': ['absence'],
  'rst-injected': ['order'],
  'rst-injected-ignored': ['order'],
  'rst-unknown-connection': ['absence'],
  'scan-ack': ['absence'],
  'scan-connect': ['absence'],
  'scan-fin': ['absence'],
  'scan-maimon': ['absence'],
  'scan-null': ['absence'],
  'scan-syn': ['absence'],
  'scan-xmas': ['absence'],
  'segmentation-offload': [],
  'slow-bandwidth': ['time'],
  'slow-client': ['absence', 'opening', 'time'],
  'slow-network': ['time'],
  'slow-server': ['absence', 'opening', 'time'],
  'snaplen-cut': [],
  'syn-arrived-unanswered': ['absence'],
  'syn-data-ignored': [],
  'syn-flood': ['absence'],
  'syn-no-answer': ['absence'],
  'syn-retransmitted-then-ok': ['absence'],
  'synack-ignored': ['absence', 'undamaged'],
  'synack-repeated': ['copies'],
  'synack-reset-by-client': ['order'],
  'synack-retrans-ack-lost': ['absence'],
  'synack-unanswered': ['absence'],
  'tfo-accepted': [],
  'tfo-cookie-request': [],
  'tfo-rejected': [],
  'tfo-syn-dropped': ['absence'],
  'timewait-late-segment': ['copies', 'order'],
  'timewait-reuse': [],
  'timewait-syn-challenged': ['order'],
  'ttl-exceeded': [],
  'urgent-data': [],
  'window-limited': ['time', 'opening'],
  'wscale-mismatch': ['opening', 'time'],
  'zero-window': [],
  'zero-window-stuck': ['absence'],
}

/** Verdicts about the capture of a connection: told in front of all other findings about it. */
export const ABOUT_THE_CAPTURE: ReadonlySet<string> = new Set<RuleId>([
  'capture-one-way',
  'capture-incomplete',
  'duplicate-capture',
  'capture-misordered',
  'capture-mid-stream',
  'checksum-offload',
  'segmentation-offload',
  'nat-both-sides',
])

/** What is to be doubted of a whole input, as far as it was read. */
export function inputDoubts(capture: CaptureFacts): Doubt[] {
  const doubts: Doubt[] = []
  if (captureLoss.holds(capture)) doubts.push('dropped')
  if (capture.malformedTcp > 0 && capture.cutPackets > 0) doubts.push('headers-cut')
  if (clockStep.holds(capture)) doubts.push('clock')
  if (capture.cutPackets > 0) doubts.push('payload-cut')
  return doubts
}

/** What is to be doubted of the capture of a connection, with what is to be doubted of its input. */
export function doubtsOf(c: Connection): readonly Doubt[] {
  const doubts = inputDoubts(c.capture)
  if (shows(captureOneWay, c)) doubts.push('one-way')
  if (shows(captureIncomplete, c)) doubts.push('missed')
  if (shows(duplicateCapture, c)) doubts.push('doubled')
  if (shows(captureMisordered, c)) doubts.push('misordered')
  if (c.phase === 'mid-stream') doubts.push('mid-stream')
  if (shows(segmentationOffload, c)) doubts.push('offload')
  return doubts.sort((a, b) => DOUBTS.indexOf(a) - DOUBTS.indexOf(b))
}

function shows(rule: Pick<Rule, 'phases' | 'holds'>, c: Connection): boolean {
  return rule.phases.includes(c.phase) && rule.holds(c)
}

/** Of `doubts`, those that take away something that the verdict leans on. */
export function doubtsAbout(id: VerdictId, doubts: readonly Doubt[]): readonly Doubt[] {
  const relied = (RELIES_ON as Readonly<Partial<Record<VerdictId, readonly Reliance[]>>>)[id] ?? []
  return relied.length === 0 ? [] : doubts.filter((doubt) => relied.includes(UNDERMINED[doubt]))
}

/** How sure a verdict may still be: one step less as soon as anything that it leans on is in doubt. */
export function lowered(certainty: Certainty, doubts: readonly Doubt[]): Certainty {
  if (doubts.length === 0) return certainty
  return certainty === 'proven' ? 'likely' : 'possible'
}
