/** What a middlebox does to a segment: options removed, fields shifted, answers forged. */
import { OPTION_KINDS, type Forgery, type PathRule, type Shifts } from './path-rule.ts'
import { type Place, makeSegment, sumSegment } from './segment.ts'

const NOP = 1
const END_OF_OPTIONS = 0
const MSS = OPTION_KINDS.mss
const TIMESTAMPS = OPTION_KINDS.timestamps
const FIN_OR_SYN = 3
const ETHERNET_ADDRESSES = 12
const CE = 3
/** Orders after which checksums are made anew. */
const CHANGES = ['strip', 'clampMss', 'shift', 'markCe', 'setAe'] as const satisfies readonly (keyof PathRule)[]

/** Makes what the rule says of the segment, in place, and keeps its checksums right unless damage was ordered. */
export function editSegment(frame: Buffer, place: Place, rule: PathRule): void {
  for (const [at, kind] of optionsOf(frame, place)) {
    if ((rule.strip ?? []).some((name) => OPTION_KINDS[name] === kind)) frame.fill(NOP, at, at + frame[at + 1])
    else if (kind === MSS && rule.clampMss !== undefined) frame.writeUInt16BE(Math.min(frame.readUInt16BE(at + 2), rule.clampMss), at + 2)
    else if (kind === TIMESTAMPS && rule.shift?.stamp !== undefined) add32(frame, at + 2, rule.shift.stamp)
  }
  if (rule.shift !== undefined) shiftFields(frame, place, rule.shift)
  if (rule.markCe === true) {
    if (place.version === 4) frame[place.ip + 1] |= CE
    else frame[place.ip + 1] |= CE << 4
  }
  if (rule.setAe === true) frame[place.tcp + 12] |= 1
  if (CHANGES.some((name) => rule[name] !== undefined)) sumSegment(frame, place)
  if (rule.corrupt === true && place.end > place.data) frame[place.data + Math.floor((place.end - place.data) / 2)] ^= 0x15
}

function shiftFields(frame: Buffer, place: Place, { sourcePort = 0, targetPort = 0, seq = 0, ack = 0 }: Shifts): void {
  frame.writeUInt16BE((frame.readUInt16BE(place.tcp) + sourcePort) & 0xffff, place.tcp)
  frame.writeUInt16BE((frame.readUInt16BE(place.tcp + 2) + targetPort) & 0xffff, place.tcp + 2)
  add32(frame, place.tcp + 4, seq)
  if (frame.readUInt32BE(place.tcp + 8) !== 0) add32(frame, place.tcp + 8, ack)
}

function add32(frame: Buffer, at: number, addition: number): void {
  frame.writeUInt32BE((frame.readUInt32BE(at) + addition) >>> 0, at)
}

/** Offset and kind of each option that is whole. */
function optionsOf(frame: Buffer, place: Place): [at: number, kind: number][] {
  const found: [number, number][] = []
  let at = place.tcp + 20
  while (at < place.data && frame[at] !== END_OF_OPTIONS) {
    if (frame[at] === NOP) {
      at++
      continue
    }
    const length = frame[at + 1]
    if (length < 2 || at + length > place.data) break
    found.push([at, frame[at]])
    at += length
  }
  return found
}

/** The frame of a forged segment that follows from `frame`. */
export function forgedFrame(frame: Buffer, place: Place, order: Forgery): Buffer {
  const length = place.end - place.data
  const seq = frame.readUInt32BE(place.tcp + 4)
  const ack = frame.readUInt32BE(place.tcp + 8)
  const window = frame.readUInt16BE(place.tcp + 14)
  const beyond = seq + length + ((frame[place.tcp + 13] & FIN_OR_SYN) === 0 ? 0 : 1)
  const [at, size] = place.version === 4 ? [place.ip + 12, 4] : [place.ip + 8, 16]
  const source = frame.subarray(at, at + size)
  const target = frame.subarray(at + size, at + 2 * size)
  const sourcePort = frame.readUInt16BE(place.tcp)
  const targetPort = frame.readUInt16BE(place.tcp + 2)
  const isBack = order.to === 'sender'
  const next = isBack ? ack : beyond
  const packet = makeSegment({
    source: isBack ? target : source,
    target: isBack ? source : target,
    sourcePort: isBack ? targetPort : sourcePort,
    targetPort: isBack ? sourcePort : targetPort,
    seq: next + (order.seqOffset ?? 0) + (order.seqWindows ?? 0) * window,
    ack: order.flags.includes('A') ? (isBack ? beyond : ack) : 0,
    flags: order.flags,
    window: order.window ?? 0,
    ttl: order.ttl ?? 61,
    ipId: order.ipId ?? 0x3039,
  })
  const head = Buffer.from(frame.subarray(0, place.ip))
  if (isBack) {
    frame.copy(head, 0, 6, ETHERNET_ADDRESSES)
    frame.copy(head, 6, 0, 6)
  }
  return Buffer.concat([head, packet])
}
