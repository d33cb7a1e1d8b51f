/** A scenario that recreates an observed connection: the same case, with its distance, its sizes and who closes first. */
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'
import type { CaseFigures } from './case-figures.ts'
import type { LinkPlan, Scenario } from './scenario.ts'
import { DEFAULT_DELAY_MS, linksOf } from './scenario.ts'
import { SCENARIOS } from './scenarios.ts'
import { type Step, accept, close, connect, listen, receive, send, sleep } from './steps.ts'

/** A derived scenario and the one that it comes from; `capture` is the point at which the case looks like the observed one. */
export interface Recreation {
  readonly scenario: Scenario
  readonly from: string
  readonly capture: string
}

const OWN_ID = 'recreated'
/** A path in the lab cannot be shorter: the relay wakes by the millisecond. */
const SHORTEST_DELAY_MS = 0
const LONGEST_DELAY_MS = 2000
/** More would not change the case, only take long. */
const MOST_BYTES = 2_000_000
/** What a program does later is not in the segment that says something else. */
const LATER_MS = 100
const FITTED = ['skip', 'every', 'text'] as const
const HEALTHY = ['open-normal', 'close-3seg', 'close-4way', 'open-established-at-end'] as const satisfies readonly VerdictId[]

/** The scenario that comes nearest to the case, adapted to its figures; undefined when no scenario of the lab shows such a case. */
export function recreate(figures: CaseFigures): Recreation | undefined {
  if (HEALTHY.some((id) => id === figures.verdict)) return healthyCase(figures)
  const ranked = SCENARIOS.flatMap((scenario) => {
    const [capture, score] = bestCapture(scenario, figures)
    return capture === undefined ? [] : [{ scenario, capture, score }]
  }).sort((a, b) => b.score - a.score || (a.scenario.seconds ?? 0) - (b.scenario.seconds ?? 0))
  const [best] = ranked
  if (best === undefined) return undefined
  return { scenario: adapted(best.scenario, figures), from: best.scenario.id, capture: best.capture }
}

/** The capture of a scenario that is to show the case, and how well the scenario fits; no capture when it does not. */
function bestCapture(scenario: Scenario, figures: CaseFigures): [capture: string | undefined, score: number] {
  let found: [string | undefined, number] = [undefined, 0]
  for (const [name, { verdict, alsoOk = [] }] of Object.entries(scenario.captures)) {
    const fit = verdict === figures.verdict ? 10 : alsoOk.some((id) => id === figures.verdict) ? 8 : 0
    if (fit === 0) continue
    const isSameIcmp = figures.icmp !== undefined && scenario.icmp === figures.icmp
    const isSameVersion = (scenario.version ?? 4) === figures.version
    const isSamePoint = figures.vantage === `${name}-side`
    const isSameCloser = figures.closer !== undefined && closerOf(scenario) === figures.closer
    const score =
      fit +
      (isSamePoint ? 1 : 0) +
      (isSameIcmp ? 4 : 0) +
      (isSameVersion ? 2 : 0) +
      (isSameCloser ? 2 : 0) +
      (scenario.id.startsWith(figures.verdict) ? 1 : 0)
    if (score > found[1]) found = [name, score]
  }
  return found
}

/** Who closes first, where the other one reads to the end. */
function closerOf({ programs }: Scenario): CaseFigures['closer'] {
  const readsToEnd = (name: string): boolean => (programs[name] ?? []).some((step) => step.op === 'receive' && step.toEnd === true)
  const [client, server] = [readsToEnd('client'), readsToEnd('server')]
  return client === server ? undefined : client ? 'server' : 'client'
}

function adapted(scenario: Scenario, figures: CaseFigures): Scenario {
  const { client, server, ...others } = scenario.programs
  // Rules for IPv4 and routes with addresses hold for one version only.
  const isPlain =
    scenario.firewall === undefined && scenario.iptables === undefined && scenario.routes === undefined && scenario.links === undefined
  const { version: _version, links: _links, path: _path, ...rest } = scenario
  const links = withDistance(linksOf(scenario), figures.rttMs)
  const programs = { ...others, ...sized(server, client, scenario, figures) }
  // Who waited for something to have crossed the path waits as much longer as the path is.
  const longerMs = 2 * Math.max(0, distanceOf(links) - distanceOf(linksOf(scenario)))
  return {
    ...rest,
    id: OWN_ID,
    family: 'observed',
    version: isPlain ? figures.version : (scenario.version ?? 4),
    links,
    programs: Object.fromEntries(Object.entries(programs).map(([name, steps]) => [name, withLongerSleeps(steps, longerMs)])),
  }
}

function withLongerSleeps(steps: readonly Step[], longerMs: number): readonly Step[] {
  return steps.map((step) => {
    if (step.op === 'repeat') return { ...step, steps: withLongerSleeps(step.steps, longerMs) }
    return step.op === 'sleep' ? sleep(step.ms + longerMs) : step
  })
}

/** Milliseconds one way over all links. */
function distanceOf(links: readonly LinkPlan[]): number {
  return links.reduce((sum, { delayMs = DEFAULT_DELAY_MS }) => sum + delayMs, 0)
}

/** The longest of the links gets what the others leave of the distance. */
function withDistance(links: readonly LinkPlan[], rttMs: number | undefined): readonly LinkPlan[] {
  if (rttMs === undefined) return links
  const delays = links.map(({ delayMs = DEFAULT_DELAY_MS }) => delayMs)
  const longest = delays.indexOf(Math.max(...delays))
  const others = delays.reduce((sum, delay, i) => (i === longest ? sum : sum + delay), 0)
  const delayMs = Math.min(LONGEST_DELAY_MS, Math.max(SHORTEST_DELAY_MS, Math.round(rttMs / 2 - others)))
  return links.map((link, i) => (i === longest && link.direct !== true ? { ...link, delayMs } : link))
}

/** Nothing goes wrong: a plain path, and programs that say and close what was observed. */
function healthyCase(figures: CaseFigures): Recreation {
  const wanted = { verdict: HEALTHY.find((id) => id === figures.verdict) ?? HEALTHY[0], alsoOk: HEALTHY }
  const scenario: Scenario = {
    id: OWN_ID,
    family: 'observed',
    shows: { en: 'a connection as it was observed', zh: '照观察重现的连接' },
    version: figures.version,
    links: withDistance([{ a: 'client', b: 'server' }], figures.rttMs),
    programs: healthyPrograms(figures),
    captures: { client: wanted, server: wanted },
  }
  return { scenario, from: HEALTHY[0], capture: figures.vantage === 'server-side' ? 'server' : 'client' }
}

function healthyPrograms({ verdict, findings, clientBytes, serverBytes, closer }: CaseFigures): Scenario['programs'] {
  const [asks, answers] = [Math.min(clientBytes, MOST_BYTES), Math.min(serverBytes, MOST_BYTES)]
  const server: Step[] = [listen(), accept()]
  const client: Step[] = [connect()]
  if (asks > 0) {
    client.push(send({ bytes: asks }))
    server.push(receive({ bytes: asks }))
  }
  if (answers > 0) {
    server.push(send({ bytes: answers }))
    client.push(receive({ bytes: answers }))
  }
  const [first, second] = closer === 'server' ? [server, client] : [client, server]
  if (closer !== undefined) {
    first.push(close())
    // Who closes at once does so with the acknowledgment.
    const isLate = verdict === 'close-4way' || findings.includes('close-4way')
    second.push(receive({ toEnd: true }), ...(isLate ? [sleep(LATER_MS)] : []), close())
  }
  client.push(sleep(2 * LATER_MS))
  return { server, client }
}

/** The programs with the observed amounts where each end sends once, and where no rule counts packets. */
function sized(
  server: readonly Step[] | undefined,
  client: readonly Step[] | undefined,
  scenario: Scenario,
  { clientBytes, serverBytes }: CaseFigures,
): Scenario['programs'] {
  const programs = { ...(server === undefined ? {} : { server }), ...(client === undefined ? {} : { client }) }
  // Such rules are written for the scenario's own packets.
  const isFitted = linksOf(scenario).some(({ rules = [] }) =>
    rules.some((rule) => FITTED.some((condition) => rule[condition] !== undefined)),
  )
  if (isFitted || server === undefined || client === undefined) return programs
  const [asks, answers] = [withAmount(client, clientBytes), withAmount(server, serverBytes)]
  if (asks === undefined || answers === undefined) return programs
  return { server: withExpectation(answers, clientBytes), client: withExpectation(asks, serverBytes) }
}

/** The steps with another amount to send; undefined when they do not send exactly once. */
function withAmount(steps: readonly Step[], bytes: number): readonly Step[] | undefined {
  const sends = steps.filter(({ op }) => op === 'send' || op === 'repeat')
  const [only] = sends
  if (sends.length !== 1 || only.op !== 'send' || only.urgent === true) return undefined
  if (bytes === 0) return steps.filter((step) => step !== only)
  const { text: _text, ...rest } = only
  return steps.map((step) => (step === only ? { ...rest, bytes: Math.min(bytes, MOST_BYTES) } : step))
}

/** The first bare `receive` waits for all of the amount; of nothing there is nothing to wait for. */
function withExpectation(steps: readonly Step[], bytes: number): readonly Step[] {
  const first = steps.find(
    (step) => step.op === 'receive' && step.toEnd === undefined && step.atMost === undefined && step.fails === undefined,
  )
  if (bytes === 0) return steps.filter((step) => step !== first)
  return steps.map((step) => (step === first && step.op === 'receive' ? { ...step, bytes: Math.min(bytes, MOST_BYTES) } : step))
}
