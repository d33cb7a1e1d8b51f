/** Openings of connections in which nothing is to be asked of any segment, and the one that is refused as simply. */
import { CLIENT_ADDR, PORTS, SERVER_ADDR, SYN_PARKED } from '../flow/flow-record.ts'
import {
  parkedChecksum,
  parkedFlags,
  parkedIpId,
  parkedKnown,
  parkedMss,
  parkedOptionBits,
  parkedPayloadLen,
  parkedSeq,
  parkedTos,
  parkedTtl,
  parkedWindow,
} from '../flow/parked-segment.ts'
import { CHECKSUM, FLAG, KNOWN_ALL, OPTION, type Packet } from '../packet/packet.ts'
import { UNNOTICED_NS } from './quiet-layout.ts'
import { CE } from './segment-tracker.ts'

const FAST_OPEN = OPTION.fastOpen | OPTION.fastOpenCookie
/** Traffic class without the ECN bits (RFC 3168 §5). */
const DSCP = 0xfc

/**
 * SYN and SYN-ACK without data or anything odd, offering the same, and that at once: what the verdict on the opening asks.
 *
 * @param words the SYN is folded at `syn` of them, the SYN-ACK at `answer` of `answerWords`
 * @param tookNs from one to the other
 */
export function isUsualOpening(words: Int32Array, syn: number, answerWords: Int32Array, answer: number, tookNs: number): boolean {
  const options = parkedOptionBits(words, syn)
  return (
    tookNs >= 0 &&
    tookNs < UNNOTICED_NS &&
    isUsual(words, syn) &&
    isUsual(answerWords, answer) &&
    parkedOptionBits(answerWords, answer) === options &&
    (options & (FAST_OPEN | OPTION.sack)) === 0 &&
    parkedMss(words, syn) === parkedMss(answerWords, answer) &&
    parkedWindow(answerWords, answer) !== 0
  )
}

/** Two SYNs of one client, the first as usual, the same but for its clock and its count: the second was sent because nobody answered. */
export function isSameSyn(words: Int32Array, first: number, second: number): boolean {
  const id = parkedIpId(words, first)
  return (
    isUsual(words, first) &&
    parkedFlags(words, first) === parkedFlags(words, second) &&
    parkedOptionBits(words, first) === parkedOptionBits(words, second) &&
    parkedMss(words, first) === parkedMss(words, second) &&
    parkedWindow(words, first) === parkedWindow(words, second) &&
    parkedTtl(words, first) === parkedTtl(words, second) &&
    (id === 0 || id !== parkedIpId(words, second))
  )
}

/**
 * Whether a RST refuses a parked SYN as a host does on whose port nobody listens, and has nothing by which `refusalOf` could tell a firewall.
 *
 * @param words the flow table's, the connection's record beginning at `record`
 */
export function isUsualRefusal(words: Int32Array, record: number, p: Packet): boolean {
  const syn = record + SYN_PARKED
  return (
    p.flags === (FLAG.rst | FLAG.ack) &&
    p.seq === 0 &&
    p.payloadLen === 0 &&
    ((p.ack - parkedSeq(words, syn) - 1) | 0) === 0 &&
    p.known === KNOWN_ALL &&
    (p.tos & CE) !== CE &&
    isCommonSum(p.checksum) &&
    (p.optionBits & OPTION.sack) === 0 &&
    (p.ipVersion === 4 || p.flowLabel !== 0) &&
    isUsual(words, syn) &&
    isCommonSum(parkedChecksum(words, syn)) &&
    (parkedTos(words, syn) & DSCP) === 0 &&
    (parkedOptionBits(words, syn) & FAST_OPEN) === 0
  )
}

/** A socket that is connected to itself: both directions look like one. */
export function isToItself(words: Int32Array, record: number): boolean {
  const ports = words[record + PORTS]
  return words[record + CLIENT_ADDR] === words[record + SERVER_ADDR] && ports >>> 16 === (ports & 0xffff)
}

function isUsual(words: Int32Array, parked: number): boolean {
  return (
    (parkedFlags(words, parked) & (FLAG.urg | FLAG.fin | FLAG.rst)) === 0 &&
    parkedChecksum(words, parked) !== CHECKSUM.bad &&
    (parkedTos(words, parked) & CE) !== CE &&
    parkedPayloadLen(words, parked) === 0 &&
    parkedKnown(words, parked) === KNOWN_ALL
  )
}

/** Neither wrong nor left to a card. */
function isCommonSum(checksum: number): boolean {
  return checksum === CHECKSUM.correct || checksum === CHECKSUM.unknown
}
