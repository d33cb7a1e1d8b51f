// A SYN flood: a million different client addresses and ports ask sixteen hosts, nobody answers.
import { FrameBuilder, SYN, address4, plainSegment } from '../frames.mjs'
import { PcapWriter } from '../pcap-writer.mjs'
import { randomSource } from '../random.mjs'

const PAIRS = 1_000_000
const PACKETS_PER_SECOND = 60_000
const HOSTS = 16
const SNAPLEN = 128
/** Every tenth SYN is sent again a second later, as a real client would. */
const REPEATED_SHARE = 0.1
const REPEAT_AFTER_US = 1_020_000
/** Sixteen ports per address: a flood of never repeated addresses makes tcpdump's name table slow, which is not the point here. */
const PORTS_PER_ADDRESS = 16

/** @param {string} path @param {number} scale 1 makes 1.1 million SYNs @returns {number} packets written */
export function makeSynFlood(path, scale) {
  const random = randomSource(2)
  const writer = new PcapWriter(path, SNAPLEN)
  const frame = new FrameBuilder(SNAPLEN)
  const pairs = Math.max(1, Math.round(PAIRS * scale))
  const hosts = Array.from({ length: HOSTS }, (_, i) => address4(0xc633_6401 + i))
  const sourceCount = Math.ceil(pairs / PORTS_PER_ADDRESS)
  const taken = new Set()
  const sources = []
  while (sources.length < sourceCount) {
    const word = (random.between(1, 223) * 0x1_00_00_00 + random.below(0x1_00_00_00)) >>> 0
    if (taken.has(word)) continue
    taken.add(word)
    sources.push(address4(word, 64 - random.between(4, 24)))
  }
  const gapUs = 1e6 / PACKETS_PER_SECOND
  const write = (timeUs, p) => writer.write(timeUs, frame.bytes, frame.tcp(p))
  /** Repetitions wait here in time order, because all wait equally long. */
  const waiting = []
  let nextWaiting = 0
  let nowUs = 0
  for (let i = 0; i < pairs; i++) {
    nowUs += gapUs * 2 * random.next()
    while (nextWaiting < waiting.length && waiting[nextWaiting].timeUs <= nowUs) {
      const turn = waiting[nextWaiting]
      waiting[nextWaiting++] = undefined
      write(turn.timeUs, turn.p)
    }
    // A permutation: every pair of address and port appears once, neighbours in time are strangers.
    const source = i % sourceCount
    const p = plainSegment(
      sources[source],
      hosts[random.below(HOSTS)],
      1_024 + ((source * 31 + Math.floor(i / sourceCount) * 3_967) % 64_000),
      random.chance(0.7) ? 443 : 80,
    )
    p.seq = random.word()
    p.flags = SYN
    p.window = 64_240
    p.ipId = random.below(65_536)
    p.tsVal = random.word() | 1
    p.mss = 1460
    p.windowScale = 7
    write(nowUs, p)
    if (random.chance(REPEATED_SHARE))
      waiting.push({ timeUs: nowUs + REPEAT_AFTER_US, p: { ...p, ipId: p.ipId + 1, tsVal: (p.tsVal + 1_020) >>> 0 } })
  }
  for (; nextWaiting < waiting.length; nextWaiting++) write(waiting[nextWaiting].timeUs, waiting[nextWaiting].p)
  writer.close()
  return writer.packets
}
