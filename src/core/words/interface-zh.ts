/** The command line's words in Chinese. */
import { filterSentenceZh } from './filter-zh.ts'
import { formatDuration } from './durations.ts'
import { exportZh } from './export-zh.ts'
import { helpZh } from './help-zh.ts'
import { labZh } from './lab-zh.ts'
import { hostZh } from './host-zh.ts'
import { mergeZh } from './merge-zh.ts'
import { liveZh } from './live-zh.ts'
import { probeZh } from './probe-zh.ts'
import type { InterfaceWords, UsageFault } from './interface-words.ts'
import { verifyZh } from './verify-zh.ts'

function usage(fault: UsageFault): string {
  switch (fault.kind) {
    case 'unknown-option':
      return `没有 ${fault.option} 这个选项${fault.nearest === undefined ? '。' : `，是不是想用 ${fault.nearest}？`}`
    case 'missing-value':
      return `${fault.option} 需要一个值。`
    case 'unwanted-value':
      return `${fault.option} 不带值。`
    case 'not-a-number':
      return `${fault.option} 需要一个整数，而不是“${fault.value}”。`
    case 'unknown-language':
      return `支持的语言是 en 和 zh，没有“${fault.value}”。`
    case 'conflict':
      return `${fault.options.join(' 和 ')} 不能同时使用。`
    case 'unknown-dialect':
      return `--filter-dialect 只能是 pcap 或 synfin，不能是“${fault.value}”。`
    case 'bad-filter':
      return `过滤表达式无法使用：${fault.message}\n${fault.place}\n${filterSentenceZh(fault.explanation) ?? fault.explanation}`
    case 'no-file':
      return '请给出要读取的文件，或用 - 表示标准输入。'
    case 'two-files':
      return '请给出两个文件：读哪个，写到哪个。'
    case 'report-and-files':
      return '请给出一份报告，以及它所针对的抓包文件。'
    case 'two-captures':
      return 'merge-view 需要两份抓包：先客户端的，再服务器的。'
    case 'host-and-port':
      return 'probe 需要主机和端口：synfin probe example.org 443。'
    case 'not-a-port':
      return `“${fault.value}”不是端口：端口是 1 到 65535 的数字。`
    case 'no-command':
      return 'why 需要一条命令：synfin why -- curl -sS http://example.org/。'
    case 'lab-what':
      return '请说明实验室要做什么:list、run ID...、run --all 或 from FILE。'
    case 'unknown-extension':
      return `输出格式由文件名决定：“${fault.file}”既不以 .pcap 也不以 .pcapng 结尾。`
    case 'no-target':
      return `请用 --to 指明输出格式：${fault.known.join('、')}。`
    case 'unknown-target':
      return `--to 可以是 ${fault.known.join('、')}，没有“${fault.value}”。`
    case 'binary-to-terminal':
      return `${fault.target} 不是终端能显示的文本：请用 -o 指定文件，或接到管道。`
    case 'folder-wanted':
      return `${fault.target} 会写出许多文件：请用 -o 指定文件夹，不指定时写到当前文件夹。`
  }
}

/** Why something cannot be written, by code. */
const OUTPUT_FAULTS: Readonly<Record<string, string>> = {
  'no-such-folder': '所在的目录不存在',
  'no-permission': '没有写入权限',
  'no-space': '磁盘空间不足',
  'is-directory': '这是一个目录',
  'is-file': '这不是目录',
  'same-file': '它同时也是输入，写入会毁掉它',
}

/** Problems of inputs by code; one without a sentence here is told in English. */
const FAULTS: Readonly<Record<string, string>> = {
  'no-such-file': '没有这个文件',
  'no-permission': '没有读取权限',
  'is-directory': '这是一个目录，不是文件',
  'read-error': '读取时出错',
  'empty-file': '输入是空的',
  'truncated-file': '输入不完整，在一个数据包中间结束；之前的内容已读取',
  'bad-magic': '开头不是 pcap 文件的标志',
  'bad-block': '有一个块已损坏；之前的内容已读取',
  'bad-length': '有一个数据包的长度不可能成立',
  'unsupported-version': '抓包文件的版本不受支持',
  'unknown-format': '既不是抓包文件，也不是文本',
  'no-packets': '文本里没有找到数据包：没有 tcpdump 或 Wireshark 的行，也没有十六进制转储',
  compressed: '输入是压缩的，这里无法解压，请先解压',
  'damaged-compression': '压缩数据已损坏；之前的内容已读取',
}

/** Chinese. */
export const interfaceZh: InterfaceWords = {
  report: {
    input({ name, packets, durationNs }) {
      const time = Number.isNaN(durationNs) || packets < 2 ? '' : `，历时 ${formatDuration(durationNs, 'zh')}`
      return `${name}：${packets} 个数据包${time}`
    },
    connections: (total, problems) => `共 ${total} 个连接，${problems === 0 ? '都没有问题' : `${problems} 个有问题`}`,
    notDecoded: (list) => `（TCP 以外：${list}）`,
    connection: (id) => `连接 ${id}`,
    continues: (connection) => `它是连接 ${connection} 的后续：两端相同，序号吻合。`,
    rolesGuessed: '抓包里没有这个连接的 SYN：哪一端是客户端是按端口号推测的。',
    proof: '依据',
    packets: (numbers) => `数据包 ${numbers}`,
    certainty: {
      proven: '已证实：这些数据包不允许别的解释。',
      likely: '很可能：这是最简单的解释，但不是唯一的解释。',
      possible: '有可能：这些数据包还允许别的解释。',
    },
    blame: {
      client: '原因在客户端。',
      server: '原因在服务器。',
      path: '原因在两端之间的路径上。',
      capture: '原因在抓包本身，不在连接。',
      nobody: '没有谁出错。',
      unknown: '从数据包看不出原因在哪里。',
    },
    alternatives: '还可能是',
    refutedBy: '什么观察可以推翻这一结论',
    separates: (ids) => `这一步可以区分：${ids}。`,
    alsoFound: '另外看到',
    next: (where) =>
      ({
        client: '下一步，在客户端',
        server: '下一步，在服务器',
        router: '下一步，在路由器或防火墙',
        'capture-host': '下一步，在抓包的机器',
        anywhere: '下一步，在任意机器',
      })[where],
    gap: (hidden) => (hidden === undefined ? '...' : `... ${hidden} 个数据包 ...`),
    notes: {
      'syn-repeated': '重发',
      'synack-repeated': '重发',
      'syn-inside': '新 SYN',
      'challenge-ack': '质询',
      'ack-unexpected': '意外',
      retransmission: '重传',
      'out-of-order': '迟到',
      gap: '之前有缺口',
      'acked-unseen': '确认未见',
      'zero-window': '窗口 0',
      'window-open': '窗口打开',
      'window-probe': '探测',
      keepalive: '保活',
      'fin-repeated': '重发',
      'after-rst': 'RST 之后',
      copy: '副本',
      'bad-checksum': '损坏',
      'timestamp-backwards': '旧时间戳',
      'ce-mark': '拥塞',
      urgent: '紧急',
      'late-segment': '迟到',
      'odd-flags': '异常标志',
      'duplicate-acks': '重复确认',
    },
    group: (id, count) => `${count} 个连接：${id}`,
    example: (summary) => `例如：${summary}`,
    moreExamples: (count) => `还有 ${count} 个`,
    moreFindings: (id, count) => `另有 ${count} 个 ${id}；--json 列出全部`,
    healthy: (list) => `没有问题的连接：${list}`,
    capture: '整个抓包',
    hintOne: '--connection N 可详细显示一个连接。',
    hintAll: '--all 也显示没有问题的连接。',
    nothing: '没有找到 TCP 连接。',
    separator: '、',
    sentenceSpace: '',
  },
  document: {
    tag: 'zh-Hans',
    overview: '概览',
    input: '输入',
    inputs: (count) => `${count} 个输入`,
    connection: '连接',
    connections: '连接数',
    client: '客户端',
    server: '服务器',
    verdict: '结论',
    example: '例如',
    severity: { error: '失败', warning: '警告', info: '提示', ok: '正常' },
    certainty: { proven: '已证实', likely: '很可能', possible: '有可能' },
    certaintyColumn: '把握',
    start: '开始',
    duration: '历时',
    packets: '数据包',
    payload: '应用数据',
    repeated: '重发',
    clientStates: '客户端状态',
    serverStates: '服务器状态',
    bothWays: (client, server) => `客户端 ${client} 个，服务器 ${server} 个`,
    bothWaysBytes: (client, server) => `客户端 ${client} 字节，服务器 ${server} 字节`,
    standards: '标准',
    figure: String,
    several: (count) => `${count} 个连接`,
    inferred: '推断',
    named: (title, name) => `${title}：${name}`,
    drawing: (client, server) => `${client} 与 ${server} 之间的关键数据包；下面的依据用文字说明同样的内容。`,
    shown: (count) => `下面列出 ${count} 个`,
    tooMany: '并非每个连接都有单独的一节；用 --connection N 查看单个连接。',
    backToTop: '回到顶部',
    madeBy: '由 synfin 生成',
  },
  shell: {
    usage,
    hint: (command) => `用法见：synfin ${command === undefined ? '' : `${command} `}--help`,
    problem: (name, { code, message, offset }) =>
      `${name}：${FAULTS[code] ?? message.replace(/\.$/, '')}${offset === 0 ? '' : `（第 ${offset} 字节）`}。`,
    moreProblems: (count) => `另有 ${count} 个问题，见 --json 的报告。`,
    outputFault: ({ code, path, message }) =>
      OUTPUT_FAULTS[code] === undefined ? message : `${path === '' ? '标准输出' : `“${path}”`}无法写入：${OUTPUT_FAULTS[code]}。`,
    meantCommand: (name) => `是否想用“synfin ${name}”？“synfin --help”列出所有命令。`,
    nothingMatches: (filter) => `没有数据包匹配过滤表达式：${filter}`,
    noConnection: (id, total) => (total === 0 ? `没有连接 ${id}：输入里没有连接。` : `没有连接 ${id}：编号从 0 到 ${total - 1}。`),
    namedTwice: (name) => `“${name}”被指定了两次：其中的内容会重复计算。`,
    progress: (name, megabytes, percent) =>
      `正在读取 ${name}：${megabytes.toFixed(0)} MB${percent === undefined ? '' : `，${percent.toFixed(0)} %`}`,
    interrupted: (megabytes) => `已中断：报告只包含前 ${megabytes.toFixed(1)} MB。再按 Ctrl-C 立即结束。`,
    converted: (packets, output) => `已把 ${packets} 个数据包写入 ${output}。`,
    otherLinkType: (expected, found, output) =>
      `pcap 文件只能有一种链路类型，而输入里有 ${expected} 和 ${found}：请改写成 pcapng，例如 ${output.replace(/\.\w+$/, '.pcapng')}。`,
    help: helpZh,
  },
  verify: verifyZh,
  lab: labZh,
  probe: probeZh,
  live: liveZh,
  host: hostZh,
  merge: mergeZh,
  export: exportZh,
}
