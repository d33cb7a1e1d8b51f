/** Width, wrapping and cleaning of text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutTo, displayWidth, padEnd, padStart, printable, wrap } from './text-layout.ts'

test('Chinese takes two columns, combining marks none', () => {
  assert.equal(displayWidth('abc'), 3)
  assert.equal(displayWidth('连接 0'), 6)
  assert.equal(displayWidth('，。'), 4)
  assert.equal(displayWidth('e\u0301'), 1)
  assert.equal(padEnd('连', 4), '连  ')
  assert.equal(padStart('连', 4), '  连')
})

test('lines break at spaces and are never too long', () => {
  assert.deepEqual(wrap('one two three four', 9), ['one two', 'three', 'four'])
  assert.deepEqual(wrap('aa bb', 7, { first: '- ', rest: '  ' }), ['- aa bb'])
  assert.deepEqual(wrap('aa bb cc', 7, { first: '- ', rest: '  ' }), ['- aa bb', '  cc'])
})

test('a word longer than a line is broken', () => {
  assert.deepEqual(wrap('abcdefghij k', 4), ['abcd', 'efgh', 'ij k'])
})

test('Chinese breaks anywhere but before closing punctuation', () => {
  const lines = wrap('服务器拒绝了连接，端口没有程序在监听。', 16)
  assert.deepEqual(lines, ['服务器拒绝了连', '接，端口没有程序', '在监听。'])
  for (const line of lines) assert.ok(displayWidth(line) <= 16)
})

test('text without anything to break is one line', () => {
  assert.deepEqual(wrap('', 10), [''])
  assert.deepEqual(wrap('a', 10), ['a'])
})

test('what is cut shows it', () => {
  assert.equal(cutTo('abcdef', 6), 'abcdef')
  assert.equal(cutTo('abcdefg', 6), 'abcd..')
})

test('no control character reaches the terminal', () => {
  assert.equal(printable('a\x1b[31mb\x07\u202ec\u2028d\ud800\n'), 'a?[31mb??c?d??')
})
