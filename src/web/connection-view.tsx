/** One connection: what happened, how that is known, what to do; beside it the ladder and the other drawings. */
import type { TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { Theme } from './app.tsx'
import { CONNECTION_TABS } from './connection-tabs.tsx'
import { durationText, endName, figure, sizeText, unbroken } from './format.ts'
import { useWords } from './page-words.ts'
import type { ConnectionData, News } from './protocol.ts'
import type { Route } from './route.ts'
import { SeverityBadge } from './severity-badge.tsx'
import { StreamDialog } from './stream-dialog.tsx'
import { VerdictEvidence } from './verdict-evidence.tsx'
import type { WorkerClient } from './worker-client.ts'

/** What the view is told. */
export interface ConnectionViewProps {
  readonly news: News
  readonly client: WorkerClient
  readonly route: Route
  readonly go: (change: Partial<Route>) => void
  /** Goes to another connection by so many ids. */
  readonly step: (by: number) => void
  readonly theme: Theme
}

const NONE: ReadonlySet<number> = new Set()

/** The view. */
export function ConnectionView({ news, client, route, go, step, theme }: ConnectionViewProps) {
  const words = useWords()
  const [data, setData] = useState<ConnectionData | null | undefined>(undefined)
  const [marked, setMarked] = useState(NONE)
  const [isStreamOpen, setStreamOpen] = useState(false)
  const id = route.connection
  // Before the first frame: the worker is at it while the page draws what it has.
  useLayoutEffect(() => {
    let isOver = false
    setMarked(NONE)
    const take = (found: ConnectionData | null): void => {
      if (isOver) return
      setData(found)
      // The rest must not slow down what draws the beginning.
      if (found?.isBeginning === true) requestAnimationFrame(() => setTimeout(() => isOver || ask(found.id, false)))
      if (found !== null)
        setMarked((now) => (now === NONE ? new Set(found.report.verdict.evidence.flatMap(({ packets }) => packets)) : now))
    }
    const ask = (of: number, soon: boolean): void => {
      client.ask('connection', { id: of, soon }).then(take, () => take(null))
    }
    if (id === null) setData(null)
    else ask(id, true)
    return () => {
      isOver = true
    }
  }, [client, id, news.id, news.isDone])
  const tab = CONNECTION_TABS.find((each) => each.id === route.tab) ?? CONNECTION_TABS[0]
  const Drawing = tab.component
  const selectPacket = useMemo(() => (packet: number) => go({ packet }), [go])
  if (data === undefined) return <p class="empty quiet">…</p>
  if (data === null || id === null) return <p class="empty quiet">{words.connection.none}</p>
  const { report } = data
  const select = (packets: readonly number[]): void => {
    setMarked(new Set(packets))
    // Another click on the same point goes on to its next packet.
    const next = packets[packets.indexOf(route.packet) + 1] ?? packets[0] ?? 0
    go({ packet: next })
  }
  return (
    <div class="connection">
      <section class={`about ${report.verdict.severity}`} aria-label={words.shared.report.connection(id)}>
        <div class="steps">
          <button
            type="button"
            onClick={() => step(-1)}
            disabled={id === 0}
            aria-label={words.connection.previous}
            title={words.connection.previous}
          >
            ←
          </button>
          <span>{words.shared.report.connection(id)}</span>
          <button
            type="button"
            onClick={() => step(1)}
            disabled={id >= news.connections - 1}
            aria-label={words.connection.next}
            title={words.connection.next}
          >
            →
          </button>
        </div>
        <p class="ends">
          <span>{endName(report.client)}</span> <span class="quiet">→</span> <span>{endName(report.server)}</span>
        </p>
        <p class="tags">
          <SeverityBadge severity={report.verdict.severity} /> <code>{report.verdict.id}</code>
        </p>
        <h1>{unbroken(report.verdict.summary[words.code])}</h1>
        <VerdictEvidence verdict={report.verdict} select={select} marked={marked} />
        {report.findings.length > 0 && <h3>{words.shared.report.alsoFound}</h3>}
        {report.findings.map((finding) => (
          <details key={finding.id} class="finding">
            <summary>
              <span class={`dot ${finding.severity}`} /> {finding.summary[words.code]}
            </summary>
            <VerdictEvidence verdict={finding} select={select} marked={marked} />
          </details>
        ))}
        {report.rolesGuessed && <p class="quiet">{words.shared.report.rolesGuessed}</p>}
        <Facts data={data} />
        <div class="actions">
          <button type="button" onClick={() => go({ view: 'packets', connection: id, isOnly: true, filter: '' })} data-action="packets">
            {words.connection.showPackets}
          </button>
          <button type="button" onClick={() => setStreamOpen(true)} data-action="stream">
            {words.connection.followStream}
          </button>
        </div>
      </section>
      <section class="drawing">
        {CONNECTION_TABS.length > 1 && (
          <div class="tabs" role="tablist" onKeyDown={(event) => moveTab(event, (to) => go({ tab: to }))}>
            {CONNECTION_TABS.map((each) => (
              <button
                key={each.id}
                type="button"
                role="tab"
                aria-selected={each === tab}
                tabIndex={each === tab ? 0 : -1}
                onClick={() => go({ tab: each.id })}
                data-tab={each.id}
              >
                {each.title[words.code]}
              </button>
            ))}
          </div>
        )}
        {!data.isBeginning && data.packets.count < data.packetCount && (
          <p class="quiet note">{words.connection.tooMany(data.packets.count, data.packetCount)}</p>
        )}
        {/* Only the ladder's beginning looks like the beginning of the whole. */}
        {data.isBeginning && tab !== CONNECTION_TABS[0] ? (
          <p class="empty quiet">…</p>
        ) : (
          <Drawing data={data} language={words.code} theme={theme} packet={route.packet} selectPacket={selectPacket} marked={marked} />
        )}
      </section>
      {isStreamOpen && <StreamDialog id={id} client={client} close={() => setStreamOpen(false)} />}
    </div>
  )
}

/** The arrow keys go from tab to tab, as in every list of tabs. */
function moveTab(event: TargetedKeyboardEvent<HTMLDivElement>, show: (tab: string) => void): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')]
  const next = tabs.at((tabs.indexOf(event.target as HTMLElement) + step) % tabs.length)
  event.preventDefault()
  next?.focus()
  show(next?.dataset['tab'] ?? '')
}

function Facts({ data: { report, vantage } }: { readonly data: ConnectionData }) {
  const words = useWords()
  const { document } = words.shared
  const { metrics, packets, payloadBytes, duration } = report
  const seconds = (value: number | null): string => (value === null ? '–' : durationText(value * 1e9, words.code))
  const both = (of: { client: number; server: number }, say: (value: number) => string): string =>
    `→ ${say(of.client)}   ← ${say(of.server)}`
  const facts: readonly (readonly [string, string])[] = [
    [document.duration, seconds(duration)],
    [document.packets, both(packets, (value) => figure(value, words.code))],
    [document.payload, both(payloadBytes, sizeText)],
    [words.connection.handshake, seconds(metrics.handshakeRtt)],
    [words.connection.rtt, `→ ${seconds(metrics.rtt.client.median)}   ← ${seconds(metrics.rtt.server.median)}`],
    [document.repeated, both(metrics.retransmittedSegments, (value) => figure(value, words.code))],
    [words.connection.vantage, words.connection.vantagePoint[vantage.point]],
  ]
  return (
    <dl class="figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
