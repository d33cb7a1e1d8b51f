// Makes the captures of this folder: real sockets in network namespaces of their own, tcpdump capturing.
//
//   node samples/make-samples.mjs [--out DIR] [NAME…]
//
// Needs Linux, root, ip, nft, tcpdump and python3 (the path between two namespaces). Nothing leaves the namespaces, all of them are
// removed at the end, also after Ctrl-C. Without names all samples are made, four at a time, in under a minute.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import {
  addNamespace,
  CLIENT,
  connectByRelay,
  connectByVeth,
  loadFirewall,
  removeNamespaces,
  run,
  SERVER,
  setKernel,
  start,
  stop,
  waitForText,
} from './making/namespaces.mjs'
import { toPcapng } from './making/pcapng.mjs'
import { DERIVED, PROGRAM_START, SCENARIOS } from './making/scenarios.mjs'

const AT_ONCE = 4
const LONGEST_RUN_MS = 20_000
const SETTLE_MS = 200
const here = fileURLToPath(new URL('.', import.meta.url))

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A router in the server's place: the client's frames come to it, and it has no such host. */
const ROUTER_END = { ...SERVER, v4: '192.0.2.1', v6: '2001:db8:1::1' }

async function wire(scenario, namespaces, client, server) {
  if (scenario.link === 'veth') {
    await connectByVeth(client, server)
    return undefined
  }
  if (scenario.link === 'relay') return connectByRelay(client, server, scenario.path)
  const next = await addNamespace('n')
  namespaces.push(next)
  for (const ns of [server, next]) {
    await setKernel(ns, {
      'net.ipv4.ip_forward': 1,
      'net.ipv4.conf.all.rp_filter': 0,
      'net.ipv4.conf.default.rp_filter': 0,
      'net.ipv4.conf.all.send_redirects': 0,
      'net.ipv4.conf.default.send_redirects': 0,
    })
  }
  const relay = await connectByRelay(client, server, { ...scenario.path, serverEnd: ROUTER_END })
  await run('ip', 'link', 'add', 'eth1', 'netns', server, 'type', 'veth', 'peer', 'name', 'eth1', 'netns', next)
  const own = scenario.link === 'last-hop' ? '198.51.100.1/24' : '203.0.113.1/30'
  await run('ip', '-n', server, 'address', 'add', own, 'dev', 'eth1')
  await run('ip', '-n', server, 'link', 'set', 'eth1', 'up')
  await run('ip', '-n', next, 'link', 'set', 'eth1', 'up')
  if (scenario.link === 'routing-loop') {
    await run('ip', '-n', next, 'address', 'add', '203.0.113.2/30', 'dev', 'eth1')
    await run('ip', '-n', server, 'route', 'add', '198.51.100.0/24', 'via', '203.0.113.2')
    await run('ip', '-n', next, 'route', 'add', 'default', 'via', '203.0.113.1')
  }
  return relay
}

function program(ns, scenario, body) {
  const key = scenario.version === 4 ? 'v4' : 'v6'
  const names = `const CLIENT = '${CLIENT[key]}', SERVER = '${SERVER[key]}'`
  return start('ip', ['netns', 'exec', ns, process.execPath, '-e', `${names}\n${PROGRAM_START}\n;(async () => {\n${body}\n})()`])
}

async function capture(ns, scenario, path) {
  const child = start('ip', [
    'netns',
    'exec',
    ns,
    'tcpdump',
    '-i',
    scenario.device,
    '-Z',
    'root',
    '-U',
    '--immediate-mode',
    '-s',
    '2048',
    '-w',
    path,
    scenario.filter,
  ])
  await waitForText(child, 'listening on')
  return child
}

async function makeSample(scenario, out) {
  const namespaces = []
  const children = []
  try {
    const client = await addNamespace('c')
    namespaces.push(client)
    const server = await addNamespace('s')
    namespaces.push(server)
    const sides = { client, server }
    for (const side of ['client', 'server']) {
      if (scenario.kernel !== undefined) await setKernel(sides[side], scenario.kernel[side])
      if (scenario.firewall?.[side] !== undefined) await loadFirewall(sides[side], scenario.firewall[side])
    }
    const relay = await wire(scenario, namespaces, client, server)
    if (relay !== undefined) children.push(relay)

    const captures = []
    const startCaptures = async () => {
      for (const side of Object.keys(scenario.files))
        captures.push(await capture(sides[side], scenario, join(out, `${scenario.id}.${side}.pcap`)))
    }
    if (scenario.captureAfter === undefined) await startCaptures()
    if (scenario.server !== undefined) {
      const child = program(server, scenario, scenario.server)
      children.push(child)
      await waitForText(child, 'ready')
    }
    const asking = program(client, scenario, scenario.client)
    children.push(asking)
    if (scenario.captureAfter !== undefined) {
      await waitForText(asking, scenario.captureAfter)
      await startCaptures()
    }
    await waitForText(asking, 'done', LONGEST_RUN_MS)
    await sleep(SETTLE_MS)
    // The captures end first: what dies afterwards is not part of the case.
    for (const child of captures) await stop(child, 'SIGINT')
  } finally {
    for (const child of children) await stop(child)
    await removeNamespaces(namespaces)
  }
}

function derive(out, wanted) {
  for (const { file, from, how, options, text } of DERIVED) {
    if (!wanted(from) && !wanted(file)) continue
    const source = join(out, from)
    if (how === 'pcapng') writeFileSync(join(out, file), toPcapng(readFileSync(source), 'a normal close in three segments'))
    else if (how === 'gzip') writeFileSync(join(out, file), gzipSync(readFileSync(source), { level: 9 }))
    else {
      const lines = execFileSync('tcpdump', [...options, '-r', source], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, TZ: 'UTC' },
      })
      writeFileSync(join(out, file), text(lines.trimEnd().split('\n')))
    }
  }
}

function writeLists(out) {
  const expected = []
  const rows = []
  const add = (file, { verdict, alsoOk }, shows) => {
    expected.push(alsoOk === undefined ? { file, verdict } : { file, verdict, alsoOk })
    rows.push(`| [${file}](${file}) | \`${verdict}\` | ${shows} |`)
  }
  const byFile = new Map()
  for (const scenario of SCENARIOS) {
    for (const [side, result] of Object.entries(scenario.files)) {
      const file = `${scenario.id}.${side}.pcap`
      byFile.set(file, result)
      add(file, result, scenario.shows)
    }
  }
  for (const { file, from, shows } of DERIVED) add(file, byFile.get(from), `${shows} (from ${from})`)
  const json = expected.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')
  writeFileSync(join(out, 'expected.json'), `[\n${json}\n]\n`)
  const readme = readFileSync(join(here, 'making/README.head.md'), 'utf8')
  writeFileSync(join(out, 'README.md'), `${readme}\n| file | verdict | what happened |\n| --- | --- | --- |\n${rows.join('\n')}\n`)
}

async function main() {
  const args = process.argv.slice(2)
  const outAt = args.indexOf('--out')
  const out = outAt >= 0 ? args.splice(outAt, 2)[1] : here
  if (out === undefined || args.some((arg) => arg.startsWith('-'))) {
    console.error('usage: node samples/make-samples.mjs [--out DIR] [NAME…]')
    process.exit(2)
  }
  const known = new Set(SCENARIOS.map((scenario) => scenario.id))
  const unknown = args.filter((name) => !known.has(name) && name !== 'lists')
  if (unknown.length > 0) {
    console.error(`no such sample: ${unknown.join(', ')}\nThere are: ${[...known].join(', ')}; lists (only README.md and expected.json)`)
    process.exit(2)
  }
  const queue = SCENARIOS.filter((scenario) => args.length === 0 || args.includes(scenario.id))
  if (queue.length > 0 && process.getuid?.() !== 0) {
    console.error('make-samples: network namespaces need root')
    process.exit(1)
  }
  mkdirSync(out, { recursive: true })
  let failed = 0
  const made = new Set()
  const worker = async () => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      try {
        await makeSample(scenario, out)
        for (const side of Object.keys(scenario.files)) made.add(`${scenario.id}.${side}.pcap`)
        console.log(scenario.id)
      } catch (error) {
        failed++
        console.error(`${scenario.id}: ${error.message}`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  derive(out, (file) => made.has(file))
  writeLists(out)
  process.exitCode = failed === 0 ? 0 : 1
}

await main()
