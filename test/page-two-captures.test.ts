/** The page in a browser: two captures of one connection, opened at once, one after the other, and when they do not belong together. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openFile, openPage, picture, sample, startBrowser, whyNoPage } from './page-browser.ts'

const INJECTED = [sample('rst-injected.client.pcap'), sample('rst-injected.server.pcap')]

async function openBoth(page: Page, files: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles([...files])
  await page.locator('.joined[data-fate]').first().waitFor()
}

/** How many rows of each fate there are. */
async function fates(page: Page): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const row of await page.locator('.joined[data-fate]').all()) {
    const fate = (await row.getAttribute('data-fate')) ?? ''
    found[fate] = (found[fate] ?? 0) + 1
  }
  return found
}

describe('the page: two captures', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('opened at once are one story', async () => {
    const { page, complaints } = await openPage(browser)
    await openBoth(page, INJECTED)
    assert.deepEqual(await fates(page), { arrived: 8, unsent: 5 })
    await page.locator('.said', { hasText: 'somebody in between forged them' }).waitFor()
    await page.waitForURL(/view=two/)
    await picture(page, 'two-captures')
    // A forged packet begins on the way: left of it, in the lane's middle, is nothing.
    const forged = page.locator('.joined.unsent').first()
    const [lane, line] = [await forged.locator('.lane').boundingBox(), await forged.locator('.arrow line').boundingBox()]
    assert.ok(lane !== null && line !== null)
    assert.ok(Math.abs(line.width - lane.width / 2) < 3, `${line.width} of ${lane.width}`)
    await page.keyboard.press('l')
    await page.locator('.said', { hasText: '中间设备伪造' }).waitFor()
    await picture(page, 'two-captures-zh')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('are taken in either order', async () => {
    const { page, complaints } = await openPage(browser)
    await openBoth(page, [INJECTED[1], INJECTED[0]])
    assert.deepEqual(await fates(page), { arrived: 8, unsent: 5 })
    await page.locator('.two-head', { hasText: 'the other way round' }).waitFor()
    assert.match(await page.locator('.heads .end').first().innerText(), /rst-injected\.client/)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('one after the other, and lost packets end on their way', async () => {
    const { page, complaints } = await openPage(browser, { colorScheme: 'dark' })
    await openFile(page, sample('synack-lost.client.pcap'))
    await page.keyboard.press('4')
    await page.locator('.two-head', { hasText: 'synack-lost.client.pcap was captured at one end' }).waitFor()
    await picture(page, 'two-captures-choose')
    await page.locator('input.second').setInputFiles(sample('synack-lost.server.pcap'))
    await page.locator('.joined[data-fate]').first().waitFor()
    assert.deepEqual(await fates(page), { arrived: 5, lost: 6 })
    assert.equal(await page.locator('.joined.lost .cross').count(), 6)
    await picture(page, 'two-captures-dark')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('with the keyboard alone: rows, and the packet of one', async () => {
    const { page, complaints } = await openPage(browser)
    await openBoth(page, INJECTED)
    await page.locator('[data-action=notable]').focus()
    await page.keyboard.press('Space')
    assert.deepEqual(await fates(page), { arrived: 4, unsent: 5 })
    await page.locator('.ladder .scroller').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    assert.equal(await page.locator('.joined.selected').getAttribute('data-fate'), 'unsent')
    await page.keyboard.press('Enter')
    await page.waitForURL(/view=packets.*packet=5/)
    await page.keyboard.press('4')
    await page.locator('.joined[data-fate]').first().waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('of different connections have nothing in common', async () => {
    const { page, complaints } = await openPage(browser)
    await page.locator('input[type=file]').setInputFiles([INJECTED[0], sample('close-4way.server.pcap')])
    await page.locator('.two-head', { hasText: 'No connection is in both captures' }).waitFor()
    assert.equal(await page.locator('.joined').count(), 0)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('with several connections let one choose', async () => {
    const { page, complaints } = await openPage(browser)
    await openBoth(page, [sample('timewait-reuse.client.pcap'), sample('timewait-reuse.server.pcap')])
    assert.equal(await page.locator('.two-said option').count(), 2)
    const before = await page.locator('.said').innerText()
    await page.locator('.two-said select').selectOption('1')
    assert.notEqual(await page.locator('.said').innerText(), before)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('fit a phone', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 360, height: 740 } })
    await openBoth(page, INJECTED)
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
    await picture(page, 'two-captures-phone')
    await page.locator('.joined.unsent').first().scrollIntoViewIfNeeded()
    await picture(page, 'two-captures-phone-ladder')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('dropped together are compared', async () => {
    const { page, complaints } = await openPage(browser)
    await page.evaluate(
      `(async () => {
        const data = new DataTransfer()
        for (const name of ['a', 'b']) data.items.add(new File(['10:23:39.8 IP 192.0.2.1.4000 > 192.0.2.2.80: Flags [S], seq 5, win 9, length 0\\n'], name + '.txt'))
        dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
      })()`,
    )
    await page.locator('.joined[data-fate]').first().waitFor()
    assert.deepEqual(await fates(page), { arrived: 1 })
    assert.deepEqual(complaints, [])
    await page.context().close()
  })
})
