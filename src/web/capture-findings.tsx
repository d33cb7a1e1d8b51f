/** What was found about the capture, or about many connections together: a few of each kind, the others when they are asked for. */
import { useState } from 'preact/hooks'
import type { VerdictReport } from '../core/report/report.ts'
import { useWords } from './page-words.ts'
import { VerdictEvidence } from './verdict-evidence.tsx'

/** Findings of one kind that are shown at first: a scan of a thousand targets must not hide all else. */
const FEW = 3

/** What is shown, and what a click does. */
export interface CaptureFindingsProps {
  readonly findings: readonly VerdictReport[]
  /** Selects the packets of a point of evidence. */
  readonly select: (packets: readonly number[]) => void
}

/** The findings, those of a kind together. */
export function CaptureFindings({ findings, select }: CaptureFindingsProps) {
  const kinds = new Map<string, VerdictReport[]>()
  for (const finding of findings) kinds.set(finding.id, [...(kinds.get(finding.id) ?? []), finding])
  return (
    <>
      {[...kinds].map(([id, ofKind]) => (
        <FindingsOfKind key={id} findings={ofKind} select={select} />
      ))}
    </>
  )
}

function FindingsOfKind({ findings, select }: CaptureFindingsProps) {
  const words = useWords()
  const [isAll, setAll] = useState(false)
  const more = findings.length - FEW
  // One more costs the room of the button that would show it.
  const isCut = more > 1 && !isAll
  return (
    <>
      {(isCut ? findings.slice(0, FEW) : findings).map((finding, i) => (
        <details key={i} class="finding" data-finding={finding.id}>
          <summary>
            <span class={`dot ${finding.severity}`} /> {finding.summary[words.code]}
          </summary>
          <VerdictEvidence verdict={finding} select={select} />
        </details>
      ))}
      {isCut && (
        <button type="button" class="more" onClick={() => setAll(true)} data-more={findings[0].id}>
          {words.overview.more(more)} <code>{findings[0].id}</code>
        </button>
      )}
    </>
  )
}
