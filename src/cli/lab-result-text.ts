/** How the outcome of a scenario is shown: wire, kernel and verdict side by side. */
import { constants } from 'node:os'
import { printable } from '../core/view/text-layout.ts'
import type { LabWords } from '../core/words/lab-words.ts'
import type { ScenarioResult } from '../lab/result.ts'

const MS_PER_SECOND = 1000

/** The outcome in a line. */
export function resultLine({ id, captures, disagreements, tookMs }: ScenarioResult, words: LabWords): string {
  const outcome = disagreements.length === 0 ? words.agrees : words.disagrees
  const said = captures.map(({ name, verdict }) => `${name} ${verdict}`).join(', ')
  return printable(`${id}: ${outcome} (${said}; ${(tookMs / MS_PER_SECOND).toFixed(1)} s)`)
}

/** The outcome with all that was seen, as lines that end with a line break. */
export function resultText(result: ScenarioResult, words: LabWords): string {
  const { captures, states, kernel, calls, disagreements } = result
  const errnos = new Map<number, string>(Object.entries(constants.errno).map(([name, value]) => [value, name]))
  const lines = [
    resultLine(result, words),
    `  ${words.verdict}`,
    ...captures.map(({ name, packets, verdict, findings }) => `    ${words.capture(name, packets, verdict, findings)}`),
    ...(kernel === undefined
      ? []
      : [
          `  ${words.kernel}`,
          ...states.map(({ host, local, kernel: path, comparison }) => `    ${words.states(host, local, path.join(' > '), comparison)}`),
          ...[...kernel.retransmissions, ...kernel.synRetransmissions, ...kernel.synAckRetransmissions].map(
            ({ host, local, count }) => `    ${words.retransmissions(host, local, count)}`,
          ),
          ...kernel.resetsSent.map(({ host, local, count, reasons }) => `    ${words.resetsSent(host, local, count, reasons)}`),
          ...kernel.socketErrors.map(({ host, error }) => `    ${words.socketError(host, errnos.get(error) ?? String(error))}`),
          ...kernel.drops.map(({ host, reason, count }) => `    ${words.drops(host, reason, count)}`),
        ]),
    `  ${words.calls}`,
    ...Object.entries(calls).flatMap(([program, outcomes]) =>
      outcomes.map(({ op, result: outcome, tookMs }) => `    ${words.call(program, op, String(outcome), tookMs)}`),
    ),
    ...disagreements.map((fault) => `  ! ${words.fault(fault)}`),
  ]
  return `${lines.map(printable).join('\n')}\n`
}
