/** What `verify` says, in Chinese. */
import type { VerifiedEnd, VerifyFault, VerifySubject, VerifyWords } from './verify-words.ts'

const ENDS: Readonly<Record<VerifiedEnd, string>> = { client: '客户端', server: '服务器' }

const FIGURES = {
  packets: '数据包总数',
  tcpPackets: 'TCP 包数',
  icmpErrors: 'ICMP 错误数',
  firstPacket: '第一个数据包',
  lastPacket: '最后一个数据包',
  clientPackets: '客户端的数据包数',
  serverPackets: '服务器的数据包数',
  clientIsn: '客户端的初始序列号',
  serverIsn: '服务器的初始序列号',
} as const

const NUMBERS = { seq: '起始位置', ack: '确认到', fin: 'FIN 的位置', len: '载荷字节数', acksThrough: '确认到' } as const

function subjectText(subject: VerifySubject): string {
  switch (subject.kind) {
    case 'evidence':
      return `，${subject.verdict}（${subject.point}）`
    case 'verdict':
      return `，${subject.verdict}`
    case 'state':
      return `，${ENDS[subject.end]}的 ${subject.state}`
    case 'whole':
      return ''
  }
}

function faultText(fault: VerifyFault): string {
  switch (fault.kind) {
    case 'unclaimed':
      return '所列论断与依据中的数据包不一致'
    case 'no-packet':
      return '抓包里没有这个数据包'
    case 'not-tcp':
      return '它不是 TCP 段'
    case 'other-connection':
      return `它属于另一个连接：${fault.found}`
    case 'other-sender':
      return `它不是${ENDS[fault.claimed]}发出的`
    case 'flags':
      return `标志是 ${fault.found}，不是 ${fault.claimed}`
    case 'lacks-flags':
      return `标志是 ${fault.found}，缺少 ${fault.claimed}`
    case 'number':
      return `${NUMBERS[fault.field]}是 ${fault.found ?? '无'}，不是 ${fault.claimed}${fault.field === 'acksThrough' ? ' 或更大' : ''}`
    case 'not-icmp':
      return '它不是 ICMP 错误'
    case 'icmp':
      return `内容是“${fault.found}”，不是“${fault.claimed}”`
    case 'not-neighbour':
      return '它不是对邻居地址的询问'
    case 'neighbour':
      return `内容是“${fault.found}”，不是“${fault.claimed}”`
    case 'state':
      return `只有${fault.by === undefined ? '' : `${ENDS[fault.by]}的`} ${fault.needs} 才能说明这一点`
    case 'not-silent':
      return `它来自${ENDS[fault.end]}，而报告说那一端没有发过任何数据包`
    case 'no-connection':
      return '抓包里没有这个连接'
    case 'ends':
      return `它是 ${fault.found}，不是 ${fault.claimed}`
    case 'figure':
      return `${FIGURES[fault.figure]}是 ${fault.found ?? '未知'}，不是 ${fault.claimed ?? '未知'}`
    case 'states':
      return `${ENDS[fault.end]}的状态是 ${fault.found}，不是 ${fault.claimed}`
    case 'verdict':
      return `诊断是 ${fault.found}，不是 ${fault.claimed}`
    case 'judgement':
      return fault.judgement === 'certainty'
        ? `重新诊断的把握程度是 ${fault.found}，不是 ${fault.claimed}`
        : `重新诊断认为原因在 ${fault.found}，而不是 ${fault.claimed}`
    case 'no-finding':
      return '重新诊断没有得到这一点'
    case 'evidence':
      return `重新诊断的依据是 ${fault.found}，不是 ${fault.claimed}`
  }
}

/** Chinese. */
export const verifyZh: VerifyWords = {
  problem({ input, connection, subject, packet, fault }) {
    const file = input === undefined ? '' : `输入 ${input}，`
    const whose = connection === null ? '整个抓包' : `连接 ${connection}`
    return `${file}${whose}${subjectText(subject)}${packet === null ? '' : `，数据包 ${packet}`}：${faultText(fault)}。`
  },
  moreProblems: (count) => `另有 ${count} 处。`,
  holds: (claims, connections) => `全部成立：${connections} 个连接的 ${claims} 项论断。`,
  fails: (problems, claims) => `报告不成立：发现 ${problems} 处问题，核对了 ${claims} 项论断。`,
  notAReport: (file, path) => `${file} 不是 “synfin explain --json” 的报告${path === '' ? '' : `：缺少 ${path}，或其内容有误`}。`,
  otherFileCount: (inputs, files) => `报告有 ${inputs} 个输入，而命令给出了 ${files} 个文件。`,
}
