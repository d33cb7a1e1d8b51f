/** Chinese words of `repeated-attempts`. */
import type { RepeatedAttemptsTerms } from '../../diagnosis/groups/repeated-attempts.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

type Values = RepeatedAttemptsTerms['values']

const PORTS: Readonly<Record<Values['ports'], string>> = {
  new: '，每次换用新端口',
  same: '，端口相同而序号每次更新',
  mixed: '',
}

/** So many times fit into a sentence. */
const MOST_TIMES = 6

/** Sentences of the rule. */
export const repeatedAttempts: RuleWords<RepeatedAttemptsTerms> = {
  summary: (v) =>
    `${v.source} 先后 ${formatCount(v.attempts)} 次尝试连接 ${v.host} 的 ${v.port} 端口均未成功（${outcomes(v)}）${isShort(v) ? `，各次开始于第 ${v.schedule} 秒` : ''}${v.succeeded >= 0 ? `；连接 ${v.succeeded} 建立成功` : ''}。`,
  refutedBy: (v) => `这些尝试出自 ${v.source} 上各试一次的多个程序或用户：那么它们只是看起来像同一客户端反复重试。`,
  evidence: {
    attempts: (v) =>
      `${v.attempts > v.shown ? '最早几次' : '各次'}尝试的 SYN${PORTS[v.ports]}${v.schedule === '' ? '' : `，时刻为第 ${v.schedule} 秒`}。`,
  },
  alternatives: {
    'syn-no-answer': () => '内核重传的 SYN 端口和序号都不变；这里是程序发起的新尝试。',
    'scan-syn': () => '扫描会询问许多端口或主机；这里始终是同一个。',
  },
  next: {
    client: () => '在客户端上：是哪个程序在重试？间隔多久？固定的短间隔会让繁忙的服务器更忙。',
    server: () => '客户端重试时在服务器上执行：请求到达了吗？是谁应答的？',
  },
}

function isShort(v: Values): boolean {
  return v.schedule !== '' && v.attempts <= MOST_TIMES
}

function outcomes(v: Values): string {
  const parts: readonly (readonly [number, string])[] = [
    [v.silent, '没有应答'],
    [v.refused, '被拒绝'],
    [v.rejected, '被 ICMP 拒绝'],
    [v.halfOpen, '有应答但未建立'],
    [v.aborted, '接受后被重置'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, how]) => (count === v.attempts ? `全部${how}` : `${formatCount(count)} 次${how}`))
    .join('，')
}
