// Network namespaces for one sample: made, wired, used and removed. Everything this process starts is ended by its own id.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const relayPath = new URL('./relay.py', import.meta.url).pathname
const livingNamespaces = new Set()
const livingChildren = new Set()
let count = 0

/** The two ends of every sample: addresses from the ranges kept for documentation. */
export const CLIENT = { v4: '192.0.2.10', v6: '2001:db8:1::10', mac: '02:00:00:00:01:0a' }
export const SERVER = { v4: '198.51.100.20', v6: '2001:db8:2::20', mac: '02:00:00:00:02:14' }

/** Runs `ip …` and similar; throws with the command's own words. */
export const run = async (command, ...args) => (await execute(command, args)).stdout

/** @param {string} role a letter or two for the name @returns {Promise<string>} the name of a new namespace, loopback up */
export async function addNamespace(role) {
  const name = `sf${process.pid}-${++count}-${role}`
  livingNamespaces.add(name)
  await run('ip', 'netns', 'add', name)
  await run('ip', '-n', name, 'link', 'set', 'lo', 'up')
  return name
}

/** Runs a command inside a namespace to its end. */
export const runIn = (ns, command, ...args) => run('ip', 'netns', 'exec', ns, command, ...args)

/** Sets kernel variables inside a namespace, for example `{ 'net.ipv4.tcp_fin_timeout': 3 }`. */
export async function setKernel(ns, variables) {
  for (const [name, value] of Object.entries(variables)) await runIn(ns, 'sysctl', '-qw', `${name}=${value}`)
}

/** Loads nftables rules inside a namespace; text as `nft -f` takes it. */
export async function loadFirewall(ns, rules) {
  const child = start('ip', ['netns', 'exec', ns, 'nft', '-f', '-'])
  // nft wants every closing brace on a line of its own.
  child.stdin.end(rules.replaceAll('}', '\n}\n'))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`nft: ${child.errorText}`)
}

/** Starts a long-running child; its output is kept in `outputText` and `errorText`. */
export function start(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.outputText = ''
  child.errorText = ''
  child.stdout.on('data', (data) => (child.outputText += data))
  child.stderr.on('data', (data) => (child.errorText += data))
  child.stdin.on('error', () => {})
  livingChildren.add(child)
  child.on('exit', () => livingChildren.delete(child))
  return child
}

/** Waits until a child has printed `text` (on either stream), or throws after `limitMs`. */
export async function waitForText(child, text, limitMs = 10_000) {
  const end = Date.now() + limitMs
  while (!child.outputText.includes(text) && !child.errorText.includes(text)) {
    if (child.exitCode !== null || Date.now() > end)
      throw new Error(`no "${text}" from ${child.spawnargs.join(' ').slice(0, 200)}: ${child.errorText}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Ends a child with a signal and waits for it. */
export async function stop(child, signal = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

async function addAddresses(ns, device, own, other) {
  const ip = (...args) => run('ip', '-n', ns, ...args)
  await ip('link', 'set', device, 'address', own.mac)
  await setKernel(ns, { [`net.ipv6.conf.${device}.accept_ra`]: 0 })
  await ip('link', 'set', device, 'up')
  await ip('address', 'add', `${own.v4}/24`, 'dev', device)
  await ip('address', 'add', `${own.v6}/64`, 'dev', device, 'nodad')
  for (const [address, length] of [
    [other.v4, 32],
    [other.v6, 128],
  ]) {
    await ip('route', 'add', `${address}/${length}`, 'dev', device)
    await ip('neigh', 'replace', address, 'lladdr', other.mac, 'dev', device, 'nud', 'permanent')
  }
}

/** Connects `eth0` of two namespaces through the relay: a path with delay, fewer TTL, and rules. No offload: packets look as on a wire. */
export async function connectByRelay(client, server, { delayMs = 10, hops = 3, rules = [], serverEnd = SERVER } = {}) {
  for (const ns of [client, server]) await run('ip', '-n', ns, 'tuntap', 'add', 'dev', 'eth0', 'mode', 'tap')
  await addAddresses(client, 'eth0', CLIENT, SERVER)
  await addAddresses(server, 'eth0', serverEnd, CLIENT)
  const plan = { a: { ns: client, dev: 'eth0' }, b: { ns: server, dev: 'eth0' }, delayMs, hops, rules }
  const relay = start('python3', [relayPath, JSON.stringify(plan)])
  await waitForText(relay, 'ready')
  return relay
}

/** Connects `eth0` of two namespaces directly, as containers on one machine are: checksums are left to a card that is not there. */
export async function connectByVeth(client, server) {
  await run('ip', 'link', 'add', 'eth0', 'netns', client, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', server)
  await addAddresses(client, 'eth0', CLIENT, SERVER)
  await addAddresses(server, 'eth0', SERVER, CLIENT)
}

/** Removes namespaces when a sample is done. */
export async function removeNamespaces(names) {
  for (const name of names) {
    await run('ip', 'netns', 'delete', name)
    livingNamespaces.delete(name)
  }
}

function removeEverything() {
  for (const child of livingChildren) child.kill('SIGKILL')
  for (const name of livingNamespaces) {
    try {
      execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
    } catch {
      // It was never made, or is gone already.
    }
  }
  livingNamespaces.clear()
}

process.on('exit', removeEverything)
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.on(signal, () => process.exit(code))
