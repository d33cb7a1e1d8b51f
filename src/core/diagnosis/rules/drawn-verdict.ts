/** Test support: what the rules say about drawn segments. */
import { type Drawing, drawnPackets } from '../../analysis/drawn-segments.ts'
import type { Connection } from '../../analysis/connection.ts'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { diagnose, verdictRule } from '../diagnose.ts'
import type { Finding } from '../rule.ts'
import type { VerdictId } from '../verdict-id.ts'

/** What was said of one connection. */
export interface DrawnVerdict {
  readonly id: VerdictId
  readonly finding: Finding
  /** Ids of what was said besides the verdict. */
  readonly findings: readonly VerdictId[]
  /** All that was found, by id. */
  readonly all: ReadonlyMap<VerdictId, Finding>
}

/** Verdicts of all connections of a drawing, in the order in which they ended. Throws when the notation is not understood. */
export function verdictsOf(text: string, drawing: Drawing = {}): DrawnVerdict[] {
  return connectionsOf(text, drawing, (c) => {
    const [verdict, ...others] = diagnose(c)
    if (verdictRule(c) !== verdict.rule) throw new Error(`verdictRule says ${verdictRule(c).id}, diagnose says ${verdict.rule.id}`)
    return {
      id: verdict.rule.id,
      finding: verdict.finding,
      findings: others.map((other) => other.rule.id),
      all: new Map([verdict, ...others].map((found) => [found.rule.id, found.finding])),
    }
  })
}

/** The verdict of a drawing of one connection. Throws when it shows another number of connections. */
export function verdictOf(text: string, drawing: Drawing = {}): DrawnVerdict {
  const verdicts = verdictsOf(text, drawing)
  const [verdict] = verdicts
  if (verdict === undefined || verdicts.length !== 1)
    throw new Error(`the drawing shows ${verdicts.length} connections: ${verdicts.map((v) => v.id).join(', ')}`)
  return verdict
}

/** What `look` makes of each connection of a drawing; the connection is a view that is valid during the call only. */
export function connectionsOf<T>(text: string, drawing: Drawing, look: (c: Connection) => T): T[] {
  const seen: T[] = []
  const tracker = new ConnectionTracker((c) => seen.push(look(c)), { seed: 1 })
  for (const packet of drawnPackets(text, drawing)) tracker.packet(packet)
  tracker.end()
  return seen
}

/** A drawing said in other numbers: what no verdict may depend on. Each has a name for the test's message. */
export const OTHER_NUMBERS: readonly { readonly name: string; readonly drawing: Drawing }[] = [
  { name: 'initial sequence numbers at the wrap', drawing: { clientIsn: 0xffffffff, serverIsn: 0xfffffffe } },
  { name: 'another clock', drawing: { startNs: 86_400e9 } },
  { name: 'other hosts and ports', drawing: { clientHost: 77, serverHost: 9, clientPort: 51234, serverPort: 8443 } },
]

/** The different verdicts of a drawing of one connection, said in all `OTHER_NUMBERS` and, unless `ipv4Only`, in IPv6: one, if all is well. */
export function verdictsInOtherNumbers(text: string, ipv4Only = false): VerdictId[] {
  const drawings: Drawing[] = [{}, ...OTHER_NUMBERS.map(({ drawing }) => drawing), ...(ipv4Only ? [] : [{ ipVersion: 6 } as const])]
  return [...new Set(drawings.map((drawing) => verdictOf(text, drawing).id))]
}

/** A three-way handshake, captured at the client of a server 20 ms away. */
export const HANDSHAKE = `
    0 ms  client > server  S   0:0(0)        win 64240 <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>  {cksum partial}
 + 20 ms  server > client  S.  0:0(0)  ack 1 win 65160 <mss 1460,sackOK,TS val 9000 ecr 1000,wscale 7> {ttl 57,id 0}
 +  0 ms  client > server  .   1:1(0)  ack 1 win 502 <TS val 1020 ecr 9000> {cksum partial}
`

/** The handshake, a request of five bytes and an answer of ten. */
export const EXCHANGE = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)  ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 20 ms  server > client  .   1:1(0)  ack 6 win 509 <TS val 9021 ecr 1021> {ttl 57}
 +  5 ms  server > client  P.  1:11(10) ack 6 win 509 <TS val 9026 ecr 1021> {ttl 57}
 +  0 ms  client > server  .   6:6(0)  ack 11 win 502 <TS val 1046 ecr 9026> {cksum partial}
`
