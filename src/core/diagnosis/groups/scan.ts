/** What all scans have in common: who probed what, how it was answered, and when so many probes are no accident. */
import { MOST_DISTINCT, type ConnectionGroup, type SourceGroup } from '../../analysis/connection-groups.ts'
import { PROBE } from '../../analysis/probe.ts'
import type { CaptureFinding, Certainty, GroupRule } from '../rule.ts'
import type { VerdictId } from '../verdict-id.ts'

/** What the verdicts about scans and their words speak of. */
export interface ScanTerms {
  values: {
    source: string
    /** The one host that was scanned, or empty. */
    host: string
    /** The one port that was scanned, or 0. */
    port: number
    targets: number
    /** 1 when there were more targets than are told apart. */
    isAtLeast: number
    probes: number
    open: number
    refused: number
    silent: number
  }
  point: 'probes'
  alternative: 'scan-syn' | 'scan-connect' | 'rst-unknown-connection' | 'syn-no-answer'
  next: 'source' | 'again' | 'filter'
}

/** So many different ports or hosts, and no data for any, are no accident. */
export const FEWEST_TARGETS = 5
/** Of segments that no stack ever sends, fewer will do: the first proves that somebody made them. */
export const FEWEST_ODD = 3
/** A scan is in a hurry; whoever asks less often than this on average is rather a monitor. */
const SLOWEST_NS = 15e9
/** A monitor asks the same targets again and again, a scan each of them once, and a few times when it gets no answer. */
const MOST_REPEATS = 4
/** A source that has as much real traffic as this in proportion to its probes is a client with troubles. */
const DATA_PART = 1 / 4

/** A source that asked around: many targets, each at most `repeats` times on average, in a short time, and next to no real traffic. */
export function asksAround(group: ConnectionGroup, fewest: number, repeats = MOST_REPEATS): group is SourceGroup {
  if (group.role !== 'source' || group.targets < fewest) return false
  if (group.spanNs > group.probes * SLOWEST_NS || group.withData > group.probes * DATA_PART) return false
  return group.targets >= MOST_DISTINCT || group.probes <= group.targets * repeats
}

/** How many of a source's probes were of a kind. */
export function probesOf(group: SourceGroup, kind: keyof typeof PROBE): number {
  return group.byKind[PROBE[kind]] ?? 0
}

/** What a rule about one kind of segment is: its name, the segments, what it asks, and the sections that it stands on. */
type FlagScan<Id extends VerdictId> = readonly [id: Id, kind: keyof typeof PROBE, question: string, sections: readonly string[]]

/** A scan with segments that the TCP of no system sends for this purpose, named by their flags. */
export function oddScan<Id extends VerdictId>(...scan: FlagScan<Id>): GroupRule<Id, ScanTerms> {
  // What no system sends, no monitor sends either, however often it comes.
  return flagScan(scan, FEWEST_ODD, Infinity, 'proven', () => true)
}

/** A scan with segments that an old connection could send as well: only many ports of one host tell them apart. */
export function plainScan<Id extends VerdictId>(...scan: FlagScan<Id>): GroupRule<Id, ScanTerms> {
  return flagScan(scan, FEWEST_TARGETS, MOST_REPEATS, 'likely', ({ host }) => host !== undefined)
}

function flagScan<Id extends VerdictId>(
  [id, kind, question, sections]: FlagScan<Id>,
  fewest: number,
  repeats: number,
  certainty: Certainty,
  isMeant: (group: SourceGroup) => boolean,
): GroupRule<Id, ScanTerms> {
  return {
    id,
    question,
    severity: 'warning',
    sections,
    holds: (group) => asksAround(group, fewest, repeats) && isMeant(group) && probesOf(group, kind) >= fewest,
    explain: (group) => scanFinding(group, certainty, ['rst-unknown-connection'], 0),
  }
}

/** What was found of a scan. Asserts that the group is a source's. */
export function scanFinding(
  group: ConnectionGroup,
  certainty: Certainty,
  alternatives: readonly ScanTerms['alternative'][],
  open: number,
): CaptureFinding<ScanTerms> {
  if (group.role !== 'source') throw new Error('a scan has one source')
  return {
    certainty,
    blame: 'unknown',
    values: {
      source: group.source,
      host: group.host ?? '',
      port: group.host === undefined ? (group.port ?? 0) : 0,
      targets: Math.min(group.targets, MOST_DISTINCT),
      isAtLeast: group.targets > MOST_DISTINCT ? 1 : 0,
      probes: group.probes,
      open,
      refused: group.refused,
      silent: group.silent,
    },
    evidence: [{ point: 'probes', packets: group.packets }],
    alternatives,
    next: [
      { step: 'source', command: `whois ${group.source}`, where: 'anywhere' },
      { step: 'again', command: `tcpdump -ni any 'tcp and host ${group.source}'`, where: 'capture-host' },
      { step: 'filter', command: `iptables -I INPUT -s ${group.source} -j DROP`, where: 'router' },
    ],
  }
}
