/** Every sentence that explains a filter's fault has its Chinese. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LINK_TYPE } from '../capture/link-type.ts'
import { compileFilter } from '../filter/filter.ts'
import { FILTER_SENTENCES_ZH, filterSentenceZh } from './filter-zh.ts'

const SOURCES = join(import.meta.dirname, '../filter')
/** A text in the source that reads as a sentence: libpcap's own messages begin small and have no full stop. */
const SENTENCE = /'((?:[^'\\\n]|\\.){15,})'|`((?:[^`\\]|\\.){15,})`/g

test('the compiler of capture filters says nothing that the catalogue has not', () => {
  const missing: string[] = []
  let count = 0
  for (const name of readdirSync(SOURCES)) {
    if (!name.endsWith('.ts') || name.endsWith('filter.test.ts')) continue
    const code = readFileSync(join(SOURCES, name), 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const match of code.matchAll(SENTENCE)) {
      const raw = match[1] ?? match[2]
      if (!/^(?:[A-Z]|`|\\`)/.test(raw) || !/[.?!]$/.test(raw)) continue
      count++
      const sentence = raw.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'x').replaceAll(/\\([`'\\])/g, '$1')
      if (filterSentenceZh(sentence) === undefined) missing.push(`${name}: ${sentence}`)
    }
  }
  assert.ok(count > 80, String(count))
  assert.deepEqual(missing, [])
})

test('what stands in a sentence stands in the Chinese as well', () => {
  for (const [english, chinese] of FILTER_SENTENCES_ZH) {
    const places = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].sort()
    assert.deepEqual(places(chinese), places(english), english)
  }
  assert.equal(
    filterSentenceZh('`tpc` is no word of the filter language. `tcp` is; was that meant?'),
    '`tpc` 不是过滤语言的词。是不是想写 `tcp`？',
  )
  assert.equal(filterSentenceZh('Nobody says so.'), undefined)
})

test('a filter that can match nothing is explained in Chinese', () => {
  for (const text of ['port 80 and icmp and arp', 'ip6 and tcp[13] & 2 != 0', 'ip and vlan', 'vlan 5 and ip or arp and tcp']) {
    const result = compileFilter(text, { linkType: LINK_TYPE.ethernet })
    if (!result.ok) assert.notEqual(filterSentenceZh(result.error.explanation), undefined, result.error.explanation)
  }
})
