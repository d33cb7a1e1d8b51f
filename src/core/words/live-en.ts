/** English for `synfin live`. */
import type { LiveWords } from './live-words.ts'

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** The sentences. */
export const liveEn: LiveWords = {
  heading: {
    number: '#',
    client: 'client',
    server: 'server',
    states: 'states',
    verdict: 'verdict',
    rtt: 'RTT',
    repeats: 'again',
    bytes: 'bytes',
  },
  tooEarly: '...',
  order: { problems: 'problems first', newest: 'newest first', bytes: 'most bytes', rtt: 'longest RTT', retransmissions: 'most repeats' },
  status: (interfaceName, seconds, packets, bytesPerSecond, connections, problems) =>
    `${interfaceName}  ${Math.floor(seconds)} s  ${counted(packets, 'packet', 'packets')}  ${bytesPerSecond}B/s  ${counted(connections, 'connection', 'connections')}, ${problems} with a problem`,
  dropped: (count) => `the kernel dropped ${counted(count, 'packet', 'packets')}`,
  paused: 'PAUSED',
  keys: 'arrows select  enter details  / filter  o order  p pause  s save  q quit',
  detailKeys: 'arrows scroll  enter or esc back  q quit',
  filterPrompt: (text) => `filter: ${text}_`,
  nothingYet: 'No TCP connection seen yet.',
  saved: (file, packets) => `${counted(packets, 'packet', 'packets')} saved in ${file}`,
  notSaved: 'could not be saved',
  noPermission:
    'capturing needs a right that this process does not have. Run it with sudo; or give node the capability once: sudo setcap cap_net_raw+ep on the node binary; or capture elsewhere and give synfin the file.',
  cannotCapture: (message) => `cannot capture: ${message}`,
}
