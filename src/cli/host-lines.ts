/** The lines that join the wire and the machine: said after a report, of the ends that are on this machine. */
import type { ConnectionReport } from '../core/report/report.ts'
import { printable, wrap } from '../core/view/text-layout.ts'
import type { HostWords } from '../core/words/host-words.ts'
import { type CountingRule, type HostEvidence, isOwnAddress, routeTo } from '../live/host-evidence.ts'

/** More ports than this are not gone through one by one. */
const MOST_PORTS = 5
/** Nor more addresses. */
const MOST_ADDRESSES = 5

/**
 * The lines, each at most `columns` wide; empty when no end is on this machine and its firewall did nothing.
 *
 * @param targets addresses that were to be reached, besides those of the connections
 */
export function hostLines(
  connections: readonly Pick<ConnectionReport, 'client' | 'server'>[],
  evidence: HostEvidence,
  words: HostWords,
  columns: number,
  targets: readonly string[] = [],
): string[] {
  const own = connections.filter(({ server }) => server.address !== null && isOwnAddress(server.address))
  const ports = [...new Set(own.flatMap(({ server }) => (server.port === null ? [] : [server.port])))].slice(0, MOST_PORTS)
  const sentences = ports.map((port) =>
    words.server({
      port,
      listeners: evidence.listeners.filter((each) => each.port === port),
      rules: evidence.rules.filter((rule) => mayConcern(rule, port)),
      knowsRules: evidence.knowsRules,
    }),
  )
  const asked = connections.flatMap(({ client, server }) =>
    client.address !== null && isOwnAddress(client.address) && server.address !== null ? [server.address] : [],
  )
  for (const address of [...new Set([...targets, ...asked])].filter((each) => !isOwnAddress(each)).slice(0, MOST_ADDRESSES))
    sentences.push(words.route(address, routeTo(address)))
  if (ports.length === 0 && evidence.rules.length > 0) sentences.push(words.client(evidence.rules))
  if (evidence.counters.length > 0)
    sentences.push(words.counters(evidence.counters.map(({ name, count }) => `${name} +${count}`).join(', ')))
  if (sentences.length === 0) return []
  return [
    '',
    words.heading,
    ...sentences.flatMap((sentence) => wrap(printable(sentence), columns - 4).map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`)),
  ]
}

/** A rule that names other ports has nothing to do with this one. */
function mayConcern({ rule }: CountingRule, port: number): boolean {
  const named = [...rule.matchAll(/--dports? (\S+)/g)].flatMap(([, list = '']) => list.split(','))
  return named.length === 0 || named.some((each) => inRange(each, port))
}

function inRange(range: string, port: number): boolean {
  const [from = '', to = from] = range.split(':')
  return Number(from) <= port && port <= Number(to)
}
