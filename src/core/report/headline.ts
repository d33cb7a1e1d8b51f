/** Which of many verdicts stands for the whole report. */
import { CAPTURE_RULES, RULES } from '../diagnosis/catalogue.ts'
import type { Certainty, Severity } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import type { HeadlineReport, VerdictReport } from './report.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'ok']
const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'possible']

/** Whether a verdict of this severity is something that a person should look at. */
export function isProblem(severity: Severity): boolean {
  return severity === 'error' || severity === 'warning'
}

/** Orders severities: the worst first. For `sort`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)
}

/** The rules' order of importance; the rules about connections before those about inputs. */
let places: ReadonlyMap<VerdictId, number> | undefined

function placeOf(id: VerdictId): number {
  places ??= new Map([...RULES, ...CAPTURE_RULES].map((rule, place) => [rule.id, place]))
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

/** Keeps the verdict that matters most of all that it is shown; of equal ones the earliest. Of a tie between a connection and its input, the connection. */
export class Headline {
  #best: HeadlineReport | undefined

  /** The best so far. */
  get verdict(): HeadlineReport | undefined {
    return this.#best
  }

  /** Weighs one verdict; `connection` is null when it is about the whole input. */
  consider(verdict: VerdictReport, input: number, connection: number | null): void {
    const best = this.#best
    if (best !== undefined) {
      const order =
        connection === null || best.connection === null ? compareSeverity(verdict.severity, best.severity) : compareVerdicts(verdict, best)
      if (order > 0 || (order === 0 && !isEarlier(input, connection, best))) return
    }
    this.#best = { ...verdict, input, connection }
  }
}

function isEarlier(input: number, connection: number | null, best: HeadlineReport): boolean {
  if (connection === null) return false
  return best.connection === null || input < best.input || (input === best.input && connection < best.connection)
}
