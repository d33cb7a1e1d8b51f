/**
 * Serves the page and the files that were named, to this machine only. A web page of somebody else's must get nothing out of it: the path
 * begins with a random token, the Host header must be ours (so that no name can be rebound to this address), and nothing is ever written.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, readFileSync, readdirSync, statSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname, join } from 'node:path'
import { sendLive } from './live-stream.ts'

/** What to serve, and where. */
export interface PageServerOptions {
  /** The folder with the built page. */
  readonly folder: string
  /** Captures that the page opens, in order. */
  readonly files: readonly string[]
  /** Port to listen on; 0 takes any that is free. */
  readonly port: number
  /** What to capture while somebody watches; nothing unless given. */
  readonly live?: LiveSource
  /** Address to listen on; the loopback one unless somebody asks for another. */
  readonly host: string
}

/** An interface to watch. */
export interface LiveSource {
  readonly interface: string
  /** A filter in tcpdump's language; empty for all packets. */
  readonly filter: string
}

/** A server that runs. */
export interface PageServer {
  /** Where the page is, with its token: whoever has it can read the files. */
  readonly url: string
  /** Ends it, open connections included. */
  close(): Promise<void>
}

const TOKEN_BYTES = 24
const PAGE = 'index.html'
/** The path of what is being captured. */
const LIVE = 'live'

/** Media types of what the page consists of. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
])

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const

/** Starts the server. Raises when the port cannot be had, or a file or the page is not there. */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const { files, port, host } = options
  const sizes = files.map((file) => statSync(file).size)
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const page = pageWith(options, sizes)
  const parts = new Set(readdirSync(options.folder).filter((name) => name !== PAGE && TYPES.has(extname(name))))
  const server = createServer()
  await listen(server, port, host)
  const { port: actualPort } = server.address() as AddressInfo
  const hosts = new Set(namesOf(host).map((name) => `${name}:${actualPort}`))
  server.on('request', (request, response) => answer(request, response, { ...options, port: actualPort, token, hosts, page, parts }))
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Setting extends PageServerOptions {
  readonly token: string
  readonly hosts: ReadonlySet<string>
  readonly page: string
  /** The names of the page's other files. */
  readonly parts: ReadonlySet<string>
}

/** The page with the list of its files; their names are data of a script element, in which no `<` may stand. */
function pageWith({ folder, files, live }: PageServerOptions, sizes: readonly number[]): string {
  const named = files.map((file, i) => ({ name: basename(file), path: `files/${i}`, size: sizes[i] }))
  const list = live === undefined ? named : [{ name: `${live.interface} ${live.filter}`.trim(), path: LIVE, size: null }, ...named]
  const text = JSON.stringify(list).replaceAll('<', String.raw`\u003c`)
  return readFileSync(join(folder, PAGE), 'utf8').replace(
    '<script type="module"',
    () => `<script type="application/json" id="served">${text}</script>\n<script type="module"`,
  )
}

/** The names under which a browser may ask for a server on `host`. */
function namesOf(host: string): readonly string[] {
  const name = host.includes(':') ? `[${host}]` : host
  return host === '127.0.0.1' || host === '::1' || host === 'localhost' ? [name, 'localhost'] : [name]
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

function answer(request: IncomingMessage, response: ServerResponse, setting: Setting): void {
  if (!setting.hosts.has(request.headers.host ?? '')) return refuse(response, 403)
  if (request.headers['sec-fetch-site'] === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') return refuse(response, 403)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
  const [, token, ...path] = (request.url ?? '').split('?')[0].split('/')
  if (token !== setting.token) return refuse(response, 404)
  const name = path.join('/')
  if (name === '' || setting.parts.has(name)) {
    const body = name === '' ? setting.page : readFileSync(join(setting.folder, name))
    response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES.get(extname(name === '' ? PAGE : name)) })
    response.end(request.method === 'HEAD' ? undefined : body)
    return
  }
  if (name === LIVE && setting.live !== undefined) {
    void sendLive(setting.live, setting.port, response, HEADERS)
    return
  }
  const number = /^files\/(\d{1,4})$/.exec(name)?.[1]
  const file = number === undefined ? undefined : setting.files[Number(number)]
  if (file === undefined) return refuse(response, 404)
  sendFile(file, request, response)
}

/** Sends a file or, where a range is asked for, that part of it (RFC 9110 §14). */
function sendFile(file: string, request: IncomingMessage, response: ServerResponse): void {
  const { size } = statSync(file)
  const range = /^bytes=(\d{1,16})-(\d{1,16})?$/.exec(request.headers.range ?? '')
  const from = range === null ? 0 : Number(range[1])
  const to = range?.[2] === undefined ? size - 1 : Math.min(size - 1, Number(range[2]))
  if (range !== null && (from >= size || to < from)) {
    response.writeHead(416, { ...HEADERS, 'Content-Range': `bytes */${size}` })
    response.end()
    return
  }
  response.writeHead(range === null ? 200 : 206, {
    ...HEADERS,
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'Content-Length': to - from + 1,
    ...(range === null ? {} : { 'Content-Range': `bytes ${from}-${to}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) {
    response.end()
    return
  }
  const stream = createReadStream(file, { start: from, end: to })
  // A file that goes away while it is sent ends the answer early, and the reader sees that it is short.
  stream.on('error', () => response.destroy())
  response.on('close', () => stream.destroy())
  stream.pipe(response)
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, HEADERS)
  response.end()
}
