/** What this machine itself knows of its connections: who listens, which firewall rules counted, what the kernel dropped (Linux). */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'

/** A socket that waits for connections. */
export interface Listener {
  /** The address that it listens on, `*` for all. */
  readonly address: string
  readonly port: number
  /** Connections that are complete and wait for the program, and how many may. */
  readonly waiting: number
  readonly backlog: number
  /** The program, where it may be known. */
  readonly program: string | undefined
}

/** A firewall rule that counted packets and does not let them pass. */
export interface CountingRule {
  readonly tool: 'iptables' | 'ip6tables' | 'nft'
  /** As the tool prints it. */
  readonly rule: string
  readonly action: 'drop' | 'reject'
  /** Packets since the other look. */
  readonly packets: number
}

/** A counter of the kernel that moved. */
export interface KernelCounter {
  readonly name: string
  readonly count: number
}

/** One look at the machine. */
export interface HostLook {
  readonly listeners: readonly Listener[]
  /** Packets by rule: the tool, and the rule as it prints it. */
  readonly rules: ReadonlyMap<string, number>
  readonly counters: ReadonlyMap<string, number>
  /** Whether the firewall's rules could be read. */
  readonly knowsRules: boolean
}

/** What two looks tell together. */
export interface HostEvidence {
  readonly listeners: readonly Listener[]
  readonly rules: readonly CountingRule[]
  readonly knowsRules: boolean
  readonly counters: readonly KernelCounter[]
}

/** Counters that explain a connection that does not come about, or breaks (/proc/net/netstat, Linux's names). */
const TELLING_COUNTERS: ReadonlySet<string> = new Set([
  'ListenOverflows',
  'ListenDrops',
  'TCPReqQFullDrop',
  'TCPReqQFullDoCookies',
  'TCPBacklogDrop',
  'TCPMD5NotFound',
  'TCPMD5Unexpected',
  'TCPMD5Failure',
  'IPReversePathFilter',
  'PAWSActive',
  'PAWSEstab',
  'TCPAbortOnMemory',
  'TCPZeroWindowDrop',
  'TCPRcvQDrop',
])
const PATIENCE_MS = 3000
const KEY_SEPARATOR = '\u0000'

/** Looks at the machine now; what may not be read is empty. Takes some 20 ms. */
export function lookAtHost(): HostLook {
  if (process.platform !== 'linux') return { listeners: [], rules: new Map(), counters: new Map(), knowsRules: false }
  const rules = new Map<string, number>()
  let knowsRules = false
  for (const tool of ['iptables', 'ip6tables'] as const) {
    const text = output(`${tool}-save`, ['-c'])
    if (text === undefined) continue
    knowsRules = true
    for (const [rule, packets] of savedRules(text)) rules.set(`${tool}${KEY_SEPARATOR}${rule}`, packets)
  }
  const nft = output('nft', ['-j', 'list', 'ruleset'])
  if (nft !== undefined) {
    knowsRules = true
    for (const [rule, packets] of nftRules(nft)) rules.set(`nft${KEY_SEPARATOR}${rule}`, packets)
  }
  return { listeners: listeners(output('ss', ['-ltnHp']) ?? ''), rules, counters: netstat(), knowsRules }
}

/** What changed between two looks, and who listened at the second. */
export function hostEvidence(before: HostLook, after: HostLook): HostEvidence {
  const rules: CountingRule[] = []
  for (const [key, count] of after.rules) {
    const packets = count - (before.rules.get(key) ?? 0)
    const [tool = '', rule = ''] = key.split(KEY_SEPARATOR)
    const action = actionOf(rule)
    if (packets > 0 && action !== undefined && (tool === 'iptables' || tool === 'ip6tables' || tool === 'nft'))
      rules.push({ tool, rule, action, packets })
  }
  const counters = [...after.counters].flatMap(([name, count]) => {
    const moved = count - (before.counters.get(name) ?? 0)
    return moved > 0 ? [{ name, count: moved }] : []
  })
  return { listeners: after.listeners, rules, counters, knowsRules: after.knowsRules }
}

/** The route that this machine takes to an address, as `ip route get` says it; undefined when it knows none, or cannot be asked. */
export function routeTo(address: string): string | undefined {
  const text = process.platform === 'linux' ? output('ip', ['route', 'get', address]) : undefined
  const [line = ''] = (text ?? '').split('\n')
  const [, route] = /\b((?:via \S+ )?dev \S+)/.exec(line) ?? []
  return route
}

/** Whether an address is this machine's own. */
export function isOwnAddress(address: string): boolean {
  if (address.startsWith('127.') || address === '::1') return true
  return Object.values(networkInterfaces()).some((all) => all?.some((each) => each.address.split('%')[0] === address) === true)
}

/** Rules of `iptables-save -c`: `[packets:bytes] -A CHAIN …`. */
export function savedRules(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, packets, rule] = /^\[(\d+):\d+\] (-A .*)$/.exec(line.trim()) ?? []
    if (packets !== undefined && rule !== undefined) found.set(rule, (found.get(rule) ?? 0) + Number(packets))
  }
  return found
}

interface NftRule {
  readonly family?: string
  readonly table?: string
  readonly chain?: string
  readonly handle?: number
  readonly comment?: string
  readonly expr?: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Rules of `nft -j list ruleset` that count and do not let pass, named by their place and their last word; those that iptables manages
 * are left to it. Gives nothing for what is no such text.
 */
export function nftRules(text: string): Map<string, number> {
  const found = new Map<string, number>()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return found
  }
  const items = (parsed as { readonly nftables?: readonly { readonly rule?: NftRule }[] }).nftables ?? []
  for (const { rule } of items) {
    if (rule?.expr === undefined || rule.expr.some((each) => 'xt' in each)) continue
    const counter = rule.expr.find((each) => 'counter' in each)?.counter as { readonly packets?: number } | undefined
    const action = rule.expr.some((each) => 'drop' in each) ? 'drop' : rule.expr.some((each) => 'reject' in each) ? 'reject' : undefined
    if (action === undefined || counter?.packets === undefined) continue
    const place = `${rule.family ?? ''} ${rule.table ?? ''} ${rule.chain ?? ''} handle ${rule.handle ?? 0}`
    found.set(`${place}: ${action}${rule.comment === undefined ? '' : ` comment "${rule.comment}"`}`, counter.packets)
  }
  return found
}

function actionOf(rule: string): CountingRule['action'] | undefined {
  if (/-j DROP\b|: drop\b/.test(rule)) return 'drop'
  return /-j REJECT\b|: reject\b/.test(rule) ? 'reject' : undefined
}

/** Lines of `ss -ltnHp`: state, queues, local address, peer, the program. */
export function listeners(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const [, waiting, backlog, address, port] = /^LISTEN\s+(\d+)\s+(\d+)\s+(\S+):(\d+)\s/.exec(line) ?? []
    if (address === undefined) return []
    const [, program] = /users:\(\("([^"]+)"/.exec(line) ?? []
    const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
    return [
      {
        address: bare === '0.0.0.0' || bare === '::' ? '*' : bare,
        port: Number(port),
        waiting: Number(waiting),
        backlog: Number(backlog),
        program,
      },
    ]
  })
}

/** `/proc/net/netstat`: pairs of lines, the first with names and the second with numbers. */
function netstat(): Map<string, number> {
  const found = new Map<string, number>()
  let lines: string[] = []
  try {
    lines = readFileSync('/proc/net/netstat', 'latin1').split('\n')
  } catch {
    // No such file: no counters.
  }
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const names = lines[i].split(' ')
    const values = lines[i + 1].split(' ')
    for (const [at, name] of names.entries()) if (TELLING_COUNTERS.has(name)) found.set(name, Number(values[at]))
  }
  return found
}

/** What a program prints; undefined where it is missing, may not, or takes too long. */
function output(program: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: PATIENCE_MS, maxBuffer: 2 ** 26 })
  } catch {
    return undefined
  }
}
