/** The page of the verdicts says what the rules say. `npm run docs` writes it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { verdictPage } from './verdict-docs.ts'

const PAGE = 'docs/verdicts.md'

test('docs/verdicts.md is what the rules make of it', async () => {
  const page = await verdictPage()
  assert.ok(page.split('\n## ').length > 40)
  if (process.env['SYNFIN_WRITE_DOCS'] === '1') writeFileSync(PAGE, page)
  assert.equal(readFileSync(PAGE, 'utf8'), page)
})
