/**
 * Segments drawn as text: the notation of the tests, the documentation and the lab.
 *
 * ```
 *    0 ms   client > server  S   0:0(0)        win 64240 <mss 1460,sackOK,wscale 7>
 * + 20 ms   server > client  S.  0:0(0)  ack 1 win 65160 <mss 1460,sackOK,wscale 7>
 * +  0 ms   client > server  .   1:1(0)  ack 1 win 502   {ttl 64,id 17,cksum partial,out}
 * +  1 ms   10.0.0.254 > client  icmp 3/13 quotes client 0
 * +  1 ms   client asks 10.0.0.2
 * ```
 *
 * A line is a time (absolute, or with `+` after the line before; ns, us, ms, s), who sends to whom, flags in tcpdump's letters, sequence
 * numbers relative to the sender's ISN, then `ack` (relative to the peer's), `win`, options in `<…>` and IP facts in `{…}`. A port other
 * than the drawing's own is written behind the name (`client:40001`); an ICMP error quotes a sequence number, or `cut` before it. Lines that begin with `#` are comments.
 */
import { CHECKSUM, DIRECTION, FLAG, KIND, KNOWN, KNOWN_ALL, OPTION, PROBLEM, Packet } from '../packet/packet.ts'

/** How to turn a drawing into packets: everything that no verdict may depend on can be changed here. */
export interface Drawing {
  readonly ipVersion?: 4 | 6
  readonly clientIsn?: number
  readonly serverIsn?: number
  readonly clientPort?: number
  readonly serverPort?: number
  /** Last byte of both addresses' hosts, to renumber them. */
  readonly clientHost?: number
  readonly serverHost?: number
  readonly startNs?: number
  readonly firstNumber?: number
  /** Facts to be unknown, as in pasted text. */
  readonly unknown?: readonly (keyof typeof KNOWN)[]
}

const TIME = /^(\+?)\s*([\d.]+)\s*(ns|us|ms|s)\s+/
const SEGMENT = /^(\S+) > (\S+)\s+(.*)$/
const ICMP = /^icmp (\d+)\/(\d+)(?: mtu (\d+))? quotes (\S+) (\d+|cut)$/
const BODY = /^(\S+)\s+(?:(-?\d+):(-?\d+)\((\d+)\))?\s*(?:ack (-?\d+))?\s*(?:win (\d+))?\s*(?:<([^>]*)>)?\s*(?:\{([^}]*)\})?$/
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 }
const LETTERS: Readonly<Record<string, number>> = {
  F: FLAG.fin,
  S: FLAG.syn,
  R: FLAG.rst,
  P: FLAG.psh,
  '.': FLAG.ack,
  U: FLAG.urg,
  E: FLAG.ece,
  W: FLAG.cwr,
  e: FLAG.ae,
}

/** Packets as drawn, ready for a `ConnectionTracker`. Throws on a line that is not in the notation, naming it. */
export function drawnPackets(text: string, drawing: Drawing = {}): Packet[] {
  const packets: Packet[] = []
  const ids = new Map<string, number>()
  let timeNs = drawing.startNs ?? 0
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const time = TIME.exec(line)
    if (time === null) throw new Error(`no time in the drawn line: ${line}`)
    const amountNs = Number(time[2]) * UNITS[time[3]]
    timeNs = time[1] === '+' ? timeNs + amountNs : (drawing.startNs ?? 0) + amountNs
    const p = drawnPacket(line.slice(time[0].length).trim(), drawing, ids)
    p.timeNs = drawing.unknown?.includes('time') === true ? NaN : timeNs
    p.number = packets.length + (drawing.firstNumber ?? 1)
    for (const fact of drawing.unknown ?? []) p.known &= ~KNOWN[fact]
    packets.push(p)
  }
  return packets
}

function drawnPacket(line: string, drawing: Drawing, ids: Map<string, number>): Packet {
  const p = new Packet()
  p.known = KNOWN_ALL
  p.ipVersion = drawing.ipVersion ?? 4
  p.wireLen = p.capLen = 66
  const asks = /^(\S+) (asks|tells) (\S+)$/.exec(line)
  if (asks !== null) {
    p.kind = KIND.neighbour
    p.neighbourOperation = asks[2] === 'asks' ? 1 : 2
    setAddresses(p, hostOf(asks[1], drawing), hostOf(asks[3], drawing))
    p.neighbourTarget = p.dstAddr
    p.neighbourTargetOffset = 24
    return p
  }
  const parts = SEGMENT.exec(line)
  if (parts === null) throw new Error(`not a drawn segment: ${line}`)
  const [, from, to, rest] = parts as unknown as [string, string, string, string]
  setAddresses(p, hostOf(from, drawing), hostOf(to, drawing))
  const icmp = ICMP.exec(rest)
  if (icmp !== null) return drawnIcmp(p, icmp, drawing)
  const body = BODY.exec(rest)
  if (body === null) throw new Error(`not a drawn segment: ${line}`)
  const fromClient = nameOf(from) === 'client'
  const ownIsn = fromClient ? clientIsn(drawing) : serverIsn(drawing)
  const peerIsn = fromClient ? serverIsn(drawing) : clientIsn(drawing)
  p.kind = KIND.tcp
  p.srcPort = portOf(from, drawing)
  p.dstPort = portOf(to, drawing)
  for (const letter of body[1] === 'none' ? '' : body[1]) {
    const flag = LETTERS[letter]
    if (flag === undefined) throw new Error(`no TCP flag ${letter}: ${line}`)
    p.flags |= flag
  }
  p.payloadLen = Number(body[4] ?? 0)
  p.seq = p.flags & FLAG.rst && body[2] === undefined ? 0 : (ownIsn + Number(body[2] ?? 0)) | 0
  p.ack = body[5] === undefined ? 0 : (peerIsn + Number(body[5])) | 0
  p.window = Number(body[6] ?? (p.flags & FLAG.rst ? 0 : 502))
  p.tcpHeaderLen = 20
  p.dontFragment = p.ipVersion === 4 ? 1 : 0
  p.ttl = 64
  const id = (ids.get(from) ?? (fromClient ? 100 : 5000)) + 1
  const stateless = (p.flags & FLAG.rst) !== 0 || (p.flags & (FLAG.syn | FLAG.ack)) === (FLAG.syn | FLAG.ack)
  if (p.ipVersion === 4 && !stateless) {
    ids.set(from, id)
    p.ipId = id
  }
  for (const option of (body[7] ?? '').split(',')) if (option.trim() !== '') setOption(p, option.trim(), peerIsn)
  for (const fact of (body[8] ?? '').split(',')) if (fact.trim() !== '') setFact(p, fact.trim(), from, ids)
  return p
}

function drawnIcmp(p: Packet, icmp: RegExpExecArray, drawing: Drawing): Packet {
  p.kind = KIND.icmpError
  p.icmpType = Number(icmp[1])
  p.icmpCode = Number(icmp[2])
  p.icmpMtu = Number(icmp[3] ?? 0)
  const fromClient = nameOf(icmp[4]) === 'client'
  p.quotedProtocol = 6
  p.quotedIpVersion = p.ipVersion
  const quoted = new Packet()
  quoted.ipVersion = p.ipVersion
  const client = hostOf('client', drawing)
  const server = hostOf('server', drawing)
  setAddresses(quoted, fromClient ? client : server, fromClient ? server : client)
  p.quotedSrcAddr = quoted.srcAddr
  p.quotedDstAddr = quoted.dstAddr
  if (p.ipVersion === 6) {
    const joined = new Uint8Array(80)
    joined.set(p.bytes)
    joined.set(quoted.bytes, 40)
    p.bytes = joined
    p.view = new DataView(joined.buffer)
    p.quotedIpOffset = 40
  }
  p.quotedSrcPort = fromClient ? portOf(icmp[4], drawing) : portOf('server', drawing)
  p.quotedDstPort = fromClient ? portOf('server', drawing) : portOf('client', drawing)
  if (icmp[5] === 'cut') {
    p.problem = PROBLEM.cut
    p.problemLayer = 'quote'
  } else p.quotedSeq = ((fromClient ? clientIsn(drawing) : serverIsn(drawing)) + Number(icmp[5])) | 0
  p.quotedFlags = -1
  return p
}

function setOption(p: Packet, option: string, peerIsn: number): void {
  const [name, ...values] = option.split(/\s+/)
  switch (name) {
    case 'mss':
      p.optionBits |= OPTION.mss
      p.mss = Number(values[0])
      break
    case 'sackOK':
      p.optionBits |= OPTION.sackPermitted
      break
    case 'wscale':
      p.optionBits |= OPTION.windowScale
      p.windowScale = Number(values[0])
      break
    case 'TS':
      p.optionBits |= OPTION.timestamps
      p.tsVal = Number(values[1])
      p.tsEcr = Number(values[3])
      break
    case 'fo':
      p.optionBits |= OPTION.fastOpen | (values.length > 0 ? OPTION.fastOpenCookie : 0)
      break
    case 'sack':
      p.optionBits |= OPTION.sack
      for (const block of values) {
        const [left, right] = block.split(':')
        p.sack[p.sackCount * 2] = (peerIsn + Number(left)) | 0
        p.sack[p.sackCount * 2 + 1] = (peerIsn + Number(right)) | 0
        p.sackCount++
      }
      break
    default:
      throw new Error(`no drawn option ${option}`)
  }
}

function setFact(p: Packet, fact: string, from: string, ids: Map<string, number>): void {
  const [name, value] = fact.split(/\s+/)
  switch (name) {
    case 'ttl':
      p.ttl = Number(value)
      break
    case 'id':
      p.ipId = Number(value)
      if (p.ipId !== 0 && (p.flags & FLAG.rst) === 0) ids.set(from, p.ipId)
      break
    case 'nodf':
      p.dontFragment = 0
      break
    case 'tos':
      p.tos = Number(value)
      break
    case 'flow':
      p.flowLabel = Number(value)
      break
    case 'cksum':
      p.checksum = value === 'partial' ? CHECKSUM.partial : value === 'bad' ? CHECKSUM.bad : CHECKSUM.correct
      break
    case 'in':
      p.direction = DIRECTION.in
      break
    case 'out':
      p.direction = DIRECTION.out
      break
    default:
      throw new Error(`no drawn fact ${fact}`)
  }
}

function nameOf(end: string): string {
  return end.split(':')[0]
}

function portOf(end: string, drawing: Drawing): number {
  const port = end.split(':')[1]
  if (port !== undefined) return Number(port)
  return nameOf(end) === 'client' ? (drawing.clientPort ?? 40000) : (drawing.serverPort ?? 80)
}

/** Host number in 10.0.0.0/24: the client is 1, the server 2, others are written as an address. */
function hostOf(end: string, drawing: Drawing): number {
  const name = nameOf(end)
  if (name === 'client') return drawing.clientHost ?? 1
  if (name === 'server') return drawing.serverHost ?? 2
  return Number(name.split('.').at(-1))
}

function setAddresses(p: Packet, src: number, dst: number): void {
  if (p.ipVersion === 4) {
    p.srcAddr = 0x0a000000 | src
    p.dstAddr = 0x0a000000 | dst
    return
  }
  p.bytes = new Uint8Array(40)
  p.view = new DataView(p.bytes.buffer)
  p.view.setUint32(8, 0x20010db8)
  p.bytes[23] = src
  p.view.setUint32(24, 0x20010db8)
  p.bytes[39] = dst
}

function clientIsn(drawing: Drawing): number {
  return drawing.clientIsn ?? 1_000_000
}

function serverIsn(drawing: Drawing): number {
  return drawing.serverIsn ?? 3_000_000_000
}
