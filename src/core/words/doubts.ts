/** What is said of a verdict that leans on something the capture may have got wrong. */
import type { Doubt } from '../diagnosis/doubt.ts'
import type { Multilingual } from './language.ts'

/** One sentence for each doubt; a doubt without words does not compile. */
export const DOUBT_WORDS: Readonly<Record<Doubt, Multilingual>> = {
  'one-way': {
    en: 'Less sure because only one direction was captured: the other end may have answered.',
    zh: '把握打折扣：只抓到一个方向，另一端可能已经应答。',
  },
  missed: {
    en: 'Less sure because the capture missed packets of this connection: what is not in it may have been there.',
    zh: '把握打折扣：抓包漏掉了该连接的报文，没有看到的不等于不存在。',
  },
  dropped: {
    en: 'Less sure because the capturing system dropped packets: what is not in the capture may have been there.',
    zh: '把握打折扣：抓包系统丢弃过报文，没有看到的不等于不存在。',
  },
  'headers-cut': {
    en: 'Less sure because some segments were cut within their headers and could not be followed.',
    zh: '把握打折扣：部分段在首部中间就被截断，无法跟踪。',
  },
  doubled: {
    en: 'Less sure because the capture has packets twice: a second copy proves little.',
    zh: '把握打折扣：抓包中报文成对出现，第二份不足为凭。',
  },
  misordered: {
    en: 'Less sure because the capture has the two directions in a wrong order.',
    zh: '把握打折扣：抓包中两个方向的先后次序有误。',
  },
  clock: {
    en: 'Less sure because the clock of the capture went back: times between packets mean little.',
    zh: '把握打折扣：抓包的时钟倒退过，报文之间的时间差不可靠。',
  },
  'mid-stream': {
    en: 'Less sure because the opening is not in the capture: who is client, and what they agreed on, is a guess.',
    zh: '把握打折扣：抓包中没有握手，谁是客户端、双方协商了什么只能推测。',
  },
  offload: {
    en: 'Less sure because the network card joins or splits segments: their sizes on the wire were others.',
    zh: '把握打折扣：网卡会合并或切分段，线路上的段长与此不同。',
  },
  'payload-cut': {
    en: 'Less sure because the capture cut off payload: whether it arrived whole cannot be seen.',
    zh: '把握打折扣：载荷被截断，看不出到达时是否完好。',
  },
}
