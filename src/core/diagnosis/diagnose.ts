/** Asks the rules about a connection: the first that holds is the verdict, the others that hold are findings. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { Connection, Phase } from '../analysis/connection.ts'
import { CAPTURE_RULES, RULES } from './catalogue.ts'
import { isPlain } from './plain-course.ts'
import type { CaptureFinding, CaptureRule, Finding, Rule } from './rule.ts'

/** By phase: all rules, and those to ask of a connection without notable packets: most connections are healthy, most rules are not for them. */
const RULES_BY_PHASE = rulesByPhase(RULES)
/** For connections that took the plainest course. */
const PLAIN_RULES = RULES.filter((rule) => rule.plain === true)
const QUIET_RULES_BY_PHASE = rulesByPhase(RULES.filter((rule) => rule.needsNotedPacket !== true))

function rulesByPhase(rules: readonly Rule[]): Readonly<Record<Phase, readonly Rule[]>> {
  const of = (phase: Phase) => rules.filter((rule) => rule.phases.includes(phase))
  return { 'syn-only': of('syn-only'), answered: of('answered'), open: of('open'), 'mid-stream': of('mid-stream') }
}

function rulesFor(c: Connection): readonly Rule[] {
  return (c.hasEvents ? RULES_BY_PHASE : QUIET_RULES_BY_PHASE)[c.phase]
}

/** A rule that holds, with what it found. */
export interface Diagnosis {
  readonly rule: Rule
  readonly finding: Finding
}

/** A capture rule that holds. */
export interface CaptureDiagnosis {
  readonly rule: CaptureRule
  readonly finding: CaptureFinding
}

/** The rule whose verdict a connection gets. Allocates nothing. Asserts that the last rules of each phase leave nothing over. */
export function verdictRule(c: Connection): Rule {
  if (isPlain(c)) for (let i = 0; i < PLAIN_RULES.length; i++) if (PLAIN_RULES[i].holds(c)) return PLAIN_RULES[i]
  const rules = rulesFor(c)
  for (let i = 0; i < rules.length; i++) if (rules[i].holds(c)) return rules[i]
  throw new Error(`no rule holds for connection ${c.id} in phase ${c.phase}`)
}

/** The verdict, then all further findings. Never empty. */
export function diagnose(c: Connection): readonly [Diagnosis, ...Diagnosis[]] {
  const found: Diagnosis[] = []
  for (const rule of rulesFor(c)) if (rule.holds(c)) found.push({ rule, finding: rule.explain(c) })
  const [verdict, ...others] = found
  if (verdict === undefined) throw new Error(`no rule holds for connection ${c.id} in phase ${c.phase}`)
  return [verdict, ...others]
}

/** What is to be said of the input as a whole. */
export function diagnoseCapture(capture: CaptureFacts, addressText: (key: number, ipVersion: number) => string): CaptureDiagnosis[] {
  return CAPTURE_RULES.filter((rule) => rule.holds(capture)).map((rule) => ({ rule, finding: rule.explain(capture, addressText) }))
}
