/** Findings about an input, with no kind so often that it hides what else there is. */
import type { VerdictReport } from './report.ts'

/** So many findings of one verdict are told to people in full; programs get them all. */
const MOST_OF_A_KIND = 5

/** A finding that is told. */
export interface ToldFinding<Finding> {
  readonly finding: Finding
  /** How many more of the same verdict are only counted; 0 but for the last of its kind that is told. */
  readonly more: number
}

/** The first five of each verdict, in the order given; the last of them knows how many follow it. */
export function fewOfAKind<Finding extends Pick<VerdictReport, 'id'>>(findings: readonly Finding[]): ToldFinding<Finding>[] {
  const counts = new Map<string, number>()
  for (const { id } of findings) counts.set(id, (counts.get(id) ?? 0) + 1)
  const seen = new Map<string, number>()
  const told: ToldFinding<Finding>[] = []
  for (const finding of findings) {
    const place = (seen.get(finding.id) ?? 0) + 1
    seen.set(finding.id, place)
    if (place > MOST_OF_A_KIND) continue
    told.push({ finding, more: place === MOST_OF_A_KIND ? (counts.get(finding.id) ?? 0) - place : 0 })
  }
  return told
}
