/** A connection as reports for people show it: what is said of it, and its few packets. */
import type { ConnectionReport } from '../report/report.ts'
import type { LadderRow } from './ladder.ts'

/** A connection that is shown: its report and its few packets. */
export interface ShownConnection {
  readonly report: ConnectionReport
  readonly ladder: readonly LadderRow[]
}

/** So few healthy connections are shown when there is nothing else to show. */
export const FEW_HEALTHY = 3
