/** The catalogue: every connection has a verdict, with packets, in full sentences of every language. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Connection } from '../analysis/connection.ts'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { LANGUAGES } from '../words/language.ts'
import { wordsOf } from '../words/catalogue.ts'
import { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from './catalogue.ts'
import { diagnose, diagnoseCapture, verdictRule } from './diagnose.ts'
import { connectionsOf } from './rules/drawn-verdict.ts'

const FLAGS = ['S', 'S.', '.', 'P.', 'F.', 'R', 'R.', 'F', 'SF', 'none', 'FPU', 'SR'] as const
const OPTIONS = ['', ' <mss 1460,sackOK>', ' <TS val 5 ecr 3>', ' <fo c>'] as const
const FACTS = ['', ' {ttl 90}', ' {id 7,nodf}', ' {cksum partial}', ' {cksum bad}', ' {in}', ' {out}'] as const

/** Any segment of one 4-tuple, mostly near the numbers that matter. */
const anySegment = fc.record({
  from: fc.constantFrom('client', 'server'),
  afterMs: fc.constantFrom(0, 1, 30, 300, 2000, 70_000),
  flags: fc.constantFrom(...FLAGS),
  seq: fc.constantFrom(0, 1, 1, 2, 5, 6, 7, 511, 70_000),
  length: fc.constantFrom(0, 0, 0, 1, 5, 1460),
  ack: fc.constantFrom(0, 1, 1, 2, 6, 7, 500_000),
  window: fc.constantFrom(0, 1, 502, 65_535),
  options: fc.constantFrom(...OPTIONS),
  facts: fc.constantFrom(...FACTS),
})

const anyDrawing = fc.array(anySegment, { minLength: 1, maxLength: 16 }).map((segments) =>
  segments
    .map(({ from, afterMs, flags, seq, length, ack, window, options, facts }) => {
      const to = from === 'client' ? 'server' : 'client'
      const numbers = flags.includes('.') ? ` ack ${ack}` : ''
      return `+ ${afterMs} ms ${from} > ${to} ${flags} ${seq}:${seq + length}(${length})${numbers} win ${window}${options}${facts}`
    })
    .join('\n'),
)

/** A verdict must name packets of the input, and have a full sentence for everything in both languages. */
function checkWords(c: Connection, packets: number): void {
  for (const { rule, finding } of diagnose(c)) {
    assert.ok(finding.evidence.length > 0, rule.id)
    assert.ok(finding.alternatives.length > 0, `${rule.id} weighed nothing else`)
    for (const { packets: shown } of finding.evidence)
      for (const packet of shown) assert.ok(packet >= 1 && packet <= packets, `${rule.id} shows packet ${packet} of ${packets}`)
    const values = { ...finding.values, client: 'C:1', server: 'S:2', clientAddress: 'C', serverAddress: 'S', clientPort: 1, serverPort: 2 }
    for (const language of LANGUAGES) {
      const words = wordsOf(language, rule.id)
      const sentences = [
        words.summary(values),
        words.refutedBy(values),
        ...finding.evidence.map(({ point }) => words.evidence[point](values)),
        ...finding.alternatives.map((id) => words.alternatives[id](values)),
        ...finding.next.map(({ step }) => words.next[step](values)),
      ]
      for (const sentence of sentences) {
        assert.match(sentence, language === 'en' ? /[.?!]["”’)]?$/ : /[。？！][”）]?$/, `${rule.id}: ${sentence}`)
        assert.doesNotMatch(sentence, /undefined|NaN|\[object/, `${rule.id}: ${sentence}`)
      }
    }
  }
}

describe('the catalogue', () => {
  test('has each rule once, with citations in form', () => {
    const ids = [...ALL_RULES, ...ALL_CAPTURE_RULES].map((rule) => rule.id)
    assert.equal(new Set(ids).size, ids.length)
    for (const rule of ALL_RULES) {
      assert.match(rule.question, /\?$/)
      for (const section of rule.sections) assert.match(section, /^RFC \d+( §[\dA-Z][\w.]*)?$/, rule.id)
    }
  })

  test('says of every rule what would refute it, in each language', () => {
    const values = { client: 'C:1', server: 'S:2', clientAddress: 'C', serverAddress: 'S', clientPort: 1, serverPort: 2, source: 'A' }
    for (const { id } of [...ALL_RULES, ...ALL_CAPTURE_RULES, ...ALL_GROUP_RULES]) {
      const [english, chinese] = LANGUAGES.map((language) => wordsOf(language, id).refutedBy(values))
      assert.match(english ?? '', /^[A-Z].{20,}\.$/, id)
      assert.match(chinese ?? '', /[\u4e00-\u9fff].*。$/, id)
      assert.doesNotMatch(`${english}${chinese}`, /undefined|NaN/, id)
    }
  })

  test('has words for everything that it says of captures, in each language', () => {
    const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
    for (const packet of drawnPackets('0 ms client > server S 0:0(0)\n+ 1 s 10.0.0.254 > server icmp 3/13 quotes server 0')) {
      if (packet.number === 2) {
        packet.timeNs -= 5e9
        packet.quotedSrcPort = 4
      }
      tracker.packet(packet)
    }
    tracker.end()
    const { capture } = tracker
    capture.cutPackets = 3
    capture.malformedTcp = 2
    capture.droppedPackets = 7
    const found = diagnoseCapture(capture, String)
    assert.deepEqual(
      found.map(({ rule }) => rule.id),
      ['capture-loss', 'icmp-unmatched', 'snaplen-cut', 'clock-step'],
    )
    const ends = { client: '', server: '', clientAddress: '', serverAddress: '', clientPort: 0, serverPort: 0 }
    for (const { rule, finding } of found) {
      const values = { ...finding.values, ...ends }
      for (const language of LANGUAGES) {
        const words = wordsOf(language, rule.id)
        const sentences = [
          words.summary(values),
          ...finding.evidence.map(({ point }) => words.evidence[point](values)),
          ...finding.alternatives.map((id) => words.alternatives[id](values)),
          ...finding.next.map(({ step }) => words.next[step](values)),
        ]
        for (const sentence of sentences) {
          assert.match(sentence, language === 'en' ? /[.?]$/ : /[。？]$/, sentence)
          assert.doesNotMatch(sentence, /undefined|NaN|\[object/, sentence)
        }
      }
    }
  })

  test('has a verdict for whatever a connection may hold, with packets and words in each language', () => {
    fc.assert(
      fc.property(anyDrawing, fc.boolean(), fc.constantFrom(4, 6), (text, timeless, ipVersion) => {
        const drawing = { ipVersion, ...(timeless ? { unknown: ['time', 'ttl', 'ipId'] as const } : {}) } as const
        connectionsOf(text, drawing, (c) => {
          assert.equal(verdictRule(c), diagnose(c)[0].rule)
          checkWords(c, text.split('\n').length)
        })
      }),
      { numRuns: 2000 },
    )
  })
})
