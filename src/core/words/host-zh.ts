/** Chinese for what the capturing machine itself knows. */
import type { HostFacts, HostWords } from './host-words.ts'

function rulesText(rules: HostFacts['rules'], knowsRules: boolean): string {
  if (!knowsRules) return '没有权限读取防火墙规则'
  if (rules.length === 0) return '这期间没有任何丢弃或拒绝规则计数'
  return rules
    .map(({ rule, action, packets }) => `这期间下面的规则${action === 'drop' ? '丢弃' : '拒绝'}了 ${packets} 个包：${rule}`)
    .join('；')
}

/** The sentences. */
export const hostZh: HostWords = {
  heading: '本机所见',
  server: ({ port, listeners, rules, knowsRules }) => {
    const [first] = listeners
    const who =
      first === undefined
        ? `本机没有程序监听端口 ${port}`
        : `本机的${first.program === undefined ? '一个程序' : ` ${first.program} `}在监听 ${first.address}:${port}（accept 队列 ${first.waiting}/${first.backlog}）`
    return `${who}，${rulesText(rules, knowsRules)}。`
  },
  client: (rules) => `${rulesText(rules, true)}。`,
  route: (address, route) => (route === undefined ? `本机没有去往 ${address} 的路由。` : `去往 ${address} 的路由是 ${route}。`),
  counters: (list) => `这期间内核计数：${list}。`,
}
