/** Tests of the text reader: every style of line, and what people do to them before they paste them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ACK_LINE, DATA, knows, lacks, LISTING, LISTING_LINES, read, SYN, SYN_ACK } from '../../../../test/read-text.ts'
import { DIRECTION } from '../record.ts'
import { looksLikeText } from './looks-like-text.ts'

describe('lines of tcpdump', () => {
  it('reads plain lines and turns relative numbers into those of the wire', () => {
    const { lines, packets, info } = read(LISTING)
    assert.deepEqual(lines, LISTING_LINES)
    assert.deepEqual(
      packets.map((packet) => packet.time),
      ['0.000000', '0.020000', '0.020100', '0.030100', '0.040100'],
    )
    assert.equal(info.format, 'tcpdump-text')
    assert.equal(info.startNs, undefined)
    for (const packet of packets) {
      knows(packet, 'addresses', 'time', 'absoluteNumbers', 'window', 'options', 'flags')
      lacks(packet, 'date', 'ipId', 'ttl', 'tos', 'checksum', 'linkAddresses', 'payload')
    }
    knows(packets[0], 'seq')
    lacks(packets[2], 'seq')
    assert.equal(packets[3].wireLen - packets[3].capLen, 100)
  })

  it('reads -S, -t and -q', () => {
    assert.deepEqual(
      read(
        LISTING.replace('ack 1, win 502, options [nop,nop,TS val 12', 'ack 5001, win 502, options [nop,nop,TS val 12')
          .replace('seq 1:101, ack 1,', 'seq 1001:1101, ack 5001,')
          .replace('seq 1, ack 101', 'seq 5001, ack 1101'),
      ).lines,
      LISTING_LINES,
    )
    const timeless = read(LISTING.replace(/^10:\S+ /gm, ''))
    assert.deepEqual(timeless.lines, LISTING_LINES)
    for (const packet of timeless.packets) lacks(packet, 'time', 'date')
    const quick = read(
      '10:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: tcp 0\n10:00:00.000002 IP 192.0.2.1.40000 > 192.0.2.2.80: tcp 77',
    )
    assert.equal(quick.packets.length, 2)
    lacks(quick.packets[1], 'flags', 'seq', 'absoluteNumbers', 'options', 'window')
    assert.equal(quick.packets[1].wireLen, 117)
  })

  it('reads dates, epochs, deltas and offsets', () => {
    const date = read(`2024-02-29 23:59:59.500000 ${SYN.slice(16)}\n2024-03-01 00:00:00.500000 ${SYN_ACK.slice(16)}`)
    assert.equal(date.info.startNs, 1_709_251_199_500_000_000n)
    assert.equal(date.packets[1].time, '1.000000')
    knows(date.packets[1], 'date')
    const epoch = read(`1709251199.500000 ${SYN.slice(16)}\n1709251200.500000 ${SYN_ACK.slice(16)}`)
    assert.equal(epoch.info.startNs, 1_709_251_199_500_000_000n)
    assert.equal(epoch.packets[1].time, '1.000000')
    const deltas = read(
      ['00:00:00.000000', '00:00:01.000000', '00:00:00.500000']
        .map((time, at) => ` ${time} ${[SYN, SYN_ACK, ACK_LINE][at].slice(16)}`)
        .join('\n'),
    )
    assert.deepEqual(
      deltas.packets.map((packet) => packet.time),
      ['0.000000', '1.000000', '1.500000'],
    )
    const told = read(
      `$ tcpdump -nttt -i eth0\n${['00:00:00.000000', '00:00:00.100000', '00:00:00.500000'].map((time, at) => ` ${time} ${[SYN, SYN_ACK, ACK_LINE][at].slice(16)}`).join('\n')}`,
    )
    assert.deepEqual(
      told.packets.map((packet) => packet.time),
      ['0.000000', '0.100000', '0.600000'],
    )
    const offsets = read(
      ['00:00:00.000000', '00:00:01.000000', '00:00:01.500000']
        .map((time, at) => ` ${time} ${[SYN, SYN_ACK, ACK_LINE][at].slice(16)}`)
        .join('\n'),
    )
    assert.deepEqual(
      offsets.packets.map((packet) => packet.time),
      ['0.000000', '1.000000', '1.500000'],
    )
    const midnight = read(`23:59:59.900000 ${SYN.slice(16)}\n00:00:00.100000 ${SYN_ACK.slice(16)}`)
    assert.equal(midnight.packets[1].time, '0.200000')
  })

  it('reads -v in two lines with the IP header and the checksum', () => {
    const { lines, packets } = read(
      '10:00:00.000001 IP (tos 0x12,ECT(0), ttl 57, id 4242, offset 0, flags [DF], proto TCP (6), length 44)\n    192.0.2.1.40000 > 192.0.2.2.80: Flags [S], cksum 0xbeef (incorrect -> 0x1234), seq 7, win 8192, options [mss 536], length 0',
    )
    assert.deepEqual(lines, ['192.0.2.1:40000 > 192.0.2.2:80 S 7(0) win 8192'])
    knows(packets[0], 'tos', 'ttl', 'ipId', 'options')
    assert.deepEqual(
      [packets[0].bytes[1], packets[0].bytes[8], packets[0].bytes[4] * 256 + packets[0].bytes[5], packets[0].bytes[6]],
      [0x12, 57, 4242, 0x40],
    )
    assert.deepEqual(Array.from(packets[0].bytes.slice(36, 38)), [0xbe, 0xef])
  })

  it('reads IPv6 with -v', () => {
    const { lines, packets } = read(
      '10:00:00.000001 IP6 (class 0x02, flowlabel 0xabcde, hlim 61, next-header TCP (6) payload length: 24) 2001:db8::1.40000 > 2001:db8::2.443: Flags [S], cksum 0x0102 (correct), seq 7, win 8192, options [mss 536], length 0',
    )
    assert.equal(lines[0], '2001:0db8:0000:0000:0000:0000:0000:0001:40000 > 2001:0db8:0000:0000:0000:0000:0000:0002:443 S 7(0) win 8192')
    knows(packets[0], 'flowLabel', 'ttl', 'tos')
    assert.equal(packets[0].bytes[7], 61)
  })

  it('reads -e as Ethernet, with VLAN tags', () => {
    const { packets, lines } = read(
      '10:00:00.000001 02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 78: vlan 100, p 3, ethertype IPv4 (0x0800), 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1000, win 64240, options [mss 1460], length 0',
    )
    assert.deepEqual(lines, [LISTING_LINES[0]])
    assert.equal(packets[0].linkType, 1)
    knows(packets[0], 'linkAddresses')
    assert.deepEqual(Array.from(packets[0].bytes.slice(0, 18)), [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x81, 0, 0x60, 100, 8, 0])
  })

  it('reads interface and direction of -i any', () => {
    const { packets, lines, info } = read(`${SYN.replace('IP', 'eth0  Out IP')}\n${SYN_ACK.replace('IP', 'eth0  In  IP')}`)
    assert.deepEqual(lines, LISTING_LINES.slice(0, 2))
    assert.deepEqual(
      packets.map((packet) => [packet.linkType, packet.direction]),
      [
        [276, DIRECTION.out],
        [276, DIRECTION.in],
      ],
    )
    assert.deepEqual(
      info.interfaces.map((one) => one.name),
      ['eth0'],
    )
  })

  it('reads the style of tcpdump 3', () => {
    const text =
      '10:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: S 1000:1000(0) win 64240 <mss 1460,sackOK,timestamp 11 0,nop,wscale 7>\n' +
      '10:00:00.020001 IP 192.0.2.2.80 > 192.0.2.1.40000: S 5000:5000(0) ack 1001 win 65160 <mss 1460>\n10:00:00.020101 IP 192.0.2.1.40000 > 192.0.2.2.80: . ack 1 win 502\n' +
      '10:00:00.030101 IP 192.0.2.1.40000 > 192.0.2.2.80: P 1:101(100) ack 1 win 502\n10:00:00.040101 192.0.2.2.80 > 192.0.2.1.40000: F 1:1(0) ack 101 win 509 (DF)\n'
    assert.deepEqual(read(text).lines, LISTING_LINES)
  })

  it('reads the style of tcpdump 3 with a line break before the numbers', () => {
    const { lines } = read(
      '22:15:16.1 192.0.2.1.5 > 192.0.2.2.9: S [tcp sum ok]\n   70:91(21) win 32767 (ttl 64, id 42376, len 60)\nA line of prose.\n',
    )
    assert.deepEqual(lines, ['192.0.2.1:5 > 192.0.2.2:9 S 70(21) win 32767'])
    assert.deepEqual(read('It sent 192.0.2.1.5 > 192.0.2.2.9: S\nand nothing more.\n').lines, [])
  })

  it('reads ends without ports, and ACKs written as a letter', () => {
    const { lines } = read(
      '10:00:00.1 IP a > victim: Flags [SEW], seq 70, win 512, length 0\n10:00:00.2 IP victim > a: Flags [SA], seq 90, ack 71, win 512, length 0\n10:00:00.3 a > victim: Flags [A], ack 1, win 512, length 0\n',
    )
    assert.deepEqual(lines, [
      '240.0.0.1:0 > 240.0.0.2:0 SEW 70(0) win 512',
      '240.0.0.2:0 > 240.0.0.1:0 S. 90(0) ack 71 win 512',
      '240.0.0.1:0 > 240.0.0.2:0 . 71(0) ack 91 win 512',
    ])
    assert.deepEqual(read('Then A > B: Flags [S] goes out.\n').lines, [])
  })

  it('gives names placeholder addresses and the ports of the services table', () => {
    const { lines, info } = read(
      '10:00:00.000001 IP client.example.org.40000 > www.ddi-tcp-1: Flags [S], seq 1, win 1, length 0\n10:00:00.000002 IP www.ddi-tcp-1 > client.example.org.40000: Flags [R.], seq 0, ack 2, win 0, length 0',
    )
    assert.deepEqual(lines, ['240.0.0.1:40000 > 240.0.0.2:8888 S 1(0) win 1', '240.0.0.2:8888 > 240.0.0.1:40000 R. 0(0) ack 2 win 0'])
    assert.deepEqual(
      [...info.hostNames],
      [
        ['240.0.0.1', 'client.example.org'],
        ['240.0.0.2', 'www'],
      ],
    )
  })

  it('keeps numbers relative when the text does not show where they start', () => {
    const { packets, lines } = read(
      '10:00:00.1 IP 192.0.2.1.5 > 192.0.2.2.22: Flags [P.], seq 33:1545, ack 43, win 502, length 1512\n10:00:00.2 IP 192.0.2.2.22 > 192.0.2.1.5: Flags [.], ack 1545, win 501, length 0',
    )
    assert.deepEqual(lines, [
      '192.0.2.1:5 > 192.0.2.2:22 P. 33(1512) ack 43 win 502',
      '192.0.2.2:22 > 192.0.2.1:5 . 43(0) ack 1545 win 501',
    ])
    for (const packet of packets) lacks(packet, 'absoluteNumbers')
  })

  it('puts a pure ACK that comes first where the data of its sender begins', () => {
    const { lines } = read(
      '10:00:00.1 IP 192.0.2.1.5 > 192.0.2.2.22: Flags [.], ack 43, win 502, length 0\n10:00:00.2 IP 192.0.2.1.5 > 192.0.2.2.22: Flags [P.], seq 700:720, ack 43, win 501, length 20',
    )
    assert.deepEqual(lines, ['192.0.2.1:5 > 192.0.2.2:22 . 700(0) ack 43 win 502', '192.0.2.1:5 > 192.0.2.2:22 P. 700(20) ack 43 win 501'])
  })

  it('turns the edges of SACK blocks with the other numbers', () => {
    const { packets } = read(
      `${SYN}\n${SYN_ACK}\n10:00:01.000000 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [.], ack 101, win 509, options [nop,nop,sack 1 {201:301}], length 0`,
    )
    assert.deepEqual(Array.from(packets[2].bytes.slice(40, 52)), [1, 1, 5, 10, 0, 0, 0x04, 0xb1, 0, 0, 0x05, 0x15])
  })
})

describe('lines of other programs and of books', () => {
  it('a firewall that tells the VLAN', () => {
    const { packets, lines } = read(
      [
        '   1: 10:15:02.123456       802.1Q vlan#10 P0 192.0.2.1.40000 > 192.0.2.2.443: S 1000:1000(0) win 8192 <mss 1380>',
        '   2: 10:15:02.223456       192.0.2.2.443 > 192.0.2.1.40000: R 0:0(0) ack 1001 win 0',
      ].join('\n'),
    )
    assert.deepEqual(lines, [
      '192.0.2.1:40000 > 192.0.2.2:443 S 1000(0) win 8192',
      '192.0.2.2:443 > 192.0.2.1:40000 R. 0(0) ack 1001 win 0',
    ])
    assert.deepEqual(
      packets.map(({ time }) => time),
      ['0.000000', '0.100000'],
    )
  })

  it('a firewall that has words for flags, and no lengths', () => {
    const { packets, lines, info } = read(
      [
        '2.345678 port1 in 192.0.2.1.40000 -> 192.0.2.2.443: syn 1000 ',
        '2.385678 port1 out 192.0.2.2.443 -> 192.0.2.1.40000: syn 5000 ack 1001 ',
        '2.385878 port1 in 192.0.2.1.40000 -> 192.0.2.2.443: ack 5001 ',
        '2.386878 port1 in 192.0.2.1.40000 -> 192.0.2.2.443: psh 1001 ack 5001 ',
        '2.426878 port1 out 192.0.2.2.443 -> 192.0.2.1.40000: ack 1101 ',
        '2.437878 port1 in 192.0.2.1.40000 -> 192.0.2.2.443: fin 1101 ack 5001 ',
        '2.447878 port1 out 192.0.2.2.443 -> 192.0.2.1.40000: rst 5001 ',
      ].join('\n'),
    )
    assert.deepEqual(
      lines.map((line) => line.replace(/^\S+:(\d+) > \S+ (.*) win 0$/, '$1 $2')),
      [
        '40000 S 1000(0)',
        '443 S. 5000(0) ack 1001',
        '40000 . 1001(0) ack 5001',
        '40000 P. 1001(100) ack 5001',
        '443 . 5001(0) ack 1101',
        '40000 F. 1101(0) ack 5001',
        '443 R 5001(0)',
      ],
    )
    assert.equal(packets[6].time, '0.102200')
    assert.equal(packets[0].direction, DIRECTION.in)
    assert.deepEqual(
      info.interfaces.map(({ name }) => name),
      ['port1'],
    )
  })

  it('a system that shows each packet wherever it passes', () => {
    const shown = (at: number, appearance: number): string =>
      `10:11:${10 + at}.123456${appearance}00 PktGroupId 11258999068426${at}, PktNumber 1, Appearance ${appearance}, Direction Tx , Type Ethernet , Component 4${appearance}, Edge 1, Filter 1, OriginalSize 66, LoggedSize 66 \n` +
      '\t00-00-5E-00-53-01 > 00-00-5E-00-53-02, ethertype IPv4 (0x0800), length 66: 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1000, win 64240, options [mss 1460], length 0\n'
    const { packets } = read([0, 1, 3].map((at) => [1, 2, 3].map((appearance) => shown(at, appearance)).join('')).join(''))
    assert.deepEqual(
      packets.map(({ time }) => time),
      ['0.000000', '1.000000', '3.000000'],
    )
    assert.equal(packets[0].linkType, 1)
  })

  it('one that names the program beside the interface', () => {
    const { packets, info } = read(
      LISTING.replaceAll('.40000 > ', '.40000 > ').replace(
        / IP (192\.0\.2\.(\d))/g,
        (_, host, last) => ` eth0 curl.254006 ${last === '1' ? 'Out' : 'In'} IP ${host}`,
      ),
    )
    assert.equal(packets[4].time, '0.040100')
    assert.equal(packets[1].direction, DIRECTION.in)
    assert.deepEqual(
      info.interfaces.map(({ name }) => name),
      ['eth0'],
    )
  })

  it('a book that numbers lines and gives seconds since the first, and since the one before in brackets', () => {
    const { packets } = read(
      [
        '1   0.0                    one.1024 > two.discard: S 1000:1000(0)',
        '                                                   win 4096 <mss 1024>',
        '2   5.814797 (5.8148)      one.1024 > two.discard: S 1000:1000(0)',
        '                                                   win 4096 <mss 1024>',
        '3  29.815436 (24.0006)     one.1024 > two.discard: S 1000:1000(0)',
        '                                                   win 4096 <mss 1024>',
      ].join('\n'),
    )
    assert.deepEqual(
      packets.map(({ time }) => time),
      ['0.000000', '5.814797', '29.815436'],
    )
  })
})

describe('ICMP errors and ARP', () => {
  it('takes the packet that -v quotes into the error', () => {
    const { lines, packets } = read(
      '10:00:00.000001 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)\n    192.0.2.1.40000 > 192.0.2.2.81: Flags [S], cksum 0x5854 (incorrect -> 0x18bd), seq 9, win 64240, options [mss 1460], length 0\n' +
        '10:00:00.000101 IP (tos 0xc0, ttl 64, id 2, offset 0, flags [none], proto ICMP (1), length 88)\n    192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 tcp port 81 unreachable, length 68\n' +
        '\tIP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)\n    192.0.2.1.40000 > 192.0.2.2.81: Flags [S], cksum 0x5854 (incorrect -> 0x18bd), seq 9, win 64240, options [mss 1460], length 0\n',
    )
    assert.deepEqual(lines, [
      '192.0.2.1:40000 > 192.0.2.2:81 S 9(0) win 64240',
      '192.0.2.2 > 192.0.2.1 proto 1 3/3 about 192.0.2.1:40000>192.0.2.2:81',
    ])
    knows(packets[1], 'seq', 'absoluteNumbers')
  })

  for (const [message, code] of [
    ['192.0.2.2 tcp port 80 unreachable', 3],
    ['host 192.0.2.2 unreachable', 1],
    ['host 192.0.2.2 unreachable - admin prohibited', 10],
    ['net 192.0.2.2 unreachable', 0],
    ['host 192.0.2.2 unreachable - admin prohibited filter', 13],
    ['192.0.2.2 unreachable - need to frag (mtu 1400)', 4],
    ['192.0.2.2 protocol 6 unreachable', 2],
  ] as const) {
    it(`finds the connection that "${message}" is about`, () => {
      const { lines, packets } = read(`${SYN}\n10:00:00.1 IP 198.51.100.9 > 192.0.2.1: ICMP ${message}, length 68`)
      assert.equal(lines[1], `198.51.100.9 > 192.0.2.1 proto 1 3/${code} about 192.0.2.1:40000>192.0.2.2:80`)
      lacks(packets[1], 'seq')
    })
  }

  const BARE_SYN = SYN.slice(SYN.indexOf('IP '))
  for (const [name, text] of [
    ['IP in IP', SYN.replace('IP ', 'IP 10.1.0.1 > 10.1.0.2: IP ')],
    ['GRE', SYN.replace('IP ', 'IP 10.1.0.1 > 10.1.0.2: GREv0, key=0x1, length 88: IP ')],
    ['VXLAN', `10:00:00.000001 IP 10.1.0.1.50000 > 10.1.0.2.4789: VXLAN, flags [I] (0x08), vni 1\n${BARE_SYN}`],
    [
      'IP in IP with -v',
      `10:00:00.000001 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto IPIP (4), length 80)\n    10.1.0.1 > 10.1.0.2: IP (tos 0x0, ttl 63, id 2, offset 0, flags [DF], proto TCP (6), length 60)\n    ${BARE_SYN.slice(3)}`,
    ],
  ] as const) {
    it(`gives the packet in a tunnel the time of the tunnel's: ${name}`, () => {
      const { packets, lines } = read(`${text}\n${SYN_ACK}\n`)
      assert.deepEqual(lines, LISTING_LINES.slice(0, 2))
      assert.deepEqual(
        packets.map((packet) => packet.time),
        ['0.000000', '0.020000'],
      )
    })
  }

  it('reads a time exceeded and ICMPv6', () => {
    assert.match(
      read(`${SYN}\n10:00:00.1 IP 198.51.100.9 > 192.0.2.1: ICMP time exceeded in-transit, length 68`).lines[1],
      /11\/0 about 192\.0\.2\.1:40000>192\.0\.2\.2:80/,
    )
    const six = read(
      '10:00:00.0 IP6 fd00::1.40000 > fd00::2.80: Flags [S], seq 1, win 1, length 0\n10:00:00.1 IP6 fd00::2 > fd00::1: ICMP6, destination unreachable, unreachable port, fd00::2 tcp port 80, length 88',
    )
    assert.match(six.lines[1], /proto 58 1\/4/)
  })

  it('reads ARP', () => {
    const { lines } = read(
      '10:00:00.0 ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28\n10:00:00.1 ARP, Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28',
    )
    assert.deepEqual(lines, ['arp 1', 'arp 2'])
  })
})

describe('what people do to lines', () => {
  const changed: Record<string, string> = {
    'quoted with >': LISTING.replace(/^/gm, '> '),
    'HTML with entities': `<pre><code>${LISTING.replaceAll('>', '&gt;')}</code></pre>`,
    'HTML with numbered entities': LISTING.replaceAll('>', '&#x3E;')
      .replaceAll('[', '&#91;')
      .replaceAll(']', '&rbrack;')
      .replaceAll(': ', '&#58; '),
    'HTML with line breaks as tags': LISTING.replaceAll('>', '&gt;').replaceAll('\n', '<br/>\n'),
    'run together': LISTING.replaceAll('\n', ''),
    'run together, with a shell around': `[root@host ~]# tcpdump -i lo port 80tcpdump: verbose output suppressedlistening on lo, link-type EN10MB (Ethernet), capture size 262144 bytes${LISTING.replaceAll('\n', '')}^C5 packets captured`,
    'wrapped by a mail program': LISTING.replace(/(.{1,70})(?: |$)/gm, '$1\n').replace(/\n\n/g, '\n'),
    'wrapped and quoted': LISTING.replace(/(.{1,70})(?: |$)/gm, '> $1\n').replace(/\n\n/g, '\n'),
    'cut at 80 columns by a terminal': LISTING.split('\n')
      .map((line) => line.replace(/(.{80})/g, '$1\n'))
      .join('\n'),
    'with log prefixes': LISTING.replace(/^/gm, 'Nov 21 10:00:05 host tcpdump[77]: '),
    'in a comment': LISTING.replaceAll(', win', ',\nwin')
      .split('\n')
      .map((line) => ` *   ${line}`)
      .join('\n'),
    'escaped twice by a page': LISTING.replaceAll('>', '&amp;gt;'),
    numbered: LISTING.split('\n')
      .map((line, at) => `${at + 1}. ${line}`)
      .join('\n'),
    'with CR LF': LISTING.replaceAll('\n', '\r\n'),
    'with blank lines between': LISTING.replaceAll('\n', '\n\n'),
    'in Markdown': `Some prose: SYN=1, Seq=x.\n\`\`\`\n${LISTING}\n\`\`\`\n`,
    'as code in a list': LISTING.split('\n')
      .map((line) => `* \`${line}\``)
      .join('\n'),
    'with Chinese comments between': LISTING.replaceAll('\n', '\n第二次握手(SYN-ACK):服务器 --> 客户端: SYN=1, ACK=1, Seq=y, Ack=x+1\n'),
    'shown again later': `${LISTING}\n\nAs we saw:\n\n${LISTING}\n`,
    'first in part, then whole': `${[SYN, SYN_ACK].join('\n')}\nand then\n${LISTING}`,
    'cited without times, then whole': `The client sends:\n${SYN.slice(19)}\nand gets\n${SYN_ACK.slice(19)}\nHere is all of it:\n${LISTING}`,
    'whole, then cited without times': `${LISTING}\nThe interesting part:\n${SYN.slice(19)}\n`,
    'with what is left of colours': LISTING.replace(/^\S+/gm, '[32m$&^[[0m').replace(/\[\S+\]/g, '[1;31m$&'),
    'with words for the flags': LISTING.replace('[S]', '[SYN]')
      .replace('[S.]', '[SYN.ACK]')
      .replace('[.]', '[ACK]')
      .replace('[P.]', '[PUSH, ACK]')
      .replace('[F.]', '[FIN+ACK]'),
    'with blanks left out': LISTING.replaceAll(' > ', '>').replaceAll(': Flags [', ':Flags['),
    'with numbers that touch the addresses': LISTING.split('\n')
      .map((line, at) => `${at + 1}.${line.slice(19)}`)
      .join('\n'),
    'with names first, then with addresses': `${LISTING.replaceAll('192.0.2.1.', 'client.').replaceAll('192.0.2.2.80', 'server.http')}\nand with -n:\n${LISTING}`,
    'with addresses first, then in part with names': `${LISTING.split('\n').slice(0, 3).join('\n')}\nand without -n:\n${LISTING.replaceAll('192.0.2.1.', 'client.').replaceAll('192.0.2.2.80', 'server.http')}`,
    'with hardware addresses hidden': LISTING.replace(
      /IP (?=192)/g,
      '00:00:5e:xx:xx:xx > 00:00:5e:**:**:**, ethertype IPv4 (0x0800), length 74: ',
    ),
    'in another zone once more': `${LISTING}\n\nwith dates:\n${LISTING.replace(/^10:/gm, '2024-01-01 18:')}`,
    'then as a packet list': `${LISTING}\nIn Wireshark:\n${[
      '1 0.000000 192.0.2.1 192.0.2.2 TCP 74 40000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM TSval=11 TSecr=0 WS=128',
      '2 0.020000 192.0.2.2 192.0.2.1 TCP 74 80 → 40000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 SACK_PERM TSval=22 TSecr=11 WS=128',
      '3 0.020100 192.0.2.1 192.0.2.2 TCP 66 40000 → 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0 TSval=12 TSecr=22',
      '5 0.040100 192.0.2.2 192.0.2.1 TCP 66 80 → 40000 [FIN, ACK] Seq=1 Ack=101 Win=65152 Len=0 TSval=33 TSecr=13',
    ].join('\n')}`,
    'with lines cited right below': `${LISTING}\n\nThe data: \`${DATA.slice(19, 73)}, ...\`, after \`${ACK_LINE.slice(16, 64)}\`.`,
    'with times in brackets': LISTING.replace(/^\S+/gm, '[$&]'),
    'with options left out': LISTING.replaceAll('], length', '], ..., length'),
    'escaped for Markdown': LISTING.replace(/[[\]>]/g, '\\$&'),
    'in bold type': LISTING.replace(/IP (\S+) > (\S+):/g, 'IP **$1** > **$2**:').replace(/Flags \[(\S+)\]/g, 'Flags [**$1**]'),
    'with wide punctuation': LISTING.replaceAll(',', '，').replaceAll(': ', '： ').replaceAll('[', '［').replaceAll(']', '】'),
    'with arrows': LISTING.replace(' > ', ' -> ').replaceAll(' > ', ' → '),
    'with colons before the ports': LISTING.replace(/(192\.0\.2\.\d)\.(\d+)/g, '$1:$2'),
    'in UTF-8 with no-break spaces': LISTING.replaceAll('IP ', '\u00a0IP\u00a0'),
  }
  for (const [name, text] of Object.entries(changed)) {
    it(name, () => assert.deepEqual(read(text).lines, LISTING_LINES))
  }

  it('in UTF-16', () => {
    const units = new Uint8Array(2 + LISTING.length * 2)
    units.set([0xff, 0xfe])
    for (let at = 0; at < LISTING.length; at++) units[2 + at * 2] = LISTING.charCodeAt(at)
    assert.deepEqual(read(units).lines, LISTING_LINES)
    assert.equal(looksLikeText(units), true)
  })

  it('with hosts hidden in every way', () => {
    for (const host of ['x.x.x.x', '10.0.**.**', '<client>', '{client}', '$CLIENT', '[client]', '999.1.2.3', '\u2588\u2588']) {
      const { packets, info } = read(LISTING.replaceAll('192.0.2.1', host))
      assert.equal(packets.length, 5, host)
      assert.deepEqual([...info.hostNames.values()], [host])
    }
  })

  it('shortened to the flags', () => {
    assert.deepEqual(
      read(LISTING.replace(/(Flags \[.*?\]).*/g, '$1'))
        .lines.slice(0, 3)
        .map((line) => line.replace(/ win .*/, '')),
      [
        '192.0.2.1:40000 > 192.0.2.2:80 S 0(0)',
        '192.0.2.2:80 > 192.0.2.1:40000 S. 0(0) ack 1',
        '192.0.2.1:40000 > 192.0.2.2:80 . 1(0) ack 1',
      ],
    )
  })

  it('with names instead of addresses and ports, and no head', () => {
    const named = LISTING.replace(/\S+ IP /g, '')
      .replaceAll('192.0.2.1.40000', 'client')
      .replaceAll('192.0.2.2.80', 'server')
    assert.equal(read(named).packets.length, 5)
    assert.equal(read(named.replaceAll('client', '192.0.2.1.40000')).packets.length, 5)
    assert.equal(read('12:00:00.000001 $ONE.40000 > $TWO.80: S 1:1(0) win 5840').packets.length, 1)
  })

  it('counts repeated lines of one listing, with and without times', () => {
    const timeless = SYN.slice(16)
    assert.equal(read([timeless, timeless, timeless].join('\n')).packets.length, 3)
    assert.equal(
      read(`${[timeless, timeless, timeless].join('\n')}\nagain:\n${[timeless, timeless, timeless].join('\n')}`).packets.length,
      3,
    )
    assert.equal(read([SYN, SYN.replace('10:00:00', '10:00:01'), SYN.replace('10:00:00', '10:00:03')].join('\n')).packets.length, 3)
  })

  it('joins what two showings of a packet tell', () => {
    const verbose = `IP (tos 0x0, ttl 61, id 77, offset 0, flags [DF], proto TCP (6), length 60)\n    ${SYN.slice(19)}`
    const { packets } = read(`${LISTING}\nIn detail:\n${verbose}\n`)
    assert.equal(packets.length, 5)
    assert.equal(packets[0].bytes[8], 61)
    knows(packets[0], 'ttl', 'time')
  })

  it('reads times with a colon behind', () => {
    assert.deepEqual(
      read(LISTING.replace(/^\S+/gm, '$&:')).packets.map(({ time }) => time),
      read(LISTING).packets.map(({ time }) => time),
    )
  })

  it('finds no packets in prose', () => {
    for (const prose of [
      'IP source.port > destination.port: Flags [S]\nThen IP src.sport > dst.dport: Flags [S.], seq x, ack x+1\n',
      'The general format is:\nsrc > dst: Flags [tcpflags], seq data-seqno, ack ackno, win window, urg urgent, options [opts], length len\n',
      '客户端 --> 服务器: SYN=1, Seq=ISN=80830526\nFlags [S] means SYN, Flags [S.] means SYN-ACK.\nA > B: hello\n',
      'iptables -A INPUT -p tcp --dport 80 -j DROP\ntcp 0 0 0.0.0.0:80 0.0.0.0:* LISTEN\n1 > 2 > 3\n',
    ]) {
      const { packets, info } = read(prose)
      assert.equal(packets.length, 0, prose)
      assert.deepEqual(
        info.problems.map((problem) => [problem.code, problem.offset]),
        [['no-packets', 0]],
      )
    }
  })
})

describe('dumps', () => {
  const PACKET = '4500 0028 0001 4000 4006 b6cc c000 0201\nc000 0202 9c40 0050 0000 03e8 0000 0000\n5002 faf0 1a2b 0000'.split('\n')
  const dump = PACKET.map((row, at) => `\t0x00${at}0:  ${row}  ${'.'.repeat(16)}`).join('\n')

  it('takes the bytes of a dump below a line', () => {
    const { packets, lines, info } = read(`${SYN}\n${dump}\n${SYN_ACK}`)
    assert.deepEqual(lines, LISTING_LINES.slice(0, 2))
    assert.equal(packets[0].capLen, 40)
    knows(packets[0], 'checksum', 'ttl', 'ipId', 'time', 'seq')
    lacks(packets[1], 'checksum')
    assert.equal(info.format, 'tcpdump-text')
  })

  it('reads dumps that stand alone, of od, Wireshark and xxd', () => {
    const bytes = `020000000002020000000001 0800 ${PACKET.join('')}`.replace(/\s/g, '').match(/../g)!
    const rows = (join: (row: string[]) => string): string =>
      Array.from({ length: Math.ceil(bytes.length / 16) }, (_, at) =>
        join(bytes.slice(at * 16, at * 16 + 16)).replace('@', (at * 16).toString(16).padStart(4, '0')),
      ).join('\n')
    for (const text of [
      rows((row) => `@  ${row.slice(0, 8).join(' ')}  ${row.slice(8).join(' ')}   ................`),
      rows((row) => `00@ ${row.join(' ')}`),
      rows((row) => `0000@: ${row.join('').replace(/(....)/g, '$1 ')} ................`),
      rows((row) => `0000@  ${row.slice(0, 8).join(' ')}  ${row.slice(8).join(' ')}  |................|`),
    ]) {
      const { lines, packets, info } = read(`Look:\n${text}\nDone.`)
      assert.deepEqual(lines, [LISTING_LINES[0]], text)
      assert.equal(info.format, 'hex-dump')
      assert.equal(packets[0].linkType, 1)
      lacks(packets[0], 'time', 'date')
    }
  })

  it('leaves a dump alone that holds no packet', () => {
    assert.equal(read('0000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f\n0010  00 01 02 03').packets.length, 0)
  })
})

describe('whatever comes', () => {
  const pieces = fc.constantFrom(
    `${SYN}\n`,
    `${SYN_ACK}\n`,
    DATA,
    '\n',
    ' ',
    '> ',
    '10:00:00.1 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)\n    ',
    '\t0x0000:  4500 0028 0001 4000 4006 0000 c000 0201\n',
    'prose\n',
    'ICMP host 192.0.2.2 unreachable, length 68\n',
    'Transmission Control Protocol, Src Port: 1, Dst Port: 2, Seq: 0, Len: 0\n',
    'Flags: 0x002 (SYN)\n',
    '→',
    '1 0.0 a.b → c.d TCP 74 1 → 2 [SYN] Seq=0 Win=1 Len=0\n',
    '\r',
    '&gt;',
    '0000  ',
    'who-has x tell y',
    '[',
    ']',
    '(',
    ')',
    '{1:2}',
    '\0',
    'é',
    'Frame 1: 5 bytes on wire\n',
    'Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.2\n',
  )
  const texts = fc
    .array(fc.oneof({ weight: 4, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ maxLength: 12 }) }), { maxLength: 30 })
    .map((parts) => parts.join(''))

  it('gives the same records however the bytes are cut, and never throws', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(4000), { maxLength: 6 }), (text, cuts) => {
        const whole = read(text)
        const cut = read(text, cuts)
        assert.deepEqual(cut.packets, whole.packets)
        assert.deepEqual(cut.info, whole.info)
        for (const packet of whole.packets) assert.ok(packet.wireLen >= packet.capLen && packet.capLen > 0)
      }),
      { numRuns: 400 },
    )
  })

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        read(bytes)
      }),
      { numRuns: 300 },
    )
  })

  it('never throws on damaged listings', () => {
    const bytes = new TextEncoder().encode(LISTING)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }), fc.nat(bytes.length), (changes, end) => {
        const damaged = bytes.slice(0, end)
        for (const [at, value] of changes) if (at < end) damaged[at] = value
        read(damaged)
      }),
      { numRuns: 300 },
    )
  })

  it('stays quick and small on long lines', () => {
    // Of the processor, not of the clock: a busy machine takes longer.
    const before = process.cpuUsage()
    for (const text of [
      'a.1 > ',
      '(tos ',
      '10:00:00.123456 IP (tos 0x0, ttl 64\n',
      ' >',
      '1 > 2 [SYN] Seq=',
      '&<a ',
      'who-has is-at ',
      '0000 ',
      '{1:2}[',
    ])
      read(text.repeat(Math.floor(1_000_000 / text.length)))
    const { user, system } = process.cpuUsage(before)
    assert.ok(user + system < 20e6, `${(user + system) / 1e6} s`)
  })

  it('keeps reading after more packets than it collects', () => {
    const listing = Array.from(
      { length: 25_000 },
      (_, at) =>
        `10:00:00.${String(at).padStart(6, '0')} IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], seq ${at * 10}:${at * 10 + 10}, ack 1, win 502, length 10`,
    ).join('\n')
    assert.equal(read(listing).packets.length, 25_000)
  })
})

it('tells text from binary', () => {
  assert.equal(looksLikeText(new TextEncoder().encode(LISTING)), true)
  assert.equal(looksLikeText(new TextEncoder().encode('抓包 TCP')), true)
  assert.equal(looksLikeText(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0)), false)
  assert.equal(looksLikeText(Uint8Array.of(0x1f, 0x8b, 8, 1, 2, 3, 4, 5)), false)
  assert.equal(looksLikeText(new Uint8Array(0)), false)
})
