/** Chinese for what is said of a filter that cannot be used, by the English sentence: the compilers of filters know no languages. */

/** The sentences, with `{0}`, `{1}` … for what stands in them. */
export const FILTER_SENTENCES_ZH: readonly (readonly [english: string, chinese: string])[] = [
  // How a capture filter is written.
  ['The expression is empty.', '表达式是空的。'],
  ['`{0}` cannot stand here.', '`{0}` 不能放在这里。'],
  ['The expression ends where `{0}` needs something after it.', '表达式在 `{0}` 处结束，它后面还需要内容。'],
  ['The expression ends too early.', '表达式结束得太早。'],
  ['The expression ends after `{0}`, which needs a number or a test after it.', '表达式在 `{0}` 之后结束，它后面需要一个数或一个条件。'],
  [
    'The expression ends too early: a number alone is no test. Compare it (`len > 100`), or close the bracket that is open.',
    '表达式结束得太早：单独一个数不是条件。请用它比较（`len > 100`），或补上未闭合的括号。',
  ],
  ['The expression ends too early; is a closing bracket missing?', '表达式结束得太早；是不是少了右括号？'],
  ['There is nothing between `{0}` and `)`.', '`{0}` 和 `)` 之间没有内容。'],
  ['This closing bracket has no opening one, or something is missing before it.', '这个右括号没有对应的左括号，或者它前面缺少内容。'],
  ['Only a protocol has bytes to look at: `tcp[13]`, `ip[0]`, `ether[12:2]`.', '只有协议才能取字节：`tcp[13]`、`ip[0]`、`ether[12:2]`。'],
  [
    'A prefix length needs an address with points, all its zero bytes written out at least once: `net 10.0.0.0/8`, `net 192.168.0.0/16`.',
    '前缀长度要跟在带点的地址后面，为零的字节也要写出：`net 10.0.0.0/8`、`net 192.168.0.0/16`。',
  ],
  [
    'A comparison needs numbers on both sides, such as `len`, `tcp[13]` or `ip[2:2]`.',
    '比较的两边都要是数，例如 `len`、`tcp[13]` 或 `ip[2:2]`。',
  ],
  [
    'A range of ports is one word, and wants `portrange`: `portrange 8000-8080`.',
    '端口范围要连写成一个词，并用 `portrange`：`portrange 8000-8080`。',
  ],
  ['An address needs a word before it: `host {0}`, `src {1}`, `net {2}`.', '地址前面要有一个词：`host {0}`、`src {1}`、`net {2}`。'],
  ['An Ethernet address needs words before it: `ether host {0}`.', '以太网地址前面要有关键字：`ether host {0}`。'],
  [
    'A number needs a word before it (`port {0}`) or a comparison (`len > {1}`).',
    '数字前面要有一个词（`port {0}`），或者用于比较（`len > {1}`）。',
  ],
  ['Words are lower case: `{0}`.', '关键字用小写：`{0}`。'],
  ['`{0}` is no word of the filter language. `{1}` is; was that meant?', '`{0}` 不是过滤语言的词。是不是想写 `{1}`？'],
  [
    '`{0}` is no word of the filter language. A name needs a word before it: `host {1}`, `port {2}`.',
    '`{0}` 不是过滤语言的词。名称前面要有一个词：`host {1}`、`port {2}`。',
  ],
  ['`{0}` joins two tests; the one before it is missing.', '`{0}` 连接两个条件；前面的条件缺失。'],
  ['A test cannot start with `{0}`.', '条件不能以 `{0}` 开头。'],
  [
    "`{0}` is a word of the language; a backslash makes it a protocol's name: `{1} \\{2}` (and the shell wants quotes around it).",
    '`{0}` 是过滤语言的关键字；加反斜杠才是协议名：`{1} \\{2}`（在 shell 中还要加引号）。',
  ],
  ['`{0}` is a word of the language and stands first: `{1} {2} …`.', '`{0}` 是过滤语言的关键字，要放在前面：`{1} {2} …`。'],
  ['`{0}` needs a name or a number after it, not `{1}`.', '`{0}` 后面需要名称或数，而不是 `{1}`。'],
  ['A mask is written with points: `net 10.0.0.0 mask 255.0.0.0`.', '掩码用点分写法：`net 10.0.0.0 mask 255.0.0.0`。'],
  [
    '`{0}` is a whole test. Join the next one with `and`, or write a word such as `host` or `port` before `{1}`.',
    '`{0}` 本身就是完整的条件。请用 `and` 连接下一个条件，或在 `{1}` 前面写 `host`、`port` 之类的词。',
  ],
  ['Something is missing before `{0}`: tests are joined with `and` or `or`.', '`{0}` 前面缺少内容：条件之间用 `and` 或 `or` 连接。'],
  ['More than {0} brackets or operators stand within each other.', '括号或运算符的嵌套超过 {0} 层。'],
  ['`{0}` is neither an Ethernet address (six groups) nor an IPv6 address.', '`{0}` 既不是以太网地址（六组），也不是 IPv6 地址。'],
  ['`{0}` means nothing in a filter.', '`{0}` 在过滤表达式中没有意义。'],
  ['A number that starts with 0 is octal; write {0} for decimal.', '以 0 开头的数是八进制；十进制请写 {0}。'],
  ['The largest number in a filter is 4294967295 (0xffffffff).', '过滤表达式中最大的数是 4294967295（0xffffffff）。'],
  // What it means.
  ['An IP address is not in the link layer; leave out the word before `{0}`.', 'IP 地址不在链路层；请去掉 `{0}` 前面的词。'],
  ['This is an IPv4 address, and `ip6` asks for IPv6.', '这是 IPv4 地址，而 `ip6` 要求 IPv6。'],
  ['libpcap cannot look for addresses of {0}.', 'libpcap 无法按 {0} 的地址过滤。'],
  ['An IPv6 address is not in the link layer; leave out the word before `{0}`.', 'IPv6 地址不在链路层；请去掉 `{0}` 前面的词。'],
  ['AppleTalk has no IPv6 addresses.', 'AppleTalk 没有 IPv6 地址。'],
  ['Packets of this capture ({0}) have no Ethernet addresses.', '这个抓包（{0}）中的包没有以太网地址。'],
  ['`{0}` is an address of wireless frames; say `src` or `dst`.', '`{0}` 是无线帧的地址；请用 `src` 或 `dst`。'],
  ['`{0}` is an address of wireless frames.', '`{0}` 是无线帧的地址。'],
  ['Addresses belong to IP, not to {0}: write `{1} and {2} …`.', '地址属于 IP，不属于 {0}：请写 `{1} and {2} …`。'],
  ['This is an IPv6 address, and `{0}` has IPv4 addresses.', '这是 IPv6 地址，而 `{0}` 用的是 IPv4 地址。'],
  ['`{0}` has no addresses that can be asked for.', '`{0}` 没有可以过滤的地址。'],
  ['Numbers have 32 bits; a shift is by 0 to 31.', '数是 32 位的；移位量为 0 到 31。'],
  ['Nothing can be divided by zero.', '不能除以零。'],
  [
    'libpcap takes the zero that the divisor starts with for the whole divisor; write it another way round.',
    'libpcap 把除数开头的零当作整个除数；请换一种写法。',
  ],
  ['`radio[…]` needs a wireless capture with radio headers.', '`radio[…]` 需要带无线电头部的无线抓包。'],
  [
    'The bytes of `{0}` cannot be looked at by name; `ether[…]` and `ip[…]` reach every byte.',
    '不能按名称取 `{0}` 的字节；用 `ether[…]` 和 `ip[…]` 可以取到每个字节。',
  ],
  ['The number behind the colon is how many bytes to read.', '冒号后面的数是要读取的字节数。'],
  ['Behind `mpls` comes IP; write `vlan` before `mpls`.', '`mpls` 之后是 IP；请把 `vlan` 写在 `mpls` 前面。'],
  ['Packets of this kind ({0}) carry no VLAN tags that a filter could see.', '这类包（{0}）没有过滤器能看到的 VLAN 标签。'],
  ['Packets of this kind ({0}) carry no MPLS that a filter could see.', '这类包（{0}）没有过滤器能看到的 MPLS。'],
  ['The field holds numbers from 0 to {0}.', '该字段的取值为 0 到 {0}。'],
  ['This test is for {0}; the packets here are {1}.', '这个条件用于 {0}；这里的包是 {1}。'],
  ['`$` and two hexadecimal digits are an address of ARCnet.', '`$` 加两位十六进制数是 ARCnet 地址。'],
  [
    'What the number or name means is not clear: no `host`, `net`, `port` or the like comes before it.',
    '这个数或名称的含义不明确：前面没有 `host`、`net`、`port` 之类的词。',
  ],
  ['Write `ether host {0}`, `ether src {1}` or `ether dst {2}`.', '请写 `ether host {0}`、`ether src {1}` 或 `ether dst {2}`。'],
  ['A number of the IPv4 part is larger than 255.', 'IPv4 部分有一个数大于 255。'],
  ['An IPv6 address has 128 bits.', 'IPv6 地址有 128 位。'],
  ['Behind the first {0} bits all must be zero in the address of a network.', '网络地址在前 {0} 位之后必须全为零。'],
  ['A prefix names a network: `net {0}/{1}`.', '前缀表示网络：`net {0}/{1}`。'],
  ['An IPv6 address goes with `host`, `net`, `src` or `dst`.', 'IPv6 地址要与 `host`、`net`、`src` 或 `dst` 连用。'],
  ['Where the mask has zeros, the address of a network has zeros.', '掩码为零的位，网络地址也必须为零。'],
  ['An IPv4 address has 32 bits.', 'IPv4 地址有 32 位。'],
  ['Behind the first {0} bits all must be zero: `net {1}/{2}`.', '前 {0} 位之后必须全为零：`net {1}/{2}`。'],
  ['A network goes with `net`, one address with `host`.', '网络用 `net`，单个地址用 `host`。'],
  ['Each of the four numbers of an IPv4 address is 0 to 255.', 'IPv4 地址的四个数都是 0 到 255。'],
  ['A DECnet address is area.node.', 'DECnet 地址的写法是 area.node。'],
  [
    'An Ethernet address has six groups of two hexadecimal digits: `ether host 00:11:22:33:44:55`.',
    '以太网地址是六组两位十六进制数：`ether host 00:11:22:33:44:55`。',
  ],
  ['Ports are 0 to 65535.', '端口为 0 到 65535。'],
  ['Ports belong to tcp, udp and sctp; write `{0} and {1} …`.', '端口属于 tcp、udp 和 sctp；请写 `{0} and {1} …`。'],
  ['Networks are known by name from /etc/networks only; write `net 10.0.0.0/8`.', '网络名只从 /etc/networks 得知；请写 `net 10.0.0.0/8`。'],
  ['Ethernet addresses are known by name from /etc/ethers only.', '以太网地址的名称只从 /etc/ethers 得知。'],
  ['Write the DECnet address as area.node.', '请把 DECnet 地址写成 area.node。'],
  ['`{0}` is a word of the language.', '`{0}` 是过滤语言的关键字。'],
  ['No address is known for `{0}`; write the address itself, or check the spelling.', '找不到 `{0}` 的地址；请直接写地址，或检查拼写。'],
  ['No service of this name is known; write the number.', '没有这个名称的服务；请写端口号。'],
  ['The service is known for {0} only; with {1} write the number.', '这个服务只用于 {0}；用 {1} 时请写端口号。'],
  ['A range is two ports with a hyphen between: `portrange 8000-8080`.', '范围是用连字符连接的两个端口：`portrange 8000-8080`。'],
  ['No protocol of this name is known here; write its number.', '没有这个名称的协议；请写协议号。'],
  [
    'The calculation has too many unfinished parts; write it with fewer brackets, or as several tests.',
    '算式中未完成的部分太多；请减少括号，或拆成几个条件。',
  ],
  [
    'Behind `mpls` nothing tells the protocol, so that only IPv4 and IPv6 can be asked for, by the version in their first byte.',
    '`mpls` 之后没有协议号，只能按首字节中的版本号区分 IPv4 和 IPv6。',
  ],
  [
    'Filters are known for Ethernet, Linux cooked, BSD loopback, raw IP, PPP, SLIP and Cisco HDLC; not for {0}.',
    '过滤器支持以太网、Linux cooked、BSD 环回、裸 IP、PPP、SLIP 和 Cisco HDLC；不支持 {0}。',
  ],
  ['Packets of this capture ({0}) have no broadcast address.', '这个抓包（{0}）中的包没有广播地址。'],
  ['Only `ether broadcast` and `ip broadcast` exist.', '只有 `ether broadcast` 和 `ip broadcast`。'],
  [
    'Packets of this capture ({0}) have no multicast address; `ip multicast` and `ip6 multicast` look at IP addresses.',
    '这个抓包（{0}）中的包没有组播地址；`ip multicast` 和 `ip6 multicast` 看的是 IP 地址。',
  ],
  ['Only `ether multicast`, `ip multicast` and `ip6 multicast` exist.', '只有 `ether multicast`、`ip multicast` 和 `ip6 multicast`。'],
  [
    'Files of this kind ({0}) do not keep which way a packet went; captures of Linux\'s "any" interface (cooked) do.',
    '这类文件（{0}）不记录包的方向；Linux 的 “any” 接口（cooked）的抓包才记录。',
  ],
  [
    'Only captures with Linux cooked headers of version 2 keep the interface of each packet in the packet.',
    '只有带 Linux cooked 第 2 版头部的抓包才在包中记录接口。',
  ],
  [
    'The kinds are i, s, u, rr, rnr, rej, ui, ua, disc, sabme, test, xid, frmr and dm.',
    '类型有 i、s、u、rr、rnr、rej、ui、ua、disc、sabme、test、xid、frmr 和 dm。',
  ],
  ['Packets of this capture ({0}) have no IEEE 802.2 header.', '这个抓包（{0}）中的包没有 IEEE 802.2 头部。'],
  ['`{0}` is for the addresses of wireless frames; a port has `src` and `dst`.', '`{0}` 用于无线帧的地址；端口用 `src` 和 `dst`。'],
  [
    'Every packet has a link layer; say what of it you mean, such as `ether host …` or `ether proto …`.',
    '每个包都有链路层；请说明要看什么，例如 `ether host …` 或 `ether proto …`。',
  ],
  ['`radio` only gives access to bytes of radio headers: `radio[0]`.', '`radio` 只用于取无线电头部的字节：`radio[0]`。'],
  [
    'Only `ip`, `ip6`, `ether`, `iso` and `isis` carry other protocols by number.',
    '只有 `ip`、`ip6`、`ether`、`iso` 和 `isis` 按编号承载其他协议。',
  ],
  ['This protocol has no number for what it carries.', '这个协议没有表示所承载内容的编号。'],
  ['This protocol carries no other.', '这个协议不承载其他协议。'],
  [
    '`{0}` carries no other protocol by number; `ip proto`, `ip6 proto` and `ether proto` do.',
    '`{0}` 不按编号承载其他协议；`ip proto`、`ip6 proto` 和 `ether proto` 可以。',
  ],
  [
    '`protochain` follows the headers of `ip` or `ip6`; write one of them before it, or none.',
    '`protochain` 沿着 `ip` 或 `ip6` 的头部查找；前面写其中之一，或都不写。',
  ],
  [
    'Behind `geneve` the place of the IP header varies, and `protochain` cannot follow it.',
    '`geneve` 之后 IP 头部的位置不固定，`protochain` 无法跟随。',
  ],
  // Why it matches nothing.
  ['No packet can ever match this expression.', '没有任何包能匹配这个表达式。'],
  [
    'No packet can match {0} and {1} at once. {2} asks for another type in the field that {3} has already fixed; write it first: {4} moves what follows it to the headers inside.',
    '没有包能同时匹配 {0} 和 {1}。{2} 要求的类型与 {3} 已限定的字段冲突；请把它写在前面：{4} 之后的条件看的是内层头部。',
  ],
  [
    'No packet can match {0} and {1} at once. {2} moved the headers for all that follows it, also across `or` and `not`; terms before it look at the outer headers.',
    '没有包能同时匹配 {0} 和 {1}。{2} 使其后的所有条件（包括跨过 `or` 和 `not` 的）都看内层头部；它之前的条件看外层头部。',
  ],
  [
    'No packet can match {0} and {1} at once. `{2}[…]` looks at IPv4 only. Over IPv6 without extension headers, `ip6[40 + N]` is byte N of the header behind; --filter-dialect=synfin looks at both.',
    '没有包能同时匹配 {0} 和 {1}。`{2}[…]` 只看 IPv4。没有扩展头部的 IPv6 上，`ip6[40 + N]` 是后面头部的第 N 个字节；--filter-dialect=synfin 两者都看。',
  ],
  ['No packet can match {0} and {1} at once.', '没有包能同时匹配 {0} 和 {1}。'],
  // Display filters: the sentences are tshark's.
  ['Did you mean "{0}"?', '是不是想写 "{0}"？'],
  ['There are: {0}.', '可用的有：{0}。'],
  ['Write \\\\ for a backslash, or r"..." around the text.', '反斜杠写作 \\\\，或者用 r"..." 把文本括起来。'],
  ['The filter is too long.', '过滤表达式太长。'],
  ['The filter is nested too deeply.', '过滤表达式嵌套太深。'],
  ['Unexpected end of filter expression.', '过滤表达式意外结束。'],
  ['"{0}" was unexpected in this context.', '"{0}" 不应出现在这里。'],
  ['{0} is neither a field nor a protocol name.', '{0} 既不是字段名，也不是协议名。'],
  ['Left side of "{0}" expression must be a field or function, not {1}.', '"{0}" 的左边必须是字段或函数，不能是 {1}。'],
  ['{0} and {1} are not of compatible types.', '{0} 和 {1} 的类型不能比较。'],
  ['The final quote was missing from a quoted string.', '字符串缺少结尾的引号。'],
  ['The final quote was missing from a character constant.', '字符常量缺少结尾的引号。'],
  ["Function '{0}' does not exist", '没有函数 {0}。'],
  ["Too few arguments to function '{0}'.", '函数 {0} 的参数太少。'],
  ["Too many arguments to function '{0}'.", '函数 {0} 的参数太多。'],
  ['"{0}" too big for this field, maximum {1}.', '"{0}" 超出该字段的范围，最大为 {1}。'],
  ['"{0}" is not a valid number.', '"{0}" 不是有效的数。'],
  ['"{0}" is not a valid byte string.', '"{0}" 不是有效的字节串。'],
  ['"{0}" is not a valid Ethernet address.', '"{0}" 不是有效的以太网地址。'],
  ['"{0}" is not a valid time.', '"{0}" 不是有效的时间。'],
  ['"{0}" is not a valid hostname or IPv4 address.', '"{0}" 不是有效的 IPv4 地址。'],
  ['"{0}" is not a valid hostname or IPv6 address.', '"{0}" 不是有效的 IPv6 地址。'],
  ['Only string type fields can be used as parameter for {0}()', '{0}() 的参数只能是字符串字段。'],
]

const SIGNS = /[\\^$.*+?()[\]{}|]/g
const PLACE = /\\\{(\d)\\\}/g
let patterns: readonly (readonly [pattern: RegExp, chinese: string])[] | undefined

/** The Chinese of an English sentence about a filter; undefined for a sentence that is not in the catalogue. */
export function filterSentenceZh(english: string): string | undefined {
  patterns ??= FILTER_SENTENCES_ZH.map(([template, chinese]) => [
    new RegExp(`^${template.replace(SIGNS, '\\$&').replace(PLACE, '(.{0,1000}?)')}$`, 's'),
    chinese,
  ])
  for (const [pattern, chinese] of patterns) {
    const match = pattern.exec(english)
    if (match !== null) return chinese.replaceAll(/\{(\d)\}/g, (_, place: string) => match[Number(place) + 1] ?? '')
  }
  return undefined
}
