/** The page in a browser: views, both languages, keys, filters, links, files to save, screens of every size. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openFile, openPage, picture, sample, startBrowser, whyNoPage } from './page-browser.ts'

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
    // Who is faster than the first frame is not overruled by it.
    await page.evaluate(`(async () => {
      dispatchEvent(new KeyboardEvent('keydown', { key: '3' }))
      while (document.querySelector('.filter select') === null) await Promise.resolve()
      const select = document.querySelector('.filter select')
      select.value = 'pcap'
      select.dispatchEvent(new Event('change', { bubbles: true }))
      for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)
    })()`)
    assert.equal(await page.locator('.filter select').inputValue(), 'pcap')
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
          // The list and what is below it do not cover each other, and lines are seen in either manner.
          const [list, pane] = [await page.locator('.packet-list .scroller').boundingBox(), await page.locator('.pane').boundingBox()]
          assert.ok(list !== null && pane !== null && list.y + list.height <= pane.y + 1, JSON.stringify([list, pane]))
          await page.locator('[data-mode=lines]').click()
          assert.match(await page.locator('.packet[data-packet="5"] .info').innerText(), /^IP .*Flags \[R/)
          await page.locator('[data-mode=columns]').click()
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
})
