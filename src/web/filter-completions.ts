/** How the word that is being typed in a filter could go on. */
import { fieldNames } from '../core/dialects/wireshark/field-registry.ts'

/** So many are offered. */
const MOST = 12

/** Words of tcpdump's language that begin a term or follow one. */
const PCAP_WORDS: readonly string[] = [
  'host',
  'net',
  'port',
  'portrange',
  'src',
  'dst',
  'src host',
  'dst host',
  'src port',
  'dst port',
  'src net',
  'dst net',
  'tcp',
  'tcp port',
  'udp',
  'udp port',
  'icmp',
  'icmp6',
  'ip',
  'ip6',
  'arp',
  'vlan',
  'mpls',
  'pppoes',
  'ether host',
  'ether proto',
  'ip proto',
  'less',
  'greater',
  'and',
  'or',
  'not',
  'tcp[tcpflags]',
  'tcp-syn',
  'tcp-ack',
  'tcp-fin',
  'tcp-rst',
  'tcp-push',
  'tcp-urg',
  'tcp[tcpflags] & tcp-rst != 0',
  'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
  'icmp[icmptype]',
  'icmp-unreach',
]
const DISPLAY_WORDS: readonly string[] = ['and', 'or', 'not', 'contains', 'matches', 'in']

/** `text` with its last word completed, in each way that the language offers; empty when there is nothing to complete. */
export function filterCompletions(text: string, dialect: 'display' | 'pcap'): readonly string[] {
  const typed = /[\w.[-]*$/.exec(text)?.[0] ?? ''
  if (typed === '') return []
  const before = text.slice(0, text.length - typed.length)
  const words = dialect === 'display' ? [...fieldNames(), ...DISPLAY_WORDS] : PCAP_WORDS
  const found = words.filter((word) => word.startsWith(typed) && word !== typed && !word.startsWith('_'))
  // Short names first: what is below a field comes when its name is there.
  return found
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map((word) => before + word)
}
