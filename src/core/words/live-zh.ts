/** Chinese for `synfin live`. */
import type { LiveWords } from './live-words.ts'

/** The sentences. */
export const liveZh: LiveWords = {
  heading: {
    number: '#',
    client: '客户端',
    server: '服务器',
    states: '状态',
    verdict: '结论',
    rtt: 'RTT',
    repeats: '重传',
    bytes: '字节',
  },
  tooEarly: '...',
  order: { problems: '问题优先', newest: '最新优先', bytes: '字节最多', rtt: 'RTT 最长', retransmissions: '重传最多' },
  status: (interfaceName, seconds, packets, bytesPerSecond, connections, problems) =>
    `${interfaceName}  ${Math.floor(seconds)} 秒  ${packets} 个包  ${bytesPerSecond}B/s  ${connections} 个连接，其中 ${problems} 个有问题`,
  dropped: (count) => `内核丢弃了 ${count} 个包`,
  paused: '已暂停',
  keys: '方向键 选择  回车 详情  / 过滤  o 排序  p 暂停  s 保存  q 退出',
  detailKeys: '方向键 滚动  回车或 esc 返回  q 退出',
  filterPrompt: (text) => `过滤：${text}_`,
  nothingYet: '还没有看到 TCP 连接。',
  saved: (file, packets) => `${packets} 个包已保存到 ${file}`,
  notSaved: '无法保存',
  noPermission:
    '抓包需要权限，而本进程没有。可以用 sudo 运行；或给 node 程序授权一次：sudo setcap cap_net_raw+ep 加 node 的路径；或在别处抓包后把文件交给 synfin。',
  cannotCapture: (message) => `无法抓包：${message}`,
}
