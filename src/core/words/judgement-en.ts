/** What `synfin shark --explain` says, in English. */
import type { Evidence, Judgement, OrdinaryReason, RepeatCause } from '../analysis/judgement/judgement.ts'
import { formatDuration } from './durations.ts'
import type { JudgementWords, SideRemark } from './judgement-words.ts'
import { counted, formatBytes } from './quantities.ts'

const CAUSES: Readonly<Record<RepeatCause, string>> = {
  timeout: 'after a timeout',
  probe: 'as a probe of the end of the burst (TLP)',
  'follow-up': 'in the wake of a timeout',
  fast: 'a fast retransmission',
  unasked: 'sooner than the receiver can have asked for it (a router may have told the sender)',
  unneeded: 'and the receiver had it already',
  'late-original': 'the original, overtaken by its own repeat',
  'syn-data': 'because the server had not taken the data of the SYN',
  damaged: 'because the first copy had a wrong checksum',
  rejected: 'because the receiver dropped it for its old timestamp (PAWS)',
  refused: 'once more after a reset',
  'window-cut': "because the receiver's window had cut it",
  smaller: 'as a router had asked for smaller segments',
}

/** The words of English. */
export const judgementEn: JudgementWords = {
  line: (shown, judged) => `tshark: ${shown}; synfin: ${judged}`,
  noMark: 'no mark',
  between: '; ',
  judged,
  ordinary,
  remark,
}

function judged(j: Judgement): string {
  const { evidence: e, earlier } = j
  switch (j.kind) {
    case 'copy':
      return `the packet of frame ${earlier} captured twice, ${duration(e.apartNs)} apart: ${sameCount(e)}`
    case 'network-copy':
      return `the packet of frame ${earlier} delivered twice by the network, ${duration(e.apartNs)} apart: ${sameCount(e)}`
    case 'retransmission':
      return joined([repeat(j), ...reasons(e)])
    case 'reordered':
      return e.cause === 'late-original'
        ? joined([`reordered: the original of frame ${earlier}, overtaken by its own repeat`, ...reasons(e)])
        : joined([`reordered: the only copy, ${duration(e.apartNs)} behind frame ${earlier}, which overtook it`, ...reasons(e)])
    case 'late':
      return joined([
        `late: fills the gap before frame ${earlier} after ${duration(e.apartNs)}, never seen before; overtaken, or lost before the capture point and sent again`,
        ...reasons(e),
        ...(e.duplicateAcks === 0 && e.sacked === false ? ['nobody had asked for it'] : []),
      ])
    case 'capture-order':
      return `in order: frame ${earlier} acknowledges it ${duration(e.apartNs)} before it was captured, so the capture swapped the two directions`
    case 'gap':
      return gap(e, earlier)
    case 'acked-unseen':
      return e.settledBy === undefined
        ? `capture loss: acknowledges ${formatBytes(e.bytes ?? 0, 'en')} behind frame ${earlier} that arrived and that the capture does not have`
        : `acknowledges ${formatBytes(e.bytes ?? 0, 'en')} of frame ${e.settledBy}, which the capture has behind it: the directions were swapped`
    case 'keep-alive':
      return `keep-alive: nothing outstanding since frame ${earlier}`
    case 'keep-alive-answer':
      return `answer to the keep-alive in frame ${earlier}`
    case 'window-probe':
      return `zero-window probe${e.newBytes === 1 ? ' with the next byte' : ''}: the window is shut since frame ${earlier}`
    case 'window-probe-answer':
      return `answer to the zero-window probe in frame ${earlier}`
    case 'zero-window':
      return earlier === 0 ? 'zero window' : `zero window, shut since frame ${earlier}`
    case 'window-update':
      return 'window update: acknowledges nothing new, the window changed'
    case 'window-full':
      return `fills the window that frame ${earlier} gave`
    case 'window-exceeded':
      return `${formatBytes(e.bytes ?? 0, 'en')} beyond the window that frame ${earlier} gave, and beyond any window before`
    case 'duplicate-ack':
      return `duplicate ACK #${e.duplicateAcks} of frame ${earlier}${e.sacked === true ? ', SACK reports more bytes behind the hole' : ''}`
    case 'repeat-answer':
      return `answer to frame ${earlier}, which it had already: no sign of loss`
    case 'dsack':
      return `D-SACK: reports ${formatBytes(e.bytes ?? 0, 'en')} ${earlier === 0 ? '' : `of frame ${earlier} `}as come twice, no sign of loss`
    case 'new-connection':
      return `a new connection${e.sameIsn === true ? ' with the same initial number' : ''}; the one before on these ports ended with frame ${earlier}`
    case 'new-attempt':
      return `the same client tries again, with another initial number: the SYN of frame ${earlier} had no answer`
    case 'half-open-syn':
      return `a SYN while the server still has the old connection (half-open): frame ${e.settledBy} challenges it`
    case 'syn-inside':
      return `a SYN inside a connection that lives on, as frame ${e.settledBy} shows: forged or late`
    case 'simultaneous-open':
      return `simultaneous open: crosses or answers the SYN of frame ${earlier}, not sent again`
    case 'challenge-ack':
      return `challenge ACK to frame ${earlier}, with the numbers of the connection that the sender still has`
    case 'old-reset':
      return `clears the old connection that frame ${earlier} spoke for`
    case 'rst-ignored':
      return joined([`RST outside the receiver's window, to be dropped: the connection is not reset`, ...wentOn(e)])
    case 'rst-challenged':
      return joined([`RST inside the window but not exact: challenged, not taken (RFC 5961)`, ...wentOn(e)])
    case 'odd-flags':
      return 'flags that no stack sends: a probe, no part of the connection'
    case 'damaged':
      return e.settledBy === undefined
        ? 'wrong checksum: the receiver drops it'
        : `wrong checksum in the capture only: frame ${e.settledBy} acknowledges it`
    case 'ordinary':
      return ordinary(e.reason ?? 'nothing-new', earlier)
  }
}

function repeat({ earlier, evidence: e }: Judgement): string {
  const cause = e.cause === undefined ? '' : `${CAUSES[e.cause]}, `
  if (e.seenBefore === false) {
    const when =
      e.ackFrame === earlier ? `acknowledged in frame ${earlier}` : `the gap before frame ${earlier} was ${duration(e.apartNs)} old`
    return `retransmission, ${cause}${when}, the first copy was lost before the capture point`
  }
  const more = e.newBytes === undefined ? '' : ` (and ${formatBytes(e.newBytes, 'en')} are new)`
  if (earlier === 0) return `retransmission, ${cause}the bytes were sent before${more}`
  return `retransmission, ${cause}the same bytes were sent ${duration(e.apartNs)} before in frame ${earlier}${more}`
}

/** What besides the bytes tells. */
function reasons(e: Evidence): string[] {
  const out: string[] = []
  for (const order of ['newer', 'older', 'same'] as const) {
    const facts = [...(e.ipId === order ? ['IP ID'] : []), ...(e.tsVal === order ? ['TSval'] : [])]
    if (facts.length === 0) continue
    const verb = facts.length > 1 ? 'are' : 'is'
    out.push(`${facts.join(' and ')} ${verb} ${order === 'same' ? 'the same as' : `${order} than`} in frame ${e.comparedWith}`)
  }
  if (e.duplicateAcks !== undefined && e.duplicateAcks > 0) out.push(`${counted(e.duplicateAcks, 'duplicate ACK')} before it`)
  else if (e.sacked === true) out.push('SACK had shown the hole')
  if (e.cause === 'unneeded' && e.ackFrame !== undefined) out.push(`acknowledged in frame ${e.ackFrame}`)
  if (e.cause === 'window-cut' && e.ackFrame !== undefined) out.push(`frame ${e.ackFrame} took only a part of it`)
  if (e.cause === 'syn-data' && e.settledBy !== undefined) out.push(`as frame ${e.settledBy} shows`)
  if (e.cause === 'refused' && e.settledBy !== undefined) out.push(`frame ${e.settledBy} refused it`)
  if (e.dsackFrame !== undefined) out.push(`frame ${e.dsackFrame} reports it as come twice (D-SACK)`)
  if (e.echoFrame !== undefined) out.push(`frame ${e.echoFrame} echoes the timestamp of the first copy`)
  return out
}

function gap(e: Evidence, earlier: number): string {
  const missing = `${formatBytes(e.bytes ?? 0, 'en')} are missing behind frame ${earlier}`
  if (e.settledAs === 'acknowledged')
    return `capture loss: ${missing}, but frame ${e.settledBy} acknowledges them, so the receiver had them`
  if (e.settledAs === 'filled') return `gap: ${missing}; frame ${e.settledBy} brings them`
  return `gap: ${missing}, and nothing later says whether they arrived`
}

function sameCount(e: Evidence): string {
  return e.ttlFell === undefined ? countText(e) : `${countText(e)}, TTL ${e.ttlFell} lower: seen before and behind a router, or in a loop`
}

function countText(e: Evidence): string {
  if (e.ipId === 'same') return e.tsVal === 'same' ? 'same IP ID and TSval' : 'same IP ID'
  return 'nothing came in between that could ask for it, and no timer is that short'
}

function wentOn(e: Evidence): string[] {
  return e.settledBy === undefined ? [] : [`its sender goes on in frame ${e.settledBy}`]
}

function ordinary(reason: OrdinaryReason, earlier: number): string {
  switch (reason) {
    case 'acks':
      return `an ordinary acknowledgment of frame ${earlier}`
    case 'in-order':
      return `in order, directly behind frame ${earlier}`
    case 'behind-acked':
      return `in order: what is missing before it was acknowledged in frame ${earlier}, a loss of the capture and not of the network`
    case 'fin-outstanding':
      return `an ordinary ACK with the number from before its own FIN in frame ${earlier}, which is outstanding`
    case 'answers-syn':
      return `the answer to the SYN in frame ${earlier}`
    case 'quotes':
      return `an ICMP message that quotes the connection of frame ${earlier}, no segment of it`
    case 'nothing-new':
      return earlier === 0 ? 'nothing notable' : `nothing new since frame ${earlier}, and nothing outstanding that could be lost`
  }
}

function remark(r: SideRemark): string {
  switch (r.kind) {
    case 'stream': {
      const why = r.icmpFrame === 0 ? '' : `; the ICMP message in frame ${r.icmpFrame} only quotes it`
      return `tshark: stream ${r.shown}; synfin: goes on with the connection of frame ${r.firstFrame} (stream ${r.began})${why}`
    }
    case 'rtt-ambiguous':
      return `tshark: RTT ${duration(r.shownNs)}; synfin: unknown, as the bytes of frame ${r.frame} were sent more than once (Karn's rule)`
    case 'rtt-partial':
      return `tshark: no RTT; synfin: ${duration(r.rttNs)}, it acknowledges a part of the large segment in frame ${r.frame}`
    case 'in-flight': {
      const shown = r.shownBytes === undefined ? 'no bytes in flight' : `${formatBytes(r.shownBytes, 'en')} in flight`
      return `tshark: ${shown}; synfin: ${formatBytes(r.bytes, 'en')}, as the D-SACK in frame ${r.dsackFrame} reports no new bytes`
    }
    case 'rto':
      return `tshark: RTO counted from frame ${r.shownFrame}; synfin: sent last in frame ${r.frame}, ${duration(r.apartNs)} before`
  }
}

function duration(ns: number | undefined): string {
  return formatDuration(ns ?? NaN, 'en')
}

function joined(parts: readonly string[]): string {
  return parts.join(', ')
}
