/** Scenarios in which nothing is said for a while. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, RESPONSE, close, connect, receive, repeat, send, signal, sleep } from '../steps.ts'
import { DROP_OWN_RESET, ROUTED, deadAfter, firewall } from './parts.ts'

const KEEPALIVE = { SO_KEEPALIVE: 1, TCP_KEEPIDLE: 1, TCP_KEEPINTVL: 1, TCP_KEEPCNT: 3 }
const DIES = { verdict: 'peer-unreachable-at-close', alsoOk: ['blackhole-timeout', 'open-established-at-end', 'open-normal'] } as const

/** Keepalive, and what forgets idle connections. */
export const IDLE: readonly Scenario[] = [
  {
    id: 'keepalive-answered',
    family: 'idle',
    shows: { en: 'an idle connection with keepalive: a probe each second, each answered', zh: '带保活的空闲连接：每秒一次探测，均有应答' },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect({ options: KEEPALIVE }), send(), receive(), sleep(3300), close(), sleep(50)],
    },
    captures: { client: { verdict: 'keepalive-ok' }, server: { verdict: 'keepalive-ok' } },
    seconds: 5,
  },
  {
    id: 'keepalive-answered-6',
    family: 'idle',
    shows: { en: 'the same over IPv6', zh: '同上，IPv6' },
    version: 6,
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect({ options: KEEPALIVE }), send(), receive(), sleep(3300), close(), sleep(50)],
    },
    captures: { client: { verdict: 'keepalive-ok' }, server: { verdict: 'keepalive-ok' } },
    seconds: 5,
  },
  {
    id: 'keepalive-timeout',
    family: 'idle',
    shows: {
      en: 'the path dies while the connection is idle: unanswered probes, then ETIMEDOUT and a reset',
      zh: '连接空闲时路径中断：探测无应答，随后 ETIMEDOUT 和 RST',
    },
    path: { rules: deadAfter('dead') },
    programs: {
      server: ANSWER,
      client: [connect({ options: KEEPALIVE }), send(), receive(), signal('dead'), receive({ fails: 'ETIMEDOUT' }), sleep(50)],
    },
    captures: { client: { verdict: 'keepalive-timeout' }, server: DIES },
    seconds: 6,
  },
  {
    id: 'keepalive-reset',
    family: 'idle',
    shows: {
      en: 'the server has lost the connection: the first keepalive probe is answered with a reset',
      zh: '服务器丢失了连接：第一个保活探测得到 RST',
    },
    firewall: { server: DROP_OWN_RESET },
    programs: {
      server: [...ANSWER, sleep(200), close({ reset: true })],
      client: [connect({ options: { ...KEEPALIVE, TCP_KEEPIDLE: 2 } }), send(), receive(), receive({ fails: 'ECONNRESET' }), sleep(50)],
    },
    captures: { client: { verdict: 'rst-unknown-connection' }, server: { verdict: 'rst-unknown-connection' } },
    exempt: { resets: 'the first reset is swallowed on purpose, so that the socket vanishes without a word' },
    seconds: 4,
  },
  {
    id: 'firewall-forgets',
    family: 'idle',
    shows: {
      en: 'a stateful firewall forgets the idle connection: the next request is dropped in silence until ETIMEDOUT',
      zh: '有状态防火墙忘记了空闲连接：下一个请求被悄悄丢弃，直到 ETIMEDOUT',
    },
    links: ROUTED,
    kernel: {
      client: { 'net.ipv4.tcp_retries2': 4 },
      router: { 'net.netfilter.nf_conntrack_tcp_timeout_established': 2, 'net.netfilter.nf_conntrack_tcp_loose': 0 },
    },
    firewall: { router: firewall('forward', 'ct state invalid drop') },
    programs: { server: ANSWER, client: [...ASK, sleep(4000), send(), receive({ fails: 'ETIMEDOUT' })] },
    captures: {
      client: { verdict: 'blackhole-timeout', alsoOk: ['idle-timeout-middlebox'] },
      server: { verdict: 'open-established-at-end', alsoOk: ['open-normal'] },
    },
    seconds: 13,
  },
  {
    id: 'translation-renewed',
    family: 'idle',
    shows: {
      en: 'a NAT loses its table and gives the client another port: the server does not know it and answers with a reset',
      zh: 'NAT 丢失映射表，给客户端换了端口：服务器不认识，回 RST',
    },
    path: {
      rules: [
        { from: 'a', after: 'renewed', count: ALWAYS, shift: { sourcePort: 1111 } },
        { from: 'b', after: 'renewed', count: ALWAYS, shift: { targetPort: -1111 } },
      ],
    },
    kernel: { client: { 'net.ipv4.ip_local_port_range': '40000 50000' } },
    programs: { server: ANSWER, client: [...ASK, sleep(500), signal('renewed'), send(), receive({ fails: 'ECONNRESET' }), sleep(50)] },
    captures: { client: { verdict: 'rst-unknown-connection' }, server: { verdict: 'rst-unknown-connection', alsoOk: ['nat-rebinding'] } },
  },
  {
    id: 'user-timeout',
    family: 'idle',
    shows: {
      en: 'the path dies and the client gives up after three seconds (TCP_USER_TIMEOUT)',
      zh: '路径中断，客户端三秒后放弃（TCP_USER_TIMEOUT）',
    },
    path: { rules: deadAfter('dead') },
    programs: {
      server: ANSWER,
      client: [
        connect({ options: { TCP_USER_TIMEOUT: 3000 } }),
        send(),
        receive(),
        sleep(60),
        signal('dead'),
        send(),
        receive({ fails: 'ETIMEDOUT' }),
      ],
    },
    captures: { client: { verdict: 'blackhole-timeout' }, server: DIES },
    seconds: 6,
  },
  {
    id: 'idle-then-served',
    family: 'idle',
    shows: { en: 'a pause of the client between two requests, everything acknowledged', zh: '客户端在两次请求之间停顿，一切均已确认' },
    programs: {
      server: [...ANSWER, repeat(2, [receive(), send({ text: RESPONSE })]), receive({ toEnd: true }), close()],
      client: [...ASK, repeat(2, [sleep(1500), send(), receive()]), close(), sleep(50)],
    },
    captures: { client: { verdict: 'slow-client', alsoOk: ['open-normal'] }, server: { verdict: 'slow-client', alsoOk: ['open-normal'] } },
    mustNot: ['slow-network'],
    seconds: 5,
  },
  {
    id: 'firewall-resets-forgotten',
    family: 'idle',
    shows: {
      en: 'a stateful firewall forgets the idle connection and rejects the next request with a reset',
      zh: '有状态防火墙忘记空闲连接，以 RST 拒绝下一个请求',
    },
    links: ROUTED,
    kernel: { router: { 'net.netfilter.nf_conntrack_tcp_timeout_established': 2, 'net.netfilter.nf_conntrack_tcp_loose': 0 } },
    firewall: { router: firewall('forward', 'ct state invalid tcp flags & rst == 0 reject with tcp reset') },
    programs: { server: ANSWER, client: [...ASK, sleep(3500), send(), receive({ fails: 'ECONNRESET' }), sleep(50)] },
    captures: {
      client: { verdict: 'rst-unknown-connection', alsoOk: ['idle-timeout-middlebox', 'rst-injected'] },
      server: { verdict: 'open-established-at-end', alsoOk: ['open-normal'] },
    },
    seconds: 5,
  },
]
