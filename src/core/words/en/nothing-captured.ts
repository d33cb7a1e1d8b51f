/** nothing-captured, in English. */
import type { NothingCapturedTerms } from '../../diagnosis/rules/nothing-captured.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** nothing-captured, in English. */
export const nothingCaptured: RuleWords<NothingCapturedTerms> = {
  summary: (v) =>
    v.cut > 0
      ? `The capture keeps too little of each packet: ${counted(v.cut, 'TCP packet')} were cut in front of their ports, and nothing can be said of them.`
      : v.packets === 0
        ? 'The capture is empty: nothing of a connection came by here. It went elsewhere, was stopped before this point, or the filter left it out.'
        : `None of the ${v.packets} packets is TCP: nothing of a connection came by here. It went elsewhere, was stopped before this point, or the filter left it out.`,
  refutedBy: () => 'A packet of the connection in a capture on another interface, or without a filter, at the same time.',
  evidence: {
    nothing: (v) => (v.packets === 0 ? 'No packet at all.' : `${counted(v.packets, 'packet')}, none of them TCP.`),
    cut: (v) => `${counted(v.cut, 'TCP packet')} without ports.`,
  },
  alternatives: {
    'syn-no-answer': () =>
      'Captured at the server, this is how a SYN that was lost or dropped on the way looks: compare with a capture at the client.',
    'host-unreach-arp': () =>
      'A neighbour that does not answer keeps TCP from being sent; a filter for TCP hides its ARP or neighbour requests.',
    'reject-icmp': () => 'There are ICMP errors about packets that are not in the capture: they may name who refused.',
  },
  next: {
    snaplen: () => 'Capture at least 128 bytes of each packet: that holds the headers and most options.',
    route: () => '"unreachable" or "no route" means that the client cannot even send; the interface named here is the one to capture on.',
    interfaces: () => 'Capture on all interfaces and without a narrow filter.',
    all: () => 'No free local port (EADDRNOTAVAIL) or an OUTPUT rule (EPERM) stop a connection before its first packet.',
  },
}
