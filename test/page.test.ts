/** The page in a browser: every way in, every view, both languages, keys, no network, and packets that mean harm. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { servePage } from '../src/server/page-server.ts'
import { openFile, openPage, sample, startBrowser, whyNoPage } from './page-browser.ts'

/** `SYNFIN_SCREENSHOTS=DIR` keeps a picture of each view there, for a person to look at. */
const SCREENSHOTS = process.env['SYNFIN_SCREENSHOTS']
const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'synfin-page-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function picture(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
}

/** Little-endian 32-bit words. */
function words(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer)
}

/** A capture of `count` SYNs from different ports, a millisecond apart, 54 bytes each. */
function synCapture(count: number): Buffer {
  const packet = Buffer.from(
    '0200000000020200000000010800' + '450000280000400040060000c0000201c6336407' + '0000005000000001000000005002ffff00000000',
    'hex',
  )
  const parts = [words(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1)]
  for (let i = 0; i < count; i++) {
    const bytes = Buffer.from(packet)
    bytes.writeUInt16BE(1024 + (i % 60_000), 34)
    parts.push(words(1_800_000_000 + Math.floor(i / 1000), (i % 1000) * 1000, bytes.length, bytes.length), bytes)
  }
  return Buffer.concat(parts)
}

describe('the page', { skip: whyNoPage() }, () => {
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

  test('with the keyboard alone', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('rst-injected.client.pcap'))
    await page.locator('.table .scroller').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.ladder .scroller').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('j')
    await page.waitForURL(/view=connection&connection=0&packet=2/)
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
    await filter.fill('tcp porty 80')
    await page.keyboard.press('Enter')
    await page.locator('.filter-fault mark').waitFor()
    await page.locator('.filter select').selectOption('display')
    await filter.fill('tcp.flgas.reset')
    await page.keyboard.press('Enter')
    await page.locator('.filter-fault', { hasText: 'neither a field nor a protocol' }).waitFor()
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
    const server = await servePage({ folder: join(ROOT, 'dist/web'), files: [sample('rst-injected.client.pcap')], port: 0, host: '127.0.0.1' })
    const { page, complaints, requests } = await openPage(browser, {}, server.url)
    await page.locator('[data-connection="0"]').click()
    await page.locator('.rung[data-packet="5"]').click()
    await page.keyboard.press('3')
    await page.locator('.packet.selected[data-packet="5"]').waitFor()
    await page.locator('.field[data-field="tcp"]').waitFor()
    assert.deepEqual([complaints, requests], [[], []])
    await page.context().close()
    await server.close()
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
    await page.locator('[data-action=use-filter]').click()
    await page.getByText('6 of 11 packets').waitFor()
    assert.match(page.url(), /filter=tcp.dstport/)
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
})
