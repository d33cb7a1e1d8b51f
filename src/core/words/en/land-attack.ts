/** land-attack, in English. */
import type { LandAttackTerms } from '../../diagnosis/rules/land-attack.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** land-attack, in English. */
export const landAttack: RuleWords<LandAttackTerms> = {
  summary: (v) =>
    `Somebody sends SYNs to ${v.server} that claim to come from the same address and port (land attack). Today they do no harm: systems drop them, or reset what they answer themselves.`,
  refutedBy: () => 'A program on this host that really connects to its own address and port (a self-connect), found with ss -tan.',
  evidence: {
    'same-ends': (v) => `${counted(v.syns, 'SYN')} with one and the same address and port as source and destination.`,
  },
  alternatives: {
    'open-simultaneous': () =>
      'A program that connects to its own port on its own host does this honestly; then the connection to itself goes on.',
  },
  next: {
    source: () => 'The link layer address tells where they really come from.',
    filter: () => 'Reverse path filtering drops packets that claim to be from the host itself.',
  },
}
