/** Scenarios in which there is no way to the server. */
import type { Scenario } from '../scenario.ts'
import { connect, sleep } from '../steps.ts'
import { ROUTED } from './parts.ts'

const BEHIND = [
  { a: 'client', b: 'router', delayMs: 5, hops: 0 },
  { a: 'router', b: 'server', delayMs: 5 },
] as const

/** Routers and neighbours that know no way. */
export const UNREACHABLE: readonly Scenario[] = [
  {
    id: 'neighbour-silent',
    family: 'unreachable',
    shows: {
      en: 'nobody in the local network answers for the address: ARP requests and no SYN',
      zh: '本地网络里没有主机应答该地址：只有 ARP 请求，没有 SYN',
    },
    programs: { client: [connect({ to: 'nobody', fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'host-unreach-arp' } },
    seconds: 4,
  },
  {
    id: 'neighbour-silent-6',
    family: 'unreachable',
    shows: { en: 'the same over IPv6: neighbour solicitations and no SYN', zh: '同上，IPv6：只有邻居请求，没有 SYN' },
    version: 6,
    programs: { client: [connect({ to: 'nobody', fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { filter: 'ip6', verdict: 'host-unreach-arp' } },
    seconds: 4,
  },
  {
    id: 'neighbour-silent-router',
    family: 'unreachable',
    shows: {
      en: 'the last router gets no ARP answer from the server and says so after three seconds',
      zh: '最后一个路由器得不到服务器的 ARP 应答，三秒后告知',
    },
    links: BEHIND,
    programs: { client: [connect({ to: 'nobody', fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'host-unreach-router' } },
    seconds: 5,
  },
  {
    id: 'no-route',
    family: 'unreachable',
    shows: {
      en: 'the client has no route: connect() fails at once and no packet leaves',
      zh: '客户端没有路由：connect（） 立即失败，没有数据包发出',
    },
    programs: { client: [connect({ address: '203.0.113.9', fails: 'ENETUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'nothing-captured' } },
  },
  {
    id: 'route-unreachable',
    family: 'unreachable',
    shows: {
      en: 'the router has an unreachable route: ICMP host unreachable at once',
      zh: '路由器有 unreachable 路由：立即回 ICMP 主机不可达',
    },
    links: ROUTED,
    routes: { router: ['route replace unreachable =server'] },
    programs: { client: [connect({ fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'route-prohibited',
    family: 'unreachable',
    shows: { en: 'the router has a prohibit route: the same ICMP as from a firewall', zh: '路由器有 prohibit 路由：与防火墙相同的 ICMP' },
    links: ROUTED,
    routes: { router: ['route replace prohibit =server'] },
    programs: { client: [connect({ fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'route-missing',
    family: 'unreachable',
    shows: {
      en: 'the router has no route to the server: ICMP network unreachable at once',
      zh: '路由器没有到服务器的路由：立即回 ICMP 网络不可达',
    },
    links: ROUTED,
    routes: { router: ['route del =server'], client: ['route replace 203.0.113.9 via @router'] },
    programs: { client: [connect({ address: '203.0.113.9', fails: 'ENETUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'routing-loop',
    family: 'unreachable',
    shows: { en: 'two routers send the packet to each other until its TTL is used up', zh: '两个路由器互相转发，直到 TTL 用尽' },
    links: [
      { a: 'client', b: 'router', delayMs: 5, hops: 0 },
      { a: 'router', b: 'next', delayMs: 1, hops: 0 },
    ],
    routes: {
      client: ['route replace 203.0.113.9 via @router'],
      router: ['route replace 203.0.113.9 via @next'],
      next: ['route replace 203.0.113.9 via @router'],
    },
    programs: { client: [connect({ address: '203.0.113.9', fails: 'EHOSTUNREACH' }), sleep(50)] },
    captures: { client: { verdict: 'ttl-exceeded' }, next: { verdict: 'routing-loop', alsoOk: ['ttl-exceeded'] } },
  },
]
