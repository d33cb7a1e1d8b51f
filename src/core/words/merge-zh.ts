/** Chinese for two captures of one connection. */
import type { MergeWords } from './merge-words.ts'

const SIDES = { client: '客户端', server: '服务器' } as const
const OTHERS = { client: '服务器', server: '客户端' } as const

/** The words. */
export const mergeZh: MergeWords = {
  noPair:
    '两份抓包里没有同一个连接：没有哪个连接在两边的两个初始序号都相同。可能抓的是不同的连接，或者中间的代理另建了连接，也可能根本没有包到达另一端。',
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
  unsent: (sender, numbers, count, resets) => {
    const where = `（${OTHERS[sender]}抓包：${numbers}）`
    if (resets === count) return `有 ${count} 个以${SIDES[sender]}名义到达的 RST 并非它所发，是中间设备伪造的${where}。`
    return resets > 0
      ? `有 ${count} 个以${SIDES[sender]}名义到达的包并非它所发，其中 ${resets} 个是 RST：是中间设备伪造的${where}。`
      : `有 ${count} 个以${SIDES[sender]}名义到达的包没有看到它发出：${SIDES[sender]}抓包漏抓，或由中间设备发出${where}。`
  },
  hops: (client, server) => `按 TTL 推算，去往服务器经过 ${client} 个路由器，返回经过 ${server} 个。`,
  translated: (atClient, atServer) => `途中有地址转换：客户端处的 ${atClient} 在服务器处是 ${atServer}。`,
  renumbered: (side) => `中间的防火墙改写了${SIDES[side]}的序号；这里按相对位置比较。`,
  moved: (count) => `有 ${count} 个包在另一份抓包里用的是别的地址或端口：中间的 NAT 已忘记此连接，重新建立了映射。`,
  lostMark: '丢失',
  unsentMark: '并非其所发',
  gap: (count, others) => (others === 0 ? `... 到达的 ${count} 个包 ...` : `... ${count} 个包，其中 ${others} 个丢失或并非其所发 ...`),
  page: {
    title: '两份抓包',
    lead: (first) =>
      `${first} 是在连接的一端抓到的。请选择（或拖到这里）同一时间在另一端抓到的文件：发出而没有到达的包说明丢在哪里，到达而没有人发出的包是途中伪造的。`,
    names: (first, second) => `${first} 与 ${second}`,
    choose: '选择第二份抓包',
    reading: '正在读取两份抓包…',
    failed: (why) => `无法比较这两份抓包：${why}`,
    connection: '连接',
    missing: (count) => (count === 0 ? '' : `（${count} 个丢失或并非其所发）`),
    onlyNotable: '只看没有到达或并非其所发的包',
    help: '时间以客户端时钟为准。左右两侧的编号分别是两份抓包里的包号；按 Enter 或双击可查看已打开的抓包中的那个包。',
  },
  columns: { time: '时间', client: '客户端', server: '服务器', delay: '时延' },
}
