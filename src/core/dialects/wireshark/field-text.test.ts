/** How values are written, in the tree and alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from './field.ts'
import { FieldItem } from './field-item.ts'
import { fieldText, lineText, plainValue, visibleText } from './field-text.ts'

const NAMES = new Map([[2, 'Maximum Segment Size']])

test('numbers come with their names, bases and units in the tree, and in one base alone', () => {
  const kind = field('tcp.option_kind', 'Kind', 'uint8', { valueNames: NAMES })
  assert.equal(fieldText(kind, 2), 'Kind: Maximum Segment Size (2)')
  assert.equal(fieldText(kind, 9), 'Kind: Unknown (9)')
  assert.equal(plainValue(kind, 2), '2')
  const id = field('ip.id', 'Identification', 'uint16', { base: 'hex-dec' })
  assert.equal(fieldText(id, 1), 'Identification: 0x0001 (1)')
  assert.equal(plainValue(id, 1), '0x0001')
  assert.equal(fieldText(field('x.len', 'Length', 'uint8', { unit: 'bytes' }), 20), 'Length: 20 bytes')
  assert.equal(fieldText(field('x.key', 'Key', 'uint64'), 2n ** 63n), 'Key: 9223372036854775808')
})

test('text in the tree neither obeys the terminal nor hides', () => {
  assert.equal(visibleText('a\u001b[31m\tb'), 'a\\033[31m\\tb')
  assert.equal(visibleText('gpj\u202eexe \u009b1m'), 'gpj\\u202Eexe \\u009B1m')
  assert.equal(visibleText('网卡 é'), '网卡 é')
})

test('bit fields are drawn', () => {
  const syn = field('tcp.flags.syn', 'Syn', 'boolean', { mask: 0x02, maskBits: 12, booleanNames: ['Set', 'Not set'] })
  assert.equal(fieldText(syn, 1), '.... .... ..1. = Syn: Set')
  assert.equal(fieldText(syn, 0), '.... .... ..0. = Syn: Not set')
  const timeout = field('tcp.options.user_to_val', 'User Timeout', 'uint16', { mask: 0x7fff, maskBits: 16 })
  assert.equal(fieldText(timeout, 5), '.000 0000 0000 0101 = User Timeout: 5')
})

test('times have nine digits and a sign', () => {
  const time = field('tcp.time_delta', 'Time since previous frame', 'relative-time')
  assert.equal(fieldText(time, 10_000), 'Time since previous frame: 0.000010000 seconds')
  assert.equal(plainValue(time, -100), '-0.000000100')
  assert.equal(plainValue(time, 61_000_000_001), '61.000000001')
})

test('bytes are digits, cut in the tree; addresses are addresses', () => {
  const bytes = field('tcp.payload', 'TCP payload', 'bytes')
  const long = new Uint8Array(40).fill(0xab)
  assert.equal(plainValue(bytes, long), 'ab'.repeat(40))
  assert.equal(fieldText(bytes, long), `TCP payload: ${'ab'.repeat(36)}…`)
  assert.equal(plainValue(field('ip.src', 'Source', 'ipv4'), 0x0a000001), '10.0.0.1')
  assert.equal(plainValue(field('eth.src', 'Source', 'ethernet-address'), new Uint8Array([2, 0, 0, 0, 0, 1])), '02:00:00:00:00:01')
})

test('no control character gets out', () => {
  const cause = field('tcp.reset_cause', 'Reset cause', 'string')
  assert.equal(fieldText(cause, 'a\u001b[2J\n\u0007\u007f'), 'Reset cause: a\\033[2J\\n\\a\\177')
  assert.ok(!/[\u0000-\u001f\u007f]/.test(plainValue(cause, '\u0000\u001b\r\n')))
})

test('what is computed stands in brackets', () => {
  const item = new FieldItem(field('tcp.stream', 'Stream index', 'uint32'), 3, 0, 0, { generated: true })
  assert.equal(lineText(item), '[Stream index: 3]')
})
