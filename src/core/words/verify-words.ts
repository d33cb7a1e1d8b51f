/** What `verify` says: how a report and a capture can disagree, one catalogue of sentences per language. */

/** Which end of a connection a disagreement is about. */
export type VerifiedEnd = 'client' | 'server'

/** Figures of a report that are counted again. */
export type VerifiedFigure =
  | 'packets'
  | 'tcpPackets'
  | 'icmpErrors'
  | 'firstPacket'
  | 'lastPacket'
  | 'clientPackets'
  | 'serverPackets'
  | 'clientIsn'
  | 'serverIsn'

/** What is wrong with a claim. Texts come from the report and the capture as they are. */
export type VerifyFault =
  /** The evidence names a packet of which nothing is claimed, or something is claimed of one that it does not name. */
  | { readonly kind: 'unclaimed' }
  | { readonly kind: 'no-packet' }
  | { readonly kind: 'not-tcp' }
  | { readonly kind: 'other-connection'; readonly found: string }
  | { readonly kind: 'other-sender'; readonly claimed: VerifiedEnd }
  | { readonly kind: 'flags'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'lacks-flags'; readonly claimed: string; readonly found: string }
  | {
      readonly kind: 'number'
      readonly field: 'seq' | 'ack' | 'fin' | 'len' | 'acksThrough'
      readonly claimed: number
      readonly found: number | null
    }
  | { readonly kind: 'not-icmp' }
  | { readonly kind: 'icmp'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'not-neighbour' }
  | { readonly kind: 'neighbour'; readonly claimed: string; readonly found: string }
  /** A packet cannot have led to the state. */
  | { readonly kind: 'state'; readonly needs: 'SYN' | 'FIN' | 'ACK' | 'RST'; readonly by: VerifiedEnd | undefined }
  /** An end from which no packet is said to have come has sent one. */
  | { readonly kind: 'not-silent'; readonly end: VerifiedEnd }
  | { readonly kind: 'no-connection' }
  | { readonly kind: 'ends'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'figure'; readonly figure: VerifiedFigure; readonly claimed: number | null; readonly found: number | null }
  | { readonly kind: 'states'; readonly end: VerifiedEnd; readonly claimed: string; readonly found: string }
  | { readonly kind: 'verdict'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'no-finding' }
  /** The diagnosis is surer or less sure, or blames somebody else. */
  | { readonly kind: 'judgement'; readonly judgement: 'certainty' | 'blame'; readonly claimed: string; readonly found: string }
  /** The diagnosis shows the same with other packets. */
  | { readonly kind: 'evidence'; readonly claimed: string; readonly found: string }

/** What a problem is about. */
export type VerifySubject =
  | { readonly kind: 'evidence'; readonly verdict: string; readonly point: string }
  | { readonly kind: 'verdict'; readonly verdict: string }
  | { readonly kind: 'state'; readonly end: VerifiedEnd; readonly state: string }
  | { readonly kind: 'whole' }

/** One disagreement of a report with its capture. */
export interface VerifyProblem {
  /** Index of the input, where the report has several. */
  readonly input: number | undefined
  /** Null when it is about the capture as a whole. */
  readonly connection: number | null
  readonly subject: VerifySubject
  readonly packet: number | null
  readonly fault: VerifyFault
}

/** The sentences of one language. */
export interface VerifyWords {
  problem(problem: VerifyProblem): string
  moreProblems(count: number): string
  holds(claims: number, connections: number): string
  fails(problems: number, claims: number): string
  /** `path` names what the report lacks, `connections[3].verdict.id`; empty when it is not JSON at all. */
  notAReport(file: string, path: string): string
  otherFileCount(inputs: number, files: number): string
}
