/** Asks the rules about a connection: the first that holds is the verdict, the others that hold are findings. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { AttemptGroup } from '../analysis/attempt-groups.ts'
import type { ConnectionGroup } from '../analysis/connection-groups.ts'
import { eventKindBits } from '../analysis/event-log.ts'
import type { Connection, Phase } from '../analysis/connection.ts'
import { CAPTURE_RULES, GROUP_RULES, RULES } from './catalogue.ts'
import { isPlain } from './plain-course.ts'
import { ABOUT_THE_CAPTURE, type Doubt, doubtsAbout, doubtsOf, inputDoubts, lowered } from './doubt.ts'
import type { CaptureFinding, CaptureRule, Certainty, Finding, GroupRule, Rule } from './rule.ts'
import type { VerdictId } from './verdict-id.ts'

/** A rule, and the kinds of notable packets of which one must have been noted for it to hold; 0 when it needs none. */
interface AskedRule {
  readonly rule: Rule
  readonly kinds: number
}

const ANY_KIND = -1
const RULES_BY_PHASE = byPhase((phase) => askedIn(phase))
/** For connections that took the plainest course: few rules are for them, and one of those holds. */
const PLAIN_RULES_BY_PHASE = byPhase((phase) => [...RULES.filter((rule) => rule.plain === true).map(asked), ...askedIn(phase)])

function byPhase(rulesIn: (phase: Phase) => readonly AskedRule[]): Readonly<Record<Phase, readonly AskedRule[]>> {
  return { 'syn-only': rulesIn('syn-only'), answered: rulesIn('answered'), open: rulesIn('open'), 'mid-stream': rulesIn('mid-stream') }
}

function askedIn(phase: Phase): readonly AskedRule[] {
  return RULES.filter((rule) => rule.phases.includes(phase)).map(asked)
}

function asked(rule: Rule): AskedRule {
  return { rule, kinds: kindsNeeded(rule) }
}

/** What a rule needs, as bits of `Connection.eventKinds`; 0 when it needs no notable packet. */
export function kindsNeeded({ needsNotedPacket }: Rule): number {
  if (needsNotedPacket === undefined) return 0
  return needsNotedPacket === true ? ANY_KIND : eventKindBits(needsNotedPacket)
}

/** A rule that holds, with what it found. */
export interface Diagnosis {
  readonly rule: Rule
  readonly finding: Finding
  /** What makes it less sure than the packets alone would: its certainty is already lowered. */
  readonly doubts: readonly Doubt[]
}

/** A capture rule that holds. */
export interface CaptureDiagnosis {
  readonly rule: CaptureRule
  readonly finding: CaptureFinding
  readonly doubts: readonly Doubt[]
}

/** A group rule that holds. */
export interface GroupDiagnosis {
  readonly group: ConnectionGroup
  readonly rule: GroupRule
  readonly finding: CaptureFinding
  readonly doubts: readonly Doubt[]
}

/** The rule whose verdict a connection gets. Allocates nothing. Asserts that the last rules of each phase leave nothing over. */
export function verdictRule(c: Connection): Rule {
  // One loop for both: one that is met for the first time after a million packets makes the engine throw the function away.
  const rules = (isPlain(c) ? PLAIN_RULES_BY_PHASE : RULES_BY_PHASE)[c.phase]
  const { eventKinds } = c
  for (let i = 0; i < rules.length; i++) {
    const { rule, kinds } = rules[i]
    if ((kinds === 0 || (kinds & eventKinds) !== 0) && rule.holds(c)) return rule
  }
  throw new Error(`no rule holds for connection ${c.id} in phase ${c.phase}`)
}

/**
 * The verdict, then all further findings, those about the capture itself first. Never empty. Whatever leans on something that the capture
 * may have got wrong is one step less certain than its packets alone would make it.
 */
export function diagnose(c: Connection): readonly [Diagnosis, ...Diagnosis[]] {
  const found: Diagnosis[] = []
  const { eventKinds } = c
  const doubts = doubtsOf(c)
  for (const { rule, kinds } of RULES_BY_PHASE[c.phase])
    if ((kinds === 0 || (kinds & eventKinds) !== 0) && rule.holds(c)) found.push(doubted(rule, rule.explain(c), doubts))
  const [verdict, ...others] = found
  if (verdict === undefined) throw new Error(`no rule holds for connection ${c.id} in phase ${c.phase}`)
  const [aboutCapture, aboutConnection] = [true, false].map((is) => others.filter(({ rule }) => ABOUT_THE_CAPTURE.has(rule.id) === is))
  return [verdict, ...aboutCapture, ...aboutConnection]
}

/** A finding in the light of what is to be doubted. */
function doubted<R extends { readonly id: VerdictId }, F extends { readonly certainty: Certainty }>(
  rule: R,
  finding: F,
  doubts: readonly Doubt[],
): { readonly rule: R; readonly finding: F; readonly doubts: readonly Doubt[] } {
  const about = doubtsAbout(rule.id, doubts)
  if (about.length === 0) return { rule, finding, doubts: about }
  return { rule, finding: { ...finding, certainty: lowered(finding.certainty, about) }, doubts: about }
}

/** What is to be said of the input as a whole. */
export function diagnoseCapture(capture: CaptureFacts, addressText: (key: number, ipVersion: number) => string): CaptureDiagnosis[] {
  const doubts = inputDoubts(capture)
  return CAPTURE_RULES.filter((rule) => rule.holds(capture)).map((rule) => doubted(rule, rule.explain(capture, addressText), doubts))
}

/** What is to be said of connections that belong together; what a scan or a flood is made of is not told again as attempts. */
export function diagnoseGroups(groups: readonly ConnectionGroup[], capture: CaptureFacts): GroupDiagnosis[] {
  const doubts = inputDoubts(capture)
  const found: GroupDiagnosis[] = []
  for (const group of groups) {
    if (group.role === 'attempts' && found.some((other) => explains(other.group, group))) continue
    for (const rule of GROUP_RULES) if (rule.holds(group)) found.push({ group, ...doubted(rule, rule.explain(group), doubts) })
  }
  return found
}

function explains(scan: ConnectionGroup, { source, host, port }: AttemptGroup): boolean {
  if (scan.role === 'source') return scan.source === source
  return scan.role === 'target' && scan.host === host && scan.port === port
}
