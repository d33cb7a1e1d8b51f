/** TCP in a packet: header, options, payload. */
import { KNOWN } from '../capture/record.ts'
import {
  flagsOf,
  headerLenOf,
  tcpAck,
  tcpControlWord,
  tcpDstPort,
  tcpFlags,
  tcpHeaderLen,
  tcpSeq,
  tcpSrcPort,
  tcpUrgentPointer,
  windowOf,
  TCP_BYTES_TO_FLAGS,
  TCP_BYTES_TO_WINDOW,
  TCP_HEADER_MIN_BYTES,
} from '../wire/tcp.ts'
import { OPTION, readTcpOptions } from '../wire/tcp-options.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

/** The ports: less says nothing about any connection. */
const PORT_BYTES = 4

/**
 * Decodes the segment at `at` into `packet`: `end` is where its captured bytes end, `wireEnd` where the IP header says it ends.
 * A header that the capture cut gives what is there. Never fails: an impossible header is `malformed`.
 */
export function readTcp(packet: Packet, view: DataView, at: number, end: number, wireEnd: number): void {
  packet.kind = KIND.tcp
  packet.tcpOffset = at
  packet.checksum = 0
  if (end - at < TCP_HEADER_MIN_BYTES) {
    readCutTcp(packet, view, at, end, wireEnd)
    return
  }
  packet.srcPort = tcpSrcPort(view, at)
  packet.dstPort = tcpDstPort(view, at)
  packet.seq = tcpSeq(view, at)
  packet.ack = tcpAck(view, at)
  const control = tcpControlWord(view, at)
  const headerLen = headerLenOf(control)
  packet.flags = flagsOf(control)
  packet.window = windowOf(control)
  packet.urgentPointer = tcpUrgentPointer(view, at)
  packet.tcpHeaderLen = headerLen
  packet.headerCut = 0
  const payloadOffset = at + headerLen
  packet.payloadOffset = payloadOffset
  if (headerLen < TCP_HEADER_MIN_BYTES || payloadOffset > wireEnd) {
    setMalformed(packet, at, end, headerLen)
    return
  }
  packet.malformed = 0
  packet.payloadLen = wireEnd - payloadOffset
  if (payloadOffset <= end) readTcpOptions(view, at + TCP_HEADER_MIN_BYTES, payloadOffset, false, packet)
  else readCutOptions(packet, view, at, end, headerLen)
}

function setMalformed(packet: Packet, at: number, end: number, headerLen: number): void {
  packet.malformed = 1
  packet.payloadLen = 0
  clearOptions(packet)
  setProblem(packet, PROBLEM.malformed, at, end, Math.max(headerLen, TCP_HEADER_MIN_BYTES))
}

function readCutOptions(packet: Packet, view: DataView, at: number, end: number, headerLen: number): void {
  readTcpOptions(view, at + TCP_HEADER_MIN_BYTES, end, true, packet)
  packet.known &= ~KNOWN.options
  setProblem(packet, PROBLEM.cut, at, end, headerLen)
}

/** Less than the fixed header is there: cut by the capture, or by the sender, who may have put it into a too small packet. */
function readCutTcp(packet: Packet, view: DataView, at: number, end: number, wireEnd: number): void {
  const there = end - at
  clearOptions(packet)
  packet.srcPort = packet.dstPort = packet.seq = packet.ack = packet.flags = packet.window = packet.urgentPointer = 0
  packet.tcpHeaderLen = 0
  packet.payloadLen = 0
  packet.payloadOffset = end
  packet.malformed = wireEnd - at < TCP_HEADER_MIN_BYTES ? 1 : 0
  packet.headerCut = packet.malformed ^ 1
  packet.optionBits = OPTION.broken
  packet.known &= ~KNOWN.options
  setProblem(packet, packet.malformed === 1 ? PROBLEM.malformed : PROBLEM.cut, at, end, TCP_HEADER_MIN_BYTES)
  if (there < PORT_BYTES) {
    packet.kind = KIND.other
    packet.otherName = 'tcp without ports'
    return
  }
  packet.srcPort = tcpSrcPort(view, at)
  packet.dstPort = tcpDstPort(view, at)
  if (there < 8) return
  packet.seq = tcpSeq(view, at)
  if (there < 12) return
  packet.ack = tcpAck(view, at)
  if (there < TCP_BYTES_TO_FLAGS) return
  packet.headerCut = 0
  packet.flags = tcpFlags(view, at)
  packet.tcpHeaderLen = tcpHeaderLen(view, at)
  if (there >= TCP_BYTES_TO_WINDOW) packet.window = windowOf(tcpControlWord(view, at))
  else packet.known &= ~KNOWN.window
  if (packet.malformed === 1) return
  if (packet.tcpHeaderLen < TCP_HEADER_MIN_BYTES || at + packet.tcpHeaderLen > wireEnd) packet.malformed = 1
  else {
    packet.payloadOffset = at + packet.tcpHeaderLen
    packet.payloadLen = wireEnd - packet.payloadOffset
  }
}

function clearOptions(packet: Packet): void {
  packet.optionBits = packet.sackCount = packet.mss = packet.windowScale = packet.tsVal = packet.tsEcr = 0
}

function setProblem(packet: Packet, problem: number, at: number, end: number, needed: number): void {
  packet.problem = problem
  packet.problemLayer = 'tcp'
  packet.problemOffset = at
  packet.problemNeeded = needed
  packet.problemAvailable = end - at
}
