/** Scenarios of scanners and floods: many connection attempts, or none at all. */
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, close, connect, listen, raw, repeat, sleep } from '../steps.ts'
import { firewall } from './parts.ts'

const PORTS = [21, 22, 23, 25, 80, 110, 143, 443, 3306, 8080]
const FLOOD_SIZE = 120

function scan(flags: string) {
  return [raw({ segments: PORTS.map((port, i) => ({ flags, port, localPort: 50_001 + i })), pauseMs: 10 }), sleep(300)]
}

const SCANNED = { resets: 'who scans has no socket: its kernel resets what is answered, and the kernel logs that without ports' } as const
/** A host behind which a flood pretends to come from. */
const SPOOFED = '10.250.0.0/16'

/** Scans, floods and a forged loop. */
export const SCAN: readonly Scenario[] = [
  {
    id: 'scan-syn',
    family: 'scan',
    shows: {
      en: 'a SYN scan: an open port answers and is reset, closed ones reset, filtered ones are silent',
      zh: 'SYN 扫描：开放端口应答后被 RST，关闭端口回 RST，被过滤端口沉默',
    },
    firewall: { server: firewall('input', 'tcp dport { 25, 110 } drop') },
    programs: { server: [listen()], client: scan('S') },
    captures: { client: { verdict: 'scan-syn' }, server: { verdict: 'scan-syn' } },
    exempt: SCANNED,
  },
  {
    id: 'scan-fin',
    family: 'scan',
    shows: { en: 'a FIN scan: closed ports answer with a reset, the open one is silent', zh: 'FIN 扫描：关闭端口回 RST，开放端口沉默' },
    programs: { server: [listen()], client: scan('F') },
    captures: { client: { verdict: 'scan-fin' }, server: { verdict: 'scan-fin' } },
    exempt: SCANNED,
  },
  {
    id: 'scan-xmas',
    family: 'scan',
    shows: { en: 'a scan with FIN, PSH and URG', zh: '带 FIN、PSH 和 URG 的扫描' },
    programs: { server: [listen()], client: scan('FPU') },
    captures: { client: { verdict: 'scan-xmas' }, server: { verdict: 'scan-xmas' } },
    exempt: SCANNED,
  },
  {
    id: 'scan-null',
    family: 'scan',
    shows: { en: 'a scan without any flag', zh: '不带任何标志的扫描' },
    programs: { server: [listen()], client: scan('') },
    captures: { client: { verdict: 'scan-null' }, server: { verdict: 'scan-null' } },
    exempt: SCANNED,
  },
  {
    id: 'scan-maimon',
    family: 'scan',
    shows: { en: 'a scan with FIN and ACK: open and closed ports are reset alike', zh: '带 FIN 和 ACK 的扫描：开放和关闭端口都回 RST' },
    programs: { server: [listen()], client: scan('FA') },
    captures: { client: { verdict: 'scan-maimon' }, server: { verdict: 'scan-maimon' } },
    exempt: SCANNED,
  },
  {
    id: 'scan-connect',
    family: 'scan',
    shows: { en: 'connect() to one port after the other, the open one closed at once', zh: '逐个端口 connect（），开放的立即关闭' },
    programs: {
      server: [listen()],
      client: [
        ...PORTS.flatMap((port) => [connect({ port, fails: port === 8080 ? 'ok' : 'ECONNREFUSED' }), close({ reset: true })]),
        sleep(100),
      ],
    },
    captures: { client: { verdict: 'scan-connect' }, server: { verdict: 'scan-connect' } },
    exempt: { states: 'a connection that is reset at once may be refused or accepted by then' },
  },
  {
    id: 'syn-flood',
    family: 'scan',
    shows: {
      en: 'SYNs from many addresses that do not exist; with SYN cookies a real client still connects',
      zh: '来自许多不存在地址的 SYN；有 SYN cookie 时真正的客户端仍能连接',
    },
    kernel: { server: { 'net.ipv4.tcp_syncookies': 1, 'net.ipv4.tcp_max_syn_backlog': 16, 'net.ipv4.tcp_synack_retries': 1 } },
    routes: { server: [`route add ${SPOOFED} via @client`] },
    programs: {
      server: [listen({ backlog: 16 }), ...ANSWER.slice(1)],
      'client/attacker': [
        raw({
          segments: Array.from({ length: FLOOD_SIZE }, (_, i) => ({
            flags: 'S',
            port: 8080,
            localPort: 1024 + i * 7,
            source: `10.250.${i % 7}.${1 + i}`,
          })),
        }),
      ],
      client: [sleep(300), ...ASK, sleep(200)],
    },
    captures: { client: { verdict: 'syn-flood' }, server: { verdict: 'syn-flood' } },
  },
  {
    id: 'land',
    family: 'scan',
    shows: {
      en: 'a SYN whose source is its destination: the server drops it as impossible',
      zh: '源与目的相同的 SYN：服务器当作不可能而丢弃',
    },
    programs: {
      server: [listen()],
      client: [repeat(3, [raw({ segments: [{ flags: 'S', port: 8080, localPort: 8080, source: 'target' }] }), sleep(50)]), sleep(100)],
    },
    captures: { client: { verdict: 'land-attack' }, server: { verdict: 'land-attack' } },
  },
  {
    id: 'scan-ack',
    family: 'scan',
    shows: { en: 'a scan with bare ACKs: whatever is not filtered is reset', zh: '只带 ACK 的扫描：未被过滤的都回 RST' },
    firewall: { server: firewall('input', 'tcp dport { 25, 110 } drop') },
    programs: { server: [listen()], client: scan('A') },
    captures: { client: { verdict: 'scan-ack' }, server: { verdict: 'scan-ack' } },
    exempt: SCANNED,
  },
]
