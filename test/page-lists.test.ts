/** The page in a browser: what it does with much: long lists, long connections, many findings, filters that take their time. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openFile, openPage, picture, startBrowser, whyNoPage } from './page-browser.ts'
import { synCapture } from './syn-capture.ts'
import { transferCapture } from './transfer-capture.ts'

const folder = mkdtempSync(join(tmpdir(), 'synfin-lists-'))
after(() => rmSync(folder, { recursive: true, force: true }))

describe('the page: what it does with much', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('a hundred thousand packets are scrolled to their end', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, { name: 'many.pcap', mimeType: 'application/octet-stream', buffer: synCapture(100_000) })
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="1"]').waitFor()
    await page.locator('.packet-list .scroller').focus()
    await page.keyboard.press('End')
    await page.locator('.packet.selected[data-packet="100000"]').waitFor()
    await page.keyboard.press('Home')
    await page.locator('.packet.selected[data-packet="1"]').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('of a long connection the beginning is drawn at once, and then all of it', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, { name: 'long.pcap', mimeType: 'application/octet-stream', buffer: transferCapture(2, 3000) })
    for (const [connection, first, last] of [
      [1, 3001, 6000],
      [0, 1, 3000],
    ]) {
      await page.keyboard.press('1')
      await page.locator(`[data-connection="${connection}"]`).click()
      await page.locator(`.rung[data-packet="${first}"]`).waitFor()
      // All rows, as tall as they are.
      await page.locator(`.ladder .spacer[style*="${3000 * 40}px"]`).waitFor({ state: 'attached' })
      await page.locator('.ladder .scroller').focus()
      await page.keyboard.press('End')
      await page.locator(`.rung.selected[data-packet="${last}"]`).waitFor()
    }
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('where a long list is dragged to, its rows come before those that flew past', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, { name: 'many.pcap', mimeType: 'application/octet-stream', buffer: synCapture(100_000) })
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="1"]').waitFor()
    const asked: unknown = await page.evaluate(`(async () => {
      const asked = []
      const post = Worker.prototype.postMessage
      Worker.prototype.postMessage = function (message, ...rest) {
        if (message.name !== 'packetRows') return post.call(this, message, ...rest)
        asked.push(message.ask.from)
        setTimeout(() => post.call(this, message, ...rest), 200)
      }
      const scroller = document.querySelector('.packet-list .scroller')
      for (let i = 1; i <= 40; i++) {
        scroller.scrollTop = i * 20_000
        await new Promise(requestAnimationFrame)
        // The number of a row is known before the row is.
        if (scroller.querySelector('.packet .num').textContent === '…') throw new Error('a row without its number')
      }
      return asked
    })()`)
    // One question at a time to a slow worker: far fewer than there were places.
    assert.ok(Array.isArray(asked) && asked.length < 30, String(asked))
    await page.locator('.packet[data-packet="36380"]').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('of many findings of one kind a few are shown, the others when they are asked for', async () => {
    const { page, complaints } = await openPage(browser)
    const attempts = Array.from({ length: 24 }, (_, i) => {
      const [client, server] = [`192.0.2.${1 + (i % 6)}.${50_000 + i}`, `198.51.100.7.${8000 + (i % 6)}`]
      const time = (ms: number): string => `13:20:${String(i).padStart(2, '0')}.${String(ms).padStart(3, '0')}000`
      return `${time(0)} IP ${client} > ${server}: Flags [S], seq ${1000 + i}, win 64240, length 0
${time(1)} IP ${server} > ${client}: Flags [R.], seq 0, ack ${1001 + i}, win 0, length 0
`
    })
    await page.locator('#pasted').fill(attempts.join(''))
    await page.locator('[data-action=explain]').click()
    const findings = page.locator('[data-finding=repeated-attempts]')
    await findings.first().waitFor()
    assert.equal(await findings.count(), 3)
    await picture(page, 'findings')
    assert.match(await page.locator('[data-more=repeated-attempts]').innerText(), /^and 3 more/)
    await page.locator('[data-more=repeated-attempts]').click()
    assert.equal(await findings.count(), 6)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a stretch of time is chosen with the keyboard', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, { name: 'many.pcap', mimeType: 'application/octet-stream', buffer: synCapture(20_000) })
    const total = page.locator('.connections .total')
    await total.filter({ hasText: '20,000' }).waitFor()
    const strip = page.getByRole('slider', { name: 'Packets over time' })
    await strip.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    assert.match(String(await strip.getAttribute('aria-valuetext')), /\d+ packets/)
    await page.keyboard.press('Shift+ArrowRight')
    await total.filter({ hasNotText: '20,000' }).waitFor()
    await page.keyboard.press('Escape')
    await total.filter({ hasText: '20,000' }).waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('the port of an end is seen where its address has no room', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 360, height: 740 } })
    const end = (n: number): string => `2001:db8:1234:5678:9abc:def0:1234:${n}`
    await page.locator('#pasted').fill(`13:20:01.000000 IP6 ${end(1)}.51000 > ${end(2)}.4433: Flags [S], seq 1000, win 64240, length 0\n`)
    await page.locator('[data-action=explain]').click()
    const shown = page.locator('[data-connection="0"] .end.server')
    await shown.waitFor()
    const [whole, address] = [await shown.boundingBox(), await shown.locator('.address').boundingBox()]
    assert.ok(whole !== null && address !== null)
    // `:4433` has its room behind the address, within the column.
    assert.ok(whole.width - address.width > 25 && whole.width < 180, `${whole.width} ${address.width}`)
    assert.equal(await shown.getAttribute('title'), `[${end(2)}]:4433`)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a filter that takes long says how far it is, and gives way to another', async () => {
    const { page, complaints } = await openPage(browser)
    const path = join(folder, 'many.pcap')
    const one = synCapture(60_000)
    writeFileSync(path, Buffer.concat([one, ...Array.from({ length: 9 }, () => one.subarray(24))]))
    await openFile(page, path)
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="1"]').waitFor()
    const filter = page.locator('.filter input')
    await filter.fill('tcp.flags.syn == 1')
    await page.keyboard.press('Enter')
    await page.locator('.total', { hasText: /Filtering, \d+ %: [\d,]+ packets/ }).waitFor()
    await filter.fill('tcp.srcport == 1024')
    await page.keyboard.press('Enter')
    await page.locator('.total', { hasText: '10 of 600,000 packets' }).waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })
})
