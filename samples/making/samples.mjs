// The samples: which scenario of the lab each of them is, at which ends it was captured, and what is expected of it.

/**
 * @typedef {object} Expected
 * @property {string} verdict the id that fits best
 * @property {string[]} [alsoOk]
 *
 * @typedef {object} Sample
 * @property {string} id the sample's name; its files are `ID.client.pcap` and `ID.server.pcap`
 * @property {string} scenario the lab's name for it (`synfin lab list`)
 * @property {string} shows one sentence for the list
 * @property {Partial<Record<'client' | 'server', Expected>>} files one capture for each side named
 */

/** @type {Sample[]} */
export const SAMPLES = [
  {
    id: 'open-normal',
    scenario: 'open-normal',
    shows: 'handshake, one request and its answer; the connection stays open',
    files: {
      client: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
  {
    id: 'open-simultaneous',
    scenario: 'open-simultaneous',
    shows: 'both ends connect to each other from fixed ports at the same moment',
    files: { client: { verdict: 'open-simultaneous' }, server: { verdict: 'open-simultaneous' } },
  },
  {
    id: 'syn-retransmitted-then-ok',
    scenario: 'syn-retransmitted-then-ok',
    shows: 'the first SYN is lost, the second opens the connection a second later',
    files: { client: { verdict: 'syn-retransmitted-then-ok' }, server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] } },
  },
  {
    id: 'synack-retrans-ack-lost',
    scenario: 'synack-repeated-ack-lost',
    shows: 'the last ACK of the handshake is lost; the server, which speaks first, repeats its SYN-ACK',
    files: { client: { verdict: 'synack-retrans-ack-lost', alsoOk: ['synack-repeated'] }, server: { verdict: 'synack-retrans-ack-lost' } },
  },
  {
    id: 'accept-queue-full',
    scenario: 'accept-queue-full',
    shows: 'the program does not accept: the fifth connection is opened for the client, its request ignored',
    files: { client: { verdict: 'accept-queue-full', alsoOk: ['synack-repeated'] }, server: { verdict: 'accept-queue-full' } },
  },
  {
    id: 'rst-after-handshake',
    scenario: 'accepted-then-reset',
    shows: 'the server accepts and resets at once, as a balancer without a backend does',
    files: {
      client: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
      server: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
    },
  },
  {
    id: 'capture-mid-stream',
    scenario: 'capture-mid-stream',
    shows: 'the capture begins when the connection is already open',
    files: { client: { verdict: 'capture-mid-stream' }, server: { verdict: 'capture-mid-stream' } },
  },
  {
    id: 'close-4way',
    scenario: 'close-4way',
    shows: 'the client closes; the server acknowledges at once and closes 100 ms later',
    files: { client: { verdict: 'close-4way' }, server: { verdict: 'close-4way' } },
  },
  {
    id: 'close-3seg',
    scenario: 'close-3seg',
    shows: 'the client closes; the server acknowledges and closes in one segment',
    files: { client: { verdict: 'open-normal', alsoOk: ['close-3seg'] }, server: { verdict: 'open-normal', alsoOk: ['close-3seg'] } },
  },
  {
    id: 'close-simultaneous',
    scenario: 'close-simultaneous',
    shows: 'both ends close at the same moment, the FINs cross',
    files: { client: { verdict: 'close-simultaneous' }, server: { verdict: 'close-simultaneous' } },
  },
  {
    id: 'half-close-data',
    scenario: 'half-close-data',
    shows: 'the client has finished sending; the server goes on with three more pieces, then closes',
    files: { client: { verdict: 'half-close-data' }, server: { verdict: 'half-close-data' } },
  },
  {
    id: 'half-closed-unfinished',
    scenario: 'half-closed-unfinished',
    shows: 'the client closes, the server never does: CLOSE-WAIT',
    files: { client: { verdict: 'half-closed-unfinished' }, server: { verdict: 'half-closed-unfinished' } },
  },
  {
    id: 'half-close-orphan-rst',
    scenario: 'late-fin-reset',
    shows: 'the server closes so late that the client (waiting 3 s instead of 60 s here) has forgotten the connection',
    files: { client: { verdict: 'half-close-orphan-rst' }, server: { verdict: 'half-close-orphan-rst' } },
  },
  {
    id: 'close-fin-retransmitted',
    scenario: 'fin-lost',
    shows: 'the first FIN is lost and repeated',
    files: { client: { verdict: 'close-fin-retransmitted' }, server: { verdict: 'close-fin-retransmitted', alsoOk: ['close-3seg'] } },
  },
  {
    id: 'peer-unreachable-at-close',
    scenario: 'unreachable-at-close',
    shows: 'the path dies; the client says its last words and closes, nobody hears it',
    files: {
      client: { verdict: 'peer-unreachable-at-close', alsoOk: ['blackhole-timeout'] },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
  {
    id: 'timewait-reuse',
    scenario: 'timewait-reuse',
    shows: 'the server closes first; half a second later the same client port opens a new connection',
    files: { client: { verdict: 'timewait-reuse' }, server: { verdict: 'timewait-reuse' } },
  },
  {
    id: 'syn-no-answer',
    scenario: 'syn-dropped-by-server',
    shows: 'a firewall on the server drops the SYNs: no answer for the client, silence at the server',
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
  },
  {
    id: 'syn-lost-on-the-way',
    scenario: 'syn-lost-on-the-way',
    shows: 'the SYNs are lost on the way: the capture at the server stays empty',
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'nothing-captured' } },
  },
  {
    id: 'synack-lost',
    scenario: 'synack-lost',
    shows: 'the server answers, its SYN-ACKs are lost on the way',
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'synack-unanswered' } },
  },
  {
    id: 'synack-ignored',
    scenario: 'synack-ignored',
    shows: "the client's own firewall drops the SYN-ACKs",
    files: { client: { verdict: 'synack-ignored' }, server: { verdict: 'synack-unanswered' } },
  },
  {
    id: 'lone-syn',
    scenario: 'reject-icmp-filtered',
    shows: 'one SYN and nothing else: the ICMP answer was filtered out of the capture',
    files: { client: { verdict: 'lone-syn', alsoOk: ['syn-no-answer'] } },
  },
  {
    id: 'refused-port-closed',
    scenario: 'refused-port-closed',
    shows: 'nobody listens on the port',
    files: {
      client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
      server: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
    },
  },
  {
    id: 'refused-port-closed-6',
    scenario: 'refused-port-closed-6',
    shows: 'nobody listens on the port, IPv6',
    files: {
      client: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] },
      server: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] },
    },
  },
  {
    id: 'refused-same-machine',
    scenario: 'refused-port-closed-direct',
    shows: 'nobody listens on the port; two containers on one machine, so checksums are left to the card that is not there',
    files: { server: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'refused-any',
    scenario: 'refused-port-closed-any',
    shows: 'nobody listens on the port; captured with `-i any` (cooked, SLL2)',
    files: { client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] } },
  },
  {
    id: 'reject-tcp-reset',
    scenario: 'reject-tcp-reset',
    shows: 'a firewall rejects with a TCP reset',
    files: {
      client: { verdict: 'refused-by-rst', alsoOk: ['reject-tcp-reset'] },
      server: { verdict: 'refused-by-rst', alsoOk: ['reject-tcp-reset'] },
    },
  },
  {
    id: 'reject-tcp-reset-6',
    scenario: 'reject-tcp-reset-6',
    shows: 'a firewall rejects with a TCP reset, IPv6: the flow label gives it away',
    files: { client: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'reject-tcp-reset-same-machine',
    scenario: 'reject-tcp-reset-direct',
    shows: "a firewall rejects with a TCP reset; two containers on one machine, so the reset's checksum gives it away",
    files: { server: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'reject-icmp-port-unreach',
    scenario: 'reject-icmp-port-unreach',
    shows: 'a firewall rejects with ICMP port unreachable',
    files: { client: { verdict: 'reject-icmp' }, server: { verdict: 'reject-icmp' } },
  },
  {
    id: 'reject-icmp-admin-prohib',
    scenario: 'reject-icmp-admin-prohib',
    shows: 'a firewall rejects with ICMP administratively prohibited',
    files: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'reject-icmp6-admin-prohib',
    scenario: 'reject-icmp-admin-prohib-6',
    shows: 'a firewall rejects with ICMPv6 administratively prohibited',
    files: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'refused-by-injected-rst',
    scenario: 'refused-by-forged-reset',
    shows: 'a device on the way forges the refusal; the SYN-ACK of the real server comes after it',
    files: { client: { verdict: 'refused-by-injected-rst' }, server: { verdict: 'synack-reset-by-client' } },
  },
  {
    id: 'host-unreach-arp',
    scenario: 'neighbour-silent',
    shows: 'nobody in the local network answers for the address: three ARP requests and no SYN',
    files: { client: { verdict: 'host-unreach-arp' } },
  },
  {
    id: 'host-unreach-router',
    scenario: 'neighbour-silent-router',
    shows: 'the last router gets no ARP answer from the server and says so after three seconds',
    files: { client: { verdict: 'host-unreach-router' } },
  },
  {
    id: 'ttl-exceeded',
    scenario: 'routing-loop',
    shows: 'two routers send the packet to each other until its TTL is used up',
    files: { client: { verdict: 'ttl-exceeded' } },
  },
  {
    id: 'rst-abort',
    scenario: 'abort-by-client',
    shows: 'the client program aborts (linger 0)',
    files: { client: { verdict: 'rst-abort' }, server: { verdict: 'rst-abort' } },
  },
  {
    id: 'rst-after-fin',
    scenario: 'write-after-fin',
    shows: 'the server has closed; the client sends on and is answered with a reset',
    files: { client: { verdict: 'rst-after-fin' }, server: { verdict: 'rst-after-fin' } },
  },
  {
    id: 'rst-unknown-connection',
    scenario: 'server-rebooted',
    shows: 'the server has lost the connection without a word; the next request is answered with a bare reset',
    files: { client: { verdict: 'rst-unknown-connection' }, server: { verdict: 'rst-unknown-connection' } },
  },
  {
    id: 'rst-injected',
    scenario: 'forged-reset-inspection',
    shows: 'a device on the way forges resets to both ends when it sees the request',
    files: { client: { verdict: 'rst-injected' }, server: { verdict: 'rst-injected' } },
  },
  {
    id: 'challenge-ack-rst',
    scenario: 'forged-reset-challenged',
    shows: 'a forged reset with an inexact sequence number is challenged; the connection lives on',
    files: { client: { verdict: 'challenge-ack-rst' } },
  },
  {
    id: 'half-open-new-syn',
    scenario: 'client-rebooted',
    shows: 'the client starts again on a port whose old connection the server still holds',
    files: { client: { verdict: 'half-open-new-syn' }, server: { verdict: 'half-open-new-syn' } },
  },
]

/**
 * Files made from the captures above: other containers, and text as people paste it.
 * `text` gets the capture's lines as tcpdump prints them with `options`.
 */
export const DERIVED = [
  {
    file: 'close-3seg.client.pcapng',
    from: 'close-3seg.client.pcap',
    how: 'pcapng',
    shows: 'the same in pcapng: interface name, nanosecond times, a comment',
  },
  { file: 'close-4way.client.pcap.gz', from: 'close-4way.client.pcap', how: 'gzip', shows: 'the same, compressed with gzip' },
  {
    file: 'refused.txt',
    from: 'refused-port-closed.client.pcap',
    how: 'text',
    options: ['-n'],
    shows: 'a ticket in English with two pasted lines',
    text: (lines) => `Ticket #4711 - status page cannot reach the backend

Since this morning's deployment the status page shows "connect: Connection refused".
Ping works, the route is fine, and the security team says that nothing was changed on the firewall.
I ran tcpdump on the web host while reloading the page once and got only this:

$ sudo tcpdump -n -i eth0 'tcp port 8080 or icmp'
${lines.join('\n')}
^C
${lines.length} packets captured
${lines.length} packets received by filter
0 packets dropped by kernel

Is this the firewall or the application? Thanks, Maria
`,
  },
  {
    file: 'no-answer-zh.txt',
    from: 'syn-no-answer.client.pcap',
    how: 'text',
    options: ['-nn'],
    shows: 'a question in Chinese, the lines quoted with `>`',
    text: (lines) => `【求助】服务连不上,一直卡住

各位好,今天客户端连接 198.51.100.20 的 8080 端口一直超时,ping 是通的。
我在客户端抓包如下(只抓到这几行,后面就没有了):

${lines.map((line) => `> ${line}`).join('\n')}

这样能看出来是谁的问题吗?是对方防火墙丢包,还是我们这边网络不通?谢谢!
`,
  },
  {
    file: 'abort-hex.txt',
    from: 'rst-abort.client.pcap',
    how: 'text',
    options: ['-n', '-x'],
    shows: 'a chat message with hex dumps',
    text: (lines) => `hey, our client dies with "connection reset" on the other side. here's the dump you asked for:

\`\`\`
${lines.join('\n')}
\`\`\`
`,
  },
]
