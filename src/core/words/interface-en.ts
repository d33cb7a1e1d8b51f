/** The command line's words in English. */
import { formatDuration } from './durations.ts'
import { exportEn } from './export-en.ts'
import { helpEn } from './help-en.ts'
import { labEn } from './lab-en.ts'
import { hostEn } from './host-en.ts'
import { mergeEn } from './merge-en.ts'
import { liveEn } from './live-en.ts'
import { probeEn } from './probe-en.ts'
import type { InterfaceWords, UsageFault } from './interface-words.ts'
import { verifyEn } from './verify-en.ts'

function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** 1234567 as 1,234,567. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

function usage(fault: UsageFault): string {
  switch (fault.kind) {
    case 'unknown-option':
      return `There is no option ${fault.option}${fault.nearest === undefined ? '.' : `; did you mean ${fault.nearest}?`}`
    case 'missing-value':
      return `${fault.option} needs a value.`
    case 'unwanted-value':
      return `${fault.option} takes no value.`
    case 'not-a-number':
      return `${fault.option} takes a whole number, not "${fault.value}".`
    case 'unknown-language':
      return `The languages are en and zh; "${fault.value}" is neither.`
    case 'conflict':
      return `${fault.options.join(' and ')} exclude each other.`
    case 'unknown-dialect':
      return `--filter-dialect takes pcap or synfin, not "${fault.value}".`
    case 'bad-filter':
      return `The filter cannot be used: ${fault.message}\n${fault.place}\n${fault.explanation}`
    case 'no-file':
      return 'Name a file to read, or - for standard input.'
    case 'two-files':
      return 'Name two files: what to read and what to write.'
    case 'report-and-files':
      return 'Name a report, and the captures that it is about.'
    case 'two-captures':
      return "merge-view needs two captures: the client's, then the server's."
    case 'host-and-port':
      return 'probe needs a host and a port: synfin probe example.org 443.'
    case 'not-a-port':
      return `"${fault.value}" is no port: ports are numbers from 1 to 65535.`
    case 'no-command':
      return 'why needs a command: synfin why -- curl -sS http://example.org/.'
    case 'lab-what':
      return 'Say what the lab is to do: list, run ID..., run --all, or from FILE.'
    case 'unknown-extension':
      return `The name of the output says its format: "${fault.file}" ends neither in .pcap nor in .pcapng.`
    case 'no-target':
      return `Say with --to what to write: ${fault.known.join(', ')}.`
    case 'unknown-target':
      return `--to takes ${fault.known.join(', ')}; "${fault.value}" is none of them.`
    case 'binary-to-terminal':
      return `${fault.target} is no text for a terminal: name a file with -o, or a pipe.`
    case 'folder-wanted':
      return `${fault.target} writes many files: name a folder with -o, or leave it out for the current one.`
  }
}

/** English. */
export const interfaceEn: InterfaceWords = {
  report: {
    input({ name, packets, durationNs }) {
      const time = Number.isNaN(durationNs) || packets < 2 ? '' : ` in ${formatDuration(durationNs, 'en')}`
      return `${name}: ${counted(packets, 'packet', 'packets')}${time}`
    },
    connections: (total, problems) =>
      `${counted(total, 'connection', 'connections')}, ${problems === 0 ? 'none' : grouped(problems)} with a problem`,
    notDecoded: (list) => ` (besides TCP: ${list})`,
    connection: (id) => `Connection ${id}`,
    continues: (connection) => `It goes on from connection ${connection}: the same ends, and numbers that fit.`,
    rolesGuessed: 'The capture has no SYN of it: which end is the client is a guess from the ports.',
    proof: 'How we know',
    packets: (numbers, count) => `${count === 1 ? 'packet' : 'packets'} ${numbers}`,
    certainty: {
      proven: 'Proven: the packets admit no other explanation.',
      likely: 'Likely: the simplest explanation of these packets, but not the only one.',
      possible: 'Possible: one of several explanations that these packets admit.',
    },
    blame: {
      client: 'The cause is at the client.',
      server: 'The cause is at the server.',
      path: 'The cause is on the path between the two.',
      capture: 'The cause is the capture, not the connection.',
      nobody: 'Nothing is at fault.',
      unknown: 'The packets do not show where the cause is.',
    },
    alternatives: 'What else it could be',
    refutedBy: 'What would refute it',
    separates: (ids) => `This decides between ${ids}.`,
    alsoFound: 'Also seen',
    next: (where) =>
      ({
        client: 'Next, on the client',
        server: 'Next, on the server',
        router: 'Next, on the router or firewall',
        'capture-host': 'Next, where the capture is made',
        anywhere: 'Next, anywhere',
      })[where],
    gap: (hidden) => (hidden === undefined ? '...' : `... ${counted(hidden, 'packet', 'packets')} ...`),
    notes: {
      'syn-repeated': 'again',
      'synack-repeated': 'again',
      'syn-inside': 'new SYN',
      'challenge-ack': 'challenge',
      'ack-unexpected': 'unexpected',
      retransmission: 'again',
      'out-of-order': 'late',
      gap: 'gap before',
      'acked-unseen': 'acks unseen',
      'zero-window': 'window 0',
      'window-open': 'opens',
      'window-probe': 'probe',
      keepalive: 'keepalive',
      'fin-repeated': 'again',
      'after-rst': 'after RST',
      copy: 'copy',
      'bad-checksum': 'damaged',
      'timestamp-backwards': 'old stamp',
      'ce-mark': 'congested',
      urgent: 'urgent',
      'late-segment': 'late',
      'odd-flags': 'odd flags',
      'duplicate-acks': 'dup ack',
    },
    group: (id, count) => `${counted(count, 'connection', 'connections')}: ${id}`,
    example: (summary) => `for example: ${summary}`,
    moreExamples: (count) => `and ${grouped(count)} more`,
    moreFindings: (id, count) => `and ${grouped(count)} more of ${id}; --json has them all`,
    healthy: (list) => `Without a problem: ${list}`,
    capture: 'The capture as a whole',
    hintOne: '--connection N shows one connection in full.',
    hintAll: '--all shows the healthy ones too.',
    nothing: 'No TCP connection was found.',
    separator: ', ',
    sentenceSpace: ' ',
  },
  document: {
    tag: 'en',
    overview: 'Overview',
    input: 'Input',
    inputs: (count) => counted(count, 'input', 'inputs'),
    connection: 'Connection',
    connections: 'Connections',
    client: 'Client',
    server: 'Server',
    verdict: 'Verdict',
    example: 'For example',
    severity: { error: 'failed', warning: 'warning', info: 'note', ok: 'healthy' },
    certainty: { proven: 'proven', likely: 'likely', possible: 'possible' },
    certaintyColumn: 'Certainty',
    start: 'Start',
    duration: 'Duration',
    packets: 'Packets',
    payload: 'Payload',
    repeated: 'Sent again',
    clientStates: 'Client states',
    serverStates: 'Server states',
    bothWays: (client, server) => `${grouped(client)} from the client, ${grouped(server)} from the server`,
    bothWaysBytes: (client, server) => `${counted(client, 'byte', 'bytes')} from the client, ${grouped(server)} from the server`,
    standards: 'Standards',
    figure: grouped,
    several: (count) => counted(count, 'connection', 'connections'),
    inferred: 'inferred',
    named: (title, name) => `${title}: ${name}`,
    drawing: (client, server) => `The packets that matter between ${client} and ${server}; the list below says the same in words.`,
    shown: (count) => `${grouped(count)} of them below`,
    tooMany: 'Not every connection has a section of its own here; --connection N shows a single one.',
    backToTop: 'Back to the top',
    madeBy: 'Made by synfin',
  },
  shell: {
    usage,
    hint: (command) => `See: synfin ${command === undefined ? '' : `${command} `}--help`,
    problem(name, { message, offset }) {
      const isPlaceNamed = offset === 0 || new RegExp(`\\b${offset}\\b`).test(message)
      const subject = message.startsWith(`"${name}"`) ? 'synfin' : name
      return `${subject}: ${message.replace(/\.$/, '')}${isPlaceNamed ? '' : ` (at byte ${offset})`}.`
    },
    moreProblems: (count) => `${counted(count, 'further problem is', 'further problems are')} in the report of --json.`,
    outputFault: ({ message }) => message,
    meantCommand: (name) => `Did you mean "synfin ${name}"? "synfin --help" lists the commands.`,
    nothingMatches: (filter) => `No packet matches the filter: ${filter}`,
    noConnection: (id, total) =>
      total === 0
        ? `There is no connection ${id}: the input has none.`
        : `There is no connection ${id}: they are numbered from 0 to ${total - 1}.`,
    namedTwice: (name) => `"${name}" is named twice: what is in it counts twice.`,
    progress: (name, megabytes, percent) =>
      `reading ${name}: ${megabytes.toFixed(0)} MB${percent === undefined ? '' : `, ${percent.toFixed(0)} %`}`,
    interrupted: (megabytes) => `Interrupted: the report covers the first ${megabytes.toFixed(1)} MB. Ctrl-C again ends at once.`,
    converted: (packets, output) => `${counted(packets, 'packet', 'packets')} written to ${output}.`,
    otherLinkType: (expected, found, output) =>
      `A pcap file holds one link type, and this input has ${expected} and ${found}: write pcapng instead, as in ${output.replace(/\.\w+$/, '.pcapng')}.`,
    help: helpEn,
  },
  verify: verifyEn,
  lab: labEn,
  probe: probeEn,
  live: liveEn,
  host: hostEn,
  merge: mergeEn,
  export: exportEn,
}
