/** Holds the time-sequence graphs of `synfin export --to xplot` against those that `tcptrace -S` writes, mark by mark. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { connectionLetters } from '../src/core/export/connection-letters.ts'
import { xplotLines } from '../src/core/export/sequence-xplot.ts'
import { ConnectionCollector } from '../src/core/report/connection-collector.ts'
import { endText } from '../src/core/report/end-names.ts'
import { type InputPipeline, ReportRun } from '../src/core/report/pipeline.ts'
import { sequenceMarks } from '../src/core/view/sequence-marks.ts'
import { capturesIn } from './captures-in.ts'

const SAMPLES = 'samples'
const SHARED = join('..', 'shared', 'captures')
const noTcptrace = spawnSync('tcptrace', ['-version']).error === undefined ? false : 'tcptrace is not installed'
const noShared = existsSync(SHARED) ? false : 'the captures are not there (../shared)'

const folder = mkdtempSync(join(tmpdir(), 'synfin-xplot-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Where the two differ, in which captures and marks (`-` tcptrace's, `+` ours), and why: each stands in docs/export.md. */
const DIFFERENCES: readonly { readonly reason: string; readonly captures: RegExp; readonly marks: RegExp }[] = [
  {
    reason: 'a repeated SYN takes back nothing that was acknowledged',
    captures: /^(accept-queue-full|challenge-ack-syn|defer-accept|half-open|open-simultaneous|syn-lost-once|synack-)/,
    marks: /^[-+] green (line|dtick)/,
  },
  {
    reason: 'another connection begins where the old one is left',
    captures: /^(half-open-new-syn|challenge-ack-syn)/,
    marks: /^[-+] (red|orange|white|magenta|yellow)/,
  },
  { reason: 'a forged reset leaves the window as it was', captures: /^rst-injected/, marks: /^[-+] yellow/ },
  { reason: 'a window is unknown where the opening is not in the capture', captures: /^capture-mid-stream/, marks: /^- yellow/ },
  { reason: 'the window is scaled as one direction says', captures: /^capture-one-way/, marks: /^[-+] yellow/ },
  { reason: 'data of a SYN is drawn', captures: /^(syn-data|tfo)/, marks: /^\+ white/ },
  { reason: 'probes have a letter', captures: /^(keepalive|silly-window|zero-window)/, marks: /^\+ red atext .* P$/ },
  {
    reason: 'only acknowledgments of something outstanding are duplicates',
    captures: /^(close-fin-lost|keepalive|zero-window)/,
    marks: /^- green atext .* 3$/,
  },
  { reason: 'duplicates count again after a repeat', captures: /^fast-retransmit/, marks: /^\+ green atext .* 3$/ },
  {
    reason: 'a repeat in its own time is none of the capture',
    captures: /^(duplicate-network|timewait-assassination)/,
    marks: /^(- blue|- red atext .* HD|\+ red)/,
  },
  { reason: 'the same SYN-ACK within a millisecond is a copy', captures: /^synack-ignored/, marks: /^(- red|\+ blue)/ },
  { reason: 'a reset without acknowledgment stands where the stream began', captures: /^(nat-rebinding|scan-stealth)/, marks: /RST_IN$/ },
  { reason: 'ECN and urgent data have no marks', captures: /^(accecn|ecn|urgent)/, marks: /^- (yellow (diamond|atext)|red atext .* U$)/ },
]

/** Captures that the two cut into other connections: their files are not those of the other. */
const OTHER_CONNECTIONS = /^(refused-any|refused-by-injected-rst|duplicate-capture|land|reject-spoofed-rst|timewait-syn-challenged)/

/** Files by their names. */
type Files = ReadonlyMap<string, string>

function theirs(path: string): Files {
  const output = join(folder, 'tcptrace')
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output)
  spawnSync('tcptrace', ['-S', '-n', `--output_dir=${output}`, path])
  return new Map(readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'latin1')]))
}

function ours(path: string): Files {
  const files = new Map<string, string>()
  const collector = new ConnectionCollector(
    ({ report, columns, startNs = 0n }) => {
      const ends = [endText(report.client) ?? '', endText(report.server) ?? ''] as const
      const firstNumbers = [report.isn.client ?? 0, report.isn.server ?? 0]
      const letters = connectionLetters(report.id)
      for (const sender of [0, 1] as const) {
        const [from, to] = columns.sender[0] === sender ? letters : [...letters].reverse()
        const place = { from: ends[sender], to: ends[1 - sender], startNs, firstNumber: firstNumbers[sender] }
        files.set(`${from}2${to}_tsg.xpl`, [...xplotLines(sequenceMarks(columns, sender), place)].join(''))
      }
    },
    { connections: 1000, packets: 100_000, areKept: false },
  )
  const run = new ReportRun((c, context) => collector.ended(c, context), { taken: (packet) => collector.taken(packet, pipeline.tracker) })
  const bytes = readFileSync(path)
  const pipeline: InputPipeline = run.open(path, bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  return files
}

const HEAD_LINES = 7
const COLOURS = /^(white|red|green|yellow|orange|purple|pink|blue|magenta)$/

/** The marks of a file, each with its colour and its letters; dots stand only where a diamond does. */
function marksOf(text: string): string[] {
  const lines = text.split('\n')
  assert.deepEqual([lines[0], lines[3], lines[5], lines.at(-2)], ['timeval double', 'xlabel', 'ylabel', 'go'])
  const marks: string[] = []
  let colour = ''
  for (let i = HEAD_LINES; lines[i] !== 'go'; i++) {
    const words = lines[i].split(' ')
    const own = words.length > 1 && COLOURS.test(words.at(-1) ?? '') ? words.pop() : undefined
    if (words.length === 1) colour = words[0]
    else if (words[0] !== 'dot') marks.push(`${own ?? colour} ${words.join(' ')}${words[0].endsWith('text') ? ` ${lines[++i]}` : ''}`)
  }
  return marks
}

function compare(paths: readonly string[]): { readonly marks: number; readonly wrong: string[]; readonly excused: Set<string> } {
  const wrong: string[] = []
  const excused = new Set<string>()
  let marks = 0
  for (const path of paths) {
    const capture = basename(path)
    const [expected, found] = [theirs(path), ours(path)]
    if (OTHER_CONNECTIONS.test(capture)) continue
    assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort(), capture)
    for (const [name, text] of expected) {
      const own = found.get(name) ?? ''
      // IPv6 addresses are not written as RFC 5952 has them.
      const title = own.split('\n')[2]
      if (!title.startsWith('[')) assert.equal(title, text.split('\n')[2], `${capture} ${name}`)
      const missing = marksOf(text)
      const extra: string[] = []
      marks += missing.length
      for (const mark of marksOf(own)) {
        const at = missing.indexOf(mark)
        if (at < 0) extra.push(mark)
        else missing.splice(at, 1)
      }
      for (const mark of [...missing.map((each) => `- ${each}`), ...extra.map((each) => `+ ${each}`)]) {
        const reason = DIFFERENCES.find((each) => each.captures.test(capture) && each.marks.test(mark))?.reason
        if (reason === undefined) wrong.push(`${capture} ${name} ${mark}`)
        else excused.add(reason)
      }
    }
  }
  return { marks, wrong, excused }
}

test("the graphs of the project's own captures are tcptrace's", { skip: noTcptrace }, (t) => {
  const { marks, wrong, excused } = compare(capturesIn(SAMPLES))
  assert.deepEqual(wrong, [])
  assert.ok(marks > 2500, `${marks} marks`)
  t.diagnostic(`${marks} marks, differences as listed: ${[...excused].join('; ')}`)
})

test("the graphs of the captures beside the project are tcptrace's", { skip: noTcptrace === false ? noShared : noTcptrace }, (t) => {
  const { marks, wrong, excused } = compare(capturesIn(SHARED))
  assert.deepEqual(wrong, [])
  assert.ok(marks > 35_000, `${marks} marks`)
  // A listed difference that is none any more is struck off the list.
  assert.deepEqual(
    DIFFERENCES.filter(({ reason }) => !excused.has(reason)).map(({ reason }) => reason),
    [],
  )
  t.diagnostic(`${marks} marks`)
})

test('every difference is in docs/export.md', () => {
  const text = readFileSync('docs/export.md', 'utf8')
  for (const { reason } of DIFFERENCES) assert.ok(text.includes(reason), reason)
})
