/** English for `synfin probe` and `synfin why`. */
import { formatDuration } from './durations.ts'
import type { AttemptOutcome, ProbeWords } from './probe-words.ts'

function outcomeText(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'connected':
      return 'connected'
    case 'timeout':
      return 'gave up without an answer'
    case 'refused':
      return `refused (${outcome.code})`
    case 'unreachable':
      return `unreachable (${outcome.code})`
    case 'other':
      return `failed (${outcome.code})`
  }
}

function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** The sentences. */
export const probeEn: ProbeWords = {
  attempt: ({ number, address, port, localPort, outcome, elapsedNs }) =>
    `${number}. ${endpoint(address, port)}${localPort === undefined ? '' : ` from port ${localPort}`}: ${outcomeText(outcome)} after ${formatDuration(elapsedNs, 'en')}`,
  noAddress: (host, code) => `the name ${host} has no address (${code}).`,
  blind: ({ code, message }) =>
    code === 'no-permission'
      ? 'The packets could not be watched: that needs the right to capture. Run it with sudo, or give node the capability once (sudo setcap cap_net_raw+ep on the node binary), or capture elsewhere and give synfin the file.'
      : `The packets could not be watched: ${message}`,
  withoutPackets: (outcome) => {
    switch (outcome.kind) {
      case 'connected':
        return 'The handshake was completed: something accepts connections there. How it went on the wire was not seen.'
      case 'timeout':
        return 'Nothing came back that the system took for an answer. Whether the SYN was dropped on the way, at the host, or the answer was lost on the way back, only packets show.'
      case 'refused':
        return 'A RST came back. Whether the host sent it because nothing listens there, or a firewall in its place, only packets show (TTL, IP ID, time).'
      case 'unreachable':
        return 'An ICMP error came back, or this machine knows no way there. Who sent it only packets show.'
      case 'other':
        return 'The system refused before anything could be learnt from the network.'
    }
  },
  captureInstead: (command) => `To see them: ${command}`,
  commandEnded: (code) => (typeof code === 'number' ? `The command ended with exit code ${code}.` : `The command was ended by ${code}.`),
  commandNotFound: (command) => `the command ${command} cannot be run.`,
  noConnections: 'The command opened no TCP connection.',
  allConnections: "Which sockets are the command's could not be followed here: all connections of that time are shown.",
  tooManySockets: (count) => `The command opened ${count} connections: all connections of that time are shown.`,
  dropped: (count) =>
    `The kernel dropped ${count} ${count === 1 ? 'packet' : 'packets'} while they were captured: the report may miss something.`,
  kept: (file) => `The packets are kept in ${file}.`,
}
