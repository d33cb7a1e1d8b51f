/** Why a verdict is believed: its evidence, each point a link to its packets; certainty, alternatives, what to do next. */
import { useState } from 'preact/hooks'
import type { VerdictReport } from '../core/report/report.ts'
import { packetList } from '../core/view/packet-list.ts'
import { useWords } from './page-words.ts'

const COPIED_MS = 1500

/** What is shown, and what a click does. */
export interface VerdictEvidenceProps {
  readonly verdict: VerdictReport
  /** Selects the packets of a point. */
  readonly select: (packets: readonly number[]) => void
  /** The packets that are marked now. */
  readonly marked?: ReadonlySet<number>
}

/** The body of a verdict, below its sentence. */
export function VerdictEvidence({ verdict, select, marked }: VerdictEvidenceProps) {
  const words = useWords()
  const { report } = words.shared
  const { evidence, alternatives, next, certainty, blame, doubts, refutedBy, sections } = verdict
  return (
    <div class="evidence">
      {evidence.length > 0 && (
        <>
          <h3>{report.proof}</h3>
          <ul class="points">
            {evidence.map((point) => (
              <li key={point.point}>
                {point.packets.length === 0 ? (
                  point[words.code]
                ) : (
                  <button
                    type="button"
                    class="point"
                    aria-pressed={
                      marked !== undefined && point.packets.length === marked.size && point.packets.every((packet) => marked.has(packet))
                    }
                    onClick={() => select(point.packets)}
                    data-evidence={point.point}
                  >
                    {point[words.code]} <span class="packets">{report.packets(packetList(point.packets), point.packets.length)}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="certainty">{report.certainty[certainty] + report.sentenceSpace + report.blame[blame]}</p>
      {doubts.map((doubt) => (
        <p key={doubt.id} class="quiet">
          {doubt[words.code]}
        </p>
      ))}
      {alternatives.length > 0 && (
        <>
          <h3>{report.alternatives}</h3>
          <ul>
            {alternatives.map((alternative) => (
              <li key={alternative.id}>{alternative[words.code]}</li>
            ))}
          </ul>
        </>
      )}
      {next.map((step) => (
        <div key={step.command + step.where} class="next">
          <h3>{report.next(step.where)}</h3>
          <Command text={step.command} />
          <p class="quiet">{step[words.code]}</p>
          {step.separates.length > 0 && <p class="quiet">{report.separates(step.separates.join(report.separator))}</p>}
        </div>
      ))}
      <p class="quiet">
        {report.refutedBy}: {refutedBy[words.code]}
      </p>
      {sections.length > 0 && (
        <p class="quiet standards">
          {words.shared.document.standards}: {sections.join(', ')}
        </p>
      )}
    </div>
  )
}

function Command({ text }: { readonly text: string }) {
  const words = useWords()
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), COPIED_MS)
  }
  return (
    <div class="command">
      <pre>{text}</pre>
      <button type="button" onClick={() => void copy()} data-action="copy">
        {isCopied ? words.connection.copied : words.connection.copy}
      </button>
    </div>
  )
}
