/** Scenarios in which the answer to a connection attempt is no. */
import type { Scenario } from '../scenario.ts'
import { connect, listen, repeat, sleep } from '../steps.ts'
import { ROUTED, firewall } from './parts.ts'

/** How a firewall can reject: nftables' word, what the ICMP says in words, what connect() says, and where the firewall stands. */
interface Rejection {
  readonly id: string
  /** Type and code. */
  readonly icmp: string
  readonly version: 4 | 6
  readonly how: string
  readonly en: string
  readonly zh: string
  readonly errno: string
  readonly at: 'server' | 'router'
}

const REJECTIONS: readonly Rejection[] = [
  {
    id: 'net-unreach',
    icmp: '3/0',
    version: 4,
    how: 'net-unreachable',
    en: 'network unreachable',
    zh: '网络不可达',
    errno: 'ENETUNREACH',
    at: 'server',
  },
  {
    id: 'host-unreach',
    icmp: '3/1',
    version: 4,
    how: 'host-unreachable',
    en: 'host unreachable',
    zh: '主机不可达',
    errno: 'EHOSTUNREACH',
    at: 'server',
  },
  {
    id: 'proto-unreach',
    icmp: '3/2',
    version: 4,
    how: 'prot-unreachable',
    en: 'protocol unreachable',
    zh: '协议不可达',
    errno: 'ENOPROTOOPT',
    at: 'router',
  },
  {
    id: 'port-unreach',
    icmp: '3/3',
    version: 4,
    how: 'port-unreachable',
    en: 'port unreachable',
    zh: '端口不可达',
    errno: 'ECONNREFUSED',
    at: 'server',
  },
  {
    id: 'net-prohib',
    icmp: '3/9',
    version: 4,
    how: 'net-prohibited',
    en: 'network prohibited',
    zh: '网络被禁止',
    errno: 'ENETUNREACH',
    at: 'server',
  },
  {
    id: 'host-prohib',
    icmp: '3/10',
    version: 4,
    how: 'host-prohibited',
    en: 'host prohibited',
    zh: '主机被禁止',
    errno: 'EHOSTUNREACH',
    at: 'router',
  },
  {
    id: 'admin-prohib',
    icmp: '3/13',
    version: 4,
    how: 'admin-prohibited',
    en: 'administratively prohibited',
    zh: '管理策略禁止',
    errno: 'EHOSTUNREACH',
    at: 'server',
  },
  {
    id: 'no-route-6',
    icmp: '1/0',
    version: 6,
    how: 'no-route',
    en: 'no route to the destination',
    zh: '没有到目的地的路由',
    errno: 'ENETUNREACH',
    at: 'router',
  },
  {
    id: 'admin-prohib-6',
    icmp: '1/1',
    version: 6,
    how: 'admin-prohibited',
    en: 'administratively prohibited',
    zh: '管理策略禁止',
    errno: 'EACCES',
    at: 'router',
  },
  {
    id: 'addr-unreach-6',
    icmp: '1/3',
    version: 6,
    how: 'addr-unreachable',
    en: 'address unreachable',
    zh: '地址不可达',
    errno: 'EHOSTUNREACH',
    at: 'server',
  },
  {
    id: 'port-unreach-6',
    icmp: '1/4',
    version: 6,
    how: 'port-unreachable',
    en: 'port unreachable',
    zh: '端口不可达',
    errno: 'ECONNREFUSED',
    at: 'router',
  },
  {
    id: 'policy-fail-6',
    icmp: '1/5',
    version: 6,
    how: 'policy-fail',
    en: 'source address failed policy',
    zh: '源地址不符合策略',
    errno: 'EACCES',
    at: 'server',
  },
  {
    id: 'reject-route-6',
    icmp: '1/6',
    version: 6,
    how: 'reject-route',
    en: 'reject route to the destination',
    zh: '到目的地的路由被拒绝',
    errno: 'EACCES',
    at: 'server',
  },
]

function rejected({ id, icmp, version, how, en, zh, errno, at }: Rejection): Scenario {
  const family = version === 4 ? 'icmp' : 'icmpv6'
  const rules = firewall(at === 'server' ? 'input' : 'forward', `tcp dport 8080 reject with ${family} type ${how}`)
  const isRouter = at === 'router'
  return {
    id: `reject-icmp-${id}`,
    family: 'refused',
    shows: {
      en: `a firewall on the ${at} rejects with ICMP${version === 6 ? 'v6' : ''}: ${en}`,
      zh: `${isRouter ? '路由器' : '服务器'}上的防火墙以 ICMP${version === 6 ? 'v6' : ''} 拒绝：${zh}`,
    },
    version,
    icmp,
    ...(isRouter ? { links: ROUTED } : {}),
    firewall: { [at]: rules },
    programs: { server: [listen()], client: [connect({ fails: errno }), sleep(50)] },
    captures: { client: { verdict: 'reject-icmp' }, server: { verdict: isRouter ? 'nothing-captured' : 'reject-icmp' } },
  }
}

const EITHER = { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] } as const
const EITHER_OR_FIREWALL = { verdict: 'refused-by-rst', alsoOk: ['reject-tcp-reset'] } as const
const REFUSED_TRY = [connect({ fails: 'ECONNREFUSED' }), sleep(50)]
const RESET = firewall('input', 'tcp dport 8080 reject with tcp reset')

/** Closed ports and firewalls that reject. */
export const REFUSED: readonly Scenario[] = [
  {
    id: 'refused-port-closed',
    family: 'refused',
    shows: { en: 'nobody listens on the port', zh: '端口没有程序监听' },
    programs: { client: REFUSED_TRY },
    captures: { client: EITHER, server: EITHER },
    mustNot: ['syn-no-answer'],
  },
  {
    id: 'refused-port-closed-6',
    family: 'refused',
    shows: { en: 'nobody listens on the port, IPv6', zh: '端口没有程序监听，IPv6' },
    version: 6,
    programs: { client: REFUSED_TRY },
    captures: { client: EITHER, server: EITHER },
  },
  {
    id: 'refused-port-closed-tos',
    family: 'refused',
    shows: {
      en: "the SYN carries a service class: the kernel copies it into its reset, a firewall's reset has none",
      zh: 'SYN 带服务类型：内核在 RST 中照抄，防火墙的 RST 则没有',
    },
    programs: { client: [connect({ options: { IP_TOS: 0x48 }, fails: 'ECONNREFUSED' }), sleep(50)] },
    captures: { client: EITHER, server: EITHER },
  },
  {
    id: 'refused-port-closed-direct',
    family: 'refused',
    shows: {
      en: 'nobody listens; two containers on one machine, whose checksums are left to a card that is not there',
      zh: '端口没有程序监听；同一台机器上的两个容器，校验和留给并不存在的网卡',
    },
    path: { direct: true },
    programs: { client: REFUSED_TRY },
    captures: { client: EITHER, server: EITHER },
    mustNot: ['bad-checksum'],
  },
  {
    id: 'reject-tcp-reset',
    family: 'refused',
    shows: { en: 'a firewall rejects with a TCP reset although a program listens', zh: '虽有程序监听，防火墙仍以 TCP RST 拒绝' },
    firewall: { server: RESET },
    programs: { server: [listen()], client: REFUSED_TRY },
    captures: { client: EITHER_OR_FIREWALL, server: EITHER_OR_FIREWALL },
  },
  {
    id: 'reject-tcp-reset-router',
    family: 'refused',
    shows: {
      en: "a router's firewall rejects with a TCP reset: nothing arrives at the server",
      zh: '路由器的防火墙以 TCP RST 拒绝：服务器什么也收不到',
    },
    links: ROUTED,
    iptables: { router: ['-A FORWARD -p tcp --dport 8080 -j REJECT --reject-with tcp-reset'] },
    programs: { server: [listen()], client: REFUSED_TRY },
    captures: { client: EITHER_OR_FIREWALL, server: { verdict: 'nothing-captured' } },
  },
  {
    id: 'reject-tcp-reset-6',
    family: 'refused',
    shows: {
      en: 'a firewall rejects with a TCP reset, IPv6: the flow label gives it away',
      zh: '防火墙以 TCP RST 拒绝，IPv6：流标签露出破绽',
    },
    version: 6,
    firewall: { server: RESET },
    programs: { server: [listen()], client: REFUSED_TRY },
    captures: { client: EITHER_OR_FIREWALL, server: EITHER_OR_FIREWALL },
  },
  {
    id: 'reject-tcp-reset-tos',
    family: 'refused',
    shows: {
      en: 'a firewall rejects with a TCP reset; the SYN carries a service class, the reset does not: a closed port would copy it',
      zh: '防火墙以 TCP RST 拒绝；SYN 带服务类型而 RST 没有：关闭的端口会照抄',
    },
    firewall: { server: RESET },
    programs: { server: [listen()], client: [connect({ options: { IP_TOS: 0x48 }, fails: 'ECONNREFUSED' }), sleep(50)] },
    captures: {
      client: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] },
      server: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] },
    },
  },
  ...REJECTIONS.map(rejected),
  {
    id: 'reject-icmp-filtered',
    family: 'refused',
    shows: {
      en: 'rejected with ICMP, but the capture filter hides the ICMP: one SYN and nothing else',
      zh: '以 ICMP 拒绝，但抓包过滤器看不到 ICMP：只有一个 SYN',
    },
    firewall: { server: firewall('input', 'tcp dport 8080 reject with icmp type port-unreachable') },
    programs: { client: [connect({ fails: 'ECONNREFUSED' }), sleep(2000)] },
    captures: {
      client: { filter: 'tcp port 8080', verdict: 'lone-syn', alsoOk: ['syn-no-answer'] },
      server: { filter: 'tcp port 8080', verdict: 'lone-syn', alsoOk: ['syn-arrived-unanswered'] },
    },
    mustNot: ['refused-by-rst'],
  },
  {
    id: 'refused-by-forged-reset',
    family: 'refused',
    shows: {
      en: 'a device on the way forges the refusal; the SYN-ACK of the real server comes after it',
      zh: '途中设备伪造拒绝；真正服务器的 SYN-ACK 随后才到',
    },
    path: { rules: [{ from: 'a', flags: 'S', forge: [{ to: 'sender', flags: 'RA', ttl: 49, ipId: 51_234, window: 2048, delayMs: 4 }] }] },
    programs: { server: [listen()], client: [connect({ fails: 'ECONNREFUSED' }), sleep(150)] },
    captures: { client: { verdict: 'refused-by-injected-rst' }, server: { verdict: 'synack-reset-by-client' } },
  },
  {
    id: 'refused-again-and-again',
    family: 'refused',
    shows: { en: 'a client tries to connect to a closed port five times', zh: '客户端五次尝试连接关闭的端口' },
    programs: { client: [repeat(5, [connect({ fails: 'ECONNREFUSED' }), sleep(120)])] },
    captures: {
      client: { ...EITHER, alsoOk: ['refused-port-closed', 'repeated-attempts'], finds: ['repeated-attempts'] },
      server: { ...EITHER, alsoOk: ['refused-port-closed', 'repeated-attempts'], finds: ['repeated-attempts'] },
    },
  },
  {
    id: 'refused-port-closed-any',
    family: 'refused',
    shows: {
      en: 'nobody listens on the port; captured on all interfaces (cooked, SLL2)',
      zh: '端口没有程序监听；在所有接口上抓包（cooked，SLL2）',
    },
    programs: { client: REFUSED_TRY },
    captures: { client: { device: 'any', ...EITHER } },
  },
  {
    id: 'reject-tcp-reset-direct',
    family: 'refused',
    shows: {
      en: "a firewall rejects with a TCP reset; two containers on one machine, so the reset's checksum gives it away",
      zh: '防火墙以 TCP RST 拒绝；同一台机器上的两个容器，RST 的校验和露出破绽',
    },
    path: { direct: true },
    firewall: { server: RESET },
    programs: { server: [listen()], client: REFUSED_TRY },
    captures: { server: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] } },
  },
]
