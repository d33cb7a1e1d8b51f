/** refused-port-closed, in Chinese. */
import type { RefusedPortClosedTerms } from '../../diagnosis/rules/refused-port-closed.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-port-closed, in Chinese. */
export const refusedPortClosed: RuleWords<RefusedPortClosedTerms> = {
  summary: (v) => `${v.server} 拒绝了连接：端口 ${v.serverPort} 没有程序监听。程序得到 “Connection refused”（ECONNREFUSED）。`,
  refutedBy: () => '当时该端口确有程序监听（在服务器上 ss -ltn），或带 --reject-with tcp-reset 的防火墙规则计数增长。',
  evidence: {
    asked: (v) => `${v.client} 向 ${v.server} 请求连接${v.synDataBytes > 0 ? `，SYN 中带有 ${v.synDataBytes} 字节数据` : ''}。`,
    refused: (v) =>
      `${Number.isNaN(v.afterNs) ? '' : `${formatDuration(v.afterNs, 'zh')}后，`}RST 确认的正是这个 SYN${v.synDataBytes > 0 ? '及其数据' : ''}。`,
    'own-kernel': (v) =>
      v.sign === 'tos'
        ? `RST 带有与 SYN 相同的 TOS（0x${v.synTos.toString(16)}）：主机自己的 TCP 会照抄，REJECT 规则不会。`
        : v.sign === 'flow-label'
          ? `RST 带有流标签（0x${v.flowLabel.toString(16)}）：主机自己的 TCP 会设置，REJECT 规则不会。`
          : 'RST 在发出处的校验和是完整的，正如主机自己的 TCP 所做；在这台机器上，REJECT 规则会像 SYN 那样把校验和留给网卡。',
  },
  alternatives: {
    'reject-tcp-reset': (v) =>
      v.sign === 'checksum'
        ? '如果这台主机不像 SYN 的发送者那样把校验和留给网卡，tcp-reset 的 REJECT 规则看起来也一样。'
        : 'tcp-reset 的 REJECT 规则不会是这个样子，除非途中有设备改写首部。',
  },
  next: {
    listen: (v) => `没有输出说明端口 ${v.serverPort} 无人监听；若显示 127.0.0.1 或 [::1]，说明只接受本机程序；若是别的端口，说明配置有误。`,
    service: () => '服务是否失败，容器是否停止？',
    again: () => '修复后确认端口已开放。',
  },
}
