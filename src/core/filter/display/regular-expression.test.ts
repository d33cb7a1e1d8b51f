/** Patterns, held against the engine's own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { PatternError, compilePattern } from './regular-expression.ts'

function matches(pattern: string, text: string): boolean {
  return compilePattern(pattern)(encodeUtf8(text))
}

test('patterns match as those of the engine do', () => {
  const patterns = [
    'abc',
    'a|b|cd',
    '(a|b)*c',
    '^a+b?$',
    'a{2}',
    'a{2,}b',
    'a{1,3}$',
    '[a-c]+x',
    '[^a-c]',
    '[]a]',
    '\\d+\\.\\d+',
    '\\bfoo\\b',
    '\\Bfoo',
    'a.c',
    '(?:ab)+c',
    '[\\w-]+@',
    'x*',
    '(a*)*b',
    '(a|)+$',
    '\\x41\\t',
    '',
  ].filter((pattern) => pattern !== '[]a]')
  const texts = ['', 'a', 'abc', 'ABC', 'aab', 'cd', 'aaab', 'abx', 'x', 'foo bar', 'xfoo', '1.5', 'a\nc', 'ababc', 'me-2@', 'A\t', 'aaaa']
  for (const pattern of patterns) {
    for (const text of texts)
      assert.equal(matches(pattern, text), new RegExp(pattern, 'i').test(text), `${pattern} in ${JSON.stringify(text)}`)
  }
})

test('what Perl has and the engine has not', () => {
  assert.ok(matches('[]a]+', 'x]'))
  assert.ok(matches('[[:digit:]]{3}', 'a123'))
  assert.ok(!matches('(?-i)ABC', 'abc'))
  assert.ok(matches('(?-i:A)bc', 'ABC'))
  assert.ok(!matches('(?-i:A)bc', 'aBC'))
  assert.ok(matches('\\Aab\\z', 'AB'))
  assert.ok(matches('\\Qa.b\\E', 'xa.b'))
  assert.ok(!matches('\\Qa.b\\E', 'xaxb'))
  assert.ok(matches('(?s)a.b', 'a\nb'))
  assert.ok(matches('(?<name>a)b', 'ab'))
  assert.ok(matches('ab$', 'ab\n'))
})

test('faults are said in a phrase', () => {
  for (const [pattern, phrase] of [
    ['[[', /missing terminating \] for character class/],
    ['(a', /missing closing parenthesis/],
    ['a)', /unmatched closing parenthesis/],
    ['*a', /quantifier does not follow/],
    ['a**', /quantifier does not follow/],
    ['[b-a]', /out of order/],
    ['a{3,2}', /out of order/],
    ['(a)\\1', /not supported/],
    ['(?=a)', /not supported/],
    ['(a{60000}){60000}', /too large/],
    ['\\', /at end of pattern/],
  ] as const) {
    assert.throws(
      () => compilePattern(pattern),
      (error) => error instanceof PatternError && phrase.test(error.message),
      pattern,
    )
  }
})

test('no pattern is slow', () => {
  const start = performance.now()
  const text = 'a'.repeat(20_000)
  for (const pattern of ['(a+)+$x', '(a|a)*b', '(a|aa)+b', '(.*)*c', 'a*a*a*a*a*b', '(x+x+)+y']) assert.equal(matches(pattern, text), false)
  const seconds = (performance.now() - start) / 1000
  assert.ok(seconds < 20, `${seconds} s`)
})
