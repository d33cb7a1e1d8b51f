/** Quiet connections: which are, which are not and which nearly are; and that nothing is lost of those that turn out not to be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection } from './connection.ts'
import { ConnectionTracker, type TrackerOptions } from './connection-tracker.ts'
import { type Drawing, drawnPackets } from './drawn-segments.ts'
import { Endpoint } from './endpoint.ts'
import { COURSE } from './quiet-course.ts'

const OPENING = `
     0 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>
  + 20 ms server > client S. 0:0(0) ack 1 <mss 1460,sackOK,wscale 7>
  +  0 ms client > server . 1:1(0) ack 1`
const EXCHANGE = `
  +  1 ms client > server P. 1:101(100) ack 1
  + 20 ms server > client . 1:1(0) ack 101
  + 20 ms server > client P. 1:1201(1200) ack 101
  +  0 ms client > server . 101:101(0) ack 1201`
const CLOSE_IN_FOUR = `
  +  1 ms client > server F. 101:101(0) ack 1201
  + 20 ms server > client . 1201:1201(0) ack 102
  +  9 ms server > client F. 1201:1201(0) ack 102
  +  0 ms client > server . 102:102(0) ack 1202`
const CLOSE_IN_THREE = `
  +  1 ms server > client F. 1201:1201(0) ack 101
  +  0 ms client > server F. 101:101(0) ack 1202
  + 20 ms server > client . 1202:1202(0) ack 102`
const CROSSING_CLOSE = `
  +  1 ms client > server F. 101:101(0) ack 1201
  +  1 ms server > client F. 1201:1201(0) ack 101
  +  9 ms client > server . 102:102(0) ack 1202
  +  9 ms server > client . 1202:1202(0) ack 102`
const QUIET = OPENING + EXCHANGE + CLOSE_IN_FOUR

/** Everything that a connection and its ends say of themselves. */
function factsOf(c: Connection): Record<string, unknown> {
  const said = (from: object, prototype: object): [string, unknown][] =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype))
      .filter(([, { get }]) => get !== undefined)
      .map(([name]) => [name, (from as Record<string, unknown>)[name]])
  const own = said(c, Connection.prototype)
  assert.ok(own.length > 15)
  const end = (side: Endpoint): Record<string, unknown> => Object.fromEntries(said(side, Endpoint.prototype))
  assert.ok(Object.keys(end(c.client)).length > 80)
  return { ...Object.fromEntries(own), client: end(c.client), server: end(c.server) }
}

interface Followed {
  readonly facts: Record<string, unknown>[]
  /** What became of the connections that were quiet to the end. */
  readonly courses: number[]
}

function follow(text: string, drawing: Drawing = {}, isEnough: TrackerOptions['quiet'] | 'off' = 'off'): Followed {
  const facts: Record<string, unknown>[] = []
  const courses: number[] = []
  const quiet: TrackerOptions['quiet'] = (c, course) => {
    courses.push(course)
    return isEnough !== 'off' && (isEnough?.(c, course) ?? false)
  }
  const tracker = new ConnectionTracker((c) => facts.push(factsOf(c)), { seed: 1, ...(isEnough === 'off' ? {} : { quiet }) })
  for (const packet of drawnPackets(text, drawing)) tracker.packet(packet)
  tracker.end()
  return { facts, courses }
}

const never = (): boolean => false

/** A drawing with one of its lines changed, or another behind it. */
function changed(text: string, line: number, change: (line: string) => string): string {
  const lines = text.trim().split('\n')
  lines[line] = change(lines[line])
  return lines.join('\n')
}
const after = (line: number, more: string, text = QUIET): string => changed(text, line, (drawn) => `${drawn}\n${more}`)

test('a connection of which nothing is to be asked is told by its course alone', () => {
  const drawings: Drawing[] = [{}, { ipVersion: 6 }, { clientIsn: 0xffffffff, serverIsn: 0xfffffffe }, { clientPort: 80, serverPort: 80 }]
  for (const drawing of drawings)
    for (const text of [QUIET, OPENING + EXCHANGE + CLOSE_IN_THREE, OPENING + EXCHANGE + CROSSING_CLOSE]) {
      const names: unknown[] = []
      const { facts, courses } = follow(text, drawing, (c) => names.push([c.id, c.ipVersion, c.serverPort]) > 0)
      assert.deepEqual(facts, [])
      assert.equal(courses.length, 1)
      assert.deepEqual(names, [[0, drawing.ipVersion ?? 4, 80]])
    }
})

test('its course says who spoke first and last, and how it was closed', () => {
  const { data, serverLast, fin, finAcksFin, finAcked, ackedByFin } = COURSE
  const both = (bit: number): number => bit * 3
  const closed = both(data) | serverLast | both(fin) | both(finAcked)
  assert.deepEqual(follow(QUIET, {}, never).courses, [closed | (finAcksFin << 1)])
  assert.deepEqual(follow(OPENING + EXCHANGE + CLOSE_IN_THREE, {}, never).courses, [closed | finAcksFin | (ackedByFin << 1)])
  assert.deepEqual(follow(OPENING + EXCHANGE + CROSSING_CLOSE, {}, never).courses, [closed])
})

test('what one answer asks for is handed on in full, as if it had been followed from the beginning', () => {
  const text = `${QUIET}\n+ 1 ms client:40001 > server S 0:0(0) <mss 1460>\n+ 1 ms server > client:40001 R. 0:0(0) ack 1`
  const enough = follow(text, {}, (c) => c.id === 0)
  assert.deepEqual(enough.facts, follow(text).facts.slice(1))
  assert.deepEqual(follow(text, {}, never).facts, follow(text).facts)
})

test('the next connection on the ports of a quiet one knows how that one ended', () => {
  const text = `${QUIET}\n+ 1 s client > server S 5000:5000(0) <mss 1460>\n+ 1 ms server > client R. 0:0(0) ack 5001`
  const { facts, courses } = follow(text, {}, () => true)
  assert.equal(courses.length, 1)
  assert.deepEqual(facts, follow(text).facts.slice(1))
  assert.equal(facts[0].previousEnd, 'closed')
})

/** Drawings by what makes them not quiet. */
const LOUD: Readonly<Record<string, string>> = {
  'a repeated request': after(3, '+ 0 ms client > server P. 1:101(100) ack 1'),
  'a hole': changed(QUIET, 5, (line) => line.replace('1:1201(1200)', '2:1201(1199)')),
  'an acknowledgment of what was never seen': changed(QUIET, 4, (line) => line.replace('ack 101', 'ack 102')),
  'an acknowledgment that says nothing new': after(4, '+ 1 ms server > client . 1:1(0) ack 101'),
  'a closed window': changed(QUIET, 4, (line) => `${line} win 0`),
  'a segment as long as the window says': changed(QUIET, 3, (line) => `${line} win 1200`),
  'blocks above a hole': changed(QUIET, 4, (line) => `${line} <sack 200:300>`),
  'an answer that took long': changed(QUIET, 5, (line) => line.replace('+ 20 ms', '+ 200 ms')),
  'a pause of a delayed acknowledgment': after(
    6,
    '+ 25 ms server > client P. 1201:1202(1) ack 101\n+ 0 ms client > server . 101:101(0) ack 1202',
    OPENING + EXCHANGE,
  ),
  'a slow handshake': changed(QUIET, 1, (line) => line.replace('+ 20 ms', '+ 200 ms')),
  'a reset': `${OPENING}${EXCHANGE}\n+ 1 ms client > server R. 101:101(0) ack 1201 win 502`,
  'a reset behind the close': `${QUIET}\n+ 1 ms client > server R 102:102(0)`,
  'a segment behind the close': `${QUIET}\n+ 1 ms server > client . 1202:1202(0) ack 102`,
  'the close once more': `${QUIET}\n+ 1 ms server > client F. 1201:1201(0) ack 102`,
  'data behind the other FIN': `${OPENING}${EXCHANGE}\n+ 1 ms client > server F. 101:101(0) ack 1201\n+ 1 ms server > client P. 1201:1211(10) ack 102`,
  'only one FIN': `${OPENING}${EXCHANGE}\n+ 1 ms client > server F. 101:101(0) ack 1201\n+ 1 ms server > client . 1201:1201(0) ack 102`,
  'no end': OPENING + EXCHANGE,
  'a count that leaps before the FIN': changed(QUIET, 7, (line) => `${line} {id 400}`),
  'a flow label that changes at the FIN': changed(QUIET, 7, (line) => `${line} {flow 9}`),
  'congestion on the way': changed(QUIET, 5, (line) => `${line} {tos 3}`),
  'an echo of congestion': changed(QUIET, 4, (line) => line.replace(' . ', ' E. ')),
  'urgent data': changed(QUIET, 3, (line) => line.replace(' P. ', ' PU. ')),
  'a wrong checksum': changed(QUIET, 3, (line) => `${line} {cksum bad}`),
  'a clock that goes back': changed(QUIET, 5, (line) => line.replace('+ 20 ms', '1 ms')),
  'other options in the answer': changed(QUIET, 1, (line) => line.replace(',wscale 7', '')),
  'another MSS in the answer': changed(QUIET, 1, (line) => line.replace('1460', '1400')),
  'a repeated SYN-ACK': after(1, '+ 1 s server > client S. 0:0(0) ack 1 <mss 1460,sackOK,wscale 7>'),
  'the beginning of another connection': `${QUIET}\n+ 1 s client > server S 5000:5000(0) <mss 1460>`,
  'the beginning of another connection by the server': `${QUIET}\n+ 1 s server > client S 5000:5000(0) <mss 1460>`,
  'the same beginning once more, late': `${QUIET}\n+ 2 s client > server S 0:0(0) <mss 1460,sackOK,wscale 7>`,
  'the same beginning once more': `${QUIET}\n+ 1 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>`,
  'a SYN-ACK behind the close': `${QUIET}\n+ 1 s server > client S. 5000:5000(0) ack 1`,
  'the same beginning within the connection': after(6, '+ 1 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>'),
  'an error message': after(5, '+ 0 ms 10.0.0.254 > client icmp 3/4 mtu 1400 quotes client 1'),
  'a server that speaks before the handshake is complete': changed(QUIET, 2, () => '+ 1 ms server > client P. 1:11(10) ack 1'),
  'too many segments': `${OPENING}\n${Array.from({ length: 13 }, (_, i) => `+ 1 ms client > server P. ${1 + i}:${2 + i}(1) ack 1\n+ 1 ms server > client . 1:1(0) ack ${2 + i}`).join('\n')}`,
  'much data': `${OPENING}\n${Array.from({ length: 21 }, (_, i) => `+ 1 ms client > server P. ${1 + i * 1460}:${1461 + i * 1460}(1460) ack 1`).join('\n')}`,
  'a long silence': `${QUIET}\n+ 200 s client > server . 102:102(0) ack 1202`,
  'timestamps that go back': ['S', 'S.', '.', 'P.']
    .map((flags, i) => {
      const [from, to] = i === 1 ? ['server', 'client'] : ['client', 'server']
      const numbers = i < 2 ? '0:0(0)' : i === 2 ? '1:1(0)' : '1:11(10)'
      return `${i === 0 ? '' : '+ '}${i} ms ${from} > ${to} ${flags} ${numbers} ${i === 0 ? '' : 'ack 1'} <TS val ${i === 3 ? 4 : 5} ecr 0>`
    })
    .join('\n'),
}

test('one that is not quiet to the end loses nothing by having been taken for it', () => {
  for (const [name, text] of Object.entries(LOUD))
    for (const drawing of [{}, { ipVersion: 6 }, { clientIsn: 0xffffff9c, serverIsn: -1 }] as const) {
      const { facts, courses } = follow(text, drawing, (_, course) => course < 0)
      assert.deepEqual(facts, follow(text, drawing).facts, name)
      const isQuietFirst = /long silence|beginning of another|once more, late/.test(name)
      const isQuietHere = drawing.ipVersion === 6 ? /count that leaps/.test(name) : /flow label/.test(name)
      assert.equal(courses.length, isQuietFirst || isQuietHere ? 1 : 0, name)
    }
})

test('nearly the same is quiet', () => {
  const nearly = [
    changed(QUIET, 5, (line) => line.replace('+ 20 ms', '+ 177 ms')),
    changed(QUIET, 1, (line) => line.replace('+ 20 ms', '+ 199 ms')),
    `${QUIET}\n+ 1 ms 10.0.0.254 > client icmp 3/4 mtu 1400 quotes client:41000 1`,
    changed(QUIET, 3, (line) => `${line} win 1201`),
    changed(QUIET, 7, (line) => `${line} {id 104}`),
    changed(QUIET, 3, (line) => `${line} {cksum partial}`),
  ]
  for (const text of nearly) assert.equal(follow(text, {}, never).courses.length, 1, text)
})

test('without times, or from a text that lacks facts, no connection is taken for quiet', () => {
  for (const unknown of [['time'], ['ipId'], ['window']] as const) {
    const { facts, courses } = follow(QUIET, { unknown }, never)
    assert.deepEqual(courses, [])
    assert.deepEqual(facts, follow(QUIET, { unknown }).facts)
  }
})

test('whoever looks while the connection goes on sees it in full', () => {
  for (const look of ['peek', 'visit'] as const) {
    const seen: Record<string, unknown>[][] = []
    for (const quiet of [undefined, never]) {
      const facts: Record<string, unknown>[] = []
      const tracker = new ConnectionTracker((c) => facts.push(factsOf(c)), { seed: 1, ...(quiet === undefined ? {} : { quiet }) })
      for (const [i, packet] of drawnPackets(QUIET).entries()) {
        if (i === 6) tracker[look]((c) => facts.push(factsOf(c)), 10)
        tracker.packet(packet)
      }
      tracker.end()
      assert.equal(facts.length, 2)
      seen.push(facts)
    }
    assert.deepEqual(seen[0], seen[1])
  }
})

const CLOSE = `
  +  1 ms client > server F. 101:101(0) ack 1001 <TS val 900 ecr 800>
  + 20 ms server > client . 1001:1001(0) ack 102 <TS val 801 ecr 900>
  +  0 ms server > client F. 1001:1001(0) ack 102 <TS val 801 ecr 900>
  + 20 ms client > server . 102:102(0) ack 1002 <TS val 901 ecr 801>`
/** A connection with timestamps up to its answer, which comes in two segments. */
const ANSWERED = `
     0 ms client > server S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0,wscale 7>
  + 20 ms server > client S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 500 ecr 100,wscale 7>
  +  0 ms client > server . 1:1(0) ack 1 <TS val 120 ecr 500>
  +  1 ms client > server P. 1:101(100) ack 1 <TS val 121 ecr 500>
  + 20 ms server > client . 1:1(0) ack 101 <TS val 540 ecr 121>
  +  9 ms server > client . 1:501(500) ack 101 <TS val 549 ecr 121>
  +  0 ms server > client P. 501:1001(500) ack 101 <TS val 549 ecr 121>`
const ASKS = '  + 20 ms client > server . 101:101(0) ack 1 <TS val 170 ecr 549,sack 501:1001>'
const REPEATS = '  +  1 ms server > client . 1:501(500) ack 101 <TS val 570 ecr 170>'
const PROBES = '  +230 ms server > client P. 501:1001(500) ack 101 <TS val 779 ecr 121>'
const HAS_ALL = '  + 20 ms client > server . 101:101(0) ack 1001 <TS val 191 ecr 570>'
const FAST = [ANSWERED, ASKS, REPEATS, HAS_ALL, CLOSE].join('\n')
const PROBED = [ANSWERED, PROBES, HAS_ALL, CLOSE].join('\n')
const ABORTED = [ANSWERED, HAS_ALL, '  + 12 ms client > server R. 101:101(0) ack 1001 win 502 <TS val 203 ecr 549>'].join('\n')
const SYN_LINE = '+ 1 s client > server S 0:0(0) <mss 1460,sackOK,wscale 7> {id 7}'
const LATE = after(0, SYN_LINE)
const REFUSED = `
     0 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>
  + 20 ms server > client R. 0:0(0) ack 1 {flow 5}`

/** A refusal has the number 0. */
const VARIANTS: readonly Drawing[] = [{ serverIsn: 0 }, { ipVersion: 6, serverIsn: 0 }, { clientIsn: -50, serverIsn: -600 }]

test('what went wrong in the plainest way is told by its course as well', () => {
  const { aborted, refused, labelled, secondTry, asked, repeated, probed } = COURSE
  const told = [
    [FAST, asked | repeated],
    [PROBED, probed],
    [ABORTED, aborted],
    [LATE, secondTry],
    [`${LATE.split('\n').slice(0, -4).join('\n')}\n+ 30 ms client > server R. 101:101(0) ack 1201 win 502`, secondTry | aborted],
    [[ANSWERED, ASKS, ASKS.replace('170', '171'), REPEATS, HAS_ALL, CLOSE].join('\n'), asked | repeated],
    [FAST.replace(REPEATS, `${REPEATS}\n${ASKS.replace('170', '172')}`), asked | repeated],
    [REFUSED, refused],
  ] as const
  for (const [text, bits] of told)
    for (const drawing of bits === refused ? VARIANTS.slice(0, 2) : VARIANTS) {
      const expected = bits | (bits === refused && drawing.ipVersion === 6 ? labelled : 0)
      const { facts, courses } = follow(text, drawing, () => true)
      assert.deepEqual([facts, courses.map((course) => course & -4096)], [[], [expected]], text)
      assert.deepEqual(follow(text, drawing, never).facts, follow(text, drawing).facts, text)
    }
})

/** Nearly the same, of which more is to be asked. */
const NEARLY: Readonly<Record<string, string>> = {
  'a repeat that nobody asked for': FAST.replace(`${ASKS}\n`, ''),
  'a wish that nobody heard': FAST.replace(`${REPEATS}\n`, ''),
  'a repeat later than at once': FAST.replace(REPEATS, REPEATS.replace('+  1 ms', '+  3 ms')),
  'a repeat by a clock that stands still': FAST.replace(REPEATS, REPEATS.replace('570', '549')),
  'a repeat of another segment': FAST.replace(REPEATS, REPEATS.replace('1:501(500)', '501:1001(500)')),
  'a repeat of a part': FAST.replace(REPEATS, REPEATS.replace('1:501(500)', '1:401(400)')),
  'two repeats': FAST.replace(REPEATS, `${REPEATS}\n${REPEATS.replace('570', '571')}`),
  'a repeat that says FIN': FAST.replace(REPEATS, REPEATS.replace(' . ', ' F. ')),
  'a report of bytes that came twice': FAST.replace(HAS_ALL, HAS_ALL.replace('ecr 570', 'ecr 570,sack 1:501')),
  'blocks above two holes': FAST.replace(ASKS, ASKS.replace('sack 501:1001', 'sack 601:701 501:550')),
  'a block of what was never sent': FAST.replace(ASKS, ASKS.replace('501:1001', '501:1002')),
  'a block upside down': FAST.replace(ASKS, ASKS.replace('501:1001', '1001:501')),
  'a wish with data': FAST.replace(ASKS, ASKS.replace('. 101:101(0)', 'P. 101:111(10)')),
  'a wish of the server': FAST.replace(ASKS, '+ 20 ms server > client . 1001:1001(0) ack 101 <TS val 560 ecr 121,sack 150:200>'),
  'a probe too soon': PROBED.replace(PROBES, PROBES.replace('+230 ms', '+ 12 ms')),
  'a probe too late': PROBED.replace(PROBES, PROBES.replace('+230 ms', '+400 ms')),
  'a probe of what is not the last': PROBED.replace(PROBES, PROBES.replace('P. 501:1001', '. 1:501')),
  'a probe when some was acknowledged': PROBED.replace(
    PROBES,
    `+ 20 ms client > server . 101:101(0) ack 501 <TS val 170 ecr 549>\n${PROBES}`,
  ),
  'blocks behind a probe': PROBED.replace(HAS_ALL, HAS_ALL.replace('ack 1001', 'ack 1').replace('ecr 570', 'ecr 570,sack 501:1001')),
  'a probe after a second SYN': PROBED.replace(
    '+ 20 ms server > client S.',
    '+ 1 s client > server S 0:0(0) <mss 1460,sackOK,TS val 99 ecr 0,wscale 7>\n+ 20 ms server > client S.',
  ),
  'an abort of the server': [ANSWERED, HAS_ALL, '+ 12 ms server > client R. 1001:1001(0) ack 101 win 502 <TS val 590 ecr 121>'].join('\n'),
  'an abort before the answer': `${ANSWERED.split('\n').slice(0, 6).join('\n')}\n+ 12 ms client > server R. 101:101(0) ack 1 win 502 <TS val 203 ecr 549>`,
  'an abort in the middle of the close': [
    ANSWERED,
    HAS_ALL,
    CLOSE.split('\n')[1],
    '+ 12 ms client > server R. 102:102(0) ack 1001 win 502 <TS val 903 ecr 800>',
  ].join('\n'),
  'an abort sooner than it can come': ABORTED.replace(HAS_ALL, '').replace('+ 12 ms', '+  9 ms'),
  'an abort from farther away': ABORTED.replace(/$/, ' {ttl 60}'),
  'an abort that may be fragmented': `${ABORTED} {nodf}`,
  'an abort without timestamps': ABORTED.replace(' <TS val 203 ecr 549>', ''),
  'an abort that is not the next of its stream': ABORTED.replace('101:101(0) ack 1001 win', '102:102(0) ack 1001 win'),
  'an abort and more of the server': `${ABORTED}\n+ 1 ms server > client P. 1001:1011(10) ack 101 <TS val 590 ecr 121>`,
  'a second SYN that may be a copy': after(0, SYN_LINE.replace('1 s', '800 ms')),
  'a second SYN that has the number of the first': changed(after(0, SYN_LINE), 0, (line) => `${line} {id 7}`),
  'a second SYN with other options': after(0, SYN_LINE.replace('1460', '1400')),
  'a third SYN': after(0, `${SYN_LINE}\n${SYN_LINE.replace('id 7', 'id 8')}`),
  'a slow answer to a second SYN': after(0, SYN_LINE).replace('+ 20 ms server > client S.', '+200 ms server > client S.'),
  'a second SYN-ACK': LATE.replace(
    '+  0 ms client > server . 1:1(0)',
    '+ 1 s server > client S. 0:0(0) ack 1 <mss 1460,sackOK,wscale 7>\n+  0 ms client > server . 1:1(0)',
  ),
  'a refusal of a number that was not sent': REFUSED.replace('ack 1', 'ack 2'),
  'a refusal with a number': REFUSED.replace('R. 0:0(0)', 'R. 9:9(0)'),
  'a refusal without ACK': REFUSED.replace('R. 0:0(0) ack 1', 'R 0:0(0)'),
  'a refusal of a SYN with a class of service': REFUSED.replace('wscale 7>', 'wscale 7> {tos 16}'),
  'a refusal whose checksum is left to a card': REFUSED.replace('{flow 5}', '{flow 5,cksum partial}'),
  'a refusal and the same SYN once more': `${REFUSED}\n+ 500 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>`,
  'a refusal twice': `${REFUSED}\n+ 500 ms server > client R. 0:0(0) ack 1 {flow 5}`,
  'a refusal of a SYN with data': REFUSED.replace('S 0:0(0)', 'S 0:5(5)'),
}

test('nearly the same loses nothing by having been taken for it', () => {
  for (const [name, text] of Object.entries(NEARLY))
    for (const drawing of VARIANTS) {
      const { facts, courses } = follow(text, drawing, never)
      assert.deepEqual(facts, follow(text, drawing).facts, name)
      assert.equal(courses.length, drawing.ipVersion === 6 && /fragmented/.test(name) ? 1 : 0, name)
    }
  const unlabelled = REFUSED.replace(' {flow 5}', '')
  assert.deepEqual(
    VARIANTS.slice(0, 2).map((drawing) => follow(unlabelled, drawing, never).courses.length),
    [1, 0],
  )
  const relabelled = PROBED.replace('ecr 121>\n  + 20 ms client', 'ecr 121> {flow 9}\n  + 20 ms client')
  assert.deepEqual(
    VARIANTS.slice(0, 2).map((drawing) => follow(relabelled, drawing, never).courses.length),
    [1, 0],
  )
})

test('the next connection on the ports of one that was reset knows how that one ended', () => {
  for (const text of [ABORTED, REFUSED])
    for (const next of ['+ 1 s client > server S 5000:5000(0) <mss 1460>', '+ 1 ms client > server S 5000:5000(0) <mss 1460>']) {
      const both = `${text}\n${next}\n+ 30 s server > client R. 0:0(0) ack 5001 {tos 4}`
      const { facts, courses } = follow(both, { serverIsn: 0 }, () => true)
      assert.equal(courses.length, 1)
      assert.deepEqual(facts, follow(both, { serverIsn: 0 }).facts.slice(1))
      assert.equal(facts[0].previousEnd, 'reset')
      assert.deepEqual(follow(both, { serverIsn: 0 }, never).facts, follow(both, { serverIsn: 0 }).facts)
    }
})
