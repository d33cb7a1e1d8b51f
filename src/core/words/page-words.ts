/** What the page says besides the rules' sentences: one catalogue per language, complete by this type. */
import type { VerdictId } from '../diagnosis/verdict-id.ts'

/** How to begin: choose, drop, paste. */
export interface OpenWords {
  readonly title: string
  readonly lead: string
  readonly drop: string
  readonly choose: string
  readonly formats: string
  readonly paste: string
  readonly pasteHint: string
  readonly explainText: string
  readonly samples: string
  readonly stays: string
  readonly dropHere: string
}

/** Reading, and what went wrong. */
export interface ReadingWords {
  reading(name: string): string
  rate(megabytesPerSecond: number): string
  remaining(seconds: number): string
  readonly cancel: string
  cancelled(megabytes: number): string
  readonly soFar: string
  failed(message: string): string
  readonly noReread: string
}

/** The page of the whole capture. */
export interface OverviewWords {
  readonly nothingWrong: string
  readonly noTcp: string
  facts(packets: number, duration: string, connections: number): string
  /** Goes on after `facts`. */
  problems(count: number): string
  readonly look: string
  readonly timeline: string
  timelineColumn(from: string, packets: number, problems: number): string
  readonly wholeTime: string
  readonly verdicts: string
  readonly groups: string
  /** So many further findings of a kind; its id follows. */
  more(count: number): string
  readonly wholeCapture: string
  readonly search: string
  readonly problemsOnly: string
  readonly allVerdicts: string
  rows(count: number): string
  readonly noRows: string
  readonly state: string
}

/** The page of one connection. */
export interface ConnectionWords {
  readonly none: string
  readonly previous: string
  readonly next: string
  readonly copy: string
  readonly copied: string
  readonly showPackets: string
  readonly followStream: string
  readonly facts: string
  readonly handshake: string
  readonly rtt: string
  readonly vantage: string
  readonly vantagePoint: Readonly<Record<'client-side' | 'server-side' | 'middle' | 'same-machine' | 'unknown', string>>
  tooMany(shown: number, count: number): string
  readonly saveSvg: string
  readonly savePng: string
  readonly lost: string
  sentAgainAs(packet: number): string
  missing(from: number, to: number): string
  readonly ladderHelp: string
  /** Names the ladder of two ends for screen readers. */
  ladder(client: string, server: string): string
}

/** The page of the packets. */
export interface PacketWords {
  readonly number: string
  readonly time: string
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly length: string
  readonly info: string
  readonly filter: string
  readonly filterHint: string
  readonly display: string
  readonly pcap: string
  readonly apply: string
  readonly clear: string
  readonly asLines: string
  readonly asColumns: string
  readonly goTo: string
  readonly nextProblem: string
  readonly previousProblem: string
  readonly noFurther: string
  count(shown: number, all: number): string
  readonly detail: string
  readonly bytes: string
  readonly onlyConnection: string
  readonly connection: string
  /** `share` from 0 to 1. */
  filtering(share: number, found: number): string
  readonly stream: string
  readonly streamCut: string
  streamMissing(bytes: number): string
  readonly useAsFilter: string
  readonly close: string
}

/** All words of the page in one language. */
export interface PageWords {
  readonly open: OpenWords
  readonly reading: ReadingWords
  readonly overview: OverviewWords
  readonly connection: ConnectionWords
  readonly packets: PacketWords
  readonly navOpen: string
  readonly navOverview: string
  readonly navConnection: string
  readonly navPackets: string
  readonly save: string
  readonly saveHtml: string
  readonly saveMarkdown: string
  readonly saveJson: string
  readonly saveCapture: string
  readonly language: string
  readonly theme: string
  readonly keys: string
  /** Keys, and what they do. */
  readonly keyList: readonly (readonly [key: string, meaning: string])[]
  readonly tagline: string
  sampleTitle(id: VerdictId): string
}
