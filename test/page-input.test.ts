/** The page in a browser: every way in, no network, its own server, and inputs that are damaged or mean harm. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { servePage } from '../src/server/page-server.ts'
import { openFile, openPage, picture, sample, startBrowser, whyNoPage } from './page-browser.ts'
import { synCapture } from './syn-capture.ts'

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'synfin-page-'))
after(() => rmSync(folder, { recursive: true, force: true }))

describe('the page: what it reads', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('a file is chosen: headline, table, connection with its ladder, packets with fields and bytes', async () => {
    const { page, complaints, requests } = await openPage(browser)
    await picture(page, 'open')
    await openFile(page, sample('rst-injected.client.pcap'))
    assert.match(await page.locator('.headline h1').innerText(), /RST .* forged/)
    // The rows come a frame behind the buttons.
    await page.locator('[data-connection="0"]').waitFor()
    assert.equal(await page.locator('[data-connection="0"]').count(), 1)
    await picture(page, 'overview')
    await page.locator('[data-action=look]').click()
    await page.locator('.rung[data-packet="5"]').waitFor()
    assert.equal(await page.locator('.rung.reset').count(), 5)
    assert.match(await page.locator('.rung[data-packet="5"]').innerText(), /CLOSED/)
    await picture(page, 'connection')
    // A point of the evidence selects its packets.
    await page.locator('.point').nth(3).click()
    await page.waitForURL(/packet=5/)
    assert.equal(await page.locator('.rung.selected').getAttribute('data-packet'), '5')
    await page.locator('[data-action=packets]').click()
    await page.locator('.packet[data-packet="4"]').click()
    await page.locator('.dump').waitFor()
    assert.match(await page.locator('.dump').innerText(), /^0000/)
    await picture(page, 'packets')
    await page.locator('[data-mode=lines]').click()
    assert.match(await page.locator('.packet[data-packet="1"]').innerText(), /Flags \[S\], seq \d+, win 64240/)
    assert.deepEqual([complaints, requests], [[], []])
    await page.context().close()
  })

  test('text is pasted into the field, and onto the page', async () => {
    const { page, complaints } = await openPage(browser)
    const text = readFileSync(sample('refused.txt'), 'utf8')
    await page.locator('#pasted').fill(text)
    await page.locator('[data-action=explain]').click()
    await page.locator('[data-connection]').first().waitFor()
    assert.match(await page.locator('.headline h1').innerText(), /refused/i)
    await page.locator('[data-view=open]').click()
    await page.evaluate(
      `(() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)});
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })) })()`,
    )
    await page.locator('.view-overview [data-connection]').first().waitFor()
    await page.keyboard.press('2')
    await page.locator('.rung[data-packet]').first().waitFor()
    // A SYN that is sent again is black, as with Wireshark, not grey as others.
    await page.locator('.brand').click()
    const again = [0, 1].map((s) => `10:00:0${s}.000000 IP 192.0.2.1.4000 > 192.0.2.2.80: Flags [S], seq 1, win 64240, length 0\n`)
    await page.locator('#pasted').fill(again.join(''))
    await page.locator('[data-action=explain]').click()
    await page.locator('.view-overview [data-connection]').first().waitFor()
    await page.keyboard.press('3')
    await page.locator('.packet.tone-open-close[data-packet="1"]').waitFor()
    await page.locator('.packet.tone-bad[data-packet="2"]').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a file is dropped, and one that is compressed', async () => {
    const { page, complaints } = await openPage(browser)
    for (const name of ['close-4way.client.pcap', 'close-4way.client.pcap.gz']) {
      const bytes = readFileSync(sample(name)).toString('base64')
      await page.evaluate(
        `(() => { const data = new DataTransfer(); const bytes = Uint8Array.from(atob('${bytes}'), (c) => c.charCodeAt(0));
          data.items.add(new File([bytes], '${name}')); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true })) })()`,
      )
      await page.locator('.file', { hasText: name }).waitFor()
      await page.locator('[data-save=html]').waitFor({ state: 'attached' })
      assert.match(await page.locator('.verdicts').innerText(), /close-4way/)
      await page.keyboard.press('3')
      await page.locator('.packet[data-packet="1"]').waitFor()
      await page.keyboard.press('1')
    }
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('reading is cancelled, and what was read is shown', async () => {
    const { page, complaints } = await openPage(browser)
    const path = join(folder, 'long.pcap')
    const one = synCapture(60_000)
    writeFileSync(path, Buffer.concat([one, ...Array.from({ length: 60 }, () => one.subarray(24))]))
    await page.locator('input[type=file]').setInputFiles(path)
    await page.locator('[data-action=cancel]').click()
    await page.locator('[data-save=html]').waitFor({ state: 'attached' })
    assert.match(await page.locator('.reading.fault').innerText(), /You stopped reading after/)
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="1"]').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('names and payload that mean harm are text', async () => {
    const { page, complaints, requests } = await openPage(browser)
    const [client, server] = ['<script>alert(1)</script>', '<img/src=x/onerror=alert(2)>']
    const head = `10:23:39.874900 IP ${client}.45628 > ${server}.8080: Flags`
    await page.locator('#pasted').fill(`${head} [S], seq 3235901194, win 64240, options [mss 1460], length 0\n`)
    await page.locator('[data-action=explain]').click()
    await page.locator('[data-connection]').first().waitFor()
    for (const key of ['1', '2', '3']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(150)
      assert.equal(await page.evaluate("document.querySelectorAll('main script, main img').length"), 0)
    }
    await page.keyboard.press('2')
    assert.match(await page.locator('.ends').innerText(), /<script>|<img|192\.0\.2|:45628/)
    assert.deepEqual([complaints, requests], [[], []])
    await page.context().close()
  })

  test('damaged inputs are told of, and leave the page alive', async () => {
    const { page, complaints } = await openPage(browser)
    const good = readFileSync(sample('close-4way.client.pcap'))
    const inputs: readonly (readonly [string, Buffer, RegExp])[] = [
      ['empty.pcap', Buffer.alloc(0), /empty/],
      ['cut.pcap', good.subarray(0, good.length - 7), /cut/],
      ['noise.bin', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)), /neither|not a capture/],
      ['bad.gz', Buffer.concat([Buffer.from('1f8b08000000000000', 'hex'), Buffer.alloc(400, 0x5a)]), /gzip/],
    ]
    for (const [name, buffer, said] of inputs) {
      await openFile(page, { name, mimeType: 'application/octet-stream', buffer })
      await page.locator('.file', { hasText: name }).waitFor()
      await page.locator('.reading.fault').filter({ hasText: said }).waitFor()
      for (const key of ['3', '1']) await page.keyboard.press(key)
    }
    await openFile(page, sample('close-4way.client.pcap'))
    await page.locator('[data-connection="0"]').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('everything works with the network switched off', async () => {
    const { page, complaints, requests } = await openPage(browser)
    await page.context().setOffline(true)
    await openFile(page, sample('half-close-data.client.pcap'))
    for (const key of ['2', '3', '1']) await page.keyboard.press(key)
    await page.locator('[data-connection="0"]').click()
    await page.locator('[data-action=stream]').click()
    await page.locator('dialog.stream pre').first().waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual([complaints, requests], [[], []])
    await page.context().close()
  })

  test('the page of synfin serve opens the file that was named, and shows its packets', async () => {
    const server = await servePage({
      folder: join(ROOT, 'dist/web'),
      files: [sample('rst-injected.client.pcap')],
      port: 0,
      host: '127.0.0.1',
    })
    const { page, complaints, requests } = await openPage(browser, {}, server.url)
    await page.locator('[data-connection="0"]').click()
    await page.locator('.rung[data-packet="5"]').click()
    await page.keyboard.press('3')
    await page.locator('.packet.selected[data-packet="5"]').waitFor()
    await page.locator('.field[data-field="tcp"]').waitFor()
    // The reader of text is a part of the page that is loaded now.
    await openFile(page, sample('refused.txt'))
    await page.locator('.headline h1', { hasText: /refused/i }).waitFor()
    assert.deepEqual([complaints, requests], [[], []])
    await page.context().close()
    await server.close()
  })
})
