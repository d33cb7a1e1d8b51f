/** The hosts of a scenario as network namespaces: made, wired, addressed, routed and removed. Nothing in them reaches anything outside. */
import { execFileSync } from 'node:child_process'
import { runCommand } from './children.ts'
import type { PathLink } from './path-rule.ts'
import { DEFAULT_DELAY_MS, type LinkPlan, type Scenario, hostsOf, linksOf } from './scenario.ts'

/** A run's hosts and how to speak of them. */
export interface Network {
  /** The namespace of each host. */
  readonly namespaces: ReadonlyMap<string, string>
  /** Each host's address, by which others call it. */
  readonly addresses: ReadonlyMap<string, string>
  /** Every address of every host, to tell events apart. */
  readonly hostOfAddress: ReadonlyMap<string, string>
  /** Each host's first device, and whose each device is. */
  readonly devices: ReadonlyMap<string, string>
  readonly hostOfDevice: ReadonlyMap<string, string>
  /** The links that need a relay. */
  readonly paths: readonly PathLink[]
}

/** What is at one end of a link. */
interface LinkEnd {
  readonly host: string
  readonly device: string
  readonly address: string
  readonly mac: string
  readonly prefix: number
}

const NAME_START = 'synfin'
const ENDS_PER_RUN = 16
const DEFAULT_HOPS = 3
const BYTE = 256
/** Hosts that do not pass on what is not for them. */
const ENDS: ReadonlySet<string> = new Set(['client', 'server'])
/** Ends all sockets, those that no program has any more as well. */
const END_SOCKETS = ['ss', '-K', '-t', '-a']
/** The name of the host that does not exist. */
const NOBODY = 'nobody'
let runs = 0

/** Names of this process's namespaces begin so; devices have a shorter form of the same. */
export function namespacePrefix(pid: number): string {
  return `${NAME_START}-${pid}-`
}

/** What the names of this process's devices begin with: a device's name holds 15 characters. */
export function devicePrefix(pid: number): string {
  return `s${pid.toString(36)}x`
}

/**
 * Makes the hosts of a scenario with their links, with drawn addresses or those kept for documentation (one run at a time then).
 * What was made stays when it raises a `CommandError`; `removeNamespaces` takes care.
 */
export async function makeNetwork(scenario: Scenario, made: { add(name: string): void }, isDocumentation: boolean): Promise<Network> {
  const run = runs++
  const namespaces = new Map(hostsOf(scenario).map((host) => [host, `${namespacePrefix(process.pid)}${run}-${host}`]))
  for (const name of namespaces.values()) made.add(name)
  await runCommand('ip', ['-batch', '-'], [...namespaces.values()].map((name) => `netns add ${name}\n`).join(''))
  const version = scenario.version ?? 4
  const plans = linksOf(scenario)
  const allEnds = endsOf(plans, run, version, isDocumentation ? documentationNumbers(version) : drawnNumbers(version))
  const links = plans.map((plan, i) => ({ plan, ends: allEnds[i] }))
  const ends = links.flatMap((link) => link.ends)
  await makeDevices(links, namespaces)
  const setups = [...namespaces].map(([host, namespace]) => setUp(scenario, host, namespace, links))
  await Promise.all(setups)
  return {
    namespaces,
    addresses: addressesOf(links),
    hostOfAddress: new Map(ends.map(({ host, address }) => [address, host])),
    devices: new Map([...ends].reverse().map(({ host, device }) => [host, device])),
    hostOfDevice: new Map(ends.map(({ host, device }) => [device, host])),
    paths: links
      .filter(({ plan }) => plan.direct !== true)
      .map(({ plan, ends: [a, b] }) => ({
        a: { namespace: namespaces.get(a.host) ?? '', device: a.device },
        b: { namespace: namespaces.get(b.host) ?? '', device: b.device },
        delayMs: plan.delayMs ?? DEFAULT_DELAY_MS,
        hops: plan.hops ?? DEFAULT_HOPS,
        rules: plan.rules ?? [],
        ...(plan.bottleneck === undefined ? {} : { bottleneck: plan.bottleneck }),
      })),
  }
}

/** Removes namespaces with all that is in them. */
export async function removeNamespaces(names: ReadonlySet<string>): Promise<void> {
  const there = new Set((await runCommand('ip', ['netns', 'list'])).split('\n').map((line) => line.split(' ')[0]))
  const left = [...names].filter((name) => there.has(name))
  // A socket that is closed and still repeats itself would keep its namespace alive, without a name, for minutes.
  await Promise.all(left.map((name) => runCommand('ip', ['netns', 'exec', name, ...END_SOCKETS]).catch(() => '')))
  if (left.length > 0) await runCommand('ip', ['-batch', '-'], left.map((name) => `netns delete ${name}\n`).join(''))
}

/** The same without waiting, when the process is about to end. */
export function removeNamespacesNow(names: ReadonlySet<string>): void {
  for (const name of names) {
    try {
      execFileSync('ip', ['netns', 'exec', name, ...END_SOCKETS], { stdio: 'ignore' })
      execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
    } catch {
      // It was never made, or is gone already.
    }
  }
}

interface WiredLink {
  readonly plan: LinkPlan
  readonly ends: readonly [LinkEnd, LinkEnd]
}

/** The addresses of a run: of the end that stands at `net` (two for each link), and of the last end of all. */
type Numbering = (net: number, isLast: boolean) => string

/** Addresses differ between runs, also of other processes: the kernel's log does not tell namespaces apart. */
function drawnNumbers(version: 4 | 6): Numbering {
  const x = Math.floor(Math.random() * BYTE)
  const y = Math.floor(Math.random() * (BYTE / ENDS_PER_RUN)) * ENDS_PER_RUN
  return (net) => {
    const own = (net + 1) * 10
    return version === 4 ? `10.${x}.${y + net}.${own}` : `fd5f:${x.toString(16)}:${(y + net).toString(16)}::${own}`
  }
}

/** The client, the server and what is between them, in the ranges for documentation (RFC 5737 §3, RFC 3849 §2). */
function documentationNumbers(version: 4 | 6): Numbering {
  return (net, isLast) => {
    if (net === 0) return version === 4 ? '192.0.2.10' : '2001:db8:1::10'
    if (isLast) return version === 4 ? '198.51.100.20' : '2001:db8:2::20'
    return version === 4 ? `203.0.113.${net}` : `2001:db8:3::${net}`
  }
}

function endsOf(links: readonly LinkPlan[], run: number, version: 4 | 6, numbering: Numbering): (readonly [LinkEnd, LinkEnd])[] {
  const end = (host: string, net: number): LinkEnd => ({
    host,
    device: `${devicePrefix(process.pid)}${run.toString(36)}e${net}`,
    address: numbering(net, net === links.length * 2 - 1),
    mac: `02:00:00:00:${hex(net >> 1)}:${hex((net + 1) * 10)}`,
    prefix: version === 4 ? 24 : 64,
  })
  return links.map(({ a, b }, i) => [end(a, i * 2), end(b, i * 2 + 1)])
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

async function makeDevices(links: readonly WiredLink[], namespaces: ReadonlyMap<string, string>): Promise<void> {
  const pairs = links.filter(({ plan }) => plan.direct === true)
  const lines = pairs.map(({ ends: [a, b] }) => {
    const [inA, inB] = [namespaces.get(a.host), namespaces.get(b.host)]
    return `link add ${a.device} netns ${inA} type veth peer name ${b.device} netns ${inB}\n`
  })
  if (lines.length > 0) await runCommand('ip', ['-batch', '-'], lines.join(''))
}

/** One host: devices, addresses, kernel variables, neighbours, routes, firewall. */
async function setUp(scenario: Scenario, host: string, namespace: string, links: readonly WiredLink[]): Promise<void> {
  const lines = ['link set lo up']
  const neighbours = links.flatMap(({ plan, ends: [a, b] }) => {
    if (a.host === host) return [{ plan, own: a, other: b }]
    return b.host === host ? [{ plan, own: b, other: a }] : []
  })
  for (const { plan, own } of neighbours) {
    if (plan.direct !== true) lines.push(`tuntap add dev ${own.device} mode tap`)
    lines.push(`link set ${own.device} address ${own.mac}${plan.mtu === undefined ? '' : ` mtu ${plan.mtu}`}`)
  }
  const variables = {
    ...(ENDS.has(host) ? {} : ROUTER_VARIABLES),
    ...Object.fromEntries(neighbours.map(({ own }) => [`net.ipv6.conf.${own.device}.accept_ra`, 0])),
    ...scenario.kernel?.[host],
  }
  const later = neighbours.flatMap(({ own, other }) => [
    `link set ${own.device} up`,
    `address add ${own.address}/${own.prefix} dev ${own.device}${own.address.includes(':') ? ' nodad' : ''}`,
    `route add ${other.address} dev ${own.device}`,
    `neigh replace ${other.address} lladdr ${other.mac} dev ${own.device} nud permanent`,
  ])
  await runCommand('ip', ['-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`)
  await setKernel(namespace, variables)
  const addresses = addressesOf(links)
  const ways = new Map(neighbours.map(({ own, other }) => [other.host, `${other.address} dev ${own.device} onlink`]))
  const further = (scenario.routes?.[host] ?? []).map((line) =>
    withAddresses(line, addresses).replaceAll(/@([a-z0-9]+)/g, (name, to: string) => ways.get(to) ?? name),
  )
  const routes = [...later, ...routesFrom(host, links), ...further]
  await runCommand('ip', ['-n', namespace, '-batch', '-'], `${routes.join('\n')}\n`)
  const rules = scenario.firewall?.[host]
  if (rules !== undefined) await loadFirewall(namespace, rules)
  const command = scenario.version === 6 ? 'ip6tables' : 'iptables'
  for (const line of scenario.iptables?.[host] ?? [])
    await runCommand('ip', ['netns', 'exec', namespace, command, '-w', ...line.split(' ')])
}

/** Puts addresses in the place of `=host`. */
export function withAddresses(text: string, addresses: ReadonlyMap<string, string>): string {
  return text.replaceAll(/=([a-z][a-z0-9]*)/g, (name, host: string) => addresses.get(host) ?? name)
}

/** Every host's address by which others call it, and one that nobody has, on the last link. */
function addressesOf(links: readonly WiredLink[]): Map<string, string> {
  const ends = links.flatMap((link) => link.ends)
  const last = links.at(-1)?.ends[0].address ?? ''
  return new Map([[NOBODY, last.replace(/[^.:]+$/, '99')], ...ends.reverse().map(({ host, address }) => [host, address] as const)])
}

const ROUTER_VARIABLES = {
  'net.ipv4.ip_forward': 1,
  'net.ipv6.conf.all.forwarding': 1,
  'net.ipv4.conf.all.rp_filter': 0,
  'net.ipv4.conf.default.rp_filter': 0,
  'net.ipv4.conf.all.send_redirects': 0,
  'net.ipv4.conf.default.send_redirects': 0,
}

/** Sets kernel variables in a namespace. Raises a `CommandError`. */
export async function setKernel(namespace: string, variables: Readonly<Record<string, string | number>>): Promise<void> {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  if (settings.length > 0) await runCommand('ip', ['netns', 'exec', namespace, 'sysctl', '-qw', ...settings])
}

/** Loads rules into a namespace's firewall. Raises a `CommandError`. */
export async function loadFirewall(namespace: string, rules: string): Promise<void> {
  // nft wants the closing brace of a chain on a line of its own; that of a set stays where it is.
  await runCommand('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], `${rules.replaceAll(/;\s*\}/g, ';\n}\n')}\n`)
}

/** Routes to all addresses that are not on a link of the host, each by the neighbour that is nearest to it. */
function routesFrom(host: string, links: readonly WiredLink[]): string[] {
  const first = new Map<string, { readonly own: LinkEnd; readonly via: LinkEnd }>()
  const queue = [host]
  const near = new Set(links.flatMap(({ ends: [a, b] }) => (a.host === host ? [b.address] : b.host === host ? [a.address] : [])))
  const lines: string[] = []
  for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
    for (const { ends } of links) {
      const [own, via] = ends[0].host === from ? ends : ends[1].host === from ? [ends[1], ends[0]] : []
      if (own === undefined || via === undefined || via.host === host || first.has(via.host)) continue
      first.set(via.host, from === host ? { own, via } : (first.get(from) ?? { own, via }))
      queue.push(via.host)
    }
  }
  for (const { ends } of links) {
    for (const end of ends) {
      const way = first.get(end.host)
      if (way === undefined || near.has(end.address)) continue
      lines.push(`route replace ${end.address} via ${way.via.address} dev ${way.own.device} onlink`)
    }
  }
  // Who nobody is would be known where its link begins.
  const home = links.at(-1)?.ends[0].host ?? ''
  const way = first.get(home)
  if (way !== undefined && home !== host)
    lines.push(`route replace ${addressesOf(links).get(NOBODY)} via ${way.via.address} dev ${way.own.device} onlink`)
  return lines
}
