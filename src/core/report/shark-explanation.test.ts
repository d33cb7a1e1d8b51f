/** What `--explain` says: only where tshark's mark and the judgement differ, with the evidence, in both languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { SegmentJudge } from '../analysis/judgement/segment-judge.ts'
import type { DissectedPacket } from '../dialects/wireshark/field-item.ts'
import { SharkExplanation, type SharkMarks } from './shark-explanation.ts'

const UNMARKED: SharkMarks = { marks: [], stream: 0, ackRttNs: undefined, bytesInFlight: undefined, rtoFrame: undefined }

const OPENED = `
  0 ms client > server S 0:0(0) win 64240 <mss 1460,sackOK,wscale 7,TS val 1000 ecr 0>
  + 300 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 7,TS val 5000 ecr 1000>
  + 100 us client > server . 1:1(0) ack 1 win 502 <TS val 1300 ecr 5000>`

function explained(
  drawn: string,
  shown: Readonly<Record<number, Partial<SharkMarks>>>,
  language: 'en' | 'zh' = 'en',
): Record<number, readonly string[]> {
  const explanation = new SharkExplanation(language)
  const judge = new SegmentJudge()
  const packets = drawnPackets(drawn)
  for (const packet of packets) explanation.judged(packet.number, judge.packet(packet), { ...UNMARKED, ...shown[packet.number] })
  return Object.fromEntries(
    packets.map(({ number }) => [number, explanation.lines(number)] as const).filter(([, lines]) => lines.length !== 0),
  )
}

/** The second segment of three comes again 199 ms after it: Wireshark 4.0 says Out-Of-Order, as the round trip is longer. */
const CALLED_OUT_OF_ORDER = `${OPENED}
  + 100 ms server > client . 1:1001(1000) ack 1 win 509 <TS val 5400 ecr 1300>
  + 1 ms server > client . 1001:2001(1000) ack 1 win 509 <TS val 5401 ecr 1300>
  + 1 ms server > client . 2001:3001(1000) ack 1 win 509 <TS val 5402 ecr 1300>
  + 198 ms server > client . 1001:2001(1000) ack 1 win 509 <TS val 5600 ecr 1300>`

test('a mark that is wrong is told with what speaks against it', () => {
  const said = explained(CALLED_OUT_OF_ORDER, { 7: { marks: ['out_of_order'] } })
  assert.deepEqual(said, {
    7: [
      'tshark: Out-Of-Order; synfin: retransmission, after a timeout, the same bytes were sent 199 ms before in frame 5, ' +
        'IP ID and TSval are newer than in frame 5',
    ],
  })
  const chinese = explained(CALLED_OUT_OF_ORDER, { 7: { marks: ['out_of_order'] } }, 'zh')
  assert.deepEqual(chinese, {
    7: ['tshark：Out-Of-Order；synfin：重传，超时后重发，同样的字节 199 毫秒前在第 5 帧发过，IP ID 和 TSval 比第 5 帧新'],
  })
})

test('where both agree nothing is said', () => {
  assert.deepEqual(explained(CALLED_OUT_OF_ORDER, { 7: { marks: ['retransmission'], rtoFrame: 5 } }), {})
})

test('a retransmission without a mark is told, and a mark on an ordinary packet', () => {
  const said = explained(CALLED_OUT_OF_ORDER, { 3: { marks: ['keep_alive'] } })
  assert.deepEqual(Object.keys(said), ['3', '7'])
  assert.match(said[3][0], /^tshark: Keep-Alive; synfin: an ordinary acknowledgment of frame 2$/)
  assert.match(said[7][0], /^tshark: no mark; synfin: retransmission/)
})

test('the mark that fast and spurious retransmissions have besides is no second one', () => {
  const unneeded = `${OPENED}
    + 100 ms server > client . 1:1001(1000) ack 1 win 509
    + 10 ms client > server . 1:1(0) ack 1001 win 502
    + 10 ms server > client . 1:1001(1000) ack 1 win 509`
  assert.deepEqual(explained(unneeded, { 6: { marks: ['spurious_retransmission', 'retransmission'] } }), {})
})

test('what a later packet proves is in the sentence of the earlier one', () => {
  const lostByCapture = `${OPENED}
    + 100 ms server > client . 1:1001(1000) ack 1 win 509
    + 1 ms server > client . 2001:3001(1000) ack 1 win 509
    + 1 ms client > server . 1:1(0) ack 3001 win 502`
  assert.deepEqual(explained(lostByCapture, { 5: { marks: ['lost_segment'] } }), {
    5: [
      'tshark: Previous segment not captured; synfin: capture loss: 1,000 bytes are missing behind frame 4, ' +
        'but frame 6 acknowledges them, so the receiver had them',
    ],
  })
})

test('figures of tshark that cannot be known, or count from elsewhere, are remarked on', () => {
  const twice = `${OPENED}
    + 100 ms server > client . 1:1001(1000) ack 1 win 509
    + 1 ms server > client P. 1001:2001(1000) ack 1 win 509
    + 700 ms server > client P. 1001:2001(1000) ack 1 win 509
    + 2 s server > client P. 1001:2001(1000) ack 1 win 509
    + 300 ms client > server . 1:1(0) ack 2001 win 502`
  const first = { marks: ['retransmission'], rtoFrame: 5 }
  const eldest = { marks: ['retransmission'], rtoFrame: 4 }
  assert.deepEqual(explained(twice, { 6: eldest, 7: first, 8: { ackRttNs: 3e9 } }), {
    6: ['tshark: RTO counted from frame 4; synfin: sent last in frame 5, 700 ms before'],
    8: ["tshark: RTT 3 s; synfin: unknown, as the bytes of frame 7 were sent more than once (Karn's rule)"],
  })
})

test('a stream that begins in the middle of a connection is told once', () => {
  const split = `${OPENED}
    + 10 ms 10.0.0.254 > client icmp 11/0 quotes client 900000
    + 1 ms client > server P. 1:101(100) ack 1 win 502
    + 300 ms server > client . 1:1(0) ack 101 win 509`
  assert.deepEqual(explained(split, { 5: { stream: 1 }, 6: { stream: 1 } }), {
    5: ['tshark: stream 1; synfin: goes on with the connection of frame 1 (stream 0); the ICMP message in frame 4 only quotes it'],
  })
})

test('an explained packet is the packet with one item more, which scripts can read', () => {
  const explanation = new SharkExplanation('en')
  const judge = new SegmentJudge()
  for (const packet of drawnPackets(CALLED_OUT_OF_ORDER))
    explanation.judged(packet.number, judge.packet(packet), { ...UNMARKED, marks: packet.number === 7 ? ['out_of_order'] : [] })
  const packet = (number: number): DissectedPacket => ({
    number,
    layers: [],
    source: 'a',
    destination: 'b',
    protocol: 'TCP',
    info: 'info',
    notes: [],
    bytes: new Uint8Array(1),
    wireLength: 1,
    times: { startNs: undefined, timeNs: 0, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 6 },
  })
  const plain = packet(6)
  assert.equal(explanation.explained(plain), plain)
  const explainedPacket = explanation.explained(packet(7))
  const { number, source, destination, protocol, info, wireLength } = explainedPacket
  assert.deepEqual(
    { number, source, destination, protocol, info, wireLength },
    { number: 7, source: 'a', destination: 'b', protocol: 'TCP', info: 'info', wireLength: 1 },
  )
  const [item] = explainedPacket.layers
  assert.equal(item.field.name, 'synfin')
  assert.deepEqual(
    item.children.slice(1).map(({ field: { name }, value, hidden }) => [name, value, hidden]),
    [
      ['synfin.judgement', 'retransmission', true],
      ['synfin.earlier', 5, true],
    ],
  )
})
