/** Tests of the rules about many connections: what is a scan or a flood, what is not, and what nearly is one. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MOST_ATTEMPTS_KEPT } from '../../analysis/attempt-groups.ts'
import { type ConnectionGroup, ConnectionGroups, MOST_DISTINCT, MOST_LISTED } from '../../analysis/connection-groups.ts'
import type { Drawing } from '../../analysis/drawn-segments.ts'
import { LANGUAGES } from '../../words/language.ts'
import { wordsOf } from '../../words/catalogue.ts'
import { CaptureFacts } from '../../analysis/capture-facts.ts'
import { GROUP_RULES } from '../catalogue.ts'
import { diagnoseGroups } from '../diagnose.ts'
import type { CaptureFinding } from '../rule.ts'
import { connectionsOf } from '../rules/drawn-verdict.ts'

interface Found {
  readonly id: string
  readonly finding: CaptureFinding
  readonly group: ConnectionGroup
}

/** What the group rules say about a drawing. */
function groupsOf(text: string, drawing: Drawing = {}): Found[] {
  const groups = new ConnectionGroups()
  connectionsOf(text, drawing, (c) => groups.add(c))
  const found = diagnoseGroups(
    groups.groups((key, ipVersion) => `${ipVersion}:${key & 0xff}`),
    new CaptureFacts(),
  )
  return found.map(({ rule, finding, group }) => ({ id: rule.id, finding, group }))
}

function idsOf(text: string, drawing: Drawing = {}): string[] {
  return groupsOf(text, drawing).map(({ id }) => id)
}

const PORTS = [21, 22, 23, 25, 80, 110, 143, 443]
const each = (line: (port: number, i: number) => string): string => PORTS.map(line).join('\n')

const SYN_SCAN = each((port) =>
  port === 80
    ? `+ 40 ms client:2349 > server:80 S 0:0(0) win 512
       + 0 ms server:80 > client:2349 S. 0:0(0) ack 1 win 64240 <mss 1460>
       + 0 ms client:2349 > server:80 R 1:1(0)`
    : `+ 40 ms client:2349 > server:${port} S 0:0(0) win 512
       + 0 ms server:${port} > client:2349 R. 0:0(0) ack 1`,
)

const CONNECT_SCAN = each((port, i) =>
  port === 22
    ? `+ 1 ms client:${41000 + i} > server:22 S 0:0(0) win 64240 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>
       + 0 ms server:22 > client:${41000 + i} S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 1 ecr 1,wscale 7>
       + 0 ms client:${41000 + i} > server:22 . 1:1(0) ack 1
       + 0 ms client:${41000 + i} > server:22 F. 1:1(0) ack 1
       + 9 ms server:22 > client:${41000 + i} R. 1:1(0) ack 2`
    : `+ 1 ms client:${41000 + i} > server:${port} S 0:0(0) win 64240 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>
       + 0 ms server:${port} > client:${41000 + i} R. 0:0(0) ack 1`,
)

const odd = (flags: string, answer: string) =>
  each(
    (port, i) =>
      `+ 20 ms client:${40000 + i} > server:${port} ${flags} 0:0(0) win 1024\n + 0 ms server:${port} > client:${40000 + i} ${answer}`,
  )

/** SYNs of many addresses for one port. */
function flood(count: number, { window = (): number => 512, repeats = false } = {}): string {
  return Array.from({ length: count }, (_, i) => {
    const syn = `10.0.0.${10 + (i % 200)}:${2000 + i} > server S 0:0(0) win ${window()}`
    return `${5 * i} ms ${syn}${repeats ? `\n${5 * i + 1000} ms ${syn}` : ''}`
  }).join('\n')
}

/** A connection whose next byte comes from another port. */
const REBOUND = (port: number, from = 6, ack = 11): string => `
  0 ms client:40001 > server:80 S 0:0(0)
  + 20 ms server:80 > client:40001 S. 0:0(0) ack 1
  + 0 ms client:40001 > server:80 . 1:1(0) ack 1
  + 1 ms client:40001 > server:80 P. 1:6(5) ack 1
  + 20 ms server:80 > client:40001 P. 1:11(10) ack 6
  + 0 ms client:40001 > server:80 . 6:6(0) ack 11
  + 2 s client:${port} > server:80 P. ${from}:${from + 12}(12) ack ${ack}
  + 0 ms server:80 > client:${port} R ${ack}:${ack}(0)`

describe('scans', () => {
  test('are told by their probes', () => {
    assert.deepEqual(idsOf(SYN_SCAN), ['scan-syn'])
    assert.deepEqual(idsOf(CONNECT_SCAN), ['scan-connect'])
    assert.deepEqual(idsOf(odd('F', 'R. 0:0(0) ack 1')), ['scan-fin'])
    assert.deepEqual(idsOf(odd('none', 'R. 0:0(0) ack 0')), ['scan-null'])
    assert.deepEqual(idsOf(odd('FPU', 'R. 0:0(0) ack 1')), ['scan-xmas'])
    assert.deepEqual(idsOf(odd('F.', 'R 0:0(0)')), ['scan-maimon'])
    assert.deepEqual(idsOf(odd('.', 'R 0:0(0)')), ['scan-ack'])
  })

  test('do not change their name with the numbers', () => {
    for (const drawing of [
      { ipVersion: 6 },
      { clientIsn: 0xffffffff },
      { startNs: 86_400e9 },
      { clientHost: 77, serverHost: 9 },
      { unknown: ['time'] },
    ] as const) {
      assert.deepEqual(idsOf(SYN_SCAN, drawing), ['scan-syn'])
      assert.deepEqual(idsOf(CONNECT_SCAN, drawing), ['scan-connect'])
      assert.deepEqual(idsOf(odd('FPU', 'R. 0:0(0) ack 1'), drawing), ['scan-xmas'])
    }
  })

  test('name their source, their target, and the connections', () => {
    const [found] = groupsOf(SYN_SCAN)
    assert.deepEqual(
      [found?.finding.values['source'], found?.finding.values['host'], found?.finding.values['targets'], found?.finding.values['open']],
      ['4:1', '4:2', 8, 1],
    )
    assert.ok(found?.group.role === 'source')
    assert.deepEqual(found.group.connections, [0, 1, 2, 3, 4, 5, 6, 7])
    assert.equal(found?.finding.evidence[0]?.packets.length, 8)
  })

  test('are bounded in what they keep', () => {
    const ports = Array.from(
      { length: 150 },
      (_, i) => `+ 1 ms client:2349 > server:${1 + i} S 0:0(0) win 512\n+ 0 ms server:${1 + i} > client:2349 R. 0:0(0) ack 1`,
    )
    const [found] = groupsOf(ports.join('\n'))
    assert.ok(found?.group.role === 'source')
    assert.equal(found.group.connections.length, MOST_LISTED)
    assert.deepEqual(
      [found?.finding.values['targets'], found?.finding.values['isAtLeast'], found?.finding.values['probes']],
      [MOST_DISTINCT, 1, 150],
    )
  })

  test('are not a client that asks for the same port again and again', () => {
    assert.deepEqual(idsOf(CONNECT_SCAN.replaceAll(/server:\d+/g, 'server:81')), ['repeated-attempts'])
  })

  test('are not a handful of hosts that a client cannot reach', () => {
    assert.deepEqual(
      idsOf(
        each((_, i) => `+ 10 ms client:${41000 + i} > 10.0.0.${50 + i}:443 S 0:0(0) win 64240 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>`),
      ),
      [],
    )
  })

  test('are segments that no system sends, however often they come; of ordinary SYNs, a monitor repeats its own', () => {
    const again = (text: string): string => Array.from({ length: 6 }, (_, i) => text.replaceAll('client:4', `client:${4 + i}`)).join('\n')
    const scan = each(
      (port, i) =>
        `+ 20 ms client:4${100 + i} > server:${port} F 0:0(0) win 1024\n + 0 ms server:${port} > client:4${100 + i} R. 0:0(0) ack 1`,
    )
    assert.deepEqual(idsOf(again(scan)), ['scan-fin'])
    assert.ok(!idsOf(again(scan.replaceAll(' F 0', ' S 0'))).includes('scan-syn'))
  })

  test('are nearly a monitor that asks every minute', () => {
    assert.deepEqual(idsOf(SYN_SCAN.replaceAll('+ 40 ms', '+ 60 s')), [])
  })

  test('are nearly four ports', () => assert.deepEqual(idsOf(SYN_SCAN.split('\n').slice(0, 8).join('\n')), []))
})

describe('syn-flood', () => {
  test('is many SYNs for one port that nobody follows up', () => {
    const [found, ...others] = groupsOf(flood(60))
    assert.equal(found?.id, 'syn-flood')
    assert.deepEqual(others, [])
    assert.deepEqual([found?.finding.values['halfOpen'], found?.finding.values['port']], [60, 80])
    // Different sources are estimated.
    assert.ok(Math.abs(Number(found?.finding.values['sources']) - 60) <= 6)
    assert.deepEqual(idsOf(flood(60), { ipVersion: 6 }), ['syn-flood'])
  })

  test('is not clients that repeat their SYN', () => assert.deepEqual(idsOf(flood(60, { repeats: true })), []))

  test('is nearly lost SYNs of different systems', () => {
    let window = 0
    assert.deepEqual(idsOf(flood(60, { window: () => 1000 + window++ })), [])
  })

  test('is nearly a few of them', () => assert.deepEqual(idsOf(flood(15)), []))
})

test('every finding has words in every language', () => {
  const drawings = [
    SYN_SCAN,
    CONNECT_SCAN,
    odd('F', 'R. 0:0(0) ack 1'),
    odd('none', 'R. 0:0(0) ack 0'),
    odd('FPU', 'R. 0:0(0) ack 1'),
    odd('F.', 'R 0:0(0)'),
    odd('.', 'R 0:0(0)'),
    flood(60),
    REBOUND(28295),
    '0 ms client:40001 > server:80 S 0:0(0)\n+ 5 s client:40002 > server:80 S 0:0(0)',
  ]
  const found = drawings.flatMap((drawing) => groupsOf(drawing))
  assert.equal(found.length, GROUP_RULES.length)
  for (const { id, finding } of found) {
    const values = { ...finding.values, client: 'C', server: 'S', clientAddress: 'C', serverAddress: 'S', clientPort: 1, serverPort: 2 }
    for (const language of LANGUAGES) {
      const words = wordsOf(language, id as Parameters<typeof wordsOf>[1])
      const sentences = [
        words.summary(values),
        ...finding.evidence.map(({ point }) => words.evidence[point](values)),
        ...finding.alternatives.map((other) => words.alternatives[other](values)),
        ...finding.next.map(({ step }) => words.next[step](values)),
      ]
      for (const sentence of sentences) {
        assert.match(sentence, language === 'en' ? /[.?!]$/ : /[。？！]$/, sentence)
        assert.doesNotMatch(sentence, /undefined|NaN|\[object/)
      }
    }
  }
})

describe('repeated-attempts', () => {
  const silent = (at: string, port: number, host = 'client') => `${at} ${host}:${port} > server:80 S 0:0(0) win 64240 <mss 1460>`
  const refused = (at: string, port: number) => `${silent(at, port)}\n + 1 ms server:80 > client:${port} R. 0:0(0) ack 1`

  test('are attempts of one client with new ports, with their schedule', () => {
    const [found, ...others] = groupsOf([silent('0 ms', 40001), silent('+ 5 s', 40002), refused('+ 10 s', 40003)].join('\n'))
    assert.equal(found?.id, 'repeated-attempts')
    assert.deepEqual(others, [])
    const { values, evidence } = found.finding
    assert.deepEqual([values['attempts'], values['silent'], values['refused'], values['ports']], [3, 2, 1, 'new'])
    assert.equal(values['schedule'], '0, 5, 15')
    assert.deepEqual(evidence[0]?.packets, [1, 2, 3])
    assert.ok(found.group.role === 'attempts')
    assert.deepEqual(
      found.group.attempts.map(({ connection }) => connection),
      [0, 1, 2],
    )
  })

  test('are attempts on the same port with new initial sequence numbers', () => {
    const [found] = groupsOf(
      '0 ms client > server S 0:0(0)\n + 1 ms server > client R. 0:0(0) ack 1\n + 2 s client > server S 70000:70000(0)\n + 1 ms server > client R. 0:0(0) ack 70001',
    )
    assert.equal(found?.id, 'repeated-attempts')
    assert.deepEqual([found.finding.values['attempts'], found.finding.values['ports']], [2, 'same'])
  })

  test('name the connection that came up in the end', () => {
    const [found] = groupsOf(`${refused('0 ms', 40001)}\n${refused('+ 1 s', 40002)}
      + 1 s  client:40003 > server:80 S  0:0(0)  <mss 1460>
      + 1 ms server:80 > client:40003 S. 0:0(0)  ack 1 <mss 1460>
      + 0 ms client:40003 > server:80 .  1:1(0)  ack 1
      + 0 ms client:40003 > server:80 P. 1:6(5)  ack 1`)
    assert.deepEqual([found?.finding.values['attempts'], found?.finding.values['succeeded']], [2, 2])
  })

  test('are not one SYN that the kernel repeats, nor one attempt each of several clients', () => {
    assert.deepEqual(idsOf(`${silent('0 ms', 40001)}\n${silent('+ 1 s', 40001)}\n${silent('+ 2 s', 40001)}`), [])
    assert.deepEqual(idsOf(`${silent('0 ms', 40001)}\n${silent('+ 1 s', 40001, '10.0.0.7')}`), [])
  })

  const open = (port: number) => `+ 1 s client:${port} > server:80 S 0:0(0)\n + 1 ms server:80 > client:${port} S. 0:0(0) ack 1
      + 0 ms client:${port} > server:80 . 1:1(0) ack 1\n + 1 ms server:80 > client:${port} F. 1:1(0) ack 1
      + 1 ms client:${port} > server:80 F. 1:1(0) ack 2\n + 0 ms server:80 > client:${port} . 2:2(0) ack 2`

  test('are nearly two connections that opened', () => assert.deepEqual(idsOf(`${open(40001)}\n${open(40002)}`), []))

  test('are nearly accidents between connections that opened', () => {
    const ends = (port: number) => `${refused('+ 1 s', port)}\n${open(port + 100)}`
    assert.deepEqual(idsOf([40001, 40002, 40003].map(ends).join('\n')), [])
    const [found] = groupsOf(`${ends(40001)}\n${refused('+ 1 s', 40002)}\n${ends(40003)}`)
    assert.deepEqual([found?.finding.values['attempts'], found?.finding.values['succeeded']], [2, 4])
    const [before] = groupsOf(`${refused('+ 1 s', 40001)}\n${ends(40002)}\n${refused('+ 1 s', 40003)}`)
    assert.deepEqual([before?.finding.values['attempts'], before?.finding.values['succeeded']], [2, 2])
  })

  test('are bounded in what they keep, and do not depend on numbering, version or times', () => {
    const many = Array.from({ length: 40 }, (_, i) => refused('+ 1 s', 40000 + i)).join('\n')
    const [found] = groupsOf(many)
    assert.ok(found?.group.role === 'attempts')
    assert.deepEqual([found.group.count, found.group.attempts.length], [40, MOST_ATTEMPTS_KEPT])
    const few = `${silent('0 ms', 40001)}\n${silent('+ 5 s', 40002)}`
    for (const drawing of [{}, { ipVersion: 6 }, { clientIsn: 0xffffffff }, { startNs: 86_400e9 }, { unknown: ['time'] }] as const)
      assert.deepEqual(idsOf(few, drawing), ['repeated-attempts'])
    assert.equal(groupsOf(few, { unknown: ['time'] })[0]?.finding.values['schedule'], '')
  })
})

describe('nat-rebinding', () => {
  test('is a connection whose very next byte comes from another port', () => {
    const [found, ...others] = groupsOf(REBOUND(28295))
    assert.equal(found?.id, 'nat-rebinding')
    assert.deepEqual(others, [])
    const { values } = found.finding
    assert.deepEqual([values['before'], values['after'], values['wasReset']], ['[4:1]:40001', '[4:1]:28295', 1])
    assert.deepEqual(
      found.finding.evidence.map(({ point, packets }) => [point, ...packets]),
      [
        ['before', 4],
        ['after', 7],
        ['reset', 8],
      ],
    )
  })

  test('does not depend on numbering, clocks or the version of IP', () => {
    for (const drawing of [
      { clientIsn: 0xfffffffe, serverIsn: 0xffffffff },
      { startNs: 86_400e9 },
      { ipVersion: 6 },
      { unknown: ['time'] },
    ] as const)
      assert.deepEqual(idsOf(REBOUND(28295), drawing), ['nat-rebinding'])
  })

  test('is not another connection in mid-stream, nor data that the server had not sent', () => {
    assert.deepEqual(idsOf(REBOUND(28295, 400_000)), [])
    assert.deepEqual(idsOf(REBOUND(28295, 6, 500_000)), [])
  })

  test('is one although the old port answers with a bare RST later, as a router does that has forgotten it', () => {
    const close = '+ 2 s server:80 > client:40001 F. 11:11(0) ack 6'
    assert.deepEqual(idsOf(`${REBOUND(28295)}\n${close}\n+ 20 ms client:40001 > server:80 R 6:6(0)`), ['nat-rebinding'])
    assert.deepEqual(idsOf(`${REBOUND(28295)}\n${close}\n+ 20 ms client:40001 > server:80 R. 6:6(0) ack 12`), [])
  })

  test('is nearly the same connection, reset under its own port', () => assert.deepEqual(idsOf(REBOUND(40001)), []))
})
