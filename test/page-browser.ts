/** A browser for the tests of the page: Debian's Chromium, with everything that the console complains about collected. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, type Download, type Page, chromium } from 'playwright-core'

const ROOT = join(import.meta.dirname, '..')
const CHROMIUM = '/usr/bin/chromium'

const SCREENSHOTS = process.env['SYNFIN_SCREENSHOTS']

/** The page as one file. */
export const ONE_FILE = join(ROOT, 'dist/synfin.html')

/** Why the page cannot be tested here; false when it can. For `skip`. */
export function whyNoPage(): string | false {
  if (!existsSync(CHROMIUM)) return 'there is no /usr/bin/chromium'
  return existsSync(ONE_FILE) ? false : 'dist/synfin.html is not built'
}

/** Starts the browser. Root may not use the sandbox. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** A page that is watched. */
export interface WatchedPage {
  readonly page: Page
  /** What the console and uncaught exceptions said; a good page says nothing. */
  readonly complaints: string[]
  /** Requests that were made besides the page itself. */
  readonly requests: string[]
}

/** Opens the one-file page from disk. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}, url = `file://${ONE_FILE}`): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url)) requests.push(request.url())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)
  return { page, complaints, requests }
}

/** Gives the page a file, as its button does, and waits until everything is read. */
export async function openFile(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  if ((await page.locator('input[type=file]').count()) === 0) await page.locator('.brand').click()
  await page.locator('input[type=file]').setInputFiles(file)
  await page.locator('[data-save=html]').waitFor({ state: 'attached' })
}

/** The path of a sample. */
export function sample(name: string): string {
  return join(ROOT, 'samples', name)
}

/** Keeps a picture of what is seen, where `SYNFIN_SCREENSHOTS=DIR` asks for one: for a person to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
}

/** Whether what the page saved begins as a PNG does. */
export async function isPng(download: Download): Promise<boolean> {
  return readFileSync(await download.path())
    .subarray(1, 4)
    .equals(Buffer.from('PNG'))
}
