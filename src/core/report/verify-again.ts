/** Compares what a report says with what a new diagnosis of the same capture says. */
import type { VerifiedFigure, VerifyFault, VerifySubject } from '../words/verify-words.ts'
import type { ClaimedConnection, ClaimedInput, ClaimedReport, ClaimedState, ClaimedVerdict } from './claimed-report.ts'
import { endText } from './end-names.ts'
import type { ConnectionReport, EndReport, InputReport, ReportRest } from './report.ts'

/** A difference, and what it is about. */
export interface Difference {
  readonly subject: VerifySubject
  readonly fault: VerifyFault
}

/** A difference about the capture as a whole (null) or a connection. */
export interface RestDifference extends Difference {
  readonly connection: number | null
}

const WHOLE: VerifySubject = { kind: 'whole' }

/** What both kinds of report have of a verdict. */
type Evidence = readonly { readonly point: string; readonly packets: readonly number[] }[]
interface AnyVerdict {
  readonly id: string
  readonly certainty: string | undefined
  readonly blame: string | undefined
  readonly evidence: Evidence
}

/** How `claimed` differs from what is found now. Of another connection under its number nothing else is compared. */
export function connectionDifferences(claimed: ClaimedConnection, fresh: ConnectionReport): Difference[] {
  const ends = `${nameOf(claimed.client)} > ${nameOf(claimed.server)}`
  const freshEnds = `${nameOf(fresh.client)} > ${nameOf(fresh.server)}`
  if (ends !== freshEnds) return [{ subject: WHOLE, fault: { kind: 'ends', claimed: ends, found: freshEnds } }]
  const differences: Difference[] = figures([
    ['firstPacket', claimed.firstPacket, fresh.firstPacket],
    ['lastPacket', claimed.lastPacket, fresh.lastPacket],
    ['clientPackets', claimed.packets.client, fresh.packets.client],
    ['serverPackets', claimed.packets.server, fresh.packets.server],
    ['clientIsn', claimed.isn.client, fresh.isn.client],
    ['serverIsn', claimed.isn.server, fresh.isn.server],
  ]).map((fault) => ({ subject: WHOLE, fault }))
  for (const end of ['client', 'server'] as const) {
    const path = statesText(claimed.states[end])
    const found = statesText(fresh.states[end])
    if (path !== found) differences.push({ subject: WHOLE, fault: { kind: 'states', end, claimed: path, found } })
  }
  const [verdict, ...findings] = claimed.verdicts
  differences.push(...verdictDifferences(verdict, fresh.verdict))
  for (const finding of findings) differences.push(...findingDifferences(finding, [fresh.verdict, ...fresh.findings]))
  return differences
}

/** How the figures of an input differ. */
export function inputDifferences(claimed: ClaimedInput, fresh: InputReport): VerifyFault[] {
  return figures([
    ['packets', claimed.packets, fresh.packets],
    ['tcpPackets', claimed.tcpPackets, fresh.tcpPackets],
    ['icmpErrors', claimed.icmpErrors, fresh.icmpErrors],
  ])
}

/** How the headline and the findings about inputs differ. */
export function restDifferences(claimed: ClaimedReport, fresh: ReportRest): RestDifference[] {
  const differences: RestDifference[] = []
  for (const finding of [...claimed.captureFindings, ...claimed.groupFindings]) {
    const candidates = [...fresh.captureFindings, ...fresh.groupFindings].filter(({ input }) => input === finding.input)
    for (const difference of findingDifferences(finding, candidates)) differences.push({ ...difference, connection: null })
  }
  const { headline } = claimed
  if (headline === null || fresh.verdict === null) {
    if (headline !== null)
      differences.push({ subject: subjectOf(headline), fault: { kind: 'no-finding' }, connection: headline.connection })
    return differences
  }
  if (headline.input !== fresh.verdict.input || headline.connection !== fresh.verdict.connection) {
    differences.push({ subject: subjectOf(headline), fault: { kind: 'no-finding' }, connection: headline.connection })
    return differences
  }
  for (const difference of verdictDifferences(headline, fresh.verdict)) differences.push({ ...difference, connection: headline.connection })
  return differences
}

function figures(list: readonly (readonly [figure: VerifiedFigure, claimed: number | null, found: number | null])[]): VerifyFault[] {
  return list
    .filter(([, claimed, found]) => claimed !== found)
    .map(([figure, claimed, found]) => ({ kind: 'figure', figure, claimed, found }))
}

function findingDifferences(claimed: ClaimedVerdict, fresh: readonly AnyVerdict[]): Difference[] {
  // Of many connections there may be several such findings: with other packets each.
  const all = fresh.filter(({ id }) => id === claimed.id)
  const same = all.find(({ evidence }) => evidenceText(evidence) === evidenceText(claimed.evidence)) ?? all[0]
  return same === undefined ? [{ subject: subjectOf(claimed), fault: { kind: 'no-finding' } }] : verdictDifferences(claimed, same)
}

function verdictDifferences(claimed: ClaimedVerdict, fresh: AnyVerdict): Difference[] {
  if (claimed.id !== fresh.id) return [{ subject: WHOLE, fault: { kind: 'verdict', claimed: claimed.id, found: fresh.id } }]
  const before = evidenceText(claimed.evidence)
  const found = evidenceText(fresh.evidence)
  if (before !== found) return [{ subject: subjectOf(claimed), fault: { kind: 'evidence', claimed: before, found } }]
  return (['certainty', 'blame'] as const).flatMap((judgement): Difference[] => {
    const [said, now] = [claimed[judgement], fresh[judgement]]
    if (said === undefined || now === undefined || said === now) return []
    return [{ subject: subjectOf(claimed), fault: { kind: 'judgement', judgement, claimed: said, found: now } }]
  })
}

function subjectOf({ id }: AnyVerdict): VerifySubject {
  return { kind: 'verdict', verdict: id }
}

function nameOf(end: EndReport): string {
  return endText(end) ?? `${end.port}`
}

/** `asked 1, refused 2`. */
function evidenceText(evidence: Evidence): string {
  return evidence.map(({ point, packets }) => `${point} ${packets.join(' ')}`.trim()).join(', ')
}

/** `SYN-SENT 1, CLOSED 2`. */
function statesText(states: readonly (Pick<ClaimedState, 'state' | 'packet'> & { readonly inferred?: boolean })[]): string {
  return states
    .map(({ state, packet, inferred }) => `${state}${packet === null ? '' : ` ${packet}`}${inferred === true ? ' (inferred)' : ''}`)
    .join(', ')
}
