/** `zero-window-stuck`: a receiver has no room, and never had again. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { packetsOfKind } from '../opening.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the verdict `zero-window-stuck` and its words speak of. */
export interface ZeroWindowStuckTerms {
  values: { receiver: SideName; sender: SideName; probes: number; shutNs: number; port: number }
  point: 'shut' | 'probes' | 'end'
  alternative: 'zero-window' | 'blackhole-timeout'
  next: 'queue' | 'program'
}

/** One probe may meet a program that is just busy; after the second, the sender has waited for three persist timers (RFC 9293 §3.8.6.1). */
const FEWEST_PROBES = 2
/** Shorter, a busy program may still come back. */
const STUCK_NS = 1e9

/** `zero-window-stuck`: a receiver has no room, and never had again. */
export const zeroWindowStuck: Rule<'zero-window-stuck', ZeroWindowStuckTerms> = {
  id: 'zero-window-stuck',
  question: 'Did a receiver stop taking data for good?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.6', 'RFC 6429 §3'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['zero-window'],
  holds: (c) => stuckReceiver(c) !== undefined,
  explain(c: Connection): Finding<ZeroWindowStuckTerms> {
    const receiver = stuckReceiver(c)
    if (receiver === undefined) throw new Error('a receiver that is stuck')
    const sender = peerOf(c, receiver)
    const shut = packetsOfKind(c, 'zero-window', receiver.side).at(-1) ?? receiver.lastPacket
    const probes = probesAfter(c, sender, shut)
    const [first = shut, ...rest] = probes
    const evidence: [Evidence<ZeroWindowStuckTerms>, ...Evidence<ZeroWindowStuckTerms>[]] = [
      { point: 'shut', packets: [shut] },
      { point: 'probes', packets: [first, ...rest] },
    ]
    const rst = receiver.rstPacket || sender.rstPacket
    if (rst !== 0) evidence.push({ point: 'end', packets: [rst] })
    const port = receiver.side === 0 ? c.clientPort : c.serverPort
    return {
      certainty: 'proven',
      blame: nameOf(receiver.side),
      values: {
        receiver: nameOf(receiver.side),
        sender: nameOf(sender.side),
        probes: probes.length,
        shutNs: c.lastTimeNs - receiver.zeroWindowSinceNs,
        port,
      },
      evidence,
      alternatives: ['zero-window', 'blackhole-timeout'],
      next: [
        { step: 'queue', command: `ss -tnmp '( sport = :${port} )'`, where: nameOf(receiver.side) },
        { step: 'program', command: 'top -H', where: nameOf(receiver.side) },
      ],
    }
  },
}

/** The end whose window was shut to the end although it was asked again and again, and answered; undefined as a rule. */
export function stuckReceiver(c: Connection): Endpoint | undefined {
  if (isStuck(c, c.server, c.client)) return c.server
  return isStuck(c, c.client, c.server) ? c.client : undefined
}

function isStuck(c: Connection, receiver: Endpoint, sender: Endpoint): boolean {
  if (!receiver.windowShut || !(c.lastTimeNs - receiver.zeroWindowSinceNs >= STUCK_NS)) return false
  const shut = packetsOfKind(c, 'zero-window', receiver.side).at(-1)
  const [first, ...others] = shut === undefined ? [] : probesAfter(c, sender, shut)
  // The receiver's host answers: silence would be another verdict.
  return first !== undefined && others.length + 1 >= FEWEST_PROBES && receiver.lastPacket > first
}

function probesAfter(c: Connection, sender: Endpoint, packet: number): number[] {
  return packetsOfKind(c, 'window-probe', sender.side).filter((probe) => probe > packet)
}
