/** What `synfin shark --explain` says, in Chinese. */
import type { Evidence, Judgement, OrdinaryReason, RepeatCause } from '../analysis/judgement/judgement.ts'
import { formatDuration } from './durations.ts'
import type { JudgementWords, SideRemark } from './judgement-words.ts'
import { formatBytes } from './quantities.ts'

const CAUSES: Readonly<Record<RepeatCause, string>> = {
  timeout: '超时后重发',
  probe: '探测突发末尾（TLP）',
  'follow-up': '超时之后的后续重发',
  fast: '快速重传',
  unasked: '早于接收方可能的请求（可能是路由器通知了发送方）',
  unneeded: '接收方其实已经收到',
  'late-original': '这是原始报文，被自己的重发超过',
  'syn-data': '服务器没有接受 SYN 中的数据',
  damaged: '第一份的校验和错误',
  rejected: '时间戳过旧，被接收方丢弃（PAWS）',
  refused: '被重置后再试一次',
  'window-cut': '接收窗口只收下了它的一部分',
  smaller: '路由器要求更小的报文段',
}

const ORDERS = { newer: '比第 # 帧新', older: '比第 # 帧旧', same: '与第 # 帧相同' } as const

/** The words of Chinese. */
export const judgementZh: JudgementWords = {
  line: (shown, judged) => `tshark：${shown}；synfin：${judged}`,
  noMark: '无标记',
  between: '；',
  judged,
  ordinary,
  remark,
}

function judged(j: Judgement): string {
  const { evidence: e, earlier } = j
  switch (j.kind) {
    case 'copy':
      return `第 ${earlier} 帧的报文被抓了两次，相隔 ${duration(e.apartNs)}：${sameCount(e)}`
    case 'network-copy':
      return `网络把第 ${earlier} 帧的报文送达了两次，相隔 ${duration(e.apartNs)}：${sameCount(e)}`
    case 'retransmission':
      return joined([repeat(j), ...reasons(e)])
    case 'reordered':
      return e.cause === 'late-original'
        ? joined([`乱序：第 ${earlier} 帧的原始报文，被自己的重发超过`, ...reasons(e)])
        : joined([`乱序：只有这一份，比超过它的第 ${earlier} 帧晚 ${duration(e.apartNs)}`, ...reasons(e)])
    case 'late':
      return joined([
        `迟到：${duration(e.apartNs)}后补上第 ${earlier} 帧之前的缺口，此前从未见过；可能被超过，也可能在抓包点之前丢失后重发`,
        ...reasons(e),
        ...(e.duplicateAcks === 0 && e.sacked === false ? ['没有人要求重发'] : []),
      ])
    case 'capture-order':
      return `顺序正常：第 ${earlier} 帧在它被抓到之前 ${duration(e.apartNs)}就确认了它，是抓包把两个方向的先后弄反了`
    case 'gap':
      return gap(e, earlier)
    case 'acked-unseen':
      return e.settledBy === undefined
        ? `抓包丢失：确认了第 ${earlier} 帧之后的 ${formatBytes(e.bytes ?? 0, 'zh')}，数据已送达，只是没有抓到`
        : `确认了第 ${e.settledBy} 帧的 ${formatBytes(e.bytes ?? 0, 'zh')}，该帧在抓包中排在它后面：两个方向的先后弄反了`
    case 'keep-alive':
      return `保活探测：自第 ${earlier} 帧起没有未确认的数据`
    case 'keep-alive-answer':
      return `对第 ${earlier} 帧保活探测的应答`
    case 'window-probe':
      return `零窗口探测${e.newBytes === 1 ? '（带下一个字节）' : ''}：窗口自第 ${earlier} 帧起关闭`
    case 'window-probe-answer':
      return `对第 ${earlier} 帧零窗口探测的应答`
    case 'zero-window':
      return earlier === 0 ? '零窗口' : `零窗口，自第 ${earlier} 帧起关闭`
    case 'window-update':
      return '窗口更新：没有确认新数据，窗口变了'
    case 'window-full':
      return `用满了第 ${earlier} 帧给出的窗口`
    case 'window-exceeded':
      return `超出第 ${earlier} 帧给出的窗口 ${formatBytes(e.bytes ?? 0, 'zh')}，也超出此前任何窗口`
    case 'duplicate-ack':
      return `第 ${earlier} 帧的第 ${e.duplicateAcks} 个重复 ACK${e.sacked === true ? '，SACK 报告缺口之后又收到数据' : ''}`
    case 'repeat-answer':
      return `对第 ${earlier} 帧的应答，那些数据它早已收到：不是丢包的迹象`
    case 'dsack':
      return `D-SACK：报告${earlier === 0 ? '' : `第 ${earlier} 帧的`} ${formatBytes(e.bytes ?? 0, 'zh')}收到两次，不是丢包的迹象`
    case 'new-connection':
      return `新的连接${e.sameIsn === true ? '（初始序号相同）' : ''}；这对端口上先前的连接止于第 ${earlier} 帧`
    case 'new-attempt':
      return `同一客户端换了初始序号再试：第 ${earlier} 帧的 SYN 没有应答`
    case 'half-open-syn':
      return `服务器仍保留旧连接时的 SYN（半开连接）：第 ${e.settledBy} 帧质询它`
    case 'syn-inside':
      return `连接仍在继续（见第 ${e.settledBy} 帧），其中的这个 SYN 是伪造的或迟到的`
    case 'simultaneous-open':
      return `同时打开：与第 ${earlier} 帧的 SYN 交错或应答它，不是重发`
    case 'challenge-ack':
      return `对第 ${earlier} 帧的质询 ACK，用的是发送方仍保留的连接的序号`
    case 'old-reset':
      return `清除第 ${earlier} 帧所代表的旧连接`
    case 'rst-ignored':
      return joined(['RST 在接收窗口之外，会被丢弃：连接没有被重置', ...wentOn(e)])
    case 'rst-challenged':
      return joined(['RST 在窗口内但序号不精确：被质询，不被接受（RFC 5961）', ...wentOn(e)])
    case 'odd-flags':
      return '任何协议栈都不会发的标志组合：是探测，不属于这个连接'
    case 'damaged':
      return e.settledBy === undefined ? '校验和错误：接收方会丢弃它' : `只是抓包中的校验和错误：第 ${e.settledBy} 帧确认了它`
    case 'ordinary':
      return ordinary(e.reason ?? 'nothing-new', earlier)
  }
}

function repeat({ earlier, evidence: e }: Judgement): string {
  const cause = e.cause === undefined ? '' : `${CAUSES[e.cause]}，`
  if (e.seenBefore === false) {
    const when = e.ackFrame === earlier ? `第 ${earlier} 帧已确认` : `第 ${earlier} 帧之前的缺口已有 ${duration(e.apartNs)}`
    return `重传，${cause}${when}，第一份在抓包点之前丢失`
  }
  const more = e.newBytes === undefined ? '' : `（其中 ${formatBytes(e.newBytes, 'zh')}是新的）`
  if (earlier === 0) return `重传，${cause}同样的字节以前发过${more}`
  return `重传，${cause}同样的字节 ${duration(e.apartNs)}前在第 ${earlier} 帧发过${more}`
}

function reasons(e: Evidence): string[] {
  const out: string[] = []
  for (const order of ['newer', 'older', 'same'] as const) {
    const facts = [...(e.ipId === order ? ['IP ID'] : []), ...(e.tsVal === order ? ['TSval'] : [])]
    if (facts.length > 0) out.push(`${facts.join(' 和 ')} ${ORDERS[order].replace('#', String(e.comparedWith))}`)
  }
  if (e.duplicateAcks !== undefined && e.duplicateAcks > 0) out.push(`之前有 ${e.duplicateAcks} 个重复 ACK`)
  else if (e.sacked === true) out.push('SACK 已显示缺口')
  if (e.cause === 'unneeded' && e.ackFrame !== undefined) out.push(`第 ${e.ackFrame} 帧已确认`)
  if (e.cause === 'window-cut' && e.ackFrame !== undefined) out.push(`第 ${e.ackFrame} 帧只收下一部分`)
  if (e.cause === 'syn-data' && e.settledBy !== undefined) out.push(`见第 ${e.settledBy} 帧`)
  if (e.cause === 'refused' && e.settledBy !== undefined) out.push(`第 ${e.settledBy} 帧拒绝了它`)
  if (e.dsackFrame !== undefined) out.push(`第 ${e.dsackFrame} 帧报告收到两次（D-SACK）`)
  if (e.echoFrame !== undefined) out.push(`第 ${e.echoFrame} 帧回显的是第一份的时间戳`)
  return out
}

function gap(e: Evidence, earlier: number): string {
  const missing = `第 ${earlier} 帧之后缺 ${formatBytes(e.bytes ?? 0, 'zh')}`
  if (e.settledAs === 'acknowledged') return `抓包丢失：${missing}，但第 ${e.settledBy} 帧确认了它们，接收方已收到`
  if (e.settledAs === 'filled') return `缺口：${missing}，由第 ${e.settledBy} 帧补上`
  return `缺口：${missing}，之后没有报文说明是否送达`
}

function sameCount(e: Evidence): string {
  return e.ttlFell === undefined ? countText(e) : `${countText(e)}，TTL 低 ${e.ttlFell}：在路由器前后各见一次，或在环路中`
}

function countText(e: Evidence): string {
  if (e.ipId === 'same') return e.tsVal === 'same' ? 'IP ID 和 TSval 相同' : 'IP ID 相同'
  return '其间没有报文能引起重发，也没有这么短的定时器'
}

function wentOn(e: Evidence): string[] {
  return e.settledBy === undefined ? [] : [`发送方在第 ${e.settledBy} 帧继续通信`]
}

function ordinary(reason: OrdinaryReason, earlier: number): string {
  switch (reason) {
    case 'acks':
      return `对第 ${earlier} 帧的普通确认`
    case 'in-order':
      return `顺序正常，紧接第 ${earlier} 帧`
    case 'behind-acked':
      return `顺序正常：它之前缺的数据已在第 ${earlier} 帧被确认，是抓包丢失而不是网络丢失`
    case 'fin-outstanding':
      return `普通 ACK，序号在自己第 ${earlier} 帧的 FIN 之前，该 FIN 尚未被确认`
    case 'answers-syn':
      return `对第 ${earlier} 帧 SYN 的应答`
    case 'quotes':
      return `引用第 ${earlier} 帧所属连接的 ICMP 报文，本身不是其中的报文段`
    case 'nothing-new':
      return earlier === 0 ? '没有特别之处' : `自第 ${earlier} 帧以来没有新内容，也没有可能丢失的未确认数据`
  }
}

function remark(r: SideRemark): string {
  switch (r.kind) {
    case 'stream': {
      const why = r.icmpFrame === 0 ? '' : `；第 ${r.icmpFrame} 帧的 ICMP 报文只是引用了它`
      return `tshark：流 ${r.shown}；synfin：是第 ${r.firstFrame} 帧开始的连接（流 ${r.began}）的继续${why}`
    }
    case 'rtt-ambiguous':
      return `tshark：RTT ${duration(r.shownNs)}；synfin：无法得知，第 ${r.frame} 帧的数据发过不止一次（Karn 规则）`
    case 'rtt-partial':
      return `tshark：无 RTT；synfin：${duration(r.rttNs)}，它确认了第 ${r.frame} 帧大报文段的一部分`
    case 'in-flight': {
      const shown = r.shownBytes === undefined ? '无在途字节数' : `在途 ${formatBytes(r.shownBytes, 'zh')}`
      return `tshark：${shown}；synfin：${formatBytes(r.bytes, 'zh')}，第 ${r.dsackFrame} 帧的 D-SACK 没有报告新数据`
    }
    case 'rto':
      return `tshark：RTO 从第 ${r.shownFrame} 帧算起；synfin：上次发送在第 ${r.frame} 帧，${duration(r.apartNs)}前`
  }
}

function duration(ns: number | undefined): string {
  return formatDuration(ns ?? NaN, 'zh')
}

function joined(parts: readonly string[]): string {
  return parts.join('，')
}
