/** The lab's words in Chinese. */
import type { LabFault, LabWords } from './lab-words.ts'

function fault(fault: LabFault): string {
  switch (fault.kind) {
    case 'verdict':
      return `${fault.capture} 处的抓包得到“${fault.got}”，应为${fault.wanted.map((id) => `“${id}”`).join('或')}`
    case 'forbidden':
      return `${fault.capture} 处的抓包被说成有“${fault.got}”，而这并未发生`
    case 'unsaid':
      return `${fault.capture} 处的抓包没有说出“${fault.got}”`
    case 'states':
      return `${fault.host} ${fault.local}：内核经历 ${fault.kernel.join(' > ')}，推断为 ${fault.inferred.join(' > ') || '无'}`
    case 'retransmissions':
      return `${fault.host} ${fault.local}：内核重传 ${fault.kernel} 次，抓包中有 ${fault.wire} 次`
    case 'resets':
      return `${fault.host} ${fault.local}：内核发送 RST ${fault.kernel} 次，抓包中有 ${fault.wire} 次`
    case 'call':
      return `${fault.program}：${fault.op} 的结果是 ${fault.got}，应为 ${fault.wanted}`
    case 'broken':
      return `场景未能实现：${fault.message}`
  }
}

const COMPARISONS = { equal: '与抓包一致', accepted: '在数据包可见的范围内一致', different: '与抓包不一致', unseen: '没有数据包' } as const

/** Chinese. */
export const labZh: LabWords = {
  needsRoot: '实验室要创建网络命名空间，需要 root 权限：sudo synfin lab ...',
  needsLinux: '实验室需要 Linux：它的主机是网络命名空间。',
  needsKoffi: '实验室需要可选软件包 koffi，但没有安装：npm install koffi',
  needsTool: (tool) => `实验室需要 ${tool}，但没有安装。`,
  noKernelLog: (reason) => `无法读取内核日志（${reason}）：只比较抓包和 errno。`,
  noScenario: (id, nearest) => `没有场景“${id}”${nearest === undefined ? '' : `；是否指 ${nearest}？`}`,
  fault,
  wire: '抓包',
  kernel: '内核',
  verdict: '结论',
  calls: '调用',
  capture: (name, packets, verdict, findings) =>
    `${name}：${verdict}（${packets} 个数据包${findings.length === 0 ? '' : `；另有 ${findings.join('、')}`}）`,
  states: (host, local, path, comparison) => `${host} ${local}：${path} [${COMPARISONS[comparison]}]`,
  retransmissions: (host, local, count) => `${host} ${local}：重传 ${count} 次`,
  resetsSent: (host, local, count, reasons) =>
    `${host} ${local}：发送 RST ${count} 次${reasons.length === 0 ? '' : `（${reasons.join('、')}）`}`,
  socketError: (host, error) => `${host}：套接字得到错误 ${error}`,
  drops: (host, reason, count) => `${host}：丢弃 ${count} 个数据包：${reason}`,
  call: (program, op, result, tookMs) => `${program}：${op} -> ${result}，用时 ${tookMs} 毫秒`,
  agrees: '一致',
  secondAttempt: '（单独再试）',
  disagrees: '不一致',
  progress: (done, total, running) => `${done}/${total}，正在运行：${running.join('、')}`,
  summary: (total, agreed, seconds) => `${total} 个场景，其中 ${agreed} 个的抓包、内核与结论一致；用时 ${seconds.toFixed(0)} 秒`,
  kept: (folder) => `抓包与真相记录在 ${folder}`,
  noRecipe: (verdict) => `实验室没有显示“${verdict}”的场景。`,
  noConnection: (file, connection) => `${file} 里没有连接 ${connection}。`,
  derived: (from) => `由场景 ${from} 派生。`,
  observed: '观察到的',
  recreated: '重现的',
  figures: (verdict, rttMs, clientBytes, serverBytes, closer) =>
    `${verdict}${rttMs === undefined ? '' : `，往返 ${rttMs.toFixed(1)} 毫秒`}，客户端 ${clientBytes} 字节，服务器 ${serverBytes} 字节${closer === undefined ? '' : closer === 'client' ? '，客户端先关闭' : '，服务器先关闭'}`,
  sameVerdict: '结论相同。',
  otherVerdict: '结论不同。',
}
