/** The page in a browser: views, both languages, keys, filters, links, files to save, screens of every size. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openFile, openPage, picture, sample, startBrowser, whyNoPage } from './page-browser.ts'
import { synCapture } from './syn-capture.ts'
import { transferCapture } from './transfer-capture.ts'

describe('the page: what it shows', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('samples, and both languages at once', async () => {
    const { page, complaints } = await openPage(browser)
    await page.locator('[data-sample]').first().click()
    await page.locator('[data-connection]').first().waitFor()
    const english = await page.locator('.headline h1').innerText()
    await page.locator('[data-action=language]').click()
    assert.notEqual(await page.locator('.headline h1').innerText(), english)
    assert.match(await page.locator('.headline h1').innerText(), /[\u4e00-\u9fff]/)
    assert.equal(await page.evaluate('document.documentElement.lang'), 'zh-Hans')
    await page.waitForURL(/lang=zh/)
    for (const key of ['2', '3', 'o']) {
      await page.keyboard.press(key)
      await page.locator('main', { hasText: /[\u4e00-\u9fff]{2}/ }).waitFor()
    }
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('with the keyboard alone', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.locator('[data-connection="0"]').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.rung[data-packet]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('j')
    await page.waitForURL(/view=connection&connection=0&packet=2/)
    await page.locator('[data-tab=ladder]').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('[data-tab=graphs][aria-selected=true]:focus').waitFor()
    await page.locator('.plot canvas').waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.locator('.rung[data-packet]').first().waitFor()
    await page.locator('summary', { hasText: 'Save' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-save=html]').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-save=html]').waitFor({ state: 'hidden' })
    await page.locator('body').focus()
    await page.keyboard.press('3')
    await page.locator('.packet-list .scroller').focus()
    await page.keyboard.press('n')
    await page.waitForURL(/packet=5/)
    await page.keyboard.press('g')
    await page.keyboard.type('11')
    await page.keyboard.press('Enter')
    await page.waitForURL(/packet=11/)
    await page.keyboard.press('/')
    await page.keyboard.type('tcp[13] & 4 != 0')
    assert.equal(await page.evaluate('document.activeElement.dataset.key'), 'search')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.locator('dialog.key-help[open]').waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('dialog[open]').count(), 0)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('filters of tcpdump and of Wireshark, and what is wrong with one', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.keyboard.press('3')
    const filter = page.locator('.filter input')
    await page.locator('.filter select').selectOption('pcap')
    await filter.fill('tcp[13] & 4 != 0')
    await page.keyboard.press('Enter')
    await page.getByText('5 of 11 packets').waitFor()
    await filter.fill('not tcp[tcpf')
    await page.locator('datalist option[value="not tcp[tcpflags]"]').waitFor({ state: 'attached' })
    await filter.fill('tcp porty 80')
    await page.keyboard.press('Enter')
    await page.locator('.filter-fault mark').waitFor()
    await page.locator('.filter select').selectOption('display')
    await filter.fill('tcp.flgas.reset')
    await page.keyboard.press('Enter')
    await page.locator('.filter-fault', { hasText: 'neither a field nor a protocol' }).waitFor()
    // What was wrong with a filter is not said of the next one.
    await filter.fill('tcp.flags.reset == 1')
    await page.keyboard.press('Enter')
    await page.locator('.filter-fault').waitFor({ state: 'detached' })
    await page.getByText('5 of 11 packets').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a link leads back to connection, packet, view and language', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.locator('[data-action=look]').click()
    await page.locator('.rung[data-packet="4"]').click()
    await page.locator('[data-action=language]').click()
    const url = page.url()
    await page.keyboard.press('1')
    await page.locator('.overview').waitFor()
    await page.goBack()
    await page.locator('.rung.selected[data-packet="4"]').waitFor()
    assert.equal(page.url(), url)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('fields and bytes are linked both ways, and a field becomes a filter', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="5"]').click()
    await page.locator('.field[data-field="tcp.srcport"]').click()
    assert.deepEqual(await page.locator('.octets .on').allInnerTexts(), ['1f', '90'])
    await page.locator('.octets [data-at="37"]').click()
    await page.locator('.field.chosen[data-field="tcp.dstport"]').waitFor()
    // From byte to byte with keys: back into the port of the source, then on to the sequence number.
    await page.locator('.dump').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.locator('.field.chosen[data-field="tcp.srcport"]').waitFor()
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
    await page.locator('.field.chosen[data-field="tcp.seq"], .field.chosen[data-field="tcp.seq_raw"]').waitFor()
    await page.locator('.octets [data-at="37"]').click()
    await page.locator('.field.chosen[data-field="tcp.dstport"]').waitFor()
    await page.locator('[data-action=use-filter]').click()
    await page.getByText('6 of 11 packets').waitFor()
    assert.match(page.url(), /filter=tcp.dstport/)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a connection that began inside another has all its packets', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('half-open-new-syn.client.pcap'))
    await page.locator('[data-connection="1"]').click()
    await page.locator('.rung[data-packet="8"]').waitFor()
    assert.equal(await page.locator('.rung[data-packet]').count(), 10)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

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
    assert.equal(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString('latin1'),
      'PNG',
    )
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  for (const [name, options] of [
    ['phone', { viewport: { width: 360, height: 740 } }],
    ['dark', { colorScheme: 'dark', locale: 'zh-CN' }],
    ['wall', { viewport: { width: 3840, height: 2160 } }],
  ] as const) {
    test(`nothing is wider than the screen: ${name}`, async () => {
      const { page, complaints } = await openPage(browser, options)
      await picture(page, `open-${name}`)
      await openFile(page, sample('rst-injected.client.pcap'))
      for (const [key, view] of [
        ['1', 'overview'],
        ['2', 'connection'],
        ['3', 'packets'],
      ]) {
        await page.keyboard.press(key)
        await page.locator(`.view-${view} [role=option]`).first().waitFor()
        if (view === 'packets') {
          await page.locator('.packet[data-packet="5"]').click()
          await page.locator('.pane').waitFor()
        }
        assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0, view)
        await picture(page, `${view}-${name}`)
      }
      // Rows grow with the letters: 22 pixels where those have 16.
      const rowPx = Number(await page.evaluate('document.querySelector(".packet[data-packet]").offsetHeight'))
      const letterPx = Number(await page.evaluate('parseFloat(getComputedStyle(document.documentElement).fontSize)'))
      assert.equal(rowPx, Math.round((22 * letterPx) / 16))
      assert.equal(letterPx > 20, name === 'wall')
      if (name === 'dark') assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'dark')
      assert.deepEqual(complaints, [])
      await page.context().close()
    })
  }

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
    const one = synCapture(60_000)
    const buffer = Buffer.concat([one, ...Array.from({ length: 9 }, () => one.subarray(24))])
    await openFile(page, { name: 'many.pcap', mimeType: 'application/octet-stream', buffer })
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
