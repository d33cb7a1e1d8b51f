/** The figures beside a connection: what is known, and only that. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REFUSED, reportRest, shownConnection } from '../../../test/made-report.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { interfaceZh } from '../words/interface-zh.ts'
import { connectionFacts } from './connection-facts.ts'

test('start, duration, packets and states', () => {
  const facts = connectionFacts(shownConnection(0, REFUSED).report, reportRest(REFUSED), { words: interfaceEn, language: 'en' })
  assert.deepEqual(
    facts.map(({ name, value }) => `${name}: ${value}`),
    [
      'Start: 2026-11-21 07:54:22.201981 UTC',
      'Duration: 44 µs',
      'Packets: 1 from the client, 1 from the server',
      'Client states: SYN-SENT → CLOSED',
      'Server states: LISTEN (inferred)',
    ],
  )
})

test('of several inputs the one is named; what is unknown is left out', () => {
  const { report } = shownConnection(0, REFUSED, { input: 1, start: null, duration: null, payloadBytes: { client: 5, server: 7 } })
  const facts = connectionFacts(report, reportRest(REFUSED, ['a.pcap', 'b.pcap']), { words: interfaceZh, language: 'zh' })
  assert.deepEqual(
    facts.slice(0, 3).map(({ name, value }) => `${name} ${value}`),
    ['输入 b.pcap', '数据包 客户端 1 个，服务器 1 个', '应用数据 客户端 5 字节，服务器 7 字节'],
  )
})
