/** Two captures of drawn connections: what is the same, what left and never arrived, what arrived and never left, and the clocks. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import type { Connection } from '../analysis/connection.ts'
import { type Drawing, drawnPackets } from '../analysis/drawn-segments.ts'
import { PacketColumnsBuilder } from '../analysis/packet-columns.ts'
import { joinedConnections } from './joined-connections.ts'
import { sameConnections } from './same-connection.ts'
import type { ConnectionReport } from './report.ts'
import { type CapturedConnection, isWrongWayRound, joinCaptures, type JoinedConnection } from './two-captures.ts'

/** What a drawing is captured as. A drawing without a SYN of a side takes that side's number from its first packet, as reports do. */
function captured(drawing: string, how: Drawing & { readonly address?: string } = {}): CapturedConnection {
  const builder = new PacketColumnsBuilder({ client: null, server: null })
  let connection: Connection | undefined
  let columns: CapturedConnection['columns'] | undefined
  const isn: { client: number | null; server: number | null } = { client: null, server: null }
  const tracker = new ConnectionTracker(
    (c) => {
      connection = c
      const { client, server } = c
      if (client.isnSeen || client.nxtPos > 0) isn.client = client.isn
      if (server.isnSeen || server.nxtPos > 0) isn.server = server.isn
      columns = builder.finishFrom({ client: isn.client ?? 0, server: isn.server ?? 0 }, c)
    },
    { keepsAllEvents: true },
  )
  const packets = drawnPackets(drawing, how)
  for (const packet of packets) {
    tracker.packet(packet)
    if (tracker.connectionOf(packet) >= 0) builder.add(packet, tracker.flows.direction)
  }
  tracker.end()
  assert.ok(connection !== undefined && columns !== undefined)
  const report = {
    id: 0,
    client: { address: how.address ?? '192.0.2.10', port: 40000 },
    server: { address: '198.51.100.20', port: 80 },
    isn,
  } as unknown as ConnectionReport
  const timeNs = packets[0].timeNs
  return { report, columns, startNs: Number.isNaN(timeNs) ? undefined : 1_700_000_000_000_000_000n + BigInt(timeNs) }
}

/** `lines` seen `ms` later, and with `hops` less TTL; `at` are the lines that are seen there. */
const OPENED_AT_CLIENT = `
   0 ms   client > server  S      0:0(0)        win 64240 <mss 1460,sackOK,wscale 7> {ttl 64,id 1}
  20 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460,sackOK,wscale 7> {ttl 61,id 0}
  20 ms   client > server  .      1:1(0)  ack 1 win 502 {ttl 64,id 2}
`
const OPENED_AT_SERVER = `
  10 ms   client > server  S      0:0(0)        win 64240 <mss 1460,sackOK,wscale 7> {ttl 61,id 1}
  10 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460,sackOK,wscale 7> {ttl 64,id 0}
  30 ms   client > server  .      1:1(0)  ack 1 win 502 {ttl 61,id 2}
`

/** What was not at both places, and what was: `client 5>0 lost`. */
function fates({ passages }: JoinedConnection): string[] {
  return passages.map(({ sender, atClient, atServer, fate }) => `${sender} ${atClient}/${atServer} ${fate}`)
}

function joined(atClient: string, atServer: string, server: Parameters<typeof captured>[1] = {}): JoinedConnection {
  return joinCaptures(captured(OPENED_AT_CLIENT + atClient), captured(OPENED_AT_SERVER + atServer, server))
}

const ms = (ns: number): number => Math.round(ns / 1e4) / 100

describe('joinCaptures', () => {
  test('matches what arrived, with the time from place to place and the routers in between', () => {
    const both = joined('', '')
    assert.deepEqual(fates(both), ['client 1/1 arrived', 'server 2/2 arrived', 'client 3/3 arrived'])
    assert.deepEqual(
      both.passages.map(({ timeNs, delayNs }) => [ms(timeNs), ms(delayNs)]),
      [
        [0, 10],
        [10, 10],
        [20, 10],
      ],
    )
    assert.deepEqual([both.clockOffsetNs, ms(both.roundTripNs)], [0, 20])
    assert.deepEqual(both.hops, { client: 3, server: 3 })
    assert.deepEqual(both.delays.client, { count: 2, minNs: 10e6, medianNs: 10e6, maxNs: 10e6 })
  })

  test('finds the segment of the client that was lost, and not its repeat', () => {
    const both = joined(
      `
  30 ms   client > server  P.     1:101(100)  ack 1 win 502 {id 3}
 240 ms   client > server  P.     1:101(100)  ack 1 win 502 {id 4}
 260 ms   server > client  .      1:1(0)  ack 101 win 502
`,
      `
 250 ms   client > server  P.     1:101(100)  ack 1 win 502 {id 4}
 250 ms   server > client  .      1:1(0)  ack 101 win 502
`,
    )
    assert.deepEqual(fates(both).slice(3), ['client 4/0 lost', 'client 5/4 arrived', 'server 6/5 arrived'])
  })

  test('tells a repeat by its time when nothing else tells them apart, and by its identification when that does', () => {
    const sent = (first: string, second: string): string => `
  30 ms   client > server  P.     1:101(100)  ack 1 win 502 {id ${first}}
 240 ms   client > server  P.     1:101(100)  ack 1 win 502 {id ${second}}
`
    const arrived = (at: string, id: string): string => `
${at} ms   client > server  P.     1:101(100)  ack 1 win 502 {id ${id}}
`
    assert.deepEqual(fates(joined(sent('0', '0'), arrived('40', '0'))).slice(3), ['client 4/4 arrived', 'client 5/0 lost'])
    assert.deepEqual(fates(joined(sent('0', '0'), arrived('250', '0'))).slice(3), ['client 4/0 lost', 'client 5/4 arrived'])
    for (const aheadMs of [5000, -9]) {
      const server = (OPENED_AT_SERVER + arrived('40', '0')).replace(/^ *(\d+) ms/gm, (_, at: string) => `${Number(at) + aheadMs + 9} ms`)
      const both = joinCaptures(captured(OPENED_AT_CLIENT + sent('0', '0'), { startNs: 9e6 }), captured(server))
      assert.deepEqual(fates(both).slice(3), ['client 4/4 arrived', 'client 5/0 lost'])
    }
    assert.deepEqual(fates(joined(sent('7', '8'), arrived('250', '7'))).slice(3), ['client 4/4 arrived', 'client 5/0 lost'])
  })

  test('finds the segment of the server that was lost', () => {
    const both = joined(
      `
 245 ms   server > client  P.     1:101(100)  ack 1 win 502 <TS val 9 ecr 1> {id 8}
`,
      `
  30 ms   server > client  P.     1:101(100)  ack 1 win 502 <TS val 8 ecr 1> {id 7}
 235 ms   server > client  P.     1:101(100)  ack 1 win 502 <TS val 9 ecr 1> {id 8}
`,
    )
    assert.deepEqual(fates(both).slice(3), ['server 0/4 lost', 'server 4/5 arrived'])
    assert.equal(ms(both.passages[3].timeNs), 30)
  })

  test('finds resets that neither end sent', () => {
    const both = joined(
      `
  30 ms   client > server  P.     1:101(100)  ack 1 win 502
  35 ms   server > client  R.     1:1(0)  ack 101 win 0
`,
      `
  36 ms   client > server  R.     101:101(0)  ack 1 win 0
  40 ms   client > server  P.     1:101(100)  ack 1 win 502
`,
    )
    assert.deepEqual(fates(both).slice(3), ['client 4/5 arrived', 'server 5/0 unsent', 'client 0/4 unsent'])
  })

  test('matches what comes behind a forged reset without a number', () => {
    const both = joinCaptures(
      captured(`
   0 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
   2 ms   server > client  R.     -3000:-3000(0)  ack 1 win 0
  20 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460>
`),
      captured(`
  10 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
  10 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460>
`),
    )
    assert.deepEqual(fates(both), ['client 1/1 arrived', 'server 2/0 unsent', 'server 3/2 arrived'])
  })

  for (const [name, offsetMs] of [
    ['ahead', 5000],
    ['behind', -3],
    ['the same', 0],
  ] as const)
    test(`aligns a server's clock that is ${name}`, () => {
      const later = OPENED_AT_SERVER.replace(/^ +(\d+) ms/gm, (_, at: string) => `${Number(at) + offsetMs + 10} ms`)
      const both = joinCaptures(captured(OPENED_AT_CLIENT, { startNs: 10e6 }), captured(later))
      assert.equal(ms(both.clockOffsetNs), offsetMs)
      assert.deepEqual(
        both.passages.map(({ timeNs, delayNs }) => [ms(timeNs), ms(delayNs)]),
        [
          [0, 10],
          [10, 10],
          [20, 10],
        ],
      )
    })

  test('knows no offset where one direction alone got through, and keeps the order of the captures', () => {
    const both = joinCaptures(
      captured(`
   0 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
1000 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
`),
      captured(`
  10 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
  10 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460>
1010 ms   client > server  S      0:0(0)        win 64240 <mss 1460>
1010 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460>
`),
    )
    assert.deepEqual(fates(both), ['client 1/1 arrived', 'server 0/2 lost', 'client 2/3 arrived', 'server 0/4 lost'])
    assert.ok(Number.isNaN(both.clockOffsetNs) && Number.isNaN(both.roundTripNs))
    assert.deepEqual(both.delays.client.count, 0)
    assert.deepEqual(both.passages.map(({ timeNs }) => timeNs).filter(Number.isFinite), [0, 1e9])
  })

  test('needs no times', () => {
    const lines = `
  30 ms   client > server  P.     1:101(100)  ack 1 win 502
  31 ms   client > server  P.     101:201(100)  ack 1 win 502
`
    const both = joinCaptures(
      captured(OPENED_AT_CLIENT + lines, { unknown: ['time'] }),
      captured(OPENED_AT_SERVER + lines.replace(/^.*1:101.*$/m, ''), { unknown: ['time'] }),
    )
    assert.deepEqual(fates(both), [
      'client 1/1 arrived',
      'server 2/2 arrived',
      'client 3/3 arrived',
      'client 4/0 lost',
      'client 5/4 arrived',
    ])
    assert.ok(both.passages.every(({ timeNs, delayNs }) => Number.isNaN(timeNs) && Number.isNaN(delayNs)))
  })
})

describe('joinCaptures, of what is not the same packet by packet', () => {
  test('puts together what cards cut and joined, whatever the pieces are', () => {
    const both = joined(
      `
  30 ms   client > server  .      1:3001(3000)     ack 1 win 502
  31 ms   client > server  P.     3001:6001(3000)  ack 1 win 502
`,
      `
  40 ms   client > server  .      1:2001(2000)     ack 1 win 502
  41 ms   client > server  P.     2001:6001(4000)  ack 1 win 502
`,
    )
    assert.deepEqual(fates(both).slice(3), ['client 4/4 arrived', 'client 4/5 arrived', 'client 5/5 arrived'])
  })

  test('says which part of a large segment was lost', () => {
    const both = joined(
      `
  30 ms   client > server  P.     1:3001(3000)     ack 1 win 502 <TS val 5 ecr 1>
 300 ms   client > server  P.     1001:2001(1000)  ack 1 win 502 <TS val 9 ecr 1>
`,
      `
  40 ms   client > server  .      1:1001(1000)     ack 1 win 502 <TS val 5 ecr 1>
  41 ms   client > server  P.     2001:3001(1000)  ack 1 win 502 <TS val 5 ecr 1>
 310 ms   client > server  P.     1001:2001(1000)  ack 1 win 502 <TS val 9 ecr 1>
`,
    )
    assert.deepEqual(fates(both).slice(3), ['client 4/4 arrived', 'client 4/5 arrived', 'client 4/0 lost', 'client 5/6 arrived'])
    assert.deepEqual(
      both.passages.filter(({ fate }) => fate === 'lost').map(({ from, payloadBytes }) => [from, payloadBytes]),
      [[1001, 1000]],
    )
  })

  test('matches a SYN from which a device took the timestamp', () => {
    const syn = (option: string, at: number): string => `
${at} ms   client > server  S      0:0(0)        win 64240 <mss 1460${option}>
${at} ms   server > client  S.     0:0(0)  ack 1 win 64240 <mss 1460>
`
    assert.deepEqual(fates(joinCaptures(captured(syn(',TS val 5 ecr 0', 0)), captured(syn('', 10)))), [
      'client 1/1 arrived',
      'server 2/2 arrived',
    ])
  })

  test('does not mind numbers that wrap', () => {
    const lines = `
  30 ms   client > server  .      1:101(100)    ack 1 win 502
  31 ms   client > server  P.     101:201(100)  ack 1 win 502
  60 ms   server > client  P.     1:301(300)  ack 201 win 502
`
    const numbers = { clientIsn: 2 ** 32 - 50, serverIsn: 2 ** 32 - 1 }
    const both = joinCaptures(
      captured(OPENED_AT_CLIENT + lines, numbers),
      captured(
        OPENED_AT_SERVER +
          lines.replace('101:201(100)', '101:151(50)').replace(/(60 ms)/, '32 ms client > server P. 151:201(50) ack 1 win 502\n$1'),
        numbers,
      ),
    )
    assert.deepEqual(fates(both).slice(3), ['client 4/4 arrived', 'client 5/5 arrived', 'client 5/6 arrived', 'server 6/7 arrived'])
    assert.deepEqual(
      both.passages.slice(3).map(({ from }) => from),
      [1, 101, 151, 1],
    )
  })

  test('notices captures that are the wrong way round', () => {
    const [client, server] = [captured(OPENED_AT_CLIENT), captured(OPENED_AT_SERVER)]
    assert.equal(isWrongWayRound(joinCaptures(client, server)), false)
    assert.equal(isWrongWayRound(joinCaptures(server, client)), true)
    const timeless = { unknown: ['time'] } as const
    assert.equal(isWrongWayRound(joinCaptures(captured(OPENED_AT_SERVER, timeless), captured(OPENED_AT_CLIENT, timeless))), true)
  })

  test('takes many repeats of one segment in bounded time', () => {
    const repeats = (count: number, at: number): string =>
      Array.from({ length: count }, (_, i) => `${at + i} ms   client > server  .     1:2(1)  ack 1 win 502 {id 0}`).join('\n')
    const both = joined(repeats(3000, 40), repeats(2999, 50))
    assert.equal(both.passages.filter(({ fate }) => fate === 'lost').length, 1)
  })
})

describe('joinedConnections', () => {
  test('turns captures that are the wrong way round', () => {
    const [client, server] = [captured(OPENED_AT_CLIENT), captured(OPENED_AT_SERVER)]
    assert.equal(joinedConnections([client], [server]).isTurned, false)
    const { connections, isTurned } = joinedConnections([server], [client])
    assert.equal(isTurned, true)
    assert.equal(connections[0].client, client)
  })

  test('finds packets that a NAT has moved to a new connection', () => {
    const idle = '90000 ms   client > server  P.     1:13(12)  ack 1 win 502'
    const near = captured(`${OPENED_AT_CLIENT}${idle}\n90020 ms   server > client  R      1:1(0)`)
    const [first, second] = [captured(OPENED_AT_SERVER), captured(`${idle}\n90000 ms   server > client  R      1:1(0)`)]
    const other = { ...second, report: { ...second.report, id: 1, client: { address: '192.0.2.10', port: 40001 } } }
    const { passages, moved } = joinedConnections([near], [first, other]).connections[0]
    assert.deepEqual(
      passages.map(({ fate }) => fate),
      ['arrived', 'arrived', 'arrived', 'arrived', 'arrived'],
    )
    assert.equal(moved, 2)
    assert.equal(joinedConnections([near], [first]).connections[0].moved, 0)
  })
})

describe('sameConnections', () => {
  test('are recognised behind a NAT, by both first numbers', () => {
    const inside = captured(OPENED_AT_CLIENT, { address: '10.0.0.2' })
    const outside = captured(OPENED_AT_SERVER, { address: '203.0.113.9' })
    assert.deepEqual(sameConnections([inside], [outside]), [[inside, outside]])
    const other = captured(OPENED_AT_SERVER, { address: '203.0.113.9', clientIsn: 77 })
    assert.deepEqual(sameConnections([inside], [other]), [])
  })

  test('are recognised behind a firewall that renumbers one end, and compared by position', () => {
    const [inside, outside] = [captured(OPENED_AT_CLIENT), captured(OPENED_AT_SERVER, { clientIsn: 77 })]
    assert.deepEqual(sameConnections([inside], [outside]), [[inside, outside]])
    const both = joinCaptures(inside, outside)
    assert.deepEqual(fates(both), ['client 1/1 arrived', 'server 2/2 arrived', 'client 3/3 arrived'])
    assert.deepEqual(both.renumbered, { client: true, server: false })
    assert.deepEqual(
      both.passages.map(({ from }) => from),
      [0, 0, 1],
    )
  })

  test('are recognised when no answer arrived', () => {
    const asked = captured('0 ms   client > server  S      0:0(0)        win 64240 <mss 1460>')
    const answered = captured(OPENED_AT_SERVER)
    assert.deepEqual(sameConnections([asked], [answered]), [[asked, answered]])
    // The same first number says nothing when everybody has it, unless the addresses agree too.
    const others = [captured(OPENED_AT_SERVER, { address: '10.1.1.1' }), captured(OPENED_AT_SERVER, { address: '10.1.1.2' })]
    assert.deepEqual(sameConnections([asked], others), [])
    assert.deepEqual(sameConnections([asked], [...others, answered]), [[asked, answered]])
  })

  test('are recognised when a capture began later', () => {
    const lines = `
  30 ms   client > server  P.     1:101(100)  ack 1 win 502
  50 ms   server > client  P.     1:301(300)  ack 101 win 502
`
    const whole = captured(OPENED_AT_CLIENT + lines)
    const late = captured(lines)
    assert.deepEqual(sameConnections([whole], [late]), [[whole, late]])
    assert.deepEqual(fates(joinCaptures(whole, late)).slice(3), ['client 4/1 arrived', 'server 5/2 arrived'])
    const elsewhere = captured(lines, { clientIsn: 5, serverIsn: 6 })
    assert.deepEqual(sameConnections([late], [elsewhere]), [])
  })

  test('takes each connection once', () => {
    const [a, b, c] = [captured(OPENED_AT_CLIENT), captured(OPENED_AT_CLIENT), captured(OPENED_AT_SERVER)]
    assert.deepEqual(sameConnections([a, b], [c]), [[a, c]])
  })
})
