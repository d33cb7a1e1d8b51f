/** The whole capture: what matters most, what else there is, when, and every connection. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'
import { isProblem } from '../core/report/severity.ts'
import type { VerdictReport } from '../core/report/report.ts'
import { CaptureFindings } from './capture-findings.tsx'
import { ConnectionTable } from './connection-table.tsx'
import { durationText, unbroken } from './format.ts'
import { useWords } from './page-words.ts'
import type { ConnectionQuery, News } from './protocol.ts'
import type { Route } from './route.ts'
import { SeverityBadge } from './severity-badge.tsx'
import { TimelineStrip } from './timeline-strip.tsx'
import type { WorkerClient } from './worker-client.ts'

/** What the view is told. */
export interface OverviewProps {
  readonly news: News
  readonly client: WorkerClient
  readonly go: (change: Partial<Route>) => void
}

const ALL: ConnectionQuery = { sort: 'id', descending: false, verdicts: [], problemsOnly: false, text: '', fromNs: null, toNs: null }

/** The view. */
export function Overview({ news, client, go }: OverviewProps) {
  const words = useWords()
  const [query, setQuery] = useState<ConnectionQuery>(ALL)
  const change = useCallback((part: Partial<ConnectionQuery>) => setQuery((now) => ({ ...now, ...part })), [])
  // Another input: what was sought in the last one is not sought in it.
  useEffect(() => setQuery(ALL), [news.id])
  const { headline, verdicts, captureFindings, groupFindings } = news
  const findings = [...groupFindings, ...captureFindings].filter(
    ({ id, summary }) => id !== headline?.id || summary.en !== headline.summary.en,
  )
  const toggle = (id: VerdictId): void =>
    change({ verdicts: query.verdicts.includes(id) ? query.verdicts.filter((other) => other !== id) : [...query.verdicts, id] })
  return (
    <div class="overview">
      <Headline news={news} client={client} go={go} />
      {news.timeline.packets.length > 1 && <TimelineStrip news={news} query={query} change={change} />}
      <div class="columns">
        {(verdicts.length > 0 || findings.length > 0) && (
          <aside class="verdicts" aria-label={words.overview.verdicts}>
            <h2>{words.overview.verdicts}</h2>
            <ul>
              {verdicts.map(({ id, severity, count, example }) => (
                <li key={id}>
                  <button type="button" aria-pressed={query.verdicts.includes(id)} onClick={() => toggle(id)} data-verdict={id}>
                    <span class={`dot ${severity}`} />
                    <code>{id}</code>
                    <span class="count">{words.shared.document.figure(count)}</span>
                    {example !== undefined && isProblem(severity) && <span class="example">{example.summary[words.code]}</span>}
                  </button>
                </li>
              ))}
            </ul>
            <CaptureFindings
              key={news.id}
              findings={findings}
              select={(packets) => go({ view: 'packets', isOnly: false, packet: packets[0] ?? 0, filter: '' })}
            />
          </aside>
        )}
        <ConnectionTable
          news={news}
          client={client}
          query={query}
          change={change}
          open={(id) => go({ view: 'connection', connection: id, packet: 0 })}
        />
      </div>
    </div>
  )
}

function Headline({ news, client, go }: OverviewProps) {
  const words = useWords()
  const { headline, isDone, packets, connections, problems, input, timeline } = news
  const durationNs = input?.duration == null ? timeline.packets.length * timeline.widthNs : input.duration * 1e9
  const duration = packets > 1 ? durationText(durationNs, words.code) : ''
  const connection = headline?.connection ?? null
  return (
    <section class={`headline ${headline?.severity ?? 'info'}`} aria-live="polite">
      {headline !== null && (
        <p class="tags">
          <SeverityBadge severity={headline.severity} /> <code>{headline.id}</code>
          {!isDone && <span class="quiet"> {words.reading.soFar}</span>}
        </p>
      )}
      <h1>{unbroken(headlineText(headline, news, words))}</h1>
      <p class="facts quiet">
        {words.overview.facts(packets, duration, connections)}
        {connections > 0 && words.overview.problems(problems)}
        {!isDone && ` (${words.reading.soFar})`}
      </p>
      {connection !== null && (
        <button
          type="button"
          class="primary"
          onPointerDown={() => client.askAhead('connection', { id: connection, soon: true })}
          onClick={() => go({ view: 'connection', connection, packet: 0 })}
          data-action="look"
        >
          {words.overview.look} #{connection} →
        </button>
      )}
    </section>
  )
}

function headlineText(headline: VerdictReport | null, { isDone, connections, faults }: News, words: ReturnType<typeof useWords>): string {
  if (headline !== null) return headline.summary[words.code]
  if (!isDone) return '…'
  if (faults.length > 0) return words.shared.shell.problem('', faults[0]).replace(/^[:：]\s*/, '')
  return connections === 0 ? words.overview.noTcp : words.overview.nothingWrong
}
