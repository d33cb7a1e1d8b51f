/** Chinese for two captures of one connection. */
import type { MergeWords } from './merge-words.ts'

const SIDES = { client: '客户端', server: '服务器' } as const
const OTHERS = { client: '服务器', server: '客户端' } as const

/** The words. */
export const mergeZh: MergeWords = {
  noPair: '两份抓包里没有同一个连接：没有哪个连接在两边的两个初始序号都相同。可能抓的是不同的连接，或者中间的代理另建了连接。',
  incomplete: '抓包内容超出一次比较的范围，其余部分略去。',
  turned: '两份抓包的先后给反了：包先出现在第二份里，下面把第二份当作客户端的抓包。',
  atClient: '客户端抓包',
  atServer: '服务器抓包',
  verdicts: (atClient, atServer) =>
    atClient === atServer ? `单看任何一份抓包，结论都是 ${atClient}。` : `单看客户端抓包是 ${atClient}，单看服务器抓包是 ${atServer}。`,
  clocks: (ahead, by) =>
    ahead === 'neither' ? '两边时钟一致。' : `${SIDES[ahead]}抓包的时钟快 ${by}（假定往返两程等长）；下面的时间已对齐。`,
  clocksUnknown: '无法得知时钟差：有一个方向没有任何包同时出现在两份抓包里。',
  delays: (direction, count, least, median, most) =>
    `从${SIDES[direction]}到${OTHERS[direction]}：${count} 个包，最短 ${least}，中位 ${median}，最长 ${most}。`,
  lost: (sender, numbers, count) => `${SIDES[sender]}发出的 ${count} 个包没有到达，在路上丢失（${SIDES[sender]}抓包：${numbers}）。`,
  nothingLost: '发出的包全部到达。',
  unsent: (sender, numbers, count, hasReset) =>
    hasReset
      ? `有 ${count} 个以${SIDES[sender]}名义到达的包并非它所发，其中有 RST：是中间设备伪造的（${OTHERS[sender]}抓包：${numbers}）。`
      : `有 ${count} 个以${SIDES[sender]}名义到达的包没有看到它发出：${SIDES[sender]}抓包漏抓，或由中间设备发出（${OTHERS[sender]}抓包：${numbers}）。`,
  hops: (client, server) => `按 TTL 推算，去往服务器经过 ${client} 个路由器，返回经过 ${server} 个。`,
  translated: (atClient, atServer) => `途中有地址转换：客户端处的 ${atClient} 在服务器处是 ${atServer}。`,
  lostMark: '丢失',
  unsentMark: '并非其所发',
  gap: (count, others) => (others === 0 ? `... 到达的 ${count} 个包 ...` : `... ${count} 个包，其中 ${others} 个丢失或并非其所发 ...`),
  columns: { time: '时间', client: '客户端', server: '服务器', delay: '时延' },
}
