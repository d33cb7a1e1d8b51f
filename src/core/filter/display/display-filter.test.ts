/** Display filters on a packet made by hand, wrong ones, and texts made by chance. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FieldItem, type DissectedPacket } from '../../dialects/wireshark/field-item.ts'
import { fieldByName } from '../../dialects/wireshark/field-registry.ts'
import type { FieldValue } from '../../dialects/wireshark/field.ts'
import { caretText } from '../filter-error.ts'
import { type DisplayFilter, compileDisplayFilter } from './display-filter.ts'

function item(name: string, value: FieldValue, offset = 0, length = 0): FieldItem {
  const field = fieldByName(name)
  assert.ok(field !== undefined, name)
  return new FieldItem(field, value, offset, length)
}

/** A packet from 10.0.0.1:40000 to 10.0.0.2:80 that carries `Hello`. */
function packet(): DissectedPacket {
  const bytes = Uint8Array.from({ length: 59 }, (_, i) => i)
  bytes.set([0x48, 0x65, 0x6c, 0x6c, 0x6f], 54)
  bytes.set([0, 45], 16)
  const ip = item('ip', null, 14, 20)
  ip.append(item('ip.src', 0x0a000001))
  ip.append(item('ip.addr', 0x0a000001))
  ip.append(item('ip.dst', 0x0a000002))
  ip.append(item('ip.addr', 0x0a000002))
  const tcp = item('tcp', null, 34, 20)
  tcp.append(item('tcp.srcport', 40000))
  tcp.append(item('tcp.port', 40000))
  tcp.append(item('tcp.dstport', 80))
  tcp.append(item('tcp.port', 80))
  tcp.append(item('tcp.len', 5))
  tcp.append(item('tcp.flags.syn', 0))
  tcp.append(item('tcp.flags.str', '·······AP···'))
  tcp.append(item('tcp.payload', bytes.slice(54)))
  return {
    number: 1,
    layers: [ip, tcp],
    source: '',
    destination: '',
    protocol: 'TCP',
    info: '',
    notes: [],
    bytes,
    wireLength: bytes.length,
    times: { startNs: 0n, timeNs: 0, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 6 },
  }
}

function compiled(text: string): DisplayFilter {
  const result = compileDisplayFilter(text)
  assert.ok(result.ok, `${text}: ${result.ok ? '' : result.error.message}`)
  return result.filter
}

test('filters that match, and filters that do not', () => {
  const shown = packet()
  const holds = (text: string): boolean => compiled(text).matches(shown)
  for (const text of [
    '',
    'tcp && ip',
    'tcp.port == 80',
    'tcp.port !== 80',
    'any tcp.port != 80',
    'all tcp.port >= 80',
    'ip.addr == 10.0.0.0/30',
    'ip.src < ip.dst',
    'tcp.port in {1..79, 80}',
    'tcp.payload == 48:65:6c:6c:6f',
    'tcp.payload[1:3] == "ell"',
    'tcp.payload[-1] == "o"',
    'tcp contains "Hell"',
    'tcp.payload matches "^hel+o$"',
    'tcp.flags.syn == False',
    'tcp.len + 1 == 6 and tcp.len & 4',
    'len(tcp.payload) == tcp.len',
    'max(tcp.srcport, tcp.dstport) == 40000',
    'not udp.port == 53',
    'tcp or arp and udp',
  ])
    assert.ok(holds(text), text)
  for (const text of [
    'udp',
    'tcp.port != 80',
    'tcp.port === 80',
    '!(tcp.port == 80)',
    'ip.addr == 10.0.0.3',
    'tcp[19:2]',
    'tcp.payload contains "hell"',
    'tcp.payload matches "(?-i)hello"',
    'tcp.flags.syn == 1',
    'tcp.len & 2',
    'tcp.options.mss_val != 1',
    'ip.addr#2',
  ])
    assert.ok(!holds(text), text)
})

test('a filter says which fields it looks at', () => {
  assert.deepEqual([...compiled('tcp.port == 80 && !(ip.src in {10.0.0.1}) || len(tcp.payload) > 1').wanted].sort(), [
    'ip.src',
    'tcp.payload',
    'tcp.port',
  ])
})

test('a wrong filter says where, and what was probably meant', () => {
  for (const [text, message, column, length, explanation] of [
    ['tcp.prt == 80', /must be a field or function, not tcp.prt/, 0, 7, /"tcp.port"/],
    ['ip && tcp.srcprt', /neither a field nor a protocol name/, 6, 10, /"tcp.srcport"/],
    ['tcp.port == 80 tcp', /"tcp" was unexpected/, 15, 3, /^$/],
    ['tcp.port ==', /Unexpected end/, 11, 0, /^$/],
    ['tcp.port == 70000', /too big for this field, maximum 65535/, 12, 5, /^$/],
    ['ip.src == 10.0.0', /not a valid hostname or IPv4 address/, 10, 6, /^$/],
    ['tcp.flags.str == "\\w"', /not a valid character escape/, 18, 2, /backslash/],
    ['(tcp', /Unexpected end/, 4, 0, /^$/],
    ['foo(tcp)', /Function 'foo' does not exist/, 0, 3, /len/],
  ] as const) {
    const result = compileDisplayFilter(text)
    assert.ok(!result.ok, text)
    const { error } = result
    assert.match(error.message, message)
    assert.deepEqual([error.column, error.length], [column, length], text)
    assert.match(error.explanation, explanation)
    assert.equal(caretText(text, error).split('\n').length, 2)
  }
})

test('no text makes it throw, hang or nest without end', () => {
  const shown = packet()
  const words = [
    'tcp',
    'ip.src',
    '==',
    '!',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '1',
    '10.0.0.1',
    '"a"',
    "'b'",
    '..',
    ',',
    '&',
    '-',
    'in',
    'matches',
    'all',
    'len',
    '#',
    '${',
    '&&',
    '||',
    'contains',
    '::1',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (parts) => {
      const result = compileDisplayFilter(parts.join(' '))
      if (result.ok) assert.equal(typeof result.filter.matches(shown), 'boolean')
      else assert.ok(result.error.column >= 0 && result.error.column <= parts.join(' ').length)
    }),
    { numRuns: 3000 },
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const result = compileDisplayFilter(text)
      assert.equal(typeof result.ok, 'boolean')
    }),
    { numRuns: 2000 },
  )
  for (const text of [
    '('.repeat(50_000),
    '!'.repeat(50_000),
    '-'.repeat(50_000),
    `tcp.len == ${'{'.repeat(50_000)}`,
    'tcp&&'.repeat(15_000),
  ]) {
    assert.equal(compileDisplayFilter(text).ok, false, text.slice(0, 20))
  }
  assert.ok(compiled(`tcp${' and tcp'.repeat(1900)}`).matches(shown))
})
