/** Scenarios in which a device on the way changes, limits or ends what passes: MTU, options, ECN, proxies. */
import { ALWAYS } from '../path-rule.ts'
import type { LinkPlan, Scenario } from '../scenario.ts'
import { ANSWER, ASK, RESPONSE, accept, close, connect, listen, receive, send, sleep } from '../steps.ts'
import { download, firewall, upload } from './parts.ts'

/** A narrow link in the middle. */
function narrow(mtu: number): readonly LinkPlan[] {
  return [
    { a: 'client', b: 'router', delayMs: 5, hops: 0 },
    { a: 'router', b: 'next', delayMs: 5, hops: 0, mtu },
    { a: 'next', b: 'server', delayMs: 5, hops: 0 },
  ]
}

const NO_TOO_BIG = {
  router: firewall('output', 'icmp type destination-unreachable drop; icmpv6 type packet-too-big drop'),
}
const ECN = { client: { 'net.ipv4.tcp_ecn': 1 }, server: { 'net.ipv4.tcp_ecn': 1 } }
const HEALTHY = { verdict: 'open-normal', alsoOk: ['close-3seg', 'close-4way', 'open-established-at-end'] } as const
const ASKED_AND_CLOSED = { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, close(), sleep(50)] }

/** Devices on the way. */
export const PATH: readonly Scenario[] = [
  {
    id: 'mtu-black-hole',
    family: 'path',
    shows: {
      en: 'a link with a smaller MTU, and the ICMP that says so is filtered: full segments are never acknowledged',
      zh: '链路 MTU 较小，而告知的 ICMP 被过滤：满长报文段始终得不到确认',
    },
    links: narrow(1400),
    kernel: { client: { 'net.ipv4.tcp_mtu_probing': 0, 'net.ipv4.tcp_retries2': 5 } },
    firewall: NO_TOO_BIG,
    programs: { server: upload(0).server, client: [connect(), send({ bytes: 12_000 }), receive({ fails: 'ETIMEDOUT' })] },
    captures: {
      client: { verdict: 'pmtu-blackhole' }, // What is lost is never seen there, and neither is the end of waiting for it.
      server: { verdict: 'pmtu-blackhole', alsoOk: ['loss-upstream', 'open-established-at-end'] },
    },
    mustNot: ['loss-congestion'],
    seconds: 16,
  },
  {
    id: 'mtu-black-hole-probed',
    family: 'path',
    shows: {
      en: 'the same with tcp_mtu_probing: after some timeouts the sender tries smaller segments, and they pass',
      zh: '同上，启用 tcp_mtu_probing：几次超时后发送方改用较小的报文段并通过',
    },
    links: narrow(1400),
    kernel: { client: { 'net.ipv4.tcp_mtu_probing': 1, 'net.ipv4.tcp_retries2': 7 } },
    firewall: NO_TOO_BIG,
    programs: upload(12_000),
    captures: {
      client: { verdict: 'pmtu-blackhole' },
      server: { verdict: 'pmtu-blackhole', alsoOk: ['loss-upstream', 'open-normal', 'close-3seg'] },
    },
    mustNot: ['loss-congestion'],
    seconds: 8,
  },
  {
    id: 'mtu-black-hole-6',
    family: 'path',
    shows: { en: 'a black hole for full segments over IPv6', zh: 'IPv6 上满长报文段的黑洞' },
    version: 6,
    links: narrow(1400),
    kernel: { client: { 'net.ipv4.tcp_mtu_probing': 1 } },
    firewall: NO_TOO_BIG,
    programs: upload(12_000),
    captures: {
      client: { verdict: 'pmtu-blackhole' },
      server: { verdict: 'pmtu-blackhole', alsoOk: ['loss-upstream', 'open-normal', 'close-3seg'] },
    },
    seconds: 8,
  },
  {
    id: 'mtu-discovered',
    family: 'path',
    shows: {
      en: 'the router says which MTU the next link has; the client sends smaller segments at once',
      zh: '路由器告知下一链路的 MTU；客户端立即改发较小的报文段',
    },
    links: narrow(1300),
    programs: upload(12_000),
    captures: {
      client: { verdict: 'pmtud-works' },
      server: { verdict: 'open-normal', alsoOk: ['reordering', 'retransmit-spurious', 'loss-upstream', 'close-3seg'] },
    },
  },
  {
    id: 'mss-clamped',
    family: 'path',
    shows: { en: 'a router lowers the MSS in both SYNs', zh: '路由器降低两个 SYN 里的 MSS' },
    path: {
      rules: [
        { from: 'a', flags: 'S', count: ALWAYS, clampMss: 1200 },
        { from: 'b', flags: 'S', count: ALWAYS, clampMss: 1200 },
      ],
    },
    programs: download(20_000),
    captures: {
      client: { verdict: 'mss-clamped', alsoOk: ['open-normal', 'close-3seg'] },
      server: { verdict: 'mss-clamped', alsoOk: ['open-normal', 'close-3seg'] },
    },
  },
  {
    id: 'options-stripped',
    family: 'path',
    shows: {
      en: 'a device removes window scale, SACK and timestamps from the SYN: the connection works without',
      zh: '设备从 SYN 移除窗口扩大、SACK 和时间戳：连接照常工作',
    },
    path: { rules: [{ from: 'a', flags: 'S', count: ALWAYS, strip: ['wscale', 'sack', 'timestamps'] }] },
    programs: ASKED_AND_CLOSED,
    captures: {
      client: { verdict: 'options-stripped', alsoOk: ['open-normal'] },
      server: { verdict: 'open-normal', alsoOk: ['options-stripped', 'close-3seg'] },
    },
  },
  {
    id: 'window-scale-stripped',
    family: 'path',
    shows: {
      en: 'a device removes the window scale from the SYN-ACK only: an upload crawls in windows of some dozen bytes',
      zh: '设备只从 SYN-ACK 移除窗口扩大：上传以几十字节的窗口爬行',
    },
    path: { rules: [{ from: 'b', flags: 'S', count: ALWAYS, strip: ['wscale'] }] },
    programs: {
      server: [listen(), accept(), receive({ bytes: 2100 }), send({ text: RESPONSE }), receive({ toEnd: true }), close()],
      client: [connect(), send({ bytes: 1500 }), sleep(150), send({ bytes: 600 }), receive(), close(), sleep(50)],
    },
    captures: {
      client: { verdict: 'wscale-mismatch', alsoOk: ['window-limited'] },
      server: { verdict: 'wscale-mismatch', alsoOk: ['window-limited'] },
    },
    seconds: 6,
  },
  {
    id: 'transparent-proxy',
    family: 'path',
    shows: {
      en: "a proxy on the router answers in the server's name: a handshake in no time, then an answer after the real distance",
      zh: '路由器上的代理冒充服务器应答：握手瞬间完成，应答却要走完真实距离',
    },
    links: [
      { a: 'client', b: 'router', delayMs: 0, hops: 0 },
      { a: 'router', b: 'server', delayMs: 60 },
    ],
    firewall: { router: 'table ip f { chain p { type nat hook prerouting priority -100; tcp dport 8080 redirect to :3128; } }' },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      router: [
        listen({ port: 3128 }),
        accept(),
        receive(),
        connect({ on: 'up' }),
        send({ on: 'up' }),
        receive({ on: 'up' }),
        send({ text: RESPONSE }),
        receive({ toEnd: true }),
        close(),
        close({ on: 'up' }),
      ],
      client: [...ASK, close(), sleep(100)],
    },
    captures: { client: { verdict: 'slow-server', alsoOk: ['proxy-suspected'] }, server: HEALTHY },
  },
  {
    id: 'congestion-marked',
    family: 'path',
    shows: {
      en: 'a router marks one packet instead of dropping it (ECN, RFC 3168): the server slows down',
      zh: '路由器标记而不丢弃一个包（ECN，RFC 3168）：服务器减速',
    },
    kernel: ECN,
    path: { rules: [{ from: 'b', data: true, skip: 5, markCe: true }] },
    programs: download(40_000),
    captures: { client: { verdict: 'ecn-congestion' }, server: { verdict: 'ecn-congestion' } },
  },
  {
    id: 'ecn-syn-dropped',
    family: 'path',
    shows: {
      en: 'a device drops SYNs with ECN flags: the client repeats its SYN without them',
      zh: '设备丢弃带 ECN 标志的 SYN：客户端去掉后重发',
    },
    kernel: ECN,
    path: { rules: [{ from: 'a', flags: 'SEW', count: ALWAYS, drop: true }] },
    programs: ASKED_AND_CLOSED,
    captures: { client: { verdict: 'syn-retransmitted-then-ok' }, server: HEALTHY },
  },
  {
    id: 'accurate-ecn-syn',
    family: 'path',
    shows: {
      en: 'a SYN that asks for accurate ECN meets a server with classic ECN only',
      zh: '请求精确 ECN 的 SYN 遇到只支持经典 ECN 的服务器',
    },
    kernel: ECN,
    path: { rules: [{ from: 'a', flags: 'S', setAe: true }] },
    programs: ASKED_AND_CLOSED,
    captures: { client: HEALTHY, server: HEALTHY },
    mustNot: ['ecn-congestion'],
  },
]
