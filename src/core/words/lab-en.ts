/** The lab's words in English. */
import type { LabFault, LabWords } from './lab-words.ts'

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function fault(fault: LabFault): string {
  switch (fault.kind) {
    case 'verdict':
      return `the capture at ${fault.capture} gets "${fault.got}", not ${fault.wanted.map((id) => `"${id}"`).join(' or ')}`
    case 'forbidden':
      return `the capture at ${fault.capture} is said to show "${fault.got}", which did not happen`
    case 'unsaid':
      return `nothing is said of "${fault.got}" in the capture at ${fault.capture}`
    case 'states':
      return `${fault.host} ${fault.local}: the kernel went ${fault.kernel.join(' > ')}, inferred is ${fault.inferred.join(' > ') || 'nothing'}`
    case 'retransmissions':
      return `${fault.host} ${fault.local}: the kernel sent again ${times(fault.kernel)}, the capture shows it ${times(fault.wire)}`
    case 'resets':
      return `${fault.host} ${fault.local}: the kernel sent a reset ${times(fault.kernel)}, the capture shows it ${times(fault.wire)}`
    case 'call':
      return `${fault.program}: ${fault.op} ended with ${fault.got}, not with ${fault.wanted}`
    case 'broken':
      return `could not be brought about: ${fault.message}`
  }
}

const COMPARISONS = { equal: '= wire', accepted: '= wire, as far as packets show', different: 'NOT the wire', unseen: 'no packet' } as const

/** English. */
export const labEn: LabWords = {
  needsRoot: 'The lab makes network namespaces, and that needs root: sudo synfin lab ...',
  needsLinux: 'The lab needs Linux: its hosts are network namespaces.',
  needsKoffi: 'The lab needs the optional package koffi, which is not installed: npm install koffi',
  needsTool: (tool) => `The lab needs ${tool}, which is not installed.`,
  noKernelLog: (reason) => `The kernel's log cannot be read (${reason}): captures and errno only.`,
  noScenario: (id, nearest) => `There is no scenario "${id}"${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
  fault,
  wire: 'wire',
  kernel: 'kernel',
  verdict: 'verdict',
  calls: 'calls',
  capture: (name, packets, verdict, findings) =>
    `${name}: ${verdict} (${packets} packets${findings.length === 0 ? '' : `; also ${findings.join(', ')}`})`,
  states: (host, local, path, comparison) => `${host} ${local}: ${path}  [${COMPARISONS[comparison]}]`,
  retransmissions: (host, local, count) => `${host} ${local}: sent again ${times(count)}`,
  resetsSent: (host, local, count, reasons) =>
    `${host} ${local}: sent a reset ${times(count)}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}`,
  socketError: (host, error) => `${host}: a socket was given ${error}`,
  drops: (host, reason, count) => `${host}: dropped ${count === 1 ? 'a packet' : `${count} packets`}: ${reason}`,
  call: (program, op, result, tookMs) => `${program}: ${op} -> ${result} after ${tookMs} ms`,
  agrees: 'agrees',
  secondAttempt: '(again, alone)',
  disagrees: 'DISAGREES',
  progress: (done, total, running) => `${done} of ${total}, running: ${running.join(', ')}`,
  summary: (total, agreed, seconds) =>
    `${total} ${total === 1 ? 'scenario' : 'scenarios'}, in ${agreed} of them wire, kernel and verdict agree; ${seconds.toFixed(0)} s`,
  kept: (folder) => `Captures and truths are in ${folder}`,
  noRecipe: (verdict) => `No scenario of the lab shows "${verdict}".`,
  noConnection: (file, connection) => `${file} has no connection ${connection}.`,
  derived: (from) => `Derived from the scenario ${from}.`,
  observed: 'observed',
  recreated: 'recreated',
  figures: (verdict, rttMs, clientBytes, serverBytes, closer) =>
    `${verdict}${rttMs === undefined ? '' : `, round trip ${rttMs.toFixed(1)} ms`}, ${clientBytes} bytes from the client, ${serverBytes} from the server${closer === undefined ? '' : `, the ${closer} closes first`}`,
  sameVerdict: 'The same verdict.',
  otherVerdict: 'ANOTHER verdict.',
}
