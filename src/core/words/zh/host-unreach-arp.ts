/** host-unreach-arp, in Chinese. */
import type { HostUnreachArpTerms } from '../../diagnosis/rules/host-unreach-arp.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** host-unreach-arp, in Chinese. */
export const hostUnreachArp: RuleWords<HostUnreachArpTerms> = {
  summary: (v) =>
    `${v.asker} 到不了 ${v.target}：本地网络中没有主机响应该地址，因此连接请求根本没有发出。主机已关机、在别的网段，或地址写错。程序约 3 秒后得到 “No route to host”（EHOSTUNREACH）。`,
  refutedBy: () => '在被询问的主机上或交换机其他端口的抓包中有对这些询问的应答。',
  evidence: {
    asked: (v) =>
      `${Number.isNaN(v.spanNs) ? '' : `${formatDuration(v.spanNs, 'zh')}内`}有 ${v.requests} 个询问 ${v.target} 的 ${v.version === 6 ? '邻居请求（NS）' : 'ARP 请求'}，没有应答。`,
  },
  alternatives: {
    'capture-one-way': () => '应答只发给询问者：在第三台主机上抓包是看不到的。',
    'host-unreach-router': (v) => `如果 ${v.asker} 是路由器，报文来自别处，路由器会向发送者报告 “主机不可达”。`,
  },
  next: {
    neighbour: () => 'FAILED 或 INCOMPLETE 即可确认无人响应。',
    arping: () => '若有响应，说明主机已恢复。',
    address: () => '该主机的地址和掩码是否如所想，链路是否正常？',
  },
}
