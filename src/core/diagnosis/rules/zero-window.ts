/** `zero-window`: a receiver had no room, and the sender had to wait for it. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { packetsOfKind } from '../opening.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'
import { stuckReceiver } from './zero-window-stuck.ts'

/** What the verdict `zero-window` and its words speak of. */
export interface ZeroWindowTerms {
  values: { receiver: SideName; sender: SideName; times: number; shutNs: number; shutAtEnd: number; port: number }
  point: 'shut' | 'probes' | 'open'
  alternative: 'zero-window-stuck' | 'window-limited'
  next: 'queue' | 'program'
}

/** A window that is shut for less than the shortest persist timer (RFC 9293 §3.8.6.1; 200 ms in practice) costs the sender nothing that anybody notices. */
const NOTICED_NS = 200e6

/** `zero-window`: a receiver had no room, and the sender had to wait for it. */
export const zeroWindow: Rule<'zero-window', ZeroWindowTerms> = {
  id: 'zero-window',
  question: 'Did a sender have to wait because the receiver had no room?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.6', 'RFC 9293 §3.8.6.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['zero-window'],
  holds: (c) => slowReceiver(c) !== undefined && stuckReceiver(c) === undefined,
  explain(c: Connection): Finding<ZeroWindowTerms> {
    const receiver = slowReceiver(c)
    if (receiver === undefined) throw new Error('a receiver without room')
    const sender = peerOf(c, receiver)
    const [first, ...rest] = packetsOfKind(c, 'zero-window', receiver.side)
    const [probe, ...probes] = packetsOfKind(c, 'window-probe', sender.side)
    const [opened, ...openings] = packetsOfKind(c, 'window-open', receiver.side)
    const evidence: [Evidence<ZeroWindowTerms>, ...Evidence<ZeroWindowTerms>[]] = [
      { point: 'shut', packets: [first ?? receiver.lastPacket, ...rest] },
    ]
    if (probe !== undefined) evidence.push({ point: 'probes', packets: [probe, ...probes] })
    if (opened !== undefined) evidence.push({ point: 'open', packets: [opened, ...openings] })
    const port = receiver.side === 0 ? c.clientPort : c.serverPort
    return {
      certainty: 'proven',
      blame: nameOf(receiver.side),
      values: {
        receiver: nameOf(receiver.side),
        sender: nameOf(sender.side),
        times: receiver.zeroWindows,
        shutNs: shutNs(c, receiver),
        shutAtEnd: Number(receiver.windowShut),
        port,
      },
      evidence,
      alternatives: ['zero-window-stuck', 'window-limited'],
      next: [
        { step: 'queue', command: `ss -tnmp '( sport = :${port} )'`, where: nameOf(receiver.side) },
        { step: 'program', command: 'top -H', where: nameOf(receiver.side) },
      ],
    }
  },
}

function slowReceiver(c: Connection): Endpoint | undefined {
  if (keptWaiting(c, c.server, c.client)) return c.server
  return keptWaiting(c, c.client, c.server) ? c.client : undefined
}

/** The sender asked again whether there was room, or sent more data once there was: it had been waiting. */
function keptWaiting(c: Connection, receiver: Endpoint, sender: Endpoint): boolean {
  if (receiver.zeroWindows === 0) return false
  const shut = c.events.find((event) => event.kind === 'zero-window' && event.side === receiver.side)
  if (shut === undefined) return false
  if (receiver.zeroWindowTotalNs >= NOTICED_NS && sender.lastData > shut.packet) return true
  // Data that was under way may come after a window that stays shut to the end: there only a probe tells that the sender waited.
  const asked = c.events.some((event) => event.kind === 'window-probe' && event.side === sender.side)
  // Without times, the probe tells that long enough went by.
  return asked && !(shutNs(c, receiver) < NOTICED_NS)
}

/** How long the window was shut, as far as the capture goes; NaN without times. */
function shutNs(c: Connection, receiver: Endpoint): number {
  if (Number.isNaN(c.lastTimeNs)) return NaN
  return receiver.zeroWindowTotalNs + (receiver.windowShut ? c.lastTimeNs - receiver.zeroWindowSinceNs : 0)
}
