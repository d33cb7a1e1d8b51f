/** The outcome of a scenario: wire, kernel and verdict side by side, and where they disagree. */
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'
import type { LabFault } from '../core/words/lab-words.ts'
import type { CallOutcome } from './actor.ts'
import { type ExplainedCapture, saidIds } from './explained-capture.ts'
import type { KernelTruth, PairCount } from './kernel-truth.ts'
import { type CaseFigures, figuresOf } from './case-figures.ts'
import type { CapturePlan, Scenario } from './scenario.ts'
import { comparablePath, comparePaths, kernelPath } from './state-comparison.ts'

/** Where two of the three disagree, or what did not happen as it was planned. */
export type Disagreement = LabFault

/** What one capture shows. */
export interface CaptureResult {
  readonly name: string
  readonly file: string
  readonly packets: number
  readonly wanted: readonly VerdictId[]
  readonly verdict: string
  readonly findings: readonly string[]
}

/** An end's states as both tell them. */
export interface StatesResult {
  readonly host: string
  readonly local: string
  readonly remote: string
  readonly kernel: readonly string[]
  readonly inferred: readonly string[] | undefined
  readonly comparison: 'equal' | 'accepted' | 'different' | 'unseen'
}

/** All that a run showed. */
export interface ScenarioResult {
  readonly id: string
  readonly tookMs: number
  readonly captures: readonly CaptureResult[]
  readonly states: readonly StatesResult[]
  /** Undefined where the kernel's log cannot be read. */
  readonly kernel: KernelTruth | undefined
  readonly calls: Readonly<Record<string, readonly CallOutcome[]>>
  readonly disagreements: readonly Disagreement[]
  /** The figures of the first connection in each capture. */
  readonly figures: ReadonlyMap<string, CaseFigures>
}

/** What a run has gathered. */
export interface Gathered {
  readonly explained: ReadonlyMap<string, { readonly file: string; readonly explained: ExplainedCapture }>
  readonly kernel: KernelTruth | undefined
  readonly calls: Readonly<Record<string, readonly CallOutcome[]>>
}

/** Compares what was gathered. */
export function resultOf(scenario: Scenario, { explained, kernel, calls }: Gathered, tookMs: number): ScenarioResult {
  const disagreements: Disagreement[] = callFaults(calls)
  const captures: CaptureResult[] = []
  const states: StatesResult[] = []
  for (const [name, { file, explained: capture }] of explained) {
    const plan = scenario.captures[name]
    const result = captureResult(name, file, plan, capture)
    captures.push(result)
    const said = saidIds(capture)
    disagreements.push(...verdictFaults(scenario, result, said))
    const unsaid = (plan.finds ?? []).filter((id) => !said.includes(id))
    disagreements.push(...unsaid.map((got) => ({ kind: 'unsaid' as const, capture: name, got })))
    if (kernel === undefined || isPartial(plan)) continue
    const host = plan.host ?? name
    const compared = compareStates(host, kernel, capture)
    states.push(...compared)
    if (scenario.exempt?.states === undefined) disagreements.push(...compared.flatMap(stateFault))
    if (scenario.exempt?.resets === undefined) disagreements.push(...resetFaults(host, kernel, capture))
    if (scenario.exempt?.retransmissions === undefined) disagreements.push(...retransmissionFaults(host, kernel, capture))
  }
  const figures = new Map(
    [...explained].flatMap(
      ([
        name,
        {
          explained: { connections },
        },
      ]) => (connections.length === 0 ? [] : [[name, figuresOf(connections[0])]]),
    ),
  )
  return { id: scenario.id, tookMs, captures, states, kernel, calls, disagreements, figures }
}

/** A capture that begins late or leaves packets out does not show all that the kernel did. */
function isPartial(plan: CapturePlan): boolean {
  return plan.after !== undefined || plan.filter !== undefined || plan.snapBytes !== undefined || plan.device !== undefined
}

function captureResult(name: string, file: string, plan: CapturePlan, { connections, rest }: ExplainedCapture): CaptureResult {
  return {
    name,
    file,
    packets: rest.inputs.reduce((sum, { packets }) => sum + packets, 0),
    wanted: [plan.verdict, ...(plan.alsoOk ?? [])],
    verdict: rest.verdict?.id ?? 'none',
    findings: [...new Set(connections.flatMap((c) => c.findings.map(({ id }) => id)))],
  }
}

function verdictFaults({ mustNot = [] }: Scenario, { name, wanted, verdict }: CaptureResult, said: readonly string[]): Disagreement[] {
  const isWanted = wanted.some((id) => id === verdict)
  const forbidden = said.filter((id) => mustNot.some((bad) => bad === id) && !wanted.some((good) => good === id))
  return [
    ...(isWanted ? [] : [{ kind: 'verdict' as const, capture: name, wanted, got: verdict }]),
    ...forbidden.map((got) => ({ kind: 'forbidden' as const, capture: name, got })),
  ]
}

function callFaults(calls: Gathered['calls']): Disagreement[] {
  return Object.entries(calls).flatMap(([program, outcomes]) =>
    outcomes.flatMap(({ op, result, wanted }) => {
      const got = typeof result === 'string' ? result : 'ok'
      const isRight = wanted === undefined ? got === 'ok' : wanted.split('|').includes(got)
      return isRight ? [] : [{ kind: 'call' as const, program, op, wanted: wanted ?? 'ok', got }]
    }),
  )
}

function compareStates(host: string, kernel: KernelTruth, { paths }: ExplainedCapture): StatesResult[] {
  const left = new Map([...paths].map(([key, list]) => [key, [...list]]))
  return kernel.sockets
    .filter((socket) => socket.host === host)
    .map(({ local, remote, path }) => {
      const states = left.get(`${local} ${remote}`)?.shift()
      const logged = kernelPath(path)
      const inferred = states === undefined ? undefined : comparablePath(states.map(({ state }) => state))
      const comparison = inferred === undefined ? 'unseen' : comparePaths(logged, inferred).kind
      return { host, local, remote, kernel: logged, inferred, comparison }
    })
}

function stateFault({ host, local, kernel, inferred, comparison }: StatesResult): Disagreement[] {
  return comparison === 'different' ? [{ kind: 'states', host, local, kernel, inferred: inferred ?? [] }] : []
}

/**
 * A host's resets are in its own capture; the kernel logs those of its sockets and of unknown ones, not those of its firewall. It does not
 * say to whom a reset goes that a listening socket sends, so the other end is left out of the comparison.
 */
function resetFaults(host: string, kernel: KernelTruth, { resets }: ExplainedCapture): Disagreement[] {
  const logged = new Map<string, number>()
  for (const { local, count } of ofHost(kernel.resetsSent, host)) logged.set(local, (logged.get(local) ?? 0) + count)
  return [...logged].flatMap(([local, count]) => {
    const wire = [...resets].reduce((sum, [key, seen]) => (key.startsWith(`${local} `) ? sum + seen : sum), 0)
    return wire === count ? [] : [{ kind: 'resets', host, local, kernel: count, wire }]
  })
}

/** All that a host sent twice: the kernel logs each; the capture has at least as many (a segment may have been cut on its way out). */
function retransmissionFaults(host: string, kernel: KernelTruth, { repeated }: ExplainedCapture): Disagreement[] {
  const logged = new Map<string, number>()
  for (const { local, remote, count } of ofHost(
    [...kernel.retransmissions, ...kernel.synRetransmissions, ...kernel.synAckRetransmissions],
    host,
  ))
    logged.set(`${local} ${remote}`, (logged.get(`${local} ${remote}`) ?? 0) + count)
  return [...logged].flatMap(([key, count]) => {
    const wire = repeated.get(key) ?? 0
    return wire >= count ? [] : [{ kind: 'retransmissions', host, local: key.split(' ')[0], kernel: count, wire }]
  })
}

function ofHost<T extends PairCount>(counts: readonly T[], host: string): readonly T[] {
  return counts.filter((entry) => entry.host === host)
}
