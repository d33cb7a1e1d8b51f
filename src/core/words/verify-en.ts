/** What `verify` says, in English. */
import type { VerifyFault, VerifySubject, VerifyWords } from './verify-words.ts'

const FIGURES = {
  packets: 'the number of packets',
  tcpPackets: 'the number of TCP packets',
  icmpErrors: 'the number of ICMP errors',
  firstPacket: 'the first packet',
  lastPacket: 'the last packet',
  clientPackets: "the number of the client's packets",
  serverPackets: "the number of the server's packets",
  clientIsn: "the client's initial sequence number",
  serverIsn: "the server's initial sequence number",
} as const

const NUMBERS = {
  seq: 'it begins at',
  ack: 'it acknowledges',
  fin: 'its FIN stands at',
  len: 'its payload bytes are',
  acksThrough: 'it acknowledges',
} as const

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function subjectText(subject: VerifySubject): string {
  switch (subject.kind) {
    case 'evidence':
      return `, ${subject.verdict} (${subject.point})`
    case 'verdict':
      return `, ${subject.verdict}`
    case 'state':
      return `, ${subject.state} of the ${subject.end}`
    case 'whole':
      return ''
  }
}

function faultText(fault: VerifyFault): string {
  switch (fault.kind) {
    case 'unclaimed':
      return 'the claims are not about the packets that the evidence names'
    case 'no-packet':
      return 'the capture has no such packet'
    case 'not-tcp':
      return 'it is not a TCP segment'
    case 'other-connection':
      return `it belongs to another connection: ${fault.found}`
    case 'other-sender':
      return `the ${fault.claimed} did not send it`
    case 'flags':
      return `its flags are ${fault.found}, not ${fault.claimed}`
    case 'lacks-flags':
      return `its flags are ${fault.found}, without ${fault.claimed}`
    case 'number':
      return `${NUMBERS[fault.field]} ${fault.found ?? 'nothing'}, not ${fault.claimed}${fault.field === 'acksThrough' ? ' or more' : ''}`
    case 'not-icmp':
      return 'it is not an ICMP error'
    case 'icmp':
      return `it says "${fault.found}", not "${fault.claimed}"`
    case 'not-neighbour':
      return "it is not a question for a neighbour's address"
    case 'neighbour':
      return `it "${fault.found}", and not "${fault.claimed}"`
    case 'state':
      return `only ${fault.needs === 'SYN' || fault.needs === 'FIN' ? 'a' : 'an'} ${fault.needs}${fault.by === undefined ? '' : ` by the ${fault.by}`} could show that`
    case 'not-silent':
      return `it comes from the ${fault.end}, of which the report says that nothing came`
    case 'no-connection':
      return 'the capture has no such connection'
    case 'ends':
      return `it is ${fault.found}, not ${fault.claimed}`
    case 'figure':
      return `${FIGURES[fault.figure]} is ${fault.found ?? 'unknown'}, not ${fault.claimed ?? 'unknown'}`
    case 'states':
      return `the states of the ${fault.end} are ${fault.found}, not ${fault.claimed}`
    case 'verdict':
      return `the verdict is ${fault.found}, not ${fault.claimed}`
    case 'judgement':
      return fault.judgement === 'certainty'
        ? `a new diagnosis calls it ${fault.found}, not ${fault.claimed}`
        : `a new diagnosis sees the cause at "${fault.found}", not at "${fault.claimed}"`
    case 'no-finding':
      return 'a new diagnosis does not find it'
    case 'evidence':
      return `a new diagnosis shows it with ${fault.found}, not with ${fault.claimed}`
  }
}

/** English. */
export const verifyEn: VerifyWords = {
  problem({ input, connection, subject, packet, fault }) {
    const file = input === undefined ? '' : `Input ${input}, `
    const whose =
      connection === null
        ? input === undefined
          ? 'The capture'
          : 'the capture'
        : `${input === undefined ? 'Connection' : 'connection'} ${connection}`
    return `${file}${whose}${subjectText(subject)}${packet === null ? '' : `, packet ${packet}`}: ${faultText(fault)}.`
  },
  moreProblems: (count) => `And ${counted(count, 'more', 'more')}.`,
  holds: (claims, connections) =>
    `All holds: ${counted(claims, 'claim', 'claims')} about ${counted(connections, 'connection', 'connections')}.`,
  fails: (problems, claims) =>
    `The report does not hold: ${counted(problems, 'problem', 'problems')}; ${counted(claims, 'claim', 'claims')} looked at.`,
  notAReport: (file, path) => `${file} is no report of "synfin explain --json"${path === '' ? '' : `: ${path} is missing or wrong`}.`,
  otherFileCount: (inputs, files) =>
    `The report is about ${counted(inputs, 'input', 'inputs')}, and ${counted(files, 'file is', 'files are')} named.`,
}
