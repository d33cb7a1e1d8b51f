/** The catalogue of scenarios: whatever is named in one is there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Scenario, hostsOf, linksOf } from './scenario.ts'
import { SCENARIOS } from './scenarios.ts'
import type { Step } from './steps.ts'

function flat(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => (step.op === 'repeat' ? flat(step.steps) : [step]))
}

/** Everything that is named and not there. */
function dangling(scenario: Scenario): string[] {
  const hosts = new Set(hostsOf(scenario))
  const named = [
    ...Object.keys(scenario.programs).map((name) => name.split('/')[0]),
    ...Object.entries(scenario.captures).map(([name, { host }]) => host ?? name),
    ...Object.keys({ ...scenario.kernel, ...scenario.firewall, ...scenario.iptables, ...scenario.routes }),
    ...(scenario.incidents ?? []).flatMap(({ firewall, ip, kernel }) =>
      [firewall?.host, ip?.host, kernel?.host].filter((host) => host !== undefined),
    ),
  ]
  const steps = Object.values(scenario.programs).flatMap(flat)
  const given = new Set(steps.flatMap((step) => (step.op === 'signal' ? [step.name] : [])))
  const awaited = [
    ...steps.flatMap((step) => (step.op === 'await' ? [step.name] : [])),
    ...(scenario.incidents ?? []).map(({ on }) => on),
    ...Object.values(scenario.captures).map(({ after }) => after),
    ...linksOf(scenario).flatMap(({ rules = [] }) => rules.flatMap(({ after, until, holdUntil }) => [after, until, holdUntil])),
  ]
  const programs = new Set(Object.keys(scenario.programs))
  const ending = [...(scenario.endsWith ?? ['client']), ...(scenario.incidents ?? []).map(({ kill }) => kill)]
  return [
    ...named.filter((host) => !hosts.has(host)).map((host) => `${scenario.id}: no host ${host}`),
    ...awaited.filter((name) => name !== undefined && !given.has(name)).map((name) => `${scenario.id}: nobody gives the signal ${name}`),
    ...ending.filter((name) => name !== undefined && !programs.has(name)).map((name) => `${scenario.id}: no program ${name}`),
  ]
}

test('every id is a unique noun in kebab-case, and every scenario is told in both languages', () => {
  const ids = SCENARIOS.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(
    ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)),
    [],
  )
  assert.deepEqual(
    SCENARIOS.filter(({ shows }) => shows.en === '' || !/[\u4e00-\u9fff]/.test(shows.zh)).map(({ id }) => id),
    [],
  )
})

test('hosts, programs and signals that a scenario names are there', () => {
  assert.deepEqual(SCENARIOS.flatMap(dangling), [])
  const broken: Scenario = {
    id: 'x',
    family: 'open',
    shows: { en: '', zh: '' },
    programs: { client: [{ op: 'await', name: 'never' }] },
    captures: { nowhere: { verdict: 'open-normal' } },
  }
  assert.deepEqual(dangling(broken), ['x: no host nowhere', 'x: nobody gives the signal never'])
})
