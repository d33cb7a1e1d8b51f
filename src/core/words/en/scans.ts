/** English words that all scans share. */
import type { ScanTerms } from '../../diagnosis/groups/scan.ts'
import { counted, formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of a scan with probes of this name: `a SYN scan`, and what it sends. */
export function scanWords(name: string, probe: string): RuleWords<ScanTerms> {
  return {
    summary: (v) =>
      `${v.source} scans ${scanned(v)} (${name}): ${counted(v.probes, 'probe')}${v.open > 0 ? `, ${formatCount(v.open)} of them answered by an open port` : ''}, and no data.`,
    refutedBy: (v) =>
      `Data that ${v.source} exchanges with most of these targets, or a capture at ${v.source} without these probes: then it is a client, or its address was forged.`,
    evidence: {
      probes: (v) => `${probe}${v.probes > 16 ? ' The first of them.' : ''}`,
    },
    alternatives: {
      'scan-syn': () =>
        'A SYN scan would drop the handshakes that are answered; here some were completed, or the SYNs are those of an ordinary system.',
      'scan-connect': () => 'A scan with full connections would complete the handshakes that are answered.',
      'rst-unknown-connection': () =>
        'A host that lost its state meets resets as well, but on connections that had been there, not on one port after the other.',
      'syn-no-answer': () => 'A client whose server is down asks for the same port again and again, not for so many.',
    },
    next: {
      source: (v) => `Who is ${v.source}? Your own scanner or monitoring is no attack.`,
      again: (v) => `Does ${v.source} go on, and with what, after the scan? Data to a port that it found open is what matters.`,
      filter: (v) => `If nobody needs ${v.source}: a rule that drops it, here for Linux.`,
    },
  }
}

function scanned(v: ScanTerms['values']): string {
  const targets = `${v.isAtLeast === 1 ? 'more than ' : ''}${formatCount(v.targets)}`
  if (v.host !== '') return `${targets} ports of ${v.host}`
  return v.port === 0 ? `${targets} ports of several hosts` : `port ${v.port} of ${targets} hosts`
}
