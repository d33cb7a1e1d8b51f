/** The ladder of a connection: every packet as an arrow between both ends, with the states of each. */
import type { ConnectionTabProps } from './connection-tabs.tsx'

/** The tab. */
export function LadderTab({ data }: ConnectionTabProps) {
  return <p>{data.packets.count}</p>
}
