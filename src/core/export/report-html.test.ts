/** The HTML report: well formed, complete, linked, nothing loaded, and nothing from a packet that becomes markup. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEALTHY, REFUSED, ladderPacket, reportRest, shownConnection, tallyOf } from '../../../test/made-report.ts'
import type { VerdictReport } from '../report/report.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { interfaceZh } from '../words/interface-zh.ts'
import type { Language } from '../words/language.ts'
import { type ReportDocument, documentOf, documentOfOne } from './report-document.ts'
import { writeHtml } from './report-html.ts'

function page(document: ReportDocument, language: Language = 'en'): string {
  let text = ''
  writeHtml(document, { words: language === 'zh' ? interfaceZh : interfaceEn, language }, (piece) => (text += piece))
  assertWellFormed(text)
  return text
}

const VOID = new Set(['meta', 'br', 'line', 'path', 'circle', 'rect'])

/** Every element is closed in order, every attribute quoted, every id there once and every link has its target. */
function assertWellFormed(text: string): void {
  const open: string[] = []
  const markup = text.replace(/<style>[^<]*<\/style>/, '').replace('<!DOCTYPE html>', '')
  for (const [tag, end, name, attributes] of markup.matchAll(/<(\/?)([a-z0-9]+)((?:\s+[\w-]+="[^"<>]*")*)\s*\/?>|[<>]/gi)) {
    assert.ok(name !== undefined, `a stray ${tag}`)
    if (end === '/') assert.equal(open.pop(), name)
    else if (!VOID.has(name)) open.push(name)
    for (const [, attribute] of attributes.matchAll(/([\w-]+)="[^"]*"/g)) assert.doesNotMatch(attribute, /^(on|src)/i)
  }
  assert.deepEqual(open, [])
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const [, target] of markup.matchAll(/href="([^"]*)"/g)) assert.ok(target.startsWith('#') && ids.includes(target.slice(1)), target)
}

test('one problem: everything of it, in order', () => {
  const text = page(documentOf(reportRest(REFUSED), tallyOf([[REFUSED, 1]]), false))
  assert.match(text, /^<!DOCTYPE html>\n<html lang="en">\n/)
  assert.match(text, /<\/body>\n<\/html>\n$/)
  const parts = [
    '<h1>The server refused the connection at once.</h1>',
    'a.pcap: 2 packets in 44 µs (besides TCP: arp 2)',
    '<section id="connection-0" class="error">',
    '192.0.2.1:4000',
    '<svg class="ladder"',
    '>R. ack 1</text>',
    'How we know',
    '<span class="packets">packet 2</span>',
    'Proven: the packets admit no other explanation. The cause is at the server.',
    'What else it could be',
    'Next, on the server',
    '<pre><code>ss -ltn &#39;sport = :80&#39;</code></pre>',
    'No line: nobody listens.',
    'SYN-SENT → CLOSED',
  ]
  let at = 0
  for (const part of parts) {
    const found = text.indexOf(part, at)
    assert.ok(found >= 0, part)
    at = found
  }
})

test('nothing is loaded, run or sent', () => {
  const text = page(documentOf(reportRest(REFUSED), tallyOf([[REFUSED, 2]]), false))
  assert.match(text, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;/)
  assert.doesNotMatch(text, /<(script|link|img|iframe|object|embed|form|base)\b/i)
  assert.doesNotMatch(text, /https?:|url\(|@import/i)
})

test('light and dark, small screens and paper', () => {
  const text = page(documentOf(reportRest(REFUSED), tallyOf([[REFUSED, 1]]), false))
  for (const part of ['prefers-color-scheme:dark', '@media print', '@media (max-width', 'content="width=device-width'])
    assert.ok(text.includes(part), part)
})

test('the same in Chinese, and the page says so', () => {
  const text = page(
    documentOf(
      reportRest(REFUSED),
      tallyOf([
        [REFUSED, 2],
        [HEALTHY, 1],
      ]),
      true,
    ),
    'zh',
  )
  for (const part of ['<html lang="zh-Hans">', '<h1>服务器立即拒绝了连接。</h1>', '概览', '依据', '下一步，在服务器'])
    assert.ok(text.includes(part), part)
  assert.doesNotMatch(text.replace(/<style>[^<]*<\/style>/, ''), /Overview|Proven|Client|How we/)
})

test('many connections: a table by verdict, links to the sections that there are', () => {
  const text = page(
    documentOf(
      reportRest(REFUSED),
      tallyOf([
        [REFUSED, 1200],
        [HEALTHY, 30],
      ]),
      false,
    ),
  )
  assert.equal(text.match(/<section /g)?.length, 50)
  assert.equal(text.match(/<a href="#connection-/g)?.length, 50)
  assert.match(text, /<code>refused-by-rst<\/code><\/td><td class="figure">1,200<br><small>50 of them below/)
  assert.match(text, /<code>open-normal<\/code><\/td><td class="figure">30<\/td>/)
  assert.ok(text.length < 500_000)
})

test('the capture, groups, problems of inputs, an empty report', () => {
  const rest = reportRest(REFUSED, ['a.pcap', 'b.pcap'])
  const fault = { code: 'truncated-file', offset: 4711, message: 'The file ends in a packet.' } as const
  const whole = {
    ...rest,
    inputs: [{ ...rest.inputs[0], problems: [fault] }, rest.inputs[1]],
    captureFindings: [{ ...REFUSED, input: 1 }],
    groupFindings: [{ ...REFUSED, input: 0, source: null, target: null, connections: [0, 1, 2], connectionCount: 1200 }],
  }
  const text = page(documentOf(whole, tallyOf([]), false))
  assert.match(text, /<a href="#finding-0">The capture as a whole: b\.pcap<\/a>/)
  assert.match(text, /<section id="finding-1"[^>]*>\n<h2>1,200 connections: a\.pcap<\/h2>/)
  assert.match(text, /<p class="fault">a\.pcap: The file ends in a packet \(at byte 4711\)\.<\/p>/)
  assert.match(page(documentOf(reportRest(null), tallyOf([]), false)), /<h1>No TCP connection was found\.<\/h1>/)
})

test('one connection alone tells the evidence of its findings', () => {
  const finding: VerdictReport = { ...REFUSED, id: 'lone-syn', severity: 'info' }
  const text = page(documentOfOne(reportRest(REFUSED), shownConnection(3, REFUSED, { findings: [finding], rolesGuessed: true })))
  assert.equal(text.match(/<ul class="evidence">/g)?.length, 2)
  assert.ok(text.includes(interfaceEn.report.rolesGuessed))
})

test('nothing from a packet or a file name becomes markup', () => {
  const name = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&\x00\u202e`
  const both = { en: name, zh: name }
  const hostile: VerdictReport = {
    ...REFUSED,
    summary: both,
    evidence: [{ ...REFUSED.evidence[0], ...both }],
    alternatives: [{ ...REFUSED.alternatives[0], ...both }],
    next: [{ ...REFUSED.next[0], ...both, command: name }],
  }
  const ends = { client: { address: name, port: 1 }, server: { address: name, port: 2 }, findings: [hostile] }
  const one = shownConnection(0, hostile, ends)
  const ladder = [ladderPacket(1, 'client', name), ...one.ladder]
  const rest = reportRest(hostile, [name, name])
  const problem = { code: 'truncated-file', offset: 1, message: name } as const
  const inputs = rest.inputs.map((input) => ({ ...input, notDecoded: { [name]: 1 }, problems: [problem] }))
  const document = documentOfOne({ ...rest, inputs }, { ...one, ladder })
  for (const language of ['en', 'zh'] as const) {
    const text = page({ ...document, captureFindings: [{ ...hostile, input: 1 }] }, language)
    assert.doesNotMatch(text, /<script|<img/i)
    assert.doesNotMatch(text, /[\x00\u202e]/)
    assert.match(text, /&lt;script&gt;/)
  }
})
