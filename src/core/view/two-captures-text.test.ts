/** Two captures of one connection as text: what is said, and a ladder that is as wide as asked. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { CapturedConnections } from '../report/captured-connections.ts'
import { sameConnections } from '../report/same-connection.ts'
import { type CapturedConnection, joinCaptures, type JoinedConnection, type Passage } from '../report/two-captures.ts'
import { mergeEn } from '../words/merge-en.ts'
import { mergeZh } from '../words/merge-zh.ts'
import { displayWidth } from './text-layout.ts'
import { joinedLadder, joinedSentences } from './two-captures-text.ts'

const SAMPLES = join(import.meta.dirname, '../../../samples')

function captured(name: string): readonly CapturedConnection[] {
  const captures = new CapturedConnections(name)
  captures.pipeline.reader.push(new Uint8Array(readFileSync(join(SAMPLES, `${name}.pcap`))))
  captures.pipeline.reader.end()
  return captures.finish()
}

function joined(name: string): JoinedConnection {
  const [pair] = sameConnections(captured(`${name}.client`), captured(`${name}.server`))
  assert.ok(pair !== undefined)
  return joinCaptures(...pair)
}

const INJECTED = joined('rst-injected')
const LOST = joined('synack-lost')
const FINE = joined('close-4way')

function withPassages(base: JoinedConnection, passages: readonly Passage[]): JoinedConnection {
  return { ...base, passages }
}

describe('joinedSentences', () => {
  test('names what nobody sent first', () => {
    const [first, second] = joinedSentences(INJECTED, mergeEn, 'en')
    assert.match(first, /^2 resets arrived in the name of the client, which never sent them: .*forged.*server capture: 6, 8\)/)
    assert.match(second, /^3 resets arrived in the name of the server.*client capture: 5-7\)/)
    assert.match(joinedSentences(INJECTED, mergeZh, 'zh')[0], /2 个以客户端名义到达的 RST .*伪造/)
  })
  test('names what was lost, and that nothing was', () => {
    assert.match(
      joinedSentences(LOST, mergeEn, 'en')[0],
      /^6 packets left the server and never arrived: .*server capture: 2, 3, 5, 7, 9, 11/,
    )
    assert.match(joinedSentences(LOST, mergeZh, 'zh')[0], /服务器发出的 6 个包没有到达/)
    assert.equal(joinedSentences(FINE, mergeEn, 'en')[0], mergeEn.nothingLost)
  })
  test('says what is known of clocks, delays and routers, and no more', () => {
    const fine = joinedSentences(FINE, mergeEn, 'en').join('\n')
    assert.match(fine, /Both clocks agree/)
    assert.match(fine, /From client to server: 6 packets took 10\.\d ms at least/)
    assert.match(fine, /Routers in between, by TTL: 3 on the way to the server, 3 on the way back/)
    const lost = joinedSentences(LOST, mergeEn, 'en').join('\n')
    assert.match(lost, /How the clocks differ cannot be told/)
    assert.doesNotMatch(lost, /NaN|Routers|From server to client/)
    const ahead = { ...FINE, clockOffsetNs: -3e9 }
    assert.match(joinedSentences(ahead, mergeEn, 'en').join('\n'), /The clock of the client capture is 3 s ahead/)
  })
})

describe('joinedLadder', () => {
  test('ends the rungs of lost packets, and marks what was not sent', () => {
    const lines = joinedLadder(INJECTED, mergeEn, 'en', 80, true)
    assert.equal(lines.length, 1 + INJECTED.passages.length)
    assert.match(lines[1], /^ +0\.000000 +1 \|-- S -+>\| 1 +10\.9 ms$/)
    assert.match(lines[2], / 2 \|<-+ S\. ack 1 --\| 2 /)
    assert.match(lines[5], / 5 \|-- R\. seq 1 ack 48 -+ +not sent$/)
    assert.match(joinedLadder(LOST, mergeEn, 'en', 80, true)[2], /^ +X -+ S\. ack 1 --\| 2 +lost$/)
  })

  test('is never wider than asked, in no language', () => {
    for (const each of [INJECTED, LOST, FINE])
      for (const [words, language] of [
        [mergeEn, 'en'],
        [mergeZh, 'zh'],
      ] as const)
        for (const columns of [40, 60, 80, 133])
          for (const line of joinedLadder(each, words, language, columns, true))
            assert.ok(displayWidth(line) <= columns, `${columns}: ${line}`)
  })

  test('keeps its columns in Chinese', () => {
    const lines = joinedLadder(INJECTED, mergeZh, 'zh', 90, true)
    const [head, first] = lines
    assert.equal(displayWidth(head.slice(0, head.indexOf('客户端'))), first.indexOf('|'))
    for (const line of lines) assert.equal(displayWidth(line), 90, line)
  })

  test('leaves out what simply arrived, and says how much', () => {
    const [passage] = FINE.passages
    const many = Array.from({ length: 40 }, (_, i): Passage => ({ ...passage, atClient: i + 1, fate: i === 20 ? 'lost' : 'arrived' }))
    const lines = joinedLadder(withPassages(FINE, many), mergeEn, 'en', 80, false)
    assert.deepEqual(
      lines.filter((line) => line.includes('...')).map((line) => line.trim()),
      ['... 15 packets that arrived ...', '... 14 packets that arrived ...'],
    )
    assert.equal(lines.filter((line) => /X {2,}/.test(line)).length, 1)
    assert.equal(joinedLadder(withPassages(FINE, many), mergeEn, 'en', 80, true).length, 41)
  })

  test('does not call lost what it leaves out of too much', () => {
    const [passage] = FINE.passages
    const many = Array.from({ length: 200 }, (_, i): Passage => ({ ...passage, atClient: i + 1, fate: 'lost' }))
    const lines = joinedLadder(withPassages(FINE, many), mergeEn, 'en', 80, false)
    assert.doesNotMatch(lines.join('\n'), /that arrived/)
    assert.match(lines.at(-1)!, /140 packets, 140 of them lost/)
  })
})
