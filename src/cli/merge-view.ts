/** `synfin merge-view`: two captures of one connection, one story. */
import { CapturedConnections } from '../core/report/captured-connections.ts'
import { endText } from '../core/report/end-names.ts'
import { joinedConnections } from '../core/report/joined-connections.ts'
import type { CapturedConnection, JoinedConnection } from '../core/report/two-captures.ts'
import { joinedLadder, joinedSentences } from '../core/view/two-captures-text.ts'
import { printable, wrap } from '../core/view/text-layout.ts'
import { Output } from '../node/output.ts'
import type { MergeViewOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { InputRun } from './input-run.ts'
import { columnsOf, tell } from './terminal.ts'

/** More connections than this are not told one by one. */
const MOST_PAIRS = 20
const NS_PER_S = 1e9

/** Runs the command; gives its exit code: 1 when a capture cannot be read, or no connection is in both. */
export async function mergeView(options: MergeViewOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { words, environment, language } = surroundings
  const inputs = new InputRun(words)
  const sides: (readonly CapturedConnection[])[] = []
  let isComplete = true
  for (const file of [options.client, options.server]) {
    const captured = new CapturedConnections(file)
    await inputs.read(file, captured.pipeline.reader)
    sides.push(captured.finish())
    isComplete &&= captured.isComplete
  }
  const code = inputs.end()
  const [clients = [], servers = []] = sides
  const { connections, isTurned } = joinedConnections(clients, servers)
  // An id is one of the first capture, whichever end that is.
  const joined = connections.filter(
    ({ client, server }) => options.connection === undefined || (isTurned ? server : client).report.id === options.connection,
  )
  if (!isComplete) tell(`${words.merge.incomplete}\n`)
  if (isTurned) tell(`${words.merge.turned}\n`)
  if (joined.length === 0) {
    // One of them was not there, or is none: that has been said, and explains it.
    if (sides.some((side) => side.length === 0) && code !== EXIT.ok) return code
    tell(`synfin: ${words.merge.noPair}\n`)
    return EXIT.failed
  }
  const output = new Output('-')
  if (options.isJson) output.write(`${JSON.stringify({ schema: 'synfin/merge@1', connections: joined.map(joinedFacts) })}\n`)
  else {
    const columns = columnsOf(environment)
    for (const [i, each] of joined.slice(0, MOST_PAIRS).entries()) {
      const { client } = each
      output.write(`${i === 0 ? '' : '\n'}${printable(`${endText(client.report.client)} > ${endText(client.report.server)}`)}\n\n`)
      for (const sentence of joinedSentences(each, words.merge, language))
        output.write(`${wrap(printable(sentence), columns, { first: '- ', rest: '  ' }).join('\n')}\n`)
      output.write(`\n${joinedLadder(each, words.merge, language, columns, options.all).join('\n')}\n`)
    }
  }
  output.close()
  return code
}

/** What programs get: durations in seconds, as everywhere in JSON. */
function joinedFacts({ client, server, passages, clockOffsetNs, delays, hops }: JoinedConnection): object {
  const seconds = (ns: number): number | null => (Number.isFinite(ns) ? ns / NS_PER_S : null)
  const delay = ({ count, minNs, medianNs, maxNs }: JoinedConnection['delays']['client']): object => ({
    packets: count,
    min: seconds(minNs),
    median: seconds(medianNs),
    max: seconds(maxNs),
  })
  return {
    client: { connection: client.report.id, verdict: client.report.verdict.id, client: client.report.client, server: client.report.server },
    server: { connection: server.report.id, verdict: server.report.verdict.id, client: server.report.client, server: server.report.server },
    clockOffset: seconds(clockOffsetNs),
    delays: { client: delay(delays.client), server: delay(delays.server) },
    hops: { client: Number.isFinite(hops.client) ? hops.client : null, server: Number.isFinite(hops.server) ? hops.server : null },
    packets: passages.map(({ sender, fate, atClient, atServer, timeNs, delayNs, payloadBytes, from }) => ({
      sender,
      fate,
      client: atClient === 0 ? null : atClient,
      server: atServer === 0 ? null : atServer,
      time: seconds(timeNs),
      delay: seconds(delayNs),
      position: Number.isFinite(from) ? from : null,
      payloadBytes,
    })),
  }
}
