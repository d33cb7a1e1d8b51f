/**
 * Holds a report against the capture that it is about: each claim against the packet that it names, and the whole against a new diagnosis.
 *
 * It reads the capture once, packet by packet; what it keeps grows with the report and not with the capture.
 */
import type { CaptureInfo } from '../capture/record.ts'
import type { Packet } from '../packet/packet.ts'
import type { VerifyFault, VerifyProblem, VerifySubject } from '../words/verify-words.ts'
import type { ClaimedConnection, ClaimedReport, ClaimedVerdict } from './claimed-report.ts'
import type { PacketClaim } from './claims.ts'
import type { End } from './packet-facts.ts'
import type { ConnectionReport, InputReport, ReportRest } from './report.ts'
import { SilentEnds } from './silent-ends.ts'
import { connectionDifferences, inputDifferences, restDifferences } from './verify-again.ts'
import { claimFault, stateFault } from './verify-packet.ts'

/** More problems are only counted. */
export const MOST_PROBLEMS_KEPT = 20

/** An input; what it knows of itself grows while it is read. */
export interface NamedInput {
  readonly info: Pick<CaptureInfo, 'hostNames'>
}

/** One thing that is said of a packet. */
type Check =
  | {
      readonly kind: 'claim'
      readonly connection: ClaimedConnection | undefined
      readonly verdict: string
      readonly point: string
      readonly claim: PacketClaim
    }
  | { readonly kind: 'state'; readonly connection: ClaimedConnection; readonly end: End; readonly state: string }

/** One report being verified. For each input in turn: `begin`, `packet`s and `connection`s as they come, `endPackets`, `endInput`; then `end`. */
export class Verification {
  /** The first problems, in the order in which they were found. */
  readonly problems: VerifyProblem[] = []
  /** All problems. */
  problemCount = 0
  /** What was held against the bytes. */
  claims = 0
  readonly #report: ClaimedReport
  readonly #connections: ReadonlyMap<number, ClaimedConnection>
  readonly #unseen: Set<number>
  #input = -1
  #checks = new Map<number, Check[]>()
  #silent = new SilentEnds([])
  #source: NamedInput = { info: { hostNames: new Map() } }

  constructor(report: ClaimedReport) {
    this.#report = report
    this.#connections = new Map(report.connections.map((connection) => [connection.id, connection]))
    this.#unseen = new Set(this.#connections.keys())
  }

  /** Whether the report says anything of the connection with that id. */
  concerns(id: number): boolean {
    return this.#connections.has(id)
  }

  /** The next input is read. */
  begin(source: NamedInput): void {
    this.#input++
    this.#source = source
    const connections = this.#report.connections.filter(({ input }) => input === this.#input)
    this.#silent = new SilentEnds(connections)
    this.claims += this.#silent.count
    for (const connection of connections) this.#expectConnection(connection)
    for (const verdict of [...this.#report.captureFindings, ...this.#report.groupFindings]) {
      if (verdict.input === this.#input) this.#expectVerdict(undefined, verdict)
    }
    const { headline } = this.#report
    if (headline?.input !== this.#input) return
    this.#expectVerdict(headline.connection === null ? undefined : this.#connections.get(headline.connection), headline)
  }

  /** The next packet of the input, decoded. */
  packet(p: Packet): void {
    const broken = this.#silent.broken(p, this.#source.info.hostNames)
    if (broken !== undefined) this.#found({ kind: 'whole' }, broken.connection, p.number, { kind: 'not-silent', end: broken.end })
    const checks = this.#checks.get(p.number)
    if (checks === undefined) return
    this.#checks.delete(p.number)
    const names = this.#source.info.hostNames
    for (const check of checks) {
      const fault =
        check.kind === 'claim'
          ? claimFault(p, check.claim, check.connection, names)
          : stateFault(p, check.state, check.end, check.connection, names)
      if (fault !== undefined) this.#found(subjectOf(check), check.connection, p.number, fault)
    }
  }

  /** A connection as a new diagnosis has it; only those that `concerns` names need to come. */
  connection(fresh: ConnectionReport): void {
    const claimed = this.#connections.get(fresh.id)
    if (claimed === undefined || claimed.input !== this.#input) return
    this.#unseen.delete(fresh.id)
    for (const { subject, fault } of connectionDifferences(claimed, fresh)) this.#found(subject, claimed, null, fault)
  }

  /** All packets of the input have come: what is claimed of others is wrong. */
  endPackets(): void {
    for (const [packet, checks] of this.#checks) {
      for (const check of checks) this.#found(subjectOf(check), check.connection, packet, { kind: 'no-packet' })
    }
    this.#checks.clear()
  }

  /** All connections of the input have come. */
  endInput(fresh: InputReport): void {
    const claimed = this.#report.inputs[this.#input]
    if (claimed === undefined) return
    for (const fault of inputDifferences(claimed, fresh)) this.#found({ kind: 'whole' }, undefined, null, fault)
  }

  /** All inputs were read: compares what is said of them as a whole. */
  end(fresh: ReportRest): void {
    for (const id of this.#unseen) this.#found({ kind: 'whole' }, this.#connections.get(id), null, { kind: 'no-connection' })
    for (const { subject, connection, fault } of restDifferences(this.#report, fresh)) {
      this.#found(subject, connection === null ? undefined : this.#connections.get(connection), null, fault)
    }
  }

  #expectConnection(connection: ClaimedConnection): void {
    for (const verdict of connection.verdicts) this.#expectVerdict(connection, verdict)
    for (const end of ['client', 'server'] as const) {
      for (const { state, packet } of connection.states[end]) {
        if (packet !== null) this.#expect(packet, { kind: 'state', connection, end, state })
      }
    }
  }

  #expectVerdict(connection: ClaimedConnection | undefined, { id, evidence }: ClaimedVerdict): void {
    for (const { point, packets, claims } of evidence) {
      for (const claim of claims) this.#expect(claim.packet, { kind: 'claim', connection, verdict: id, point, claim })
      const isComplete = claims.length === packets.length && packets.every((packet, i) => claims[i].packet === packet)
      if (!isComplete) this.#found({ kind: 'evidence', verdict: id, point }, connection, null, { kind: 'unclaimed' })
    }
  }

  #expect(packet: number, check: Check): void {
    this.claims++
    const checks = this.#checks.get(packet)
    if (checks === undefined) this.#checks.set(packet, [check])
    else checks.push(check)
  }

  #found(subject: VerifySubject, connection: ClaimedConnection | undefined, packet: number | null, fault: VerifyFault): void {
    this.problemCount++
    if (this.problems.length >= MOST_PROBLEMS_KEPT) return
    const input = this.#report.inputs.length > 1 && this.#input >= 0 ? (connection?.input ?? this.#input) : undefined
    this.problems.push({ input, connection: connection?.id ?? null, subject, packet, fault })
  }
}

function subjectOf(check: Check): VerifySubject {
  if (check.kind === 'state') return { kind: 'state', end: check.end, state: check.state }
  return { kind: 'evidence', verdict: check.verdict, point: check.point }
}
