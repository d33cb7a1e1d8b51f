/** What `synfin shark --explain` says: the judgement on one packet beside tshark's mark, one catalogue of sentences per language. */
import type { Judgement, OrdinaryReason } from '../analysis/judgement/judgement.ts'

/** The judge's view of a packet that is not about its mark. */
export type SideRemark =
  /** tshark begins another stream in the middle of a connection. */
  | { readonly kind: 'stream'; readonly shown: number; readonly began: number; readonly firstFrame: number; readonly icmpFrame: number }
  /** tshark gives a round trip that nobody can know (Karn's rule). */
  | { readonly kind: 'rtt-ambiguous'; readonly shownNs: number; readonly frame: number }
  /** tshark gives none, as only a part of a large segment is acknowledged. */
  | { readonly kind: 'rtt-partial'; readonly rttNs: number; readonly frame: number }
  /** tshark takes a report of duplicates for bytes that arrived. */
  | { readonly kind: 'in-flight'; readonly shownBytes: number | undefined; readonly bytes: number; readonly dsackFrame: number }
  /** tshark counts the timeout from another frame than the one that was sent again. */
  | { readonly kind: 'rto'; readonly shownFrame: number; readonly frame: number; readonly apartNs: number }

/** The sentences of one language. */
export interface JudgementWords {
  /** Between what tshark says and what synfin says. */
  line(shown: string, judged: string): string
  /** In place of tshark's mark where it has none. */
  readonly noMark: string
  /** What the packet was, with the evidence. */
  judged(judgement: Judgement): string
  /** What a packet does that is not notable. */
  ordinary(reason: OrdinaryReason, earlier: number): string
  remark(remark: SideRemark): string
  /** Between several judgements on one packet. */
  readonly between: string
}
