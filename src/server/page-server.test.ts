/** The server answers who has the token and asks it by its own name, and nobody else. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type IncomingMessage, createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { DetectingReader } from '../core/capture/format.ts'
import { servePage } from './page-server.ts'

const ROOT = join(import.meta.dirname, '../..')
const FOLDER = join(ROOT, 'dist/web')
const FILE = join(ROOT, 'samples/refused-port-closed.client.pcap')

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

function ask(url: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

// Servers are closed after each test, also a failed one: the process would wait for them.
describe('the page server', { skip: existsSync(join(FOLDER, 'index.html')) ? false : 'dist/web is not built' }, () => {
  test('serves the page with its policy, and the file that was named, also in parts', async (t) => {
    const server = await servePage({ folder: FOLDER, files: [FILE], port: 0, host: '127.0.0.1' })
    t.after(() => server.close())
    const page = await ask(server.url)
    assert.equal(page.status, 200)
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'self'/)
    assert.match(page.body.toString(), /"name":"refused-port-closed.client.pcap"/)
    const whole = readFileSync(FILE)
    assert.deepEqual((await ask(`${server.url}files/0`)).body, whole)
    const part = await ask(`${server.url}files/0`, { headers: { Range: 'bytes=4-9' } })
    assert.deepEqual([part.status, part.headers['content-range'], part.body], [206, `bytes 4-9/${whole.length}`, whole.subarray(4, 10)])
    assert.equal((await ask(`${server.url}files/0`, { headers: { Range: `bytes=${whole.length}-` } })).status, 416)
  })

  test('refuses wrong tokens, wrong names, other methods, other paths', async (t) => {
    const server = await servePage({ folder: FOLDER, files: [FILE], port: 0, host: '127.0.0.1' })
    t.after(() => server.close())
    const { port, pathname } = new URL(server.url)
    const statuses = await Promise.all([
      ask(`http://127.0.0.1:${port}/`),
      ask(`http://127.0.0.1:${port}${pathname.slice(0, -2)}${pathname.at(-2) === 'x' ? 'y' : 'x'}/`),
      ask(`${server.url}files/1`),
      ask(`${server.url}files/../../package.json`),
      ask(`${server.url}package.json`),
      ask(`${server.url}constructor`),
      ask(server.url, { headers: { Host: `evil.example:${port}` } }),
      ask(server.url, { headers: { Host: '127.0.0.1' } }),
      ask(`${server.url}files/0`, { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' } }),
      ask(server.url, { method: 'POST' }),
    ])
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [404, 404, 404, 404, 404, 404, 403, 403, 403, 405],
    )
    for (const { body } of statuses) assert.equal(body.length, 0)
  })

  test('is not reached from other addresses of this machine', async (t) => {
    const server = await servePage({ folder: FOLDER, files: [], port: 0, host: '127.0.0.1' })
    t.after(() => server.close())
    const { port } = new URL(server.url)
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: Number(port) }, () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    assert.equal(reached, false)
  })

  test('sends what an interface sees, but not itself', { skip: process.getuid?.() === 0 ? false : 'capturing needs root' }, async (t) => {
    const other = createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const server = await servePage({ folder: FOLDER, files: [], port: 0, host: '127.0.0.1', live: { interface: 'lo', filter: 'tcp' } })
    t.after(() => server.close())
    const asked = request(`${server.url}live`)
    asked.on('error', () => {})
    const response = await new Promise<IncomingMessage>((resolve) => asked.on('response', resolve).end())
    if (response.statusCode === 500) t.skip('this machine cannot capture')
    else {
      const ports = new Set<number>()
      const reader = new DetectingReader(({ bytes, from }) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset + from)
        if (view.getUint8(23) === 6) for (const at of [34, 36]) ports.add(view.getUint16(at))
      })
      response.on('data', (part: Buffer) => reader.push(part))
      await ask(`http://127.0.0.1:${port}/`)
      for (let tries = 0; tries < 50 && !ports.has(port); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
      assert.ok(ports.has(port))
      assert.ok(!ports.has(Number(new URL(server.url).port)))
    }
    asked.destroy()
    await new Promise((resolve) => other.close(resolve))
  })

  test('two servers have different tokens', async () => {
    const servers = await Promise.all([0, 1].map(() => servePage({ folder: FOLDER, files: [], port: 0, host: '127.0.0.1' })))
    const [a, b] = servers.map(({ url }) => new URL(url).pathname)
    assert.notEqual(a, b)
    assert.ok(a.length > 30)
    await Promise.all(servers.map((server) => server.close()))
  })
})
