/** The page in a browser: graphs of a connection, and the diagram of states on which its path is played. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Download, Page } from 'playwright-core'
import { GRAPH_KINDS } from '../src/core/view/graph-scene.ts'
import { isPng, openFile, openPage, picture, sample, startBrowser, type WatchedPage, whyNoPage } from './page-browser.ts'

const MSS = 1448
/** A download of 60 segments as tcpdump prints it: the 20th is lost, reported by SACK, and sent again; both sides close. */
const DOWNLOAD = download()

function download(): string {
  const [client, server] = ['192.0.2.10.45000', '198.51.100.20.80']
  const lines: string[] = []
  const say = (ms: number, from: string, to: string, rest: string): number =>
    lines.push(`10:00:${(ms / 1000).toFixed(6).padStart(9, '0')} IP ${from} > ${to}: ${rest}`)
  say(0, client, server, 'Flags [S], seq 1000, win 64240, options [mss 1460,sackOK,nop,wscale 7], length 0')
  say(20, server, client, 'Flags [S.], seq 5000, ack 1001, win 65160, options [mss 1460,sackOK,nop,wscale 7], length 0')
  say(20.1, client, server, 'Flags [.], ack 1, win 502, length 0')
  say(20.2, client, server, 'Flags [P.], seq 1:101, ack 1, win 502, length 100')
  const segment = (ms: number, n: number): number =>
    say(ms, server, client, `Flags [.], seq ${1 + n * MSS}:${1 + (n + 1) * MSS}, ack 101, win 509, length ${MSS}`)
  const lost = 20
  for (let n = 0; n < 60; n++) {
    const ms = 41 + n * 4
    segment(ms, n)
    if (n === lost + 10) segment(ms + 0.5, lost)
    const isHole = n >= lost && n < lost + 10
    if (n === lost) continue
    const sack = isHole ? `, options [nop,nop,sack 1 {${1 + (lost + 1) * MSS}:${1 + (n + 1) * MSS}}]` : ''
    say(ms + 0.7, client, server, `Flags [.], ack ${1 + (isHole ? lost : n + 1) * MSS}, win ${502 - (n % 7) * 8}${sack}, length 0`)
  }
  const end = 1 + 60 * MSS
  say(300, server, client, `Flags [F.], seq ${end}, ack 101, win 509, length 0`)
  say(301, client, server, `Flags [F.], seq 101, ack ${end + 1}, win 502, length 0`)
  say(321, server, client, 'Flags [.], ack 102, win 509, length 0')
  return `${lines.join('\n')}\n`
}

/** What the plot shows, as it is drawn. */
function drawn(page: Page): Promise<string> {
  // Drawing happens when the browser gets round to it.
  return page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.plot canvas').toDataURL()))))`,
  )
}

/** Moves along the plot's diagonal until a mark is near; gives where. */
async function findMark(page: Page, isMark: (tip: string) => boolean = () => true): Promise<{ x: number; y: number; tip: string }> {
  const box = await page.locator('.plot .u-over').boundingBox()
  assert.ok(box !== null)
  for (let share = 0.05; share < 0.95; share += 0.01)
    for (const up of [0, 0.02, 0.04, -0.02]) {
      const at = { x: box.x + box.width * share, y: box.y + box.height * (1 - share - up) }
      await page.mouse.move(at.x, at.y)
      const tip = await page.locator('.plot-tip').allInnerTexts()
      if (tip.length > 0 && isMark(tip[0])) return { ...at, tip: tip[0] }
    }
  return assert.fail('no mark near the diagonal')
}

/** Presses a key on the plot so many times, faster than the browser's protocol does. */
async function pressMany(page: Page, key: string, times: number): Promise<void> {
  await page.evaluate(
    `for (let i = 0; i < ${times}; i++) document.querySelector('.plot').dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`,
  )
}

/** Whether the card of the drawing holds it. */
async function isInside(page: Page, selector: string): Promise<boolean> {
  const [card, drawing] = [await page.locator('.drawing').boundingBox(), await page.locator(selector).boundingBox()]
  return card !== null && drawing !== null && drawing.y >= card.y && drawing.y + drawing.height <= card.y + card.height
}

async function saved(page: Page, action: string): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-action=${action}]`).click()])
  return file
}

describe('the page: graphs and states', { skip: whyNoPage() }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  async function openTab(tab: 'graphs' | 'states', options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const watched = await openPage(browser, options)
    const { page } = watched
    await openFile(page, { name: 'download.txt', mimeType: 'text/plain', buffer: Buffer.from(DOWNLOAD) })
    await page.keyboard.press('2')
    await page.locator(`[data-tab=${tab}]`).click()
    await page.locator(tab === 'graphs' ? '.plot canvas' : '.state-diagram').waitFor()
    return watched
  }

  test('every graph draws something of its own, for both directions', async () => {
    const { page, complaints } = await openTab('graphs')
    const [kinds, direction] = [page.locator('.graph-choice select').first(), page.locator('.graph-choice select').last()]
    // The server has sent more: it is shown first.
    assert.equal(await direction.inputValue(), '1')
    const seen = new Set<string>()
    for (const kind of GRAPH_KINDS) {
      await kinds.selectOption(kind)
      seen.add(await drawn(page))
      assert.ok((await page.locator('.legend span').count()) > 0, kind)
      await picture(page, `graph-${kind}`)
    }
    assert.equal(seen.size, GRAPH_KINDS.length)
    await kinds.selectOption('tcptrace')
    assert.match(await page.locator('.legend').innerText(), /sent again/)
    const one = await drawn(page)
    await direction.selectOption('0')
    assert.notEqual(await drawn(page), one)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('the pointer names a packet, and a click selects it everywhere', async () => {
    const { page, complaints } = await openTab('graphs')
    const before = await drawn(page)
    const { x, y, tip } = await findMark(page, (text) => /packet \d+/.test(text))
    const packet = /packet (\d+)/.exec(tip)?.[1]
    assert.match(tip, /\d (s|ms|µs) · [\d.]+ k?B$/)
    await page.mouse.click(x, y)
    await page.waitForURL(new RegExp(`packet=${packet}(&|$)`))
    assert.notEqual(await drawn(page), before)
    await page.locator('[data-tab=ladder]').click()
    await page.locator(`.rung.selected[data-packet="${packet}"]`).waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('keys, wheel and dragging zoom and move; one key and one button show all again', async () => {
    const { page, complaints } = await openTab('graphs')
    const whole = await drawn(page)
    const plot = page.locator('.plot')
    await plot.focus()
    const focused = await drawn(page)
    assert.equal(focused, whole)
    let last = whole
    for (const key of ['+', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '-']) {
      await page.keyboard.press(key)
      const now = await drawn(page)
      assert.notEqual(now, last, key)
      last = now
    }
    await page.keyboard.press('0')
    assert.equal(await drawn(page), whole)
    const box = await page.locator('.plot .u-over').boundingBox()
    assert.ok(box !== null)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.wheel(0, -300)
    const wheeled = await drawn(page)
    assert.notEqual(wheeled, whole)
    await page.locator('[data-action=reset-graph]').click()
    assert.equal(await drawn(page), whole)
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.8)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.3, { steps: 5 })
    await page.mouse.up()
    assert.notEqual(await drawn(page), whole)
    assert.doesNotMatch(page.url(), /packet=/)
    await picture(page, 'graph-zoomed')
    await page.locator('[data-action=reset-graph]').click()
    assert.equal(await drawn(page), whole)
    // However far one goes, something stays to be seen, and nothing breaks.
    await plot.focus()
    await pressMany(page, '+', 70)
    await pressMany(page, '-', 90)
    await pressMany(page, 'ArrowRight', 20)
    await page.keyboard.press('0')
    assert.equal(await drawn(page), whole)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('are saved as SVG and PNG', async () => {
    const { page, complaints } = await openTab('graphs')
    const svg = await saved(page, 'graph-svg')
    assert.equal(svg.suggestedFilename(), 'connection-0-tcptrace.svg')
    assert.match(readFileSync(await svg.path(), 'utf8'), /^<svg .*sent again/s)
    const png = await saved(page, 'graph-png')
    assert.ok(await isPng(png))
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('speak both languages, light and dark', async () => {
    const { page, complaints } = await openTab('graphs')
    const light = await drawn(page)
    await page.keyboard.press('l')
    await page.locator('.legend', { hasText: /[\u4e00-\u9fff]{2}/ }).waitFor()
    assert.match(await page.locator('.graph-choice').innerText(), /[\u4e00-\u9fff]{2}/)
    await page.keyboard.press('d')
    assert.notEqual(await drawn(page), light)
    await picture(page, 'graph-zh-dark')
    await page.locator('[data-tab=states]').click()
    await page.locator('.state-steps', { hasText: '客户端' }).waitFor()
    await picture(page, 'states-zh-dark')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('fit a phone', async () => {
    const { page, complaints } = await openTab('graphs', { viewport: { width: 360, height: 740 }, hasTouch: true })
    await page.locator('.plot').scrollIntoViewIfNeeded()
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0)
    await picture(page, 'graph-phone')
    assert.ok(await isInside(page, '.plot'))
    await page.locator('[data-tab=states]').click()
    await page.locator('.state-diagram').scrollIntoViewIfNeeded()
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0)
    await picture(page, 'states-phone')
    await page.locator('.state-steps li').last().scrollIntoViewIfNeeded()
    await picture(page, 'states-phone-steps')
    assert.ok(await isInside(page, '.state-steps'))
    const [diagram, list] = [await page.locator('.state-diagram').boundingBox(), await page.locator('.state-steps').boundingBox()]
    assert.ok(diagram !== null && list !== null && diagram.y + diagram.height <= list.y)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('a connection without anything of a kind says so', async () => {
    const { page, complaints } = await openPage(browser)
    await openFile(page, sample('lone-syn.client.pcap'))
    await page.keyboard.press('2')
    await page.locator('[data-tab=graphs]').click()
    await page.locator('.graph-choice select').first().selectOption('rtt')
    await page.locator('.graphs .empty').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('states go back and on, and select their packets', async () => {
    const { page, complaints } = await openTab('states')
    const steps = await page.locator('.state-steps li').count()
    assert.ok(steps >= 10, String(steps))
    assert.match(await page.locator('.state-steps [aria-live]').innerText(), new RegExp(`^${steps} of ${steps}$`))
    assert.ok(await page.locator('[data-action=states-on]').isDisabled())
    await picture(page, 'states')
    await page.locator('[data-action=states-back]').click()
    assert.match(await page.locator('.state-steps [aria-live]').innerText(), new RegExp(`^${steps - 1} of ${steps}$`))
    assert.equal(await page.locator('.state-steps li.later').count(), 1)
    await page.waitForURL(/packet=\d+/)
    for (let i = steps - 1; i > 0; i--) await page.locator('[data-action=states-back]').click()
    assert.ok(await page.locator('[data-action=states-back]').isDisabled())
    await page.locator('.state-steps .link', { hasText: 'SYN-SENT' }).click()
    await page.waitForURL(/packet=1(&|$)/)
    await page.locator('.state-diagram .box.client', { hasText: 'SYN-SENT' }).waitFor()
    await picture(page, 'states-syn-sent')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('states are played from the start, to the end', async () => {
    const { page, complaints } = await openTab('states')
    await page.clock.install()
    await page.locator('[data-action=states-play]').click()
    const steps = await page.locator('.state-steps li').count()
    await page.locator('.state-steps [aria-live]', { hasText: /^0 of/ }).waitFor()
    await page.clock.runFor(2000)
    await page.locator('.state-steps [aria-live]', { hasText: /^2 of/ }).waitFor()
    await page.locator('[data-action=states-play]').click()
    await page.clock.runFor(5000)
    await page.locator('.state-steps [aria-live]', { hasText: /^2 of/ }).waitFor()
    await page.locator('[data-action=states-play]').click()
    await page.clock.runFor(60_000)
    await page.locator('.state-steps [aria-live]', { hasText: new RegExp(`^${steps} of`) }).waitFor()
    assert.equal(await page.locator('[data-action=states-play]').innerText(), 'Play')
    assert.deepEqual(complaints, [])
    await page.context().close()
  })
})
