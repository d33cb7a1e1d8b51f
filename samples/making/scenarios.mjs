// What each sample shows and how it is brought about: programs, firewalls, kernel settings and the path's rules.

const DROP_ALL = 'table inet f { chain i { type filter hook input priority 0; tcp dport 8080 drop; } }'
const rejectWith = (how) => `table inet f { chain i { type filter hook input priority 0; tcp dport 8080 reject with ${how}; } }`
/** Lets a socket vanish without a word: its own reset carries ACK, the kernel's answer for a connection it does not know carries none. */
const DROP_OWN_RESET = 'table inet f { chain o { type filter hook output priority 0; tcp flags & (rst | ack) == (rst | ack) drop; } }'
const DROP_SYN_ACK = 'table inet f { chain i { type filter hook input priority 0; tcp flags & (syn | ack) == (syn | ack) drop; } }'

const ASK = `const socket = await connect(); socket.write(REQUEST); await received(socket);`
const ANSWER = `await serve(async (socket) => { await received(socket); await sleep(5); socket.write(RESPONSE); `
const ONLY_TRY = `connect().catch((error) => say('failed ' + error.code));`
const ERRORS_AND_TCP = 'tcp or icmp or (icmp6 and ip6[40] < 128)'
const TRY_SECONDS = 4_600

/**
 * @typedef {object} Expected
 * @property {string} verdict the id that fits best
 * @property {string[]} [alsoOk]
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} shows one sentence for the list
 * @property {'relay' | 'veth' | 'routing-loop' | 'last-hop'} [link] relay unless said
 * @property {4 | 6} [version]
 * @property {{ delayMs?: number, hops?: number, rules?: object[] }} [path]
 * @property {Record<'client' | 'server', Record<string, string | number>>} [kernel]
 * @property {Partial<Record<'client' | 'server', string>>} [firewall] nftables text
 * @property {string} [server] program; says `ready` when it listens
 * @property {string} client program; the sample ends a little after it says `done`
 * @property {string} [filter] the capture's
 * @property {string} [device] captured; eth0 unless said
 * @property {string} [captureAfter] begin to capture only when the client has said this
 * @property {Partial<Record<'client' | 'server', Expected>>} files one capture for each side named
 */

/** @type {Scenario[]} */
export const SCENARIOS = [
  // Opening.
  {
    id: 'open-normal',
    shows: 'handshake, one request and its answer; the connection stays open',
    server: `${ANSWER} })`,
    client: `${ASK} await sleep(200); say('done')`,
    files: {
      client: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
  {
    id: 'open-simultaneous',
    shows: 'both ends connect to each other from fixed ports at the same moment',
    path: { delayMs: 40 },
    server: `say('ready'); await atSecond(); connect({ host: CLIENT, port: 9000, localPort: 9000 }).catch(() => {})`,
    client: `await atSecond(); const socket = await connect({ port: 9000, localPort: 9000 }); await sleep(200); socket.write('hello'); await sleep(150); say('done')`,
    files: { client: { verdict: 'open-simultaneous' }, server: { verdict: 'open-simultaneous' } },
  },
  {
    id: 'syn-retransmitted-then-ok',
    shows: 'the first SYN is lost, the second opens the connection a second later',
    path: { rules: [{ from: 'a', flags: 'S', drop: true }] },
    server: `${ANSWER} })`,
    client: `${ASK} await sleep(100); say('done')`,
    files: { client: { verdict: 'syn-retransmitted-then-ok' }, server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] } },
  },
  {
    id: 'synack-retrans-ack-lost',
    shows: 'the last ACK of the handshake is lost; the server, which speaks first, repeats its SYN-ACK',
    path: { rules: [{ from: 'a', flags: 'A', notFlags: 'S', drop: true }] },
    server: `await serve((socket) => socket.write('220 mail.example.net ready\\r\\n'))`,
    client: `const socket = await connect(); await received(socket); await sleep(100); say('done')`,
    files: {
      client: { verdict: 'synack-retrans-ack-lost', alsoOk: ['synack-repeated'] },
      server: { verdict: 'synack-retrans-ack-lost' },
    },
  },
  {
    id: 'accept-queue-full',
    shows: 'the program does not accept: the fifth connection is opened for the client, its request ignored',
    kernel: { client: {}, server: { 'net.ipv4.tcp_syncookies': 0 } },
    server: `await serve(() => {}, { backlog: 3 }); sleepForEver()`,
    client: `for (let i = 1; i <= 3; i++) { await connect({ localPort: 40000 + i }); await sleep(50) }
      connect({ localPort: 40004 }).catch(() => {})
      await sleep(2); const last = await connect({ localPort: 40005 }); last.write(REQUEST); await sleep(3600); say('done')`,
    filter: 'tcp port 40005',
    files: { client: { verdict: 'accept-queue-full', alsoOk: ['synack-repeated'] }, server: { verdict: 'accept-queue-full' } },
  },
  {
    id: 'rst-after-handshake',
    shows: 'the server accepts and resets at once, as a balancer without a backend does',
    server: `await serve((socket) => socket.resetAndDestroy())`,
    client: `const socket = await connect(); await sleep(200); say('done')`,
    files: {
      client: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
      server: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
    },
  },
  {
    id: 'capture-mid-stream',
    shows: 'the capture begins when the connection is already open',
    server: `await serve((socket) => socket.on('data', () => socket.write(RESPONSE)))`,
    client: `${ASK} say('open'); await sleep(1500); socket.write(REQUEST); await received(socket); await sleep(200); socket.write(REQUEST); await received(socket); await sleep(100); say('done')`,
    captureAfter: 'open',
    files: { client: { verdict: 'capture-mid-stream' }, server: { verdict: 'capture-mid-stream' } },
  },

  // Closing.
  {
    id: 'close-4way',
    shows: 'the client closes; the server acknowledges at once and closes 100 ms later',
    server: `${ANSWER} await ended(socket); await sleep(100); socket.end() })`,
    client: `${ASK} await sleep(50); socket.end(); await ended(socket); await sleep(100); say('done')`,
    files: { client: { verdict: 'close-4way' }, server: { verdict: 'close-4way' } },
  },
  {
    id: 'close-3seg',
    shows: 'the client closes; the server acknowledges and closes in one segment',
    server: `${ANSWER} await ended(socket); socket.end() })`,
    client: `${ASK} await sleep(50); socket.end(); await ended(socket); await sleep(100); say('done')`,
    // The client asked and was answered: that leads, and the way of closing is a finding.
    files: { client: { verdict: 'open-normal', alsoOk: ['close-3seg'] }, server: { verdict: 'open-normal', alsoOk: ['close-3seg'] } },
  },
  {
    id: 'close-simultaneous',
    shows: 'both ends close at the same moment, the FINs cross',
    path: { delayMs: 60 },
    server: `${ANSWER} await atSecond(); socket.end() })`,
    client: `${ASK} await atSecond(); socket.end(); await sleep(300); say('done')`,
    files: { client: { verdict: 'close-simultaneous' }, server: { verdict: 'close-simultaneous' } },
  },
  {
    id: 'half-close-data',
    shows: 'the client has finished sending; the server goes on with three more pieces, then closes',
    server: `await serve(async (socket) => { await received(socket); for (let i = 0; i < 3; i++) { await sleep(80); socket.write(RESPONSE) } await sleep(80); socket.end() })`,
    client: `const socket = await connect(); socket.end(REQUEST); socket.resume(); await ended(socket); await sleep(100); say('done')`,
    files: { client: { verdict: 'half-close-data' }, server: { verdict: 'half-close-data' } },
  },
  {
    id: 'half-closed-unfinished',
    shows: 'the client closes, the server never does: CLOSE-WAIT',
    server: `${ANSWER} socket.resume() })`,
    client: `${ASK} await sleep(50); socket.end(); await sleep(3000); say('done')`,
    files: { client: { verdict: 'half-closed-unfinished' }, server: { verdict: 'half-closed-unfinished' } },
  },
  {
    id: 'half-close-orphan-rst',
    shows: 'the server closes so late that the client (waiting 3 s instead of 60 s here) has forgotten the connection',
    kernel: { client: { 'net.ipv4.tcp_fin_timeout': 3 }, server: {} },
    server: `${ANSWER} await ended(socket); await sleep(5000); socket.end() })`,
    client: `${ASK} await sleep(50); socket.end(); await sleep(100); socket.destroy(); await sleep(5300); say('done')`,
    files: { client: { verdict: 'half-close-orphan-rst' }, server: { verdict: 'half-close-orphan-rst' } },
  },
  {
    id: 'close-fin-retransmitted',
    shows: 'the first FIN is lost and repeated',
    path: { rules: [{ from: 'a', flags: 'F', drop: true }] },
    server: `${ANSWER} await ended(socket); socket.end() })`,
    client: `${ASK} await sleep(50); socket.end(); await ended(socket); await sleep(100); say('done')`,
    // The step in the client's IP IDs shows at the server that a FIN went missing before the one that came.
    files: { client: { verdict: 'close-fin-retransmitted' }, server: { verdict: 'close-fin-retransmitted', alsoOk: ['close-3seg'] } },
  },
  {
    id: 'peer-unreachable-at-close',
    shows: 'the path dies; the client says its last words and closes, nobody hears it',
    path: { rules: [{ from: 'a', afterMs: 300, count: 1000, drop: true }] },
    server: `${ANSWER} })`,
    client: `${ASK} await sleep(400); socket.end('goodbye'); await sleep(50); socket.destroy(); await sleep(3500); say('done')`,
    files: {
      client: { verdict: 'peer-unreachable-at-close', alsoOk: ['blackhole-timeout'] },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
  {
    id: 'timewait-reuse',
    shows: 'the server closes first; half a second later the same client port opens a new connection',
    server: `await serve(async (socket) => { await received(socket); socket.end(RESPONSE) })`,
    client: `for (let i = 0; i < 2; i++) { const socket = await connect({ localPort: 41000 }); socket.write(REQUEST); socket.resume(); await ended(socket); socket.end(); await sleep(500) } say('done')`,
    files: { client: { verdict: 'timewait-reuse' }, server: { verdict: 'timewait-reuse' } },
  },

  // No answer.
  {
    id: 'syn-no-answer',
    shows: 'a firewall on the server drops the SYNs: no answer for the client, silence at the server',
    firewall: { server: DROP_ALL },
    client: `${ONLY_TRY} await sleep(${TRY_SECONDS}); say('done')`,
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
  },
  {
    id: 'syn-lost-on-the-way',
    shows: 'the SYNs are lost on the way: the capture at the server stays empty',
    path: { rules: [{ from: 'a', count: 1000, drop: true }] },
    client: `${ONLY_TRY} await sleep(2600); say('done')`,
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'nothing-captured' } },
  },
  {
    id: 'synack-lost',
    shows: 'the server answers, its SYN-ACKs are lost on the way',
    path: { rules: [{ from: 'b', count: 1000, drop: true }] },
    server: `await serve(() => {})`,
    client: `${ONLY_TRY} await sleep(${TRY_SECONDS}); say('done')`,
    files: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'synack-unanswered' } },
  },
  {
    id: 'synack-ignored',
    shows: "the client's own firewall drops the SYN-ACKs",
    firewall: { client: DROP_SYN_ACK },
    server: `await serve(() => {})`,
    client: `${ONLY_TRY} await sleep(${TRY_SECONDS}); say('done')`,
    files: { client: { verdict: 'synack-ignored' }, server: { verdict: 'synack-unanswered' } },
  },
  {
    id: 'lone-syn',
    shows: 'one SYN and nothing else: the ICMP answer was filtered out of the capture',
    firewall: { server: rejectWith('icmp type port-unreachable') },
    client: `${ONLY_TRY} await sleep(2000); say('done')`,
    filter: 'tcp port 8080',
    files: { client: { verdict: 'lone-syn', alsoOk: ['syn-no-answer'] } },
  },

  // Refused.
  {
    id: 'refused-port-closed',
    shows: 'nobody listens on the port',
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: {
      client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
      server: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
    },
  },
  {
    id: 'refused-port-closed-6',
    shows: 'nobody listens on the port, IPv6',
    version: 6,
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: {
      client: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] },
      server: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] },
    },
  },
  {
    id: 'refused-same-machine',
    shows: 'nobody listens on the port; two containers on one machine, so checksums are left to the card that is not there',
    link: 'veth',
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { server: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'refused-any',
    shows: 'nobody listens on the port; captured with `-i any` (cooked, SLL2)',
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    device: 'any',
    files: { client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] } },
  },
  {
    id: 'reject-tcp-reset',
    shows: 'a firewall rejects with a TCP reset',
    firewall: { server: rejectWith('tcp reset') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: {
      client: { verdict: 'refused-by-rst', alsoOk: ['reject-tcp-reset'] },
      server: { verdict: 'refused-by-rst', alsoOk: ['reject-tcp-reset'] },
    },
  },
  {
    id: 'reject-tcp-reset-6',
    shows: 'a firewall rejects with a TCP reset, IPv6: the flow label gives it away',
    version: 6,
    firewall: { server: rejectWith('tcp reset') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { client: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'reject-tcp-reset-same-machine',
    shows: "a firewall rejects with a TCP reset; two containers on one machine, so the reset's checksum gives it away",
    link: 'veth',
    firewall: { server: rejectWith('tcp reset') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { server: { verdict: 'reject-tcp-reset', alsoOk: ['refused-by-rst'] } },
  },
  {
    id: 'reject-icmp-port-unreach',
    shows: 'a firewall rejects with ICMP port unreachable',
    firewall: { server: rejectWith('icmp type port-unreachable') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { client: { verdict: 'reject-icmp' }, server: { verdict: 'reject-icmp' } },
  },
  {
    id: 'reject-icmp-admin-prohib',
    shows: 'a firewall rejects with ICMP administratively prohibited',
    firewall: { server: rejectWith('icmp type admin-prohibited') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'reject-icmp6-admin-prohib',
    shows: 'a firewall rejects with ICMPv6 administratively prohibited',
    version: 6,
    firewall: { server: rejectWith('icmpv6 type admin-prohibited') },
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { client: { verdict: 'reject-icmp' } },
  },
  {
    id: 'refused-by-injected-rst',
    shows: 'a device on the way forges the refusal; the SYN-ACK of the real server comes after it',
    path: { rules: [{ from: 'a', flags: 'S', forge: [{ to: 'sender', flags: 'RA', ttl: 49, ipId: 51_234, window: 2_048, delayMs: 4 }] }] },
    server: `await serve(() => {})`,
    client: `${ONLY_TRY} await sleep(300); say('done')`,
    files: { client: { verdict: 'refused-by-injected-rst' }, server: { verdict: 'synack-reset-by-client' } },
  },

  // Unreachable.
  {
    id: 'host-unreach-arp',
    shows: 'nobody in the local network answers for the address: three ARP requests and no SYN',
    client: `connect({ host: '192.0.2.99' }).catch(() => {}); await sleep(3400); say('done')`,
    filter: 'arp or tcp or icmp',
    files: { client: { verdict: 'host-unreach-arp' } },
  },
  {
    id: 'host-unreach-router',
    shows: 'the last router gets no ARP answer from the server and says so after three seconds',
    link: 'last-hop',
    client: `${ONLY_TRY} await sleep(3600); say('done')`,
    files: { client: { verdict: 'host-unreach-router' } },
  },
  {
    id: 'ttl-exceeded',
    shows: 'two routers send the packet to each other until its TTL is used up',
    link: 'routing-loop',
    client: `${ONLY_TRY} await sleep(400); say('done')`,
    files: { client: { verdict: 'ttl-exceeded' } },
  },

  // Resets.
  {
    id: 'rst-abort',
    shows: 'the client program aborts (linger 0)',
    server: `${ANSWER} })`,
    client: `${ASK} await sleep(100); socket.resetAndDestroy(); await sleep(150); say('done')`,
    files: { client: { verdict: 'rst-abort' }, server: { verdict: 'rst-abort' } },
  },
  {
    id: 'rst-after-fin',
    shows: 'the server has closed; the client sends on and is answered with a reset',
    server: `${ANSWER} socket.destroySoon() })`,
    client: `${ASK} await ended(socket); await sleep(150); socket.write(REQUEST); await sleep(150); say('done')`,
    files: { client: { verdict: 'rst-after-fin' }, server: { verdict: 'rst-after-fin' } },
  },
  {
    id: 'rst-unknown-connection',
    shows: 'the server has lost the connection without a word; the next request is answered with a bare reset',
    firewall: { server: DROP_OWN_RESET },
    server: `${ANSWER} await sleep(100); socket.resetAndDestroy() })`,
    client: `${ASK} await sleep(1500); socket.write(REQUEST); await sleep(150); say('done')`,
    files: { client: { verdict: 'rst-unknown-connection' }, server: { verdict: 'rst-unknown-connection' } },
  },
  {
    id: 'rst-injected',
    shows: 'a device on the way forges resets to both ends when it sees the request',
    path: {
      rules: [
        {
          from: 'a',
          data: true,
          forge: [
            { to: 'sender', flags: 'RA', ttl: 115, ipId: 28_115, window: 3_307, delayMs: 3 },
            { to: 'sender', flags: 'RA', seqOffset: 1460, ttl: 116, ipId: 9_761, window: 3_308, delayMs: 3 },
            { to: 'sender', flags: 'RA', seqOffset: 4380, ttl: 117, ipId: 60_002, window: 3_309, delayMs: 3 },
            { to: 'receiver', flags: 'RA', ttl: 113, ipId: 40_404, window: 5_111, delayMs: 13 },
            { to: 'receiver', flags: 'RA', seqOffset: 1460, ttl: 114, ipId: 1_777, window: 5_112, delayMs: 13 },
          ],
        },
      ],
    },
    server: `await serve(async (socket) => { await received(socket); socket.write(RESPONSE) })`,
    client: `const socket = await connect(); socket.write(REQUEST); await sleep(300); say('done')`,
    files: { client: { verdict: 'rst-injected' }, server: { verdict: 'rst-injected' } },
  },
  {
    id: 'challenge-ack-rst',
    shows: 'a forged reset with an inexact sequence number is challenged; the connection lives on',
    path: { rules: [{ from: 'a', data: true, forge: [{ to: 'sender', flags: 'R', seqOffset: 1000, ttl: 61, ipId: 0, delayMs: 3 }] }] },
    server: `await serve((socket) => { socket.on('data', () => socket.write(RESPONSE)); socket.on('end', () => socket.end()) })`,
    client: `${ASK} await sleep(100); socket.write(REQUEST); await received(socket); socket.end(); await ended(socket); await sleep(100); say('done')`,
    files: { client: { verdict: 'challenge-ack-rst' } },
  },
  {
    id: 'half-open-new-syn',
    shows: 'the client starts again on a port whose old connection the server still holds',
    firewall: { client: DROP_OWN_RESET },
    server: `await serve((socket) => socket.on('data', () => socket.write(RESPONSE)))`,
    client: `const old = await connect({ localPort: 42000 }); old.write(REQUEST); await received(old); await sleep(100); old.resetAndDestroy(); await sleep(700)
      const socket = await connect({ localPort: 42000 }); socket.write(REQUEST); await received(socket); await sleep(100); say('done')`,
    files: { client: { verdict: 'half-open-new-syn' }, server: { verdict: 'half-open-new-syn' } },
  },
].map((scenario) => ({ filter: ERRORS_AND_TCP, device: 'eth0', link: 'relay', version: 4, ...scenario }))

/** What the programs of a scenario start from. `CLIENT`, `SERVER` and the wall clock are filled in by the maker. */
export const PROGRAM_START = `
const net = require('node:net')
const PORT = 8080
const REQUEST = 'GET /status HTTP/1.1\\r\\nHost: www.example.net\\r\\n\\r\\n'
const RESPONSE = 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nok\\n'
const say = (text) => console.log(text)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
// A moment both ends agree on without a word: the second after next.
const atSecond = async () => { const at = (Math.floor(Date.now() / 1000) + 2) * 1000; await sleep(at - Date.now() - 30); while (Date.now() < at); }
const sleepForEver = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
const received = (socket) => new Promise((resolve) => socket.once('data', resolve))
const ended = (socket) => new Promise((resolve) => socket.once('end', resolve))
const connect = (options) => new Promise((resolve, reject) => {
  const socket = net.connect({ host: SERVER, port: PORT, allowHalfOpen: true, noDelay: true, ...options }, () => resolve(socket))
  socket.on('error', reject)
})
const serve = (handle, options) => new Promise((resolve) => {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => { socket.on('error', () => {}); handle(socket) })
  server.listen({ port: PORT, host: SERVER, ...options }, () => { say('ready'); resolve(server) })
})
setInterval(() => {}, 1 << 30)
`

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
