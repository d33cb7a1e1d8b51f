/** English for what the capturing machine itself knows. */
import type { HostFacts, HostWords } from './host-words.ts'

function times(count: number): string {
  return count === 1 ? '1 packet' : `${count} packets`
}

function rulesText(rules: HostFacts['rules'], knowsRules: boolean): string {
  if (!knowsRules) return "the firewall's rules may not be read"
  if (rules.length === 0) return 'no rule that drops or rejects counted a packet meanwhile'
  return rules
    .map(({ rule, action, packets }) => `this rule ${action === 'drop' ? 'dropped' : 'rejected'} ${times(packets)} meanwhile: ${rule}`)
    .join('; ')
}

/** The sentences. */
export const hostEn: HostWords = {
  heading: 'On this machine',
  server: ({ port, listeners, rules, knowsRules }) => {
    const [first] = listeners
    const who =
      first === undefined
        ? `nothing listens on port ${port} here`
        : `${first.program ?? 'a program'} listens on ${first.address}:${port} here (${first.waiting} of ${first.backlog} places in its accept queue taken)`
    return `${who}, and ${rulesText(rules, knowsRules)}.`
  },
  client: (rules) => `${rulesText(rules, true)}.`,
  route: (address, route) => (route === undefined ? `this machine knows no way to ${address}.` : `the way to ${address} is ${route}.`),
  counters: (list) => `The kernel counted meanwhile: ${list}.`,
}
