/** The help texts in Chinese. */
import type { HelpTexts } from './interface-words.ts'

/** What `--help` prints, in Chinese. */
export const helpZh: HelpTexts = {
  all: `synfin - 一个 TCP 连接发生了什么，为什么

用法：synfin [命令] [选项...] 文件...

  synfin 文件...           解释抓包文件或粘贴文本里的连接
  synfin explain           同上，可带选项
  synfin convert 输入 输出 把 tcpdump 或 Wireshark 文本、十六进制转储变成抓包文件
  synfin verify 报告 文件... 拿抓包核对报告
  synfin export            为其他工具导出连接、图形和带注释的数据包
  synfin dump              tcpdump 的输出，用 tcpdump 自己的选项
  synfin shark             tshark 的视图，用 tshark 自己的选项
  synfin lab               用真实的连接和真实的故障，与内核对照
  synfin live [-i 接口]    实时显示连接与结论
  synfin probe 主机 端口   发起连接，观察线路，给出解释
  synfin why -- 命令       运行一条命令，解释它的连接
  synfin merge-view 客户端 服务器  同一连接的两份抓包，合成一个过程
  synfin serve [文件...]  网页界面，只在本机提供

文件可以是 pcap 或 pcapng（包括 gzip、zstd、lz4 压缩的），也可以是含有 tcpdump 输出、
Wireshark 详情或十六进制转储的任何文本；- 表示标准输入。

所有命令都有的选项：
  -h, --help               显示本帮助；某个命令的帮助：synfin explain --help
  -V, --version            显示版本
      --lang en|zh         语言；不指定时由 LC_ALL、LC_MESSAGES、LANG 决定

退出码：0 正常；1 输入无法读取或只读了一部分；2 用法错误；
3 使用 --check 且发现了问题。
`,
  explain: `synfin explain - 每个连接发生了什么，为什么

用法：synfin explain [选项...] 文件...
      tcpdump -w - ... | synfin explain -

先说最要紧的，然后每个问题一段：关键的几个数据包、依据、把握有多大、
还可能是什么、下一步做什么。多个文件合成一份报告，按时间排列。

      --all                也显示没有问题的连接
      --connection N       只显示连接 N，显示全部内容
      --packets            显示记住的所有数据包，而不只是关键的几个
      --metrics            每个连接一张表：往返时间、按原因分的重发、抓包点前后的丢失、
                           窗口、沉默、速率
      --json               输出一个 JSON 对象，供脚本使用
      --ndjson             每个连接一行 JSON，最后一行是其余内容
      --html               一个独立的 HTML 文件，含画出的时序图
      --markdown           Markdown，用于工单
      --check              发现问题时以退出码 3 结束
      --filter 表达式      只看匹配的数据包，使用 tcpdump 的过滤语言：
                           --filter 'host 10.0.0.1 and tcp port 443'
      --filter-dialect synfin   条件能看穿 VLAN 标签和 IPv6 扩展首部，
                           tcp[...] 也适用于 IPv6；默认是 pcap，与 libpcap 完全一致
      --lang en|zh         文本的语言
  -h, --help               显示本帮助
`,
  convert: `synfin convert - 把文本或抓包写成抓包文件

用法：synfin convert 输入 输出.pcap
      synfin convert 输入 输出.pcapng

输入与 explain 相同：粘贴的 tcpdump 输出、Wireshark 文本、十六进制转储、抓包文件；
- 表示标准输入。文本里没有的内容以零填充。pcap 文件只能有一种链路类型；
pcapng 可以混合，还能保存主机名。

  -h, --help               显示本帮助
`,
  verify: `synfin verify - 拿抓包核对报告

用法：synfin verify 报告.json 文件...

报告.json 是 “synfin explain --json” 的输出，文件是它所针对的抓包。
逐项核对报告所说的每个数据包：是否存在、是否属于该连接、方向、标志、序号和长度；
核对关于沉默和状态的论断；并重新诊断，看结论是否相同。

      --filter 表达式      生成报告时使用的过滤表达式
      --filter-dialect D   以及它的方言
      --lang en|zh         文本的语言
  -h, --help               显示本帮助

退出码：0 所有论断都成立；1 有论断不成立，或文件无法读取；
2 用法错误，或报告.json 不是报告。
`,
  export: `synfin export - 为其他工具导出连接、图形和数据包

用法：synfin export --to 目标 [-o 输出] [选项...] 文件...

      --to ndjson          与 "explain --json" 相同的连接记录，每行一个 JSON 对象
      --to csv             每个连接一行，供电子表格使用
      --to parquet         同样的列，供数据库使用
      --to conn-log        Zeek 的 conn.log
      --to conn-json       Zeek 的 conn.log，每行一个 JSON 对象
      --to xplot           与 tcptrace -S 相同的时间-序列号图，供 xplot 使用：每个连接两个文件，
                           写到“输出”文件夹（不指定时为当前文件夹）
      --to pcapng          重写抓包文件，把结论作为注释加到能证明它的数据包上；
                           在 Wireshark 里：frame.comment contains "synfin"
  -o, --output 输出        要写的文件；不指定时写到标准输出
      --filter 表达式      只看匹配的数据包，用 tcpdump 的过滤语言
      --filter-dialect D   pcap 或 synfin：见 synfin explain --help
      --lang en|zh         句子所用的语言
  -h, --help               显示本帮助

多个文件按时间顺序合成一份输出。导出 pcapng 时每个输入要读两遍：
标准输入和管道会先保存到临时文件（位置由 TMPDIR 决定）。
`,
  dump: `synfin dump - tcpdump 的输出，用 tcpdump 自己的选项

用法：synfin dump [tcpdump 的选项] -r 文件 [表达式]

输出与 tcpdump 4.99.3 逐字节相同，写出的文件也相同。
单字母选项可以连写：synfin dump -nnvXr web.pcap tcp port 80

  -r 文件、-V 列表         读抓包文件（- 表示标准输入），或列表里的各个文件
  -i 接口、-D、-L          从网卡抓包（any 为全部）；列出接口、链路类型
  -Q、-p、-B、--immediate-mode  抓包选项，与 tcpdump 相同
  -w 文件                  写出数据包而不打印；加 --print 则同时打印。
                           文件名以 .pcapng 结尾时写 pcapng
  -C MB、-G 秒、-W 个数    按大小或时间换文件，保留若干个
  -n                       只用数字，不用名字
  -t ... -ttttt、--nano    其他时间格式
  -v -vv -vvv、-q          更详细、更简短
  -e、-S、-#               链路层、绝对序列号、包序号
  -x -xx -X -XX -A -AA     按字节转储
  -c 个数、--count         读够若干个包就停；只计数
  -F 文件                  从文件读表达式
  -d -dd -ddd              编译后的表达式
  --filter-dialect synfin  表达式能看透 VLAN 标签和 IPv6 扩展头
  -h                       tcpdump 自己的选项列表
`,
  shark: `synfin shark - 像 tshark 一样显示 TCP 及承载它的协议

用法：synfin shark [tshark 的选项] -r 文件 [显示过滤器]

显示 tshark 4.0.17 关闭 TCP 以上协议时所显示的内容：摘要行、详情树、字段、统计。
单字母选项可以连写：synfin shark -nVr web.pcap

  -r 文件                  抓包文件（- 表示标准输入；可以是 gzip）
  -Y 过滤器                只显示匹配的包：'tcp.analysis.flags && ip.addr==10.0.0.1'
  -2、-R 过滤器            读两遍；第一遍用的过滤器
  -V、-O tcp,ip、-x、-P    详情树；只展开某些协议；字节；同时显示摘要行
  -T fields -e 字段 ...    按列输出字段；-E header=y、separator=, 等等
  -T json、-T ek           用 JSON 输出详情树或字段
  -o tcp.名字:值           首选项
  -t a|ad|d|dd|e|r|u|ud    时间列的格式
  -q -z conv,tcp           会话（还有 ip、ipv6、eth）
  -q -z expert             专家信息，按数量汇总
  -q -z flow,tcp,network   谁向谁发送了什么
  -q -z follow,tcp,ascii,N 第 N 个流的数据（ascii、hex、raw）
  -q -z io,stat,秒数       按时间统计包数和字节数
  -G fields                可用的字段
      --explain            在 tshark 的标记旁说明 synfin 的不同判断及理由
  -h                       全部选项

退出码：0 正常；1 输入无法读取或只读了一部分；2 用法或过滤器错误。
`,
  lab: `synfin lab - 用真实的连接和真实的故障，与内核对照

用法：synfin lab list
      synfin lab run ID...
      synfin lab run --all
      synfin lab from 文件 [--connection N]

每个场景都会建立主机（网络命名空间）、主机之间的路径（可以延迟、丢失、修改或伪造
数据包）、防火墙和程序，进行抓包，并把 synfin 的结论、内核的日志以及程序每次调用的
结果并排列出。"from" 根据抓包里的一个连接生成场景，重现它并比较结论。
流量不会离开这些命名空间；结束时全部清除。

      --keep 目录          保留抓包，以及 JSON 格式的真相记录
      --documentation-addresses  使用 192.0.2.10 等文档专用地址，便于公开抓包；
                           此时一次只运行一个场景
      --connection N       要重现的连接；不指定时为 0
      --lang en|zh         文本的语言
  -h, --help               显示本帮助

需要 Linux、root、ip、nft、ss、sysctl、tcpdump 和可选软件包 koffi。
退出码：0 全部一致；1 有不一致，或实验室无法在此运行；2 用法错误。
`,
  live: `synfin live - 实时显示连接与结论

用法：synfin live [-i 接口] [-w 文件] [表达式]

显示一个接口（不给 -i 则为全部接口）上 TCP 连接的表格：两端的状态、结论、往返时间、重传和字节数，最新的问题排在最前。
回车显示所选连接的数据包和依据。退出时像 explain 一样写出报告。
表达式是 pcap 过滤器，与 tcpdump 相同。没有终端时只写报告。

  -i, --interface 名称     接口；默认 any
  -w, --write 文件         把数据包保存到文件
      --ndjson             每个连接一结束就输出一行 JSON
      --json, --html, --markdown, --metrics
                           Ctrl-C 结束抓包后以该形式输出报告
      --lang en|zh         文字的语言
  -h, --help               显示本帮助
`,
  probe: `synfin probe - 发起连接，观察线路，给出解释

用法：synfin probe [选项] 主机 端口

对主机的每个地址（每个 IP 版本取第一个）建立一次 TCP 连接再关闭，并说明这期间线路上发生了什么、为什么。
有抓包权限（root 或 CAP_NET_RAW）时以数据包为证；没有权限时解释系统所能告诉的一切。

  -c, --count N            尝试 N 次；默认一次
  -i, --interval 秒        两轮之间的间隔；默认 1
  -t, --timeout 秒         等待应答的时间；默认 8
  -4, --ipv4               只用 IPv4 地址
  -6, --ipv6               只用 IPv6 地址
  -w, --write 文件         把数据包保存到文件
      --json, --ndjson, --html, --markdown, --metrics
                           报告的其他形式
      --check              发现问题时退出码为 3
      --lang en|zh         文字的语言
  -h, --help               显示本帮助
`,
  why: `synfin why - 运行一条命令，解释它的连接

用法：synfin why [选项] -- 命令 [参数]

在当前终端运行命令，同时观察线路，并解释该命令及其子进程建立的 TCP 连接。
在 Linux 上以 root 运行时由内核指出是哪些连接；否则显示这段时间内的全部连接。

  -w, --write 文件         把这段时间的数据包保存到文件
      --json, --ndjson, --html, --markdown, --metrics
                           报告的其他形式
      --check              发现问题时退出码为 3
      --lang en|zh         文字的语言
  -h, --help               显示本帮助
`,
  'merge-view': `synfin merge-view - 同一连接的两份抓包，合成一个过程

用法：synfin merge-view [选项] 客户端.pcap 服务器.pcap

找出两份抓包里都有的连接（按序号匹配，不受 NAT 影响），对齐时钟，指出哪些包从一端发出却没有到达另一端、
哪些包并未发出却到达了，以及两个方向各用了多少时间。

      --all                显示全部数据包
      --connection N       只看客户端抓包中的这个连接
      --json               供程序使用
      --lang en|zh         文字的语言
  -h, --help               显示本帮助
`,
  serve: `synfin serve - 网页界面，只在本机提供

用法：synfin serve [--port N] [文件...]
      synfin serve -i 网卡 [--filter 表达式]

打印网页的地址（其中有随机令牌），一直提供到按 Ctrl-C 为止。网页会打开第一个文件。
所有内容都在浏览器里读取，不会发往任何其他地方。

  -i, --interface 名字     网页打开期间监视网卡（any 表示全部）；需要 root
      --filter 表达式      只要匹配的数据包，用 tcpdump 的过滤语言
      --port N             端口；不指定时用任意空闲端口
      --host 地址          不在 127.0.0.1 而在其他地址上监听：其他机器上知道令牌的人
                           也能读取这些文件
      --lang en|zh         消息的语言
  -h, --help               显示本帮助

退出码：0 正常结束；1 无法启动；2 用法错误。
`,
}
