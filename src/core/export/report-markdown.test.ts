/** The Markdown report: its structure, both languages, and nothing from a packet that becomes markup. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEALTHY, REFUSED, reportRest, shownConnection, tallyOf } from '../../../test/made-report.ts'
import type { VerdictReport } from '../report/report.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { interfaceZh } from '../words/interface-zh.ts'
import type { Language } from '../words/language.ts'
import { type ReportDocument, documentOf, documentOfOne } from './report-document.ts'
import { codeBlock, codeSpan, escapeMarkdown, writeMarkdown } from './report-markdown.ts'

function written(document: ReportDocument, language: Language = 'en'): string[] {
  let text = ''
  writeMarkdown(document, { words: language === 'zh' ? interfaceZh : interfaceEn, language }, (piece) => (text += piece))
  return text.split('\n')
}

test('one problem: headline, ends, ladder, proof, doubt, next step', () => {
  assert.deepEqual(written(documentOf(reportRest(REFUSED), tallyOf([[REFUSED, 1]]), false)), [
    '# The server refused the connection at once.',
    '',
    '- a.pcap: 2 packets in 44 µs (besides TCP: arp 2)',
    '',
    '## Connection 0: `refused-by-rst`',
    '',
    '- Client: `192.0.2.1:4000`',
    '- Server: `198.51.100.2:80`',
    '- Start: 2026-11-21 07:54:22.201981 UTC',
    '- Duration: 44 µs',
    '- Packets: 1 from the client, 1 from the server',
    '- Client states: SYN-SENT → CLOSED',
    '- Server states: LISTEN (inferred)',
    '',
    '```text',
    '               192.0.2.1:4000                                198.51.100.2:80',
    '  1  0.000000  |-- S ----------------------------------------------------->|',
    '  2  0.000044  |<---------------------------------------------- R. ack 1 --|',
    '```',
    '',
    '### How we know',
    '',
    '- RST that answers the SYN (packet 2)',
    '',
    '**Proven: the packets admit no other explanation. The cause is at the server.**',
    '',
    'Standards: RFC 9293 §3.10.7.1, RFC 9293 §3.10.7.3',
    '',
    '### What else it could be',
    '',
    '- `reject-tcp-reset`: A firewall can send the same packet.',
    '',
    'What would refute it: A SYN-ACK to the same SYN.',
    '',
    '### Next, on the server',
    '',
    '```sh',
    "ss -ltn 'sport = :80'",
    '```',
    '',
    'No line: nobody listens.',
    '',
  ])
})

test('the same in Chinese', () => {
  const lines = written(documentOf(reportRest(REFUSED), tallyOf([[REFUSED, 1]]), false), 'zh')
  for (const line of ['# 服务器立即拒绝了连接。', '### 依据', '- 对 SYN 的回答是 RST (数据包 2)', '### 下一步，在服务器'])
    assert.ok(lines.includes(line), line)
})

test('many connections: a table by verdict, sections for some', () => {
  const lines = written(
    documentOf(
      reportRest(REFUSED),
      tallyOf([
        [REFUSED, 1200],
        [HEALTHY, 30],
      ]),
      false,
    ),
  )
  assert.ok(lines.includes('| failed | `refused-by-rst` | 1,200 (50 of them below) | The server refused the connection at once. |'))
  assert.ok(lines.includes('| healthy | `open-normal` | 30 | All is well. |'))
  assert.ok(lines.includes('- **1,230 connections, 1,200 with a problem**'))
  assert.equal(lines.filter((line) => line.startsWith('## ')).length, 50)
  assert.equal(lines.filter((line) => /^\| \d+ \| `192/.test(line)).length, 50)
  assert.ok(lines.includes(interfaceEn.document.tooMany))
})

test('nothing found is said; one connection alone tells its findings in full', () => {
  assert.equal(written(documentOf(reportRest(null), tallyOf([]), false))[0], '# No TCP connection was found.')
  const finding: VerdictReport = { ...REFUSED, id: 'lone-syn', severity: 'info' }
  const lines = written(documentOfOne(reportRest(REFUSED), shownConnection(3, REFUSED, { findings: [finding] })))
  assert.deepEqual(lines.slice(lines.indexOf('### Also seen') + 2, -1), [
    '- `lone-syn`: The server refused the connection at once.',
    '  - RST that answers the SYN (packet 2)',
  ])
})

test('the capture and groups of connections have sections too', () => {
  const rest = {
    ...reportRest(REFUSED, ['a.pcap', 'b.pcap']),
    captureFindings: [{ ...REFUSED, input: 1 }],
    groupFindings: [{ ...REFUSED, input: 0, source: null, target: null, connections: [0, 1, 2], connectionCount: 1200 }],
  }
  const lines = written(documentOf(rest, tallyOf([]), false))
  assert.ok(lines.includes('## The capture as a whole: b.pcap: `refused-by-rst`'))
  assert.ok(lines.includes('## 1,200 connections: a.pcap: `refused-by-rst`'))
})

test('nothing from a packet or a file name becomes markup', () => {
  const name = '<script>alert(1)</script>|[x](y)`z`*'
  const hostile: VerdictReport = {
    ...REFUSED,
    summary: { en: `# ${name}\n# x`, zh: '' },
    next: [{ ...REFUSED.next[0], command: `echo '\`\`\`\n${name}'` }],
  }
  const more = { client: { address: name, port: 1 } }
  const document = documentOfOne(reportRest(hostile, [name]), shownConnection(0, hostile, more))
  const outside = written({ ...document, shown: [...document.shown, ...document.shown] })
    .join('\n')
    .replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, '')
    .replace(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
  assert.doesNotMatch(outside, /[<>]/)
  assert.doesNotMatch(outside, /(?<!\\)\]\(/)
  assert.equal(outside.match(/^# .*/gm)?.length, 1)
})

test('escapes: inside a line, at its beginning, in code', () => {
  assert.equal(escapeMarkdown('a_b*c`d|e<f>&[g]\\'), 'a\\_b\\*c\\`d\\|e&lt;f&gt;&amp;\\[g\\]\\\\')
  assert.equal(escapeMarkdown('3. x'), '3\\. x')
  assert.equal(escapeMarkdown('3 RSTs, 192.0.2.1 - x'), '3 RSTs, 192.0.2.1 - x')
  assert.equal(escapeMarkdown('- x'), '\\- x')
  assert.equal(codeSpan('a``b'), '```a``b```')
  assert.equal(codeSpan('`'), '`` ` ``')
  assert.equal(codeBlock(['a', '````'], 'sh'), '`````sh\na\n````\n`````')
})
