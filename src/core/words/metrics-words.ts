/** Labels of the table of metrics, one catalogue per language. */
import type { VantagePoint } from '../analysis/vantage.ts'

/** Rows of the table that have a figure for each direction. */
export const METRIC_ROWS = [
  'packets',
  'payload',
  'rttMin',
  'rttMedian',
  'rttP95',
  'rttSamples',
  'inFlight',
  'goodput',
  'transferRate',
  'zeroWindow',
  'retransmitted',
  'syn',
  'fin',
  'timeout',
  'followUp',
  'fast',
  'probe',
  'unneeded',
  'other',
  'unclassified',
  'outOfOrder',
  'duplicates',
  'duplicateAcks',
  'beforeCapture',
  'beyondCapture',
  'byCapture',
] as const
/** Name of a row. */
export type MetricRow = (typeof METRIC_ROWS)[number]

/** The words of one language. */
export interface MetricsWords {
  readonly rows: Readonly<Record<MetricRow, string>>
  connection(id: number, ends: string): string
  readonly vantage: Readonly<Record<VantagePoint, string>>
  /** Durations are texts already; undefined where unknown. */
  handshake(total: string | undefined, toServer: string | undefined, toClient: string | undefined): string
  silence(duration: string, turn: 'client' | 'server', from: number, to: number): string
  readonly fromClient: string
  readonly fromServer: string
  readonly perSecond: string
}

/** The words of English. */
export const metricsEn: MetricsWords = {
  rows: {
    packets: 'packets',
    payload: 'payload, each byte once',
    rttMin: 'round trip, least',
    rttMedian: 'round trip, median',
    rttP95: 'round trip, 95 %',
    rttSamples: 'round trips measured',
    inFlight: 'most bytes in flight',
    goodput: 'goodput, whole connection',
    transferRate: 'rate, first to last data',
    zeroWindow: 'its window was shut',
    retransmitted: 'segments sent again',
    syn: '  SYN',
    fin: '  FIN',
    timeout: '  timeout',
    followUp: '  in the wake of a timeout',
    fast: '  fast retransmission',
    probe: '  tail loss probe',
    unneeded: '  not needed',
    other: '  other cause',
    unclassified: '  cause not remembered',
    outOfOrder: 'fill a gap, or late',
    duplicates: 'duplicates',
    duplicateAcks: 'duplicate ACKs',
    beforeCapture: 'lost before the capture',
    beyondCapture: 'lost beyond the capture',
    byCapture: 'lost by the capture',
  },
  connection: (id, ends) => `Connection ${id}: ${ends}`,
  vantage: {
    'client-side': 'captured at the client',
    'server-side': 'captured at the server',
    middle: 'captured between the two',
    'same-machine': 'both ends on the capturing machine',
    unknown: 'capture point unknown',
  },
  handshake: (total, toServer, toClient) =>
    `handshake ${total ?? 'not measured'}${toServer === undefined ? '' : `: ${toServer} from here to the server and back`}${
      toClient === undefined ? '' : `, ${toClient} to the client and back`
    }`,
  silence: (duration, turn, from, to) => `longest silence ${duration}, the ${turn}'s turn, packets ${from} to ${to}`,
  fromClient: 'client → server',
  fromServer: 'server → client',
  perSecond: '/s',
}

/** The words of Chinese. */
export const metricsZh: MetricsWords = {
  rows: {
    packets: '数据包',
    payload: '数据（每个字节只计一次）',
    rttMin: '往返时间，最小',
    rttMedian: '往返时间，中位数',
    rttP95: '往返时间，95 %',
    rttSamples: '往返时间样本数',
    inFlight: '最大在途字节',
    goodput: '有效吞吐（整个连接）',
    transferRate: '速率（首个到末个数据段）',
    zeroWindow: '自己的窗口关闭时长',
    retransmitted: '重发的报文段',
    syn: '  SYN',
    fin: '  FIN',
    timeout: '  超时',
    followUp: '  超时之后的后续',
    fast: '  快速重传',
    probe: '  尾部丢包探测',
    unneeded: '  不必要',
    other: '  其他原因',
    unclassified: '  原因未记录',
    outOfOrder: '补缺口或迟到',
    duplicates: '重复的数据包',
    duplicateAcks: '重复 ACK',
    beforeCapture: '在抓包点之前丢失',
    beyondCapture: '在抓包点之后丢失',
    byCapture: '抓包丢失',
  },
  connection: (id, ends) => `连接 ${id}：${ends}`,
  vantage: {
    'client-side': '在客户端抓包',
    'server-side': '在服务器端抓包',
    middle: '在两端之间抓包',
    'same-machine': '两端都在抓包的机器上',
    unknown: '抓包位置未知',
  },
  handshake: (total, toServer, toClient) =>
    `握手 ${total ?? '未测得'}${toServer === undefined ? '' : `：抓包点到服务器往返 ${toServer}`}${
      toClient === undefined ? '' : `，到客户端往返 ${toClient}`
    }`,
  silence: (duration, turn, from, to) =>
    `最长的沉默 ${duration}，该${turn === 'client' ? '客户端' : '服务器'}发言，数据包 ${from} 到 ${to}`,
  fromClient: '客户端 → 服务器',
  fromServer: '服务器 → 客户端',
  perSecond: '/秒',
}
