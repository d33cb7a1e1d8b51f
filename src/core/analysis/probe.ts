/** What a connection without data may have been for: the question that tells scans and floods from ordinary traffic. */
import { FLAG } from '../packet/packet.ts'
import type { Connection } from './connection.ts'

/** How a connection probed its target; numbers, because a million of them are counted. */
export const PROBE = {
  /** It carried data, or is no probe for another reason. */
  none: 0,
  /** A SYN that was refused, not answered, or answered and then dropped by the prober. */
  syn: 1,
  /** A complete handshake, and a close or reset without any data. */
  connect: 2,
  fin: 3,
  null: 4,
  xmas: 5,
  ack: 6,
  maimon: 7,
} as const

const PROBE_FLAGS = FLAG.syn | FLAG.fin | FLAG.rst | FLAG.psh | FLAG.ack | FLAG.urg
const XMAS = FLAG.fin | FLAG.psh | FLAG.urg
/** A probe comes once, and a scanner repeats it once or twice; longer conversations are none. */
const MOST_PACKETS = 3

/** What kind of probe a finished connection may have been. Allocates nothing. */
export function probeKind(c: Connection): number {
  const { client, server } = c
  if (client.dataPackets !== 0 || server.dataPackets !== 0) return PROBE.none
  if (client.isnSeen || server.isnSeen) {
    if (!client.sentBareSyn || server.sentBareSyn || c.toItself) return PROBE.none
    if (client.establishingAck === 0) return PROBE.syn
    return client.sentFin || client.rstCount !== 0 || server.rstCount !== 0 ? PROBE.connect : PROBE.none
  }
  const prober = client.firstPacket === c.firstPacket ? client : server
  const target = prober === client ? server : client
  // Whoever has no such connection answers with resets or not at all (RFC 9293 §3.10.7.1).
  if (prober.packets > MOST_PACKETS || target.packets !== target.rstCount) return PROBE.none
  switch (prober.firstFlags & PROBE_FLAGS) {
    case FLAG.fin:
      return PROBE.fin
    case 0:
      return PROBE.null
    case XMAS:
      return PROBE.xmas
    case FLAG.ack:
      return target.rstCount === 0 ? PROBE.none : PROBE.ack
    case FLAG.fin | FLAG.ack:
      return target.rstCount === 0 ? PROBE.none : PROBE.maimon
    default:
      return PROBE.none
  }
}
