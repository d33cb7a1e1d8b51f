/** The colour of a packet's row: what kind of packet it is, told while reading and kept in the index. */
import { EVENT_KINDS, type EventKind } from '../core/analysis/event-log.ts'
import { FLAG, KIND, type Packet } from '../core/packet/packet.ts'
import type { PacketTone } from './protocol.ts'

const TONES: readonly PacketTone[] = ['other', 'link', 'udp', 'icmp', 'tcp', 'open-close', 'reset', 'bad']

/** Notable packets that are no trouble. */
const HARMLESS: ReadonlySet<EventKind> = new Set([
  'ce-mark',
  'ecn-echo',
  'urgent',
  'window-open',
  'keepalive',
  'rst',
  'icmp',
  'acked-unseen',
  'copy',
])
const IS_TROUBLE = EVENT_KINDS.map((kind) => !HARMLESS.has(kind))

/**
 * The number of the tone of a packet, at most 15.
 *
 * @param event the number of the event kind that was noted for it, or -1
 */
export function toneNumber(packet: Packet, event: number): number {
  return TONES.indexOf(toneOf(packet, event))
}

/** The tone with this number. */
export function toneOfNumber(number: number): PacketTone {
  return TONES[number] ?? 'other'
}

/** Whether a person who looks for trouble stops at packets of this tone. */
export function isTrouble(number: number): boolean {
  const tone = TONES[number]
  return tone === 'bad' || tone === 'reset' || tone === 'icmp'
}

function toneOf({ kind, flags }: Packet, event: number): PacketTone {
  switch (kind) {
    case KIND.tcp:
      if (event >= 0 && IS_TROUBLE[event]) return 'bad'
      if (flags & FLAG.rst) return 'reset'
      return flags & (FLAG.syn | FLAG.fin) ? 'open-close' : 'tcp'
    case KIND.icmpError:
    case KIND.icmpOther:
      return 'icmp'
    case KIND.udp:
      return 'udp'
    case KIND.neighbour:
      return 'link'
    default:
      return 'other'
  }
}
