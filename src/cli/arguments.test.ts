/** Arguments: commands, options, faults, language. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interfaceEn } from '../core/words/interface-en.ts'
import { interfaceZh } from '../core/words/interface-zh.ts'
import { languageOf, readArguments } from './arguments.ts'
import { UsageError } from './usage-error.ts'

function read(line: string, hasPipe = false): ReturnType<typeof readArguments> {
  return readArguments(line === '' ? [] : line.split(' '), hasPipe)
}

/** The kind of fault of a command line, with its sentence in both languages checked to be one. */
function fault(line: string): string {
  try {
    read(line)
  } catch (error) {
    assert.ok(error instanceof UsageError)
    assert.match(interfaceEn.shell.usage(error.fault), /[.?]$/)
    assert.match(interfaceZh.shell.usage(error.fault), /[。？]$/)
    return error.fault.kind
  }
  return 'none'
}

test('a file alone is explained', () => {
  const options = { format: 'text', files: ['a.pcap'], all: false, connection: undefined, packets: false, check: false, filter: undefined }
  assert.deepEqual(read('a.pcap'), { kind: 'explain', options })
  assert.deepEqual(read('explain a.pcap'), { kind: 'explain', options })
  assert.deepEqual(read('', true), { kind: 'explain', options: { ...options, files: ['-'] } })
  assert.deepEqual(read('--json --all --check --packets --connection 7 a b'), {
    kind: 'explain',
    options: { format: 'json', files: ['a', 'b'], all: true, connection: 7, packets: true, check: true, filter: undefined },
  })
})

test('metrics are a format of their own', () => {
  const invocation = read('explain --metrics a.pcap')
  assert.ok(invocation.kind === 'explain')
  assert.equal(invocation.options.format, 'metrics')
  assert.equal(fault('--metrics --json a.pcap'), 'conflict')
})

test('options may follow the files, and -- ends them', () => {
  assert.deepEqual(read('a.pcap --ndjson'), read('--ndjson a.pcap'))
  const invocation = read('-- --json')
  assert.ok(invocation.kind === 'explain')
  assert.deepEqual(invocation.options.files, ['--json'])
})

test('a filter has a dialect', () => {
  const invocation = read('a.pcap --filter tcp --filter-dialect synfin')
  assert.ok(invocation.kind === 'explain')
  assert.deepEqual(invocation.options.filter, { text: 'tcp', dialect: 'synfin' })
  assert.deepEqual(read('a.pcap --filter tcp'), read('a.pcap --filter tcp --filter-dialect pcap'))
  assert.throws(() => read('a.pcap --filter tcp --filter-dialect other'), UsageError)
})

test('help and version', () => {
  assert.deepEqual(read('--help'), { kind: 'help', command: undefined })
  assert.deepEqual(read('explain -h'), { kind: 'help', command: 'explain' })
  assert.deepEqual(read('dump --help'), { kind: 'help', command: 'dump' })
  assert.deepEqual(read('--version'), { kind: 'version' })
})

test('verify takes a report and the captures that it is about', () => {
  assert.deepEqual(read('verify r.json a b'), { kind: 'verify', options: { report: 'r.json', files: ['a', 'b'], filter: undefined } })
  assert.deepEqual(read('verify --help'), { kind: 'help', command: 'verify' })
  assert.throws(() => read('verify r.json'), UsageError)
})

test('export has a target, files, an output and a filter', () => {
  const filter = { text: 'tcp port 80', dialect: 'pcap' }
  assert.deepEqual(readArguments(['export', '--to', 'csv', '-o', 'a.csv', '--filter', 'tcp port 80', 'x', 'y'], false), {
    kind: 'export',
    options: { target: 'csv', files: ['x', 'y'], output: 'a.csv', filter },
  })
  assert.deepEqual(read('export --to conn-json x'), {
    kind: 'export',
    options: { target: 'conn-json', files: ['x'], output: '-', filter: undefined },
  })
})

test('a host and a port, together or apart; a command after --', () => {
  const options = {
    host: 'example.org',
    port: 443,
    count: 1,
    intervalSeconds: 1,
    timeoutSeconds: 8,
    family: undefined,
    format: 'text',
    check: false,
    keep: undefined,
  }
  assert.deepEqual(read('probe example.org 443'), { kind: 'probe', options })
  assert.deepEqual(read('probe example.org:443'), { kind: 'probe', options })
  assert.deepEqual(read('probe -c 3 -t 0.5 -6 [2001:db8::1]:80'), {
    kind: 'probe',
    options: { ...options, host: '2001:db8::1', port: 80, count: 3, timeoutSeconds: 0.5, family: 6 },
  })
  assert.equal(fault('probe example.org'), 'host-and-port')
  assert.equal(fault('probe example.org 70000'), 'not-a-port')
  assert.equal(fault('probe -c none example.org 1'), 'not-a-number')
  assert.deepEqual(read('why --json -- curl --json x'), {
    kind: 'why',
    options: { command: ['curl', '--json', 'x'], format: 'json', check: false, keep: undefined },
  })
  assert.equal(fault('why --'), 'no-command')
})

test('live has an interface and a filter, merge-view two captures', () => {
  assert.deepEqual(read('live -i lo tcp port 80'), {
    kind: 'live',
    options: { interface: 'lo', filter: 'tcp port 80', format: 'text', keep: undefined },
  })
  assert.deepEqual(read('merge-view a.pcap b.pcap --all'), {
    kind: 'merge-view',
    options: { client: 'a.pcap', server: 'b.pcap', connection: undefined, all: true, isJson: false },
  })
  assert.equal(fault('merge-view a.pcap'), 'two-captures')
})

test('two files are converted', () => {
  assert.deepEqual(read('convert a.txt b.pcapng'), { kind: 'convert', input: 'a.txt', output: 'b.pcapng' })
  assert.equal(fault('convert a.txt'), 'two-files')
  assert.equal(fault('convert a.txt b.doc'), 'unknown-extension')
})

test('faults are named', () => {
  assert.equal(fault(''), 'no-file')
  assert.equal(fault('explain --nonsense x'), 'unknown-option')
  assert.equal(fault('x --connection'), 'missing-value')
  assert.equal(fault('x --connection --all'), 'missing-value')
  assert.equal(fault('x --connection seven'), 'not-a-number')
  assert.equal(fault('x --json=yes'), 'unwanted-value')
  assert.equal(fault('x --json --ndjson'), 'conflict')
  assert.equal(fault('x --html --markdown'), 'conflict')
  assert.equal(fault('x --lang fr'), 'unknown-language')
  assert.equal(fault('export x'), 'no-target')
  assert.equal(fault('export --to word x'), 'unknown-target')
})

test('the nearest option is offered', () => {
  const offers = ['--jsn', '--jsno', '--conection', '--check-all', '--zz'].map((option) => {
    try {
      read(`${option} x`)
    } catch (error) {
      return error instanceof UsageError && error.fault.kind === 'unknown-option' ? error.fault.nearest : 'other'
    }
    return 'none'
  })
  assert.deepEqual(offers, ['--json', '--json', '--connection', '--check', undefined])
})

test('the language: option before environment, LC_ALL before LC_MESSAGES before LANG', () => {
  assert.equal(languageOf([], {}), 'en')
  assert.equal(languageOf([], { LANG: 'zh_CN.UTF-8' }), 'zh')
  assert.equal(languageOf([], { LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US' }), 'en')
  assert.equal(languageOf([], { LC_MESSAGES: 'zh_TW', LC_ALL: 'C' }), 'en')
  assert.equal(languageOf([], { LC_ALL: '', LANG: 'zh' }), 'zh')
  assert.equal(languageOf(['x', '--lang', 'zh'], { LC_ALL: 'en' }), 'zh')
  assert.equal(languageOf(['--lang=en'], { LANG: 'zh' }), 'en')
  assert.equal(languageOf(['--', '--lang', 'zh'], {}), 'en')
  assert.equal(languageOf(['--lang', 'fr'], { LANG: 'zh_CN.UTF-8' }), 'zh')
})
