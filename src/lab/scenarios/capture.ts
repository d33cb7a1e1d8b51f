/** Scenarios in which the connection is healthy and the capture is not. */
import type { Scenario } from '../scenario.ts'
import { ASK, RESPONSE, accept, close, connect, listen, receive, repeat, send, signal, sleep } from '../steps.ts'
import { ROUTED, download, firewall } from './parts.ts'

/** Captures that begin late, miss packets or show them twice. */
export const CAPTURE: readonly Scenario[] = [
  {
    id: 'capture-mid-stream',
    family: 'capture',
    shows: { en: 'the capture begins when the connection is already open', zh: '抓包开始时连接已经打开' },
    programs: {
      server: [listen(), accept(), repeat(3, [receive(), send({ text: RESPONSE })])],
      client: [...ASK, sleep(100), signal('open'), repeat(2, [send(), receive(), sleep(100)])],
    },
    captures: { client: { after: 'open', verdict: 'capture-mid-stream' }, server: { after: 'open', verdict: 'capture-mid-stream' } },
    mustNot: ['rst-unknown-connection'],
  },
  {
    id: 'capture-misses-packets',
    family: 'capture',
    shows: {
      en: 'the capture leaves out some packets that did arrive (a filter stands for an overloaded host)',
      zh: '抓包漏掉了一些确实到达的包（用过滤器代替过载的主机）',
    },
    programs: download(30_000),
    captures: {
      client: { filter: 'tcp and (ip[4:2] & 7 != 3)', verdict: 'capture-incomplete' },
      server: { filter: 'tcp and (ip[4:2] & 7 != 3)', verdict: 'capture-incomplete' },
    },
    mustNot: ['loss-fast-retransmit', 'loss-rto', 'loss-upstream'],
  },
  {
    id: 'capture-one-way',
    family: 'capture',
    shows: {
      en: 'only one direction is captured, as with asymmetric routes or half of a mirror port',
      zh: '只抓到一个方向，如非对称路由或单向镜像端口',
    },
    programs: {
      server: [listen(), accept(), repeat(4, [receive(), send({ text: RESPONSE })]), receive({ toEnd: true }), close()],
      client: [...ASK, repeat(3, [sleep(20), send(), receive()]), close(), sleep(50)],
    },
    captures: { client: { filter: 'tcp and src host =client', verdict: 'capture-one-way' } },
    mustNot: ['syn-no-answer', 'blackhole-timeout'],
  },
  {
    id: 'capture-on-router',
    family: 'capture',
    shows: {
      en: 'a capture of all interfaces of a router: every packet twice, with one hop less',
      zh: '在路由器所有接口上抓包：每个包两次，TTL 少一跳',
    },
    links: ROUTED,
    programs: download(10_000),
    captures: { router: { device: 'any', verdict: 'duplicate-capture' } },
    mustNot: ['duplicate-network', 'loss-fast-retransmit', 'retransmit-spurious'],
  },
  {
    id: 'capture-of-headers',
    family: 'capture',
    shows: { en: 'the capture keeps the first 96 bytes of each packet', zh: '抓包只保留每个包的前 96 字节' },
    programs: download(10_000),
    captures: {
      client: { snapBytes: 96, verdict: 'open-normal', alsoOk: ['close-3seg', 'snaplen-cut'], finds: ['snaplen-cut'] },
      server: { snapBytes: 96, verdict: 'open-normal', alsoOk: ['close-3seg', 'snaplen-cut'], finds: ['snaplen-cut'] },
    },
    mustNot: ['capture-incomplete'],
  },
  {
    id: 'capture-of-errors-only',
    family: 'capture',
    shows: { en: 'only ICMP is captured: an error about a connection that is not there', zh: '只抓 ICMP：错误所说的连接不在抓包里' },
    firewall: { server: firewall('input', 'tcp dport 8080 reject with icmp type port-unreachable') },
    programs: { client: [connect({ fails: 'ECONNREFUSED' }), sleep(50)] },
    captures: {
      client: { filter: 'icmp', verdict: 'icmp-unmatched', alsoOk: ['nothing-captured', 'reject-icmp'], finds: ['icmp-unmatched'] },
    },
  },
  {
    id: 'capture-on-translator',
    family: 'capture',
    shows: {
      en: 'a capture of all interfaces of a router that translates addresses: the connection twice, under two names',
      zh: '在做地址转换的路由器所有接口上抓包：同一连接以两个名字出现两次',
    },
    links: ROUTED,
    firewall: { router: 'table ip f { chain p { type nat hook postrouting priority 100; tcp dport 8080 masquerade; } }' },
    programs: {
      server: [listen(), accept(), receive(), send({ text: RESPONSE }), receive({ toEnd: true }), close()],
      client: [...ASK, sleep(50), close(), sleep(80)],
    },
    captures: { router: { device: 'any', verdict: 'nat-both-sides', alsoOk: ['open-normal', 'close-3seg'], finds: ['nat-both-sides'] } },
    mustNot: ['duplicate-network'],
  },
  {
    id: 'capture-before-the-card',
    family: 'capture',
    shows: {
      en: 'two containers on one machine: checksums and the cutting of segments are left to a card that is not there',
      zh: '同一台机器上的两个容器：校验和与分段都留给并不存在的网卡',
    },
    path: { direct: true },
    programs: download(60_000),
    captures: {
      client: { verdict: 'open-normal', alsoOk: ['close-3seg'], finds: ['checksum-offload', 'segmentation-offload'] },
      server: { verdict: 'open-normal', alsoOk: ['close-3seg'], finds: ['checksum-offload', 'segmentation-offload'] },
    },
    mustNot: ['bad-checksum'],
  },
]
