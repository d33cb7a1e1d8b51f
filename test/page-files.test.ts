/** The page in a browser: the files that it saves, and what it says when it cannot. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { isPng, openFile, openPage, sample, startBrowser, whyNoPage } from './page-browser.ts'
import { synCapture } from './syn-capture.ts'

const folder = mkdtempSync(join(tmpdir(), 'synfin-files-'))
after(() => rmSync(folder, { recursive: true, force: true }))

describe('the page: what it saves', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('what was found can be saved', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.locator('summary', { hasText: 'Save' }).click()
    for (const [kind, name, start] of [
      ['html', 'rst-injected.client.html', '<!DOCTYPE html>'],
      ['markdown', 'rst-injected.client.md', '#'],
      ['json', 'rst-injected.client.json', '{"connections"'],
      ['pcapng', 'rst-injected.client.synfin.pcapng', '\n\r\r\n'],
    ] as const) {
      if (!(await page.locator(`[data-save=${kind}]`).isVisible())) await page.locator('summary', { hasText: 'Save' }).click()
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-save=${kind}]`).click()])
      assert.equal(download.suggestedFilename(), name)
      assert.ok(readFileSync(await download.path(), 'latin1').startsWith(start), kind)
    }
    await page.keyboard.press('2')
    const [svg] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action=save-svg]').click()])
    assert.match(readFileSync(await svg.path(), 'utf8'), /^<svg .*SYN-SENT/s)
    const [png] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action=save-png]').click()])
    assert.ok(await isPng(png))
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a file that changed under the page is told of when it is to be saved', async () => {
    const { page } = await openPage(browser)
    const path = join(folder, 'changing.pcap')
    const one = synCapture(60_000)
    const large = Buffer.concat([one, ...Array.from({ length: 8 }, () => one.subarray(24))])
    assert.ok(large.length > 2 ** 25, 'small files are held, and cannot change')
    writeFileSync(path, large)
    await openFile(page, path)
    writeFileSync(path, one)
    await page.locator('summary', { hasText: 'Save' }).click()
    await page.locator('[data-save=pcapng]').click()
    await page.locator('[role=alert]', { hasText: 'That did not work' }).waitFor()
    await page.locator('[role=alert] button').click()
    assert.equal(await page.locator('[role=alert]').count(), 0)
    await page.context().close()
  })
})
