/** Which of many verdicts stands for the whole report. */
import { CAPTURE_RULES, GROUP_RULES, RULES } from '../diagnosis/catalogue.ts'
import type { Certainty } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import type { ConnectionReport, EndReport, GroupFindingReport, HeadlineReport, VerdictReport } from './report.ts'
import { compareSeverity, isProblem } from './severity.ts'

/** More scans and floods than this are not told apart. */
const MOST_GROUPS = 256

const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'possible']

/** The rules' order of importance; the rules about many connections before those about one, and these before those about inputs. */
let places: ReadonlyMap<VerdictId, number> | undefined

function placeOf(id: VerdictId): number {
  places ??= new Map([...GROUP_RULES, ...RULES, ...CAPTURE_RULES].map((rule, place) => [rule.id, place]))
  return places.get(id) ?? places.size
}

/** Orders verdicts: the one that matters most first, by severity, certainty, then the rules' order. For `sort`. */
export function compareVerdicts(a: VerdictReport, b: VerdictReport): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) ||
    placeOf(a.id) - placeOf(b.id)
  )
}

/**
 * Keeps the verdict that matters most of all that it is shown; of equal ones the earliest. Of a tie between a connection and its input, the
 * connection. A scan or flood leads over the refused and unanswered connections that it is made of.
 */
export class Headline {
  #best: HeadlineReport | undefined
  /** Ends of the connection that is the best so far. */
  #ends: readonly [EndReport, EndReport] | undefined
  /** The best of those that carried data: no scan is made of them. */
  #bestWithData: HeadlineReport | undefined
  #group: GroupFindingReport | undefined
  /** All problems of many connections, as far as they are told apart: what they are made of leads over none of them. */
  readonly #groups: GroupFindingReport[] = []

  /** The best so far. */
  get verdict(): HeadlineReport | undefined {
    const group = this.#group
    const best = this.#best
    if (group === undefined) return best
    const rival = best !== undefined && this.#ends !== undefined && this.#isExplained(this.#ends) ? this.#bestWithData : best
    if (rival !== undefined && compareSeverity(rival.severity, group.severity) < 0) return rival
    return asHeadline(group, group.input, null)
  }

  /** Weighs one verdict; `connection` is null when it is about the whole input. */
  consider(verdict: VerdictReport, input: number, connection: number | null): void {
    if (!isBetter(verdict, input, connection, this.#best)) return
    this.#best = asHeadline(verdict, input, connection)
    this.#ends = undefined
  }

  /** Weighs a connection's verdict. */
  considerConnection({ verdict, input, id, client, server, payloadBytes }: ConnectionReport): void {
    if (isBetter(verdict, input, id, this.#best)) {
      this.#best = asHeadline(verdict, input, id)
      this.#ends = [client, server]
    }
    if (payloadBytes.client + payloadBytes.server > 0 && isBetter(verdict, input, id, this.#bestWithData))
      this.#bestWithData = asHeadline(verdict, input, id)
  }

  /** Weighs a verdict about many connections. */
  considerGroup(finding: GroupFindingReport): void {
    // Attempts that were repeated are worth knowing; what became of them says more.
    if (!isProblem(finding.severity)) return
    if (this.#groups.length < MOST_GROUPS) this.#groups.push(finding)
    if (this.#group === undefined || compareSeverity(finding.severity, this.#group.severity) < 0) this.#group = finding
  }

  #isExplained(ends: readonly [EndReport, EndReport]): boolean {
    return this.#groups.some((group) => isPartOf(ends, group))
  }
}

function isPartOf(ends: readonly [EndReport, EndReport], { source, target }: GroupFindingReport): boolean {
  return ends.some(
    (end) => (source !== null && end.address === source) || (target !== null && end.address === target.address && end.port === target.port),
  )
}

/** Only what a headline has: a group finding has more. */
function asHeadline(verdict: VerdictReport, input: number, connection: number | null): HeadlineReport {
  const { id, severity, certainty, doubts, blame, rule, question, sections, summary, evidence, refutedBy, alternatives, next } = verdict
  return {
    id,
    severity,
    certainty,
    doubts,
    blame,
    rule,
    question,
    sections,
    summary,
    evidence,
    refutedBy,
    alternatives,
    next,
    input,
    connection,
  }
}

function isBetter(verdict: VerdictReport, input: number, connection: number | null, best: HeadlineReport | undefined): boolean {
  if (best === undefined) return true
  const order =
    connection === null || best.connection === null ? compareSeverity(verdict.severity, best.severity) : compareVerdicts(verdict, best)
  return order < 0 || (order === 0 && isEarlier(input, connection, best))
}

function isEarlier(input: number, connection: number | null, best: HeadlineReport): boolean {
  if (connection === null) return false
  return best.connection === null || input < best.input || (input === best.input && connection < best.connection)
}
