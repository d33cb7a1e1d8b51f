/** reject-tcp-reset, in Chinese. */
import type { RejectTcpResetTerms } from '../../diagnosis/rules/reject-tcp-reset.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** reject-tcp-reset, in Chinese. */
export const rejectTcpReset: RuleWords<RejectTcpResetTerms> = {
  summary: (v) =>
    `防火墙以 TCP RST 拒绝了 ${v.client} 到 ${v.server} 的连接：规则在服务器主机上，或在它前面的路由器上。程序得到 “Connection refused”（ECONNREFUSED）。`,
  refutedBy: () => '服务器及其前面都没有重置规则，而已知关闭的端口对带 TOS 的探测给出同样特征的应答。',
  evidence: {
    asked: (v) => `${v.client} 向 ${v.server} 请求连接。`,
    refused: (v) => `${Number.isNaN(v.afterNs) ? '' : `${formatDuration(v.afterNs, 'zh')}后，`}RST 确认的正是这个 SYN。`,
    'not-the-kernel': (v) =>
      v.sign === 'tos'
        ? `SYN 的 TOS 为 0x${v.synTos.toString(16)}，RST 的 TOS 为 0：主机的 TCP 会照抄，REJECT 规则不会。`
        : v.sign === 'flow-label'
          ? 'RST 的流标签为 0：Linux 主机的 TCP 会设置流标签，REJECT 规则不会。'
          : 'RST 的校验和留给网卡计算：REJECT 规则如此，而主机的 TCP 会自己算好 RST 的校验和。',
  },
  alternatives: {
    'refused-port-closed': (v) =>
      v.sign === 'checksum' ? '若不是 Linux，端口未监听时也可能把校验和留给网卡。' : '若途中有设备清除了该字段，端口未监听也会是这个样子。',
  },
  next: {
    firewall: () => '查找以 tcp-reset 拒绝、每次尝试计数都会增长的规则；服务器前面的路由器也要查。',
    listen: () => '如果本来就没有程序监听，那么规则只是问题的一半。',
    path: () => '若应答在到达服务器之前就中止，说明防火墙在途中。',
  },
}
