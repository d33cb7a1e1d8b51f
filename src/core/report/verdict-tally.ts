/** Counts connections by verdict, and keeps a few of each: memory and work do not grow with the connections. */
import type { Connection } from '../analysis/connection.ts'
import { verdictRule } from '../diagnosis/diagnose.ts'
import { isToldByCourse } from '../diagnosis/plain-course.ts'
import type { Rule } from '../diagnosis/rule.ts'
import type { ConnectionContext } from './connection-report.ts'
import { compareSeverity, isProblem } from './severity.ts'

/** Kept of each verdict unless the shell says otherwise: enough to show them all when there are few. */
export const MOST_KEPT = 10

/**
 * Whether one more connection of a verdict is to be remembered; it is counted already, in `so far` too. Once the answer is no for a verdict, it
 * stays no.
 */
export type Keeps = (verdict: VerdictCount<unknown>, soFar: { readonly connections: number; readonly problems: number }) => boolean

/** At most `most` of each verdict. */
export function keepsUpTo(most: number): Keeps {
  return ({ kept }) => kept.length < most
}

/** The connections of one verdict. */
export interface VerdictCount<Kept> {
  readonly rule: Rule
  count: number
  /** The first of them that ended, at most as many as the tally keeps. */
  readonly kept: Kept[]
}

/** With what the hot path asks of its rule, for rules are of many shapes. */
interface Entry<Kept> extends VerdictCount<Kept> {
  readonly isProblem: boolean
}

/** Connections counted by verdict; `Kept` is what the shell wants to remember of the few that it shows. */
export class VerdictTally<Kept> {
  /** How many connections were counted. */
  connections = 0
  /** How many of them have a verdict that is a problem. */
  problems = 0
  readonly #counts = new Map<Rule, Entry<Kept>>()
  /** The counts of quiet connections by the course that they took: others that took the same have the same verdict. */
  readonly #byCourse = new Map<number, Entry<Kept>>()
  readonly #keep: (c: Connection, context: ConnectionContext) => Kept
  readonly #keeps: Keeps

  /**
   * @param keep makes what is remembered; asked for the few that are kept only
   * @param keeps which they are
   */
  constructor(keep: (c: Connection, context: ConnectionContext) => Kept, keeps: Keeps = keepsUpTo(MOST_KEPT)) {
    this.#keep = keep
    this.#keeps = keeps
  }

  /**
   * Counts a connection that was quiet to the end by what became of it (bits of `COURSE`).
   *
   * @returns false when that is not enough: none like it was counted in full yet, or it is to be kept; then it is for `add`
   */
  addQuiet(course: number): boolean {
    const entry = this.#byCourse.get(course)
    if (entry === undefined) return false
    const problem = Number(entry.isProblem)
    this.connections++
    this.problems += problem
    entry.count++
    if (!this.#keeps(entry, this)) return true
    this.connections--
    this.problems -= problem
    entry.count--
    return false
  }

  /** Counts `count` more connections of a course for which `addQuiet` gave true. */
  addMoreQuiet(course: number, count: number): void {
    const entry = this.#byCourse.get(course)
    if (entry === undefined) throw new Error('a course is counted in full first')
    this.connections += count
    entry.count += count
    if (entry.isProblem) this.problems += count
  }

  /** Counts `c`, whose verdict is `rule`. Returns what was kept of it; undefined when it was only counted. */
  add(c: Connection, context: ConnectionContext, rule: Rule = verdictRule(c)): Kept | undefined {
    this.connections++
    let entry = this.#counts.get(rule)
    if (entry === undefined) {
      entry = { rule, isProblem: isProblem(rule.severity), count: 0, kept: [] }
      this.#counts.set(rule, entry)
    }
    entry.count++
    if (entry.isProblem) this.problems++
    if (isToldByCourse(c)) this.#byCourse.set(c.quietCourse, entry)
    if (!this.#keeps(entry, this)) return undefined
    const kept = this.#keep(c, context)
    entry.kept.push(kept)
    return kept
  }

  /** All counts, worst first; of equal severity the more frequent first. */
  get counts(): VerdictCount<Kept>[] {
    return [...this.#counts.values()].sort((a, b) => compareSeverity(a.rule.severity, b.rule.severity) || b.count - a.count)
  }
}
