/** Templates: values are escaped, markup is not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeHtml, markup } from './markup.ts'

test('a value is text wherever it stands', () => {
  const name = `<script>alert("1")</script>&'`
  assert.equal(markup`<p title="${name}">${name}</p>`.text, `<p title="${escapeHtml(name)}">${escapeHtml(name)}</p>`)
  assert.equal(escapeHtml(name), '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;')
})

test('what could hide or turn text round is shown as a question mark', () => {
  assert.equal(escapeHtml('a\x00b\u202ec\u2028d\ud800'), 'a?b?c?d?')
})

test('markup, lists of it, numbers and nothing go in as they are', () => {
  const item = markup`<li>${'<'}</li>`
  assert.equal(markup`<ul class="${3}">${[item, item]}${undefined}</ul>`.text, '<ul class="3"><li>&lt;</li><li>&lt;</li></ul>')
})
