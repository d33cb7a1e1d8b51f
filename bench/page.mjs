// Measures the page in headless Chromium against its targets, and prints a table.
//
//   node bench/page.mjs [--dir DIR] [--large FILE]
//
// Needs /usr/bin/chromium and `npm run build`. Times are those of the page's own clock; each case runs several times, the median counts.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { ROOT } from '../tools/tree.mjs'
import { defaultFolder, inputFile } from './make-inputs.mjs'

const PAGE = join(ROOT, 'dist/synfin.html')
const RUNS = 5
const FRAMES = 150
const LADDER_PACKETS = 10_000
/** Height of a packet in the ladder. */
const ROW_PX = 40

const args = process.argv.slice(2)
const valueOf = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const folder = valueOf('--dir') ?? defaultFolder

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const rows = []
const add = (what, target, value) => {
  rows.push([what, target, value])
  console.log(`${what}: ${value} (target ${target})`)
}

const short = inputFile(folder, 'short', 0.5)
const ladders = ladderCapture()
sizes()
add('page interactive, from disk', '< 300 ms', `${await median(interactive)} ms`)
const reads = await each(() => read(short))
add(
  `${megabytes(short)} MB, 1.0 M packets, 75,000 connections diagnosed`,
  '< 5 s',
  `${(middle(reads.map(({ doneMs }) => doneMs)) / 1000).toFixed(2)} s`,
)
add('first verdicts visible after the file is chosen', '< 300 ms', `${Math.round(middle(reads.map(({ firstMs }) => firstMs)))} ms`)
const frames = await each(scroll)
add(
  'frame while a million packets scroll, median / 95 % / longest',
  '< 32 ms',
  frames
    .toSorted((a, b) => a.times[1] - b.times[1])
    .at(RUNS / 2)
    .times.map((ms) => ms.toFixed(1))
    .join(' / ') + ' ms',
)
add(
  'longest work of the main thread for one of these frames, CPU time',
  '< 32 ms',
  `${middle(frames.map(({ workMs }) => workMs)).toFixed(1)} ms`,
)
add(`ladder of ${LADDER_PACKETS} packets opened: the connection that was read ahead`, '< 100 ms', `${await median(() => openLadder(0))} ms`)
add(`ladder of ${LADDER_PACKETS} packets opened: another connection`, '< 100 ms', `${await median(() => openLadder(1))} ms`)
add('the same, until the last packet can be scrolled to', '–', `${await median(() => openLadder(1, LADDER_PACKETS * ROW_PX))} ms`)
const large = valueOf('--large')
if (large !== undefined) add(`${megabytes(large)} MB: memory of the tab's process while reading, at the end`, '–', await memory(large))
await browser.close()

function sizes() {
  const web = join(ROOT, 'dist/web')
  const gzip = (text) => gzipSync(text, { level: 9 }).length
  const withoutSamples = (text) => text.replace(/(id="samples">)[^<]*/, '$1[]')
  const loaded = new Set(['index.html', 'page.css'])
  const visit = (name) => {
    if (loaded.has(name)) return
    loaded.add(name)
    // What a part imports by name is loaded with it; what it imports by call, when it is needed.
    for (const [, part] of readFileSync(join(web, name), 'utf8').matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)) visit(part)
  }
  visit('page.js')
  visit('worker.js')
  const first = [...loaded].reduce((sum, name) => sum + gzip(withoutSamples(readFileSync(join(web, name), 'utf8'))), 0)
  const all = readdirSync(web).reduce((sum, name) => sum + gzip(withoutSamples(readFileSync(join(web, name), 'utf8'))), 0)
  add('gzip size without samples: what a visit loads until it has verdicts', '< 250 kB', `${(first / 1000).toFixed(0)} kB`)
  add(
    'gzip size of everything / of the one file',
    '–',
    `${(all / 1000).toFixed(0)} kB / ${(gzip(withoutSamples(readFileSync(PAGE, 'utf8'))) / 1000).toFixed(0)} kB`,
  )
}

async function each(run) {
  const results = []
  for (let i = 0; i < RUNS; i++) results.push(await run())
  return results
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

async function median(run) {
  return Math.round(middle(await each(run)))
}

async function opened() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await page.addInitScript(() => {
    globalThis.times = {}
    const note = (name, selector) => {
      if (times[name] === undefined && document.querySelector(selector) !== null) times[name] = performance.now()
    }
    new MutationObserver(() => {
      note('open', '[data-action=choose]')
      note('first', '.verdicts li')
      note('done', '[data-save]')
      note('rung', '.rung[data-packet]')
    }).observe(document, { subtree: true, childList: true })
    addEventListener('change', () => (times.chosen ??= performance.now()), true)
  })
  await page.goto(`file://${PAGE}`)
  return page
}

async function withPage(use) {
  const page = await opened()
  const result = await use(page)
  await page.close()
  return result
}

function interactive() {
  return withPage((page) => page.evaluate(() => times.open))
}

async function choose(page, file) {
  await page.locator('input[type=file]').setInputFiles(file)
  await page.waitForFunction(() => times.done !== undefined, null, { timeout: 600_000 })
}

function read(file) {
  return withPage(async (page) => {
    await choose(page, file)
    return page.evaluate(() => ({ firstMs: times.first - times.chosen, doneMs: times.done - times.chosen }))
  })
}

function scroll() {
  return withPage(async (page) => {
    await choose(page, short)
    await page.keyboard.press('3')
    await page.locator('.packet[data-packet="1"]').waitFor()
    await browser.startTracing(page, { categories: ['toplevel'] })
    const times = await page.evaluate(async (frames) => {
      const scroller = document.querySelector('.packet-list .scroller')
      const times = []
      let last = await new Promise(requestAnimationFrame)
      for (let i = 0; i < frames; i++) {
        // A wheel turned fast, then the scroll bar dragged.
        if (i < frames / 2) scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: 120, cancelable: true }))
        else scroller.scrollTop += scroller.scrollHeight / frames
        const now = await new Promise(requestAnimationFrame)
        times.push(now - last)
        last = now
      }
      times.sort((a, b) => a - b)
      return [times[Math.floor(frames / 2)], times[Math.floor(frames * 0.95)], times[frames - 1]]
    }, FRAMES)
    return { times, workMs: longestWorkMs(JSON.parse(await browser.stopTracing()).traceEvents) }
  })
}

/** On a busy machine a frame is late because others have the cores; what the page takes for itself is told by CPU time. */
function longestWorkMs(events) {
  const main = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid }) => pid))
  const tasks = events.filter(({ name, pid, tid, ph }) => name.endsWith('RunTask') && ph === 'X' && main.has(pid) && tid === pid)
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

/** Until packets are drawn, and the ladder is `heightPx` high. */
function openLadder(connection, heightPx = 0) {
  return withPage(async (page) => {
    await choose(page, ladders)
    const row = `[data-connection="${connection}"]`
    await page.locator(row).waitFor()
    return page.evaluate(
      async ({ row, heightPx }) => {
        const start = performance.now()
        document.querySelector(row).click()
        while (times.rung === undefined) await new Promise(requestAnimationFrame)
        if (heightPx === 0) return times.rung - start
        while (document.querySelector('.ladder .spacer').offsetHeight < heightPx) await new Promise(requestAnimationFrame)
        return performance.now() - start
      },
      { row, heightPx },
    )
  })
}

/** The largest and the last resident size of the browser's largest process. */
function memory(file) {
  return withPage(async (page) => {
    let mostKb = 0
    const look = () => {
      for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        try {
          if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=renderer')) continue
          mostKb = Math.max(mostKb, Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0))
        } catch {
          // It has ended meanwhile.
        }
      }
    }
    const timer = setInterval(look, 250)
    await choose(page, file)
    clearInterval(timer)
    look()
    const seconds = await page.evaluate(() => (times.done - times.chosen) / 1000)
    return `${(mostKb / 1024).toFixed(0)} MiB at most, read in ${seconds.toFixed(1)} s`
  })
}

function megabytes(file) {
  return (statSync(file).size / 1e6).toFixed(0)
}

/** Two connections, one after the other, each of ten thousand segments. */
function ladderCapture() {
  const path = join(folder, 'ladders.pcap')
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const out = openSync(path, 'w')
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20)
  writeSync(out, header)
  for (const [nth, clientPort] of [40_000, 40_001].entries())
    for (let i = 0; i < LADDER_PACKETS; i++) {
      const isAck = i > 2 && i % 2 === 0
      const length = i < 3 || isAck ? 0 : 100
      const record = Buffer.alloc(16 + 54 + length)
      record.writeUInt32LE(1_800_000_000 + Math.floor((nth * LADDER_PACKETS + i) / 1000), 0)
      record.writeUInt32LE((i % 1000) * 1000, 4)
      record.writeUInt32LE(54 + length, 8)
      record.writeUInt32LE(54 + length, 12)
      const fromServer = i === 1 || isAck
      const sent = 1 + 100 * Math.floor(Math.max(0, i - 1) / 2)
      record.writeUInt16BE(0x0800, 28)
      record[30] = 0x45
      record.writeUInt16BE(40 + length, 32)
      record[38] = 64
      record[39] = 6
      record.writeUInt32BE(fromServer ? 0xc6336407 : 0xc0000201, 42)
      record.writeUInt32BE(fromServer ? 0xc0000201 : 0xc6336407, 46)
      record.writeUInt16BE(fromServer ? 80 : clientPort, 50)
      record.writeUInt16BE(fromServer ? clientPort : 80, 52)
      record.writeUInt32BE(i === 0 || i === 1 ? 0 : fromServer ? 1 : i === 2 ? 1 : sent - 100, 54)
      record.writeUInt32BE(i === 0 ? 0 : fromServer ? (i === 1 ? 1 : sent) : 1, 58)
      record[62] = 0x50
      record[63] = i === 0 ? 2 : i === 1 ? 0x12 : 0x10
      record.writeUInt16BE(65_535, 64)
      writeSync(out, record)
    }
  closeSync(out)
  return path
}
