/** A RST in answer to a SYN: whether the host's own kernel sent it, or a firewall in its name. */
import type { Connection } from '../analysis/connection.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { vantageOf } from '../analysis/vantage.ts'
import { CHECKSUM } from '../analysis/event-facts.ts'

/** Who refuses, as far as the RST's header tells. */
export type RefusalOrigin = 'closed-port' | 'firewall' | 'unknown'
/** What told. */
export type RefusalSign = 'tos' | 'flow-label' | 'checksum' | 'nothing'

/** A RST that the client had to take for an answer to its SYN (RFC 9293 §3.10.7.3). */
export interface Refusal {
  readonly rst: TrackedEvent
  readonly origin: RefusalOrigin
  readonly sign: RefusalSign
  readonly afterNs: number
}

/** DSCP without the ECN bits (RFC 3168 §5), which no RST carries. */
const DSCP = 0xfc
/** Linux begins with this many hops. */
const LINUX_TTL = 64

/** The RST that refused the client's SYN; undefined when the server's name said something else as well, or the RST did not match. */
export function refusalOf(c: Connection): Refusal | undefined {
  const { client, server } = c
  if (server.rstCount === 0 || !server.rstAccepted || server.sentSynAck || !client.sentBareSyn) return undefined
  return c.once(findRefusal)
}

function findRefusal(c: Connection): Refusal | undefined {
  const rst = c.events.find((event) => event.kind === 'rst' && event.side === 1 && event.c === 1)
  if (rst === undefined) return undefined
  const afterNs = rst.timeNs - askedAtNs(c, rst)
  let origin: RefusalOrigin = 'unknown'
  let sign: RefusalSign = 'nothing'
  for (let i = 0; i < SIGNS.length; i++) {
    const says = SIGNS[i].origin(c, rst)
    if (says === 'unknown') continue
    if (origin === 'unknown') {
      origin = says
      sign = SIGNS[i].sign
    } else if (origin !== says) return { rst, origin: 'unknown', sign: 'nothing', afterNs }
  }
  return { rst, origin, sign, afterNs }
}

/** When the SYN that a RST answered was sent: some systems ask again although they were refused. */
function askedAtNs(c: Connection, rst: TrackedEvent): number {
  const again = c.events.filter((event) => event.kind === 'syn-repeated' && event.side === 0 && event.packet < rst.packet).at(-1)
  return again?.timeNs ?? c.client.synTimeNs
}

/** A closed port answers with the SYN's own TOS, a REJECT rule with none. */
function byTos(c: Connection, rst: TrackedEvent): RefusalOrigin {
  const { client, server } = c
  if (!client.knows('tos') || !server.knows('tos')) return 'unknown'
  const asked = client.firstTos & DSCP
  if (asked === 0) return 'unknown'
  if ((rst.tos & DSCP) === asked) return 'closed-port'
  return (rst.tos & DSCP) === 0 && likeLinux(c, rst) ? 'firewall' : 'unknown'
}

/** The IPv6 RST of a kernel carries a flow label (RFC 6437 §3), that of a REJECT rule none. */
function byFlowLabel(c: Connection, rst: TrackedEvent): RefusalOrigin {
  if (c.ipVersion !== 6 || !c.server.knows('flowLabel')) return 'unknown'
  if (rst.flowLabel !== 0) return 'closed-port'
  return likeLinux(c, rst) ? 'firewall' : 'unknown'
}

/**
 * Where the RST was captured on the machine that made it: the kernel sums its own IPv4 RST and leaves that of a REJECT rule to the
 * network card, and the other way round for IPv6. A whole IPv4 sum only counts at the server itself, anywhere else all sums are whole;
 * and only when the SYN shows that sums are left to cards there (a virtual network), as not all machines do.
 */
function byChecksum(c: Connection, rst: TrackedEvent): RefusalOrigin {
  if (rst.checksum === CHECKSUM.partial) return c.ipVersion === 4 ? 'firewall' : 'closed-port'
  if (rst.checksum !== CHECKSUM.correct || c.ipVersion !== 4) return 'unknown'
  return c.client.partialChecksums > 0 && vantageOf(c).point === 'server-side' && likeLinux(c, rst) ? 'closed-port' : 'unknown'
}

/** What may tell, the surest first; where two disagree, none does. */
const SIGNS: readonly { readonly sign: RefusalSign; readonly origin: (c: Connection, rst: TrackedEvent) => RefusalOrigin }[] = [
  { sign: 'tos', origin: byTos },
  { sign: 'flow-label', origin: byFlowLabel },
  { sign: 'checksum', origin: byChecksum },
]

/** Linux sends such a RST with IP ID 0 and DF, or with 64 hops to go; what another system does with TOS and labels tells nothing. */
function likeLinux(c: Connection, rst: TrackedEvent): boolean {
  if (c.ipVersion === 6) return c.server.knows('ttl') && rst.ttl <= LINUX_TTL
  return c.server.knows('ipId') && rst.ipId === 0 && rst.dontFragment
}
