/** Chinese for `synfin probe` and `synfin why`. */
import { formatDuration } from './durations.ts'
import type { AttemptOutcome, ProbeWords } from './probe-words.ts'

function outcomeText(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'connected':
      return '连接成功'
    case 'timeout':
      return '没有应答，已放弃'
    case 'refused':
      return `被拒绝（${outcome.code}）`
    case 'unreachable':
      return `不可达（${outcome.code}）`
    case 'other':
      return `失败（${outcome.code}）`
  }
}

function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** The sentences. */
export const probeZh: ProbeWords = {
  attempt: ({ number, address, port, localPort, outcome, elapsedNs }) =>
    `${number}. ${endpoint(address, port)}${localPort === undefined ? '' : `（本地端口 ${localPort}）`}：${outcomeText(outcome)}，用时 ${formatDuration(elapsedNs, 'zh')}`,
  noAddress: (host, code) => `域名 ${host} 解析不到地址（${code}）。`,
  blind: ({ code, message }) =>
    code === 'no-permission'
      ? '看不到数据包：抓包需要权限。可以用 sudo 运行，或给 node 程序授权一次（sudo setcap cap_net_raw+ep 加 node 的路径），或在别处抓包后把文件交给 synfin。'
      : `看不到数据包：${message}`,
  withoutPackets: (outcome) => {
    switch (outcome.kind) {
      case 'connected':
        return '握手已完成：对方确实在接受连接。线路上的过程没有看到。'
      case 'timeout':
        return '系统没有收到任何可算作应答的东西。SYN 是在路上、在主机上被丢弃，还是应答在回程丢失，只有数据包能说明。'
      case 'refused':
        return '收到了 RST。是主机因端口无人监听而发，还是防火墙代发，只有数据包能说明（TTL、IP ID、时间）。'
      case 'unreachable':
        return '收到了 ICMP 差错，或者本机没有去往那里的路由。差错由谁发出，只有数据包能说明。'
      case 'other':
        return '系统在接触网络之前就拒绝了，从网络上得不到更多信息。'
    }
  },
  captureInstead: (command) => `要看到数据包：${command}`,
  commandEnded: (code) => (typeof code === 'number' ? `命令已结束，退出码 ${code}。` : `命令被信号 ${code} 结束。`),
  commandNotFound: (command) => `无法运行命令 ${command}。`,
  noConnections: '该命令没有建立任何 TCP 连接。',
  allConnections: '在这里无法辨认哪些套接字属于该命令：下面是这段时间内的全部连接。',
  tooManySockets: (count) => `该命令建立了 ${count} 个连接：下面是这段时间内的全部连接。`,
  dropped: (count) => `抓包时内核丢弃了 ${count} 个包：报告可能不完整。`,
  kept: (file) => `数据包保存在 ${file}。`,
}
