/** Tests of the text reader on what people copy out of Wireshark and tshark: details of packets, and their list. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { knows, lacks, read } from '../../../../test/read-text.ts'

const DETAIL = (
  ports: readonly [number, number],
  seq: readonly [number, number],
  ack: readonly [number, number],
  flags: number,
  extra: string,
): string =>
  `Transmission Control Protocol, Src Port: ${ports[0]}, Dst Port: ${ports[1]}, Seq: ${seq[0]}, ${(flags & 16) !== 0 ? `Ack: ${ack[0]}, ` : ''}Len: 0\nSource Port: ${ports[0]}\nDestination Port: ${ports[1]}\n[Stream index: 4]\n[TCP Segment Len: 0]\n` +
  `Sequence number: ${seq[0]} (relative sequence number)\nSequence number (raw): ${seq[1]}\nAcknowledgment number: ${ack[0]}\nAcknowledgment number (raw): ${ack[1]}\nFlags: 0x0${flags.toString(16).padStart(2, '0')} (x) # 注释\n` +
  `.... .... ..1. = Syn: Set\nWindow size value: 64240\n[Calculated window size: 64240]\nChecksum: 0x488e [unverified]\nUrgent pointer: 0\n${extra}`
const LIST =
  '1 0.000000 192.0.2.1 → 192.0.2.2 TCP 54 42000 → 80 [ACK] Seq=1 Ack=1 Win=502 Len=0\n' +
  '2 0.000100 192.0.2.1 → 192.0.2.2 HTTP 154 GET / HTTP/1.1 \n' +
  '3 0.000200 192.0.2.2 → 192.0.2.1 ICMP 128 Destination unreachable (Port unreachable)\n'
const READ = ['192.0.2.1:42000 > 192.0.2.2:80 . 1(0) ack 1 win 502', '192.0.2.1:42000 > 192.0.2.2:80 . 1(100) ack 1 win 0']

describe('text of Wireshark', () => {
  it('reads the TCP part alone, without addresses', () => {
    const options =
      '1000 .... = Header Length: 32 bytes (8)\nOptions: (12 bytes), Maximum segment size, No-Operation (NOP), Window scale, SACK permitted, End of Option List (EOL)\nTCP Option - Maximum segment size: 1460 bytes\nKind: Maximum Segment Size (2)\nLength: 4\nMSS Value: 1460\nTCP Option - No-Operation (NOP)\nKind: No-Operation (1)\nTCP Option - Window scale: 7 (multiply by 128)\nTCP Option - SACK permitted\n'
    const { lines, packets, info } = read(
      `第一次握手\n${DETAIL([42000, 80], [0, 900], [0, 0], 2, options)}\n第二次握手\n${DETAIL([80, 42000], [0, 100], [1, 901], 18, '[Time since first frame in this TCP stream: 0.036923396 seconds]\n')}\n`,
    )
    assert.deepEqual(lines, ['0.0.0.1:42000 > 0.0.0.2:80 S 900(0) win 64240', '0.0.0.2:80 > 0.0.0.1:42000 S. 100(0) ack 901 win 64240'])
    assert.equal(info.format, 'wireshark-text')
    lacks(packets[0], 'addresses', 'time', 'ttl')
    knows(packets[0], 'absoluteNumbers', 'options', 'checksum', 'seq')
    assert.deepEqual(Array.from(packets[0].bytes.slice(40, 52)), [2, 4, 5, 180, 1, 3, 3, 7, 4, 2, 0, 0])
  })

  it('reads whole frames', () => {
    const { lines, packets, info } = read(
      `Frame 7: 74 bytes on wire (592 bits), 74 bytes captured (592 bits)\n    Arrival Time: Feb 29, 2024 23:59:59.500000000 UTC\n    Epoch Time: 1709251199.500000000 seconds\nEthernet II, Src: Dell_00:00:01 (02:00:00:00:00:01), Dst: 02:00:00:00:00:02 (02:00:00:00:00:02)\n` +
        `Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.2\n    Differentiated Services Field: 0x02 (DSCP: CS0, ECN: ECT(0))\n    Total Length: 40\n    Identification: 0xb929 (47401)\n    010. .... = Flags: 0x2, Don't fragment\n        .1.. .... = Don't fragment: Set\n    Time to Live: 63\n    Protocol: TCP (6)\n${DETAIL([42000, 80], [0, 900], [0, 0], 2, '')}`,
    )
    assert.deepEqual(lines, ['192.0.2.1:42000 > 192.0.2.2:80 S 900(0) win 64240'])
    assert.equal(info.startNs, 1_709_251_199_500_000_000n)
    knows(packets[0], 'linkAddresses', 'ttl', 'tos', 'ipId', 'date', 'addresses')
    assert.equal(packets[0].bytes[14 + 8], 63)
  })

  it('reads the lists of fields that somebody copied without the lines above them', () => {
    const fields = (text: string): string => text.slice(text.indexOf('\n') + 1)
    const { lines } = read(
      `第一次握手\n${fields(DETAIL([42000, 80], [0, 900], [0, 0], 2, ''))}\n第二次握手\n${fields(DETAIL([80, 42000], [0, 100], [1, 901], 18, ''))}\n`,
    )
    assert.deepEqual(lines, ['0.0.0.1:42000 > 0.0.0.2:80 S 900(0) win 64240', '0.0.0.2:80 > 0.0.0.1:42000 S. 100(0) ack 901 win 64240'])
    assert.equal(read('Source Port: 42000\nDestination Port: 80\nAction: drop\nFlags: 0x0100 Standard query\n').lines.length, 0)
  })

  it('reads what the last column says, behind a number of the text', () => {
    assert.deepEqual(read('(a).42000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460\n').lines, ['0.0.0.1:42000 > 0.0.0.2:80 S 0(0) win 64240'])
  })

  it('reads the last column alone, shortened, where nothing else stands on the line', () => {
    assert.deepEqual(
      read(
        '1: 2049 → 703 [RST, ACK] Seq=1202969688 Ack=1132949130\n2: [TCP Port numbers reused] 703 → 2049 [SYN] Seq=1433611541\nso 703 → 2049 [ACK] Seq=1433611542 is what we want\n',
      ).lines.map((line) => line.replace(/ win .*/, '')),
      ['0.0.0.1:2049 > 0.0.0.2:703 R. 1202969688(0) ack 1132949130', '0.0.0.2:703 > 0.0.0.1:2049 S 1433611541(0)'],
    )
  })

  it('reads what the first versions printed', () => {
    const { lines } = read(
      'Internet Protocol, Src Addr: 192.0.2.1 (192.0.2.1), Dst Addr: 192.0.2.2 (192.0.2.2)\n' +
        'Transmission Control Protocol, Src Port: 42000 (42000), Dst Port: telnet (23), Seq: 0, Ack: 0, Len: 0\n    Flags: 0x0002 (SYN)\n    Window size: 5840\n',
    )
    assert.deepEqual(lines, ['192.0.2.1:42000 > 192.0.2.2:23 S 0(0) win 5840'])
  })

  it('reads rows whose fields stand on lines of their own, without the protocol, or with nothing around the arrow', () => {
    const row = '1\t0.000000\t192.0.2.1\t192.0.2.2\tTCP\t74\t42000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460'
    const next = '2\t0.010000\t192.0.2.2\t192.0.2.1\tTCP\t74\t80 → 42000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460'
    const expected = ['192.0.2.1:42000 > 192.0.2.2:80 S 0(0) win 64240', '192.0.2.2:80 > 192.0.2.1:42000 S. 0(0) ack 1 win 65160']
    for (const list of [
      `${row}\n${next}`.replaceAll('\t', '\n'),
      `${row}\n${next}`.replace(/TCP\t74\t/g, ''),
      `${row}\n${next}`.replaceAll(' → ', '→'),
      `${row}\n${next}`.replace(/(.*)/g, '"$1"').replaceAll('\t', '","').replaceAll(' → ', '  >  '),
    ]) {
      const { lines, packets } = read(list)
      assert.deepEqual(lines, expected, list)
      assert.equal(packets[1].time, '0.010000')
    }
  })

  for (const arrow of ['→', '->', '>', 'â†’', '\ufffd', '?', '???']) {
    it(`reads the packet list, with ${arrow}`, () => {
      const { lines, packets } = read(
        `  1   0.000000    192.0.2.1 → 192.0.2.2    TCP 74 42000 ${arrow} 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM=1 TSval=1 TSecr=0 WS=128\n  2   0.036900    192.0.2.2 → 192.0.2.1    TCP 74 80 ${arrow} 42000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 SACK_PERM=1 WS=128\n` +
          `  3   0.036950    192.0.2.1 → 192.0.2.2    TCP 66 42000 ${arrow} 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0\n  4   0.040000    192.0.2.1 → 192.0.2.2    HTTP 154 GET / HTTP/1.1 \n  5   1.040000    192.0.2.1 → 192.0.2.2    TCP 154 [TCP Retransmission] 42000 ${arrow} 80 [PSH, ACK] Seq=1 Ack=1 Win=64256 Len=100\n`,
      )
      assert.deepEqual(lines, [
        '192.0.2.1:42000 > 192.0.2.2:80 S 0(0) win 64240',
        '192.0.2.2:80 > 192.0.2.1:42000 S. 0(0) ack 1 win 65160',
        '192.0.2.1:42000 > 192.0.2.2:80 . 1(0) ack 1 win 502',
        '192.0.2.1:42000 > 192.0.2.2:80 . 1(100) ack 1 win 0',
        '192.0.2.1:42000 > 192.0.2.2:80 P. 1(100) ack 1 win 502',
      ])
      assert.deepEqual(
        packets.map((packet) => packet.time),
        ['0.000000', '0.036900', '0.036950', '0.040000', '1.040000'],
      )
      lacks(packets[0], 'absoluteNumbers')
      lacks(packets[3], 'flags', 'seq', 'window')
    })
  }

  const rows = (list: string, separator: string, quote: string): string =>
    list.replace(/^(\S+) (\S+) (\S+) → (\S+) (\S+) (\d+) (.*)$/gm, (_, ...fields: string[]) =>
      fields
        .slice(0, 7)
        .map((field) => quote + field + quote)
        .join(separator),
    )
  for (const [name, list, times] of [
    ['as comma-separated values', rows(LIST, ',', '"'), ['0.000000', '0.000100', '0.000200']],
    ['as values with semicolons', rows(LIST, ';', ''), ['0.000000', '0.000100', '0.000200']],
    ['with seconds since 1970', LIST.replaceAll(' 0.000', ' 1700000000.000'), ['0.000000', '0.000100', '0.000200']],
  ] as const) {
    it(`reads the packet list ${name}`, () => {
      const { lines, packets } = read(list)
      assert.deepEqual(lines.slice(0, 2), READ)
      assert.match(lines[2], /^192\.0\.2\.2 > 192\.0\.2\.1 proto 1 3\/3/)
      assert.deepEqual(
        packets.map((packet) => packet.time),
        times,
      )
    })
  }
})

describe('text of Wireshark, several packets of it', () => {
  it("gives an application's line its connection, also when it comes first, if the hosts have only one", () => {
    const [ack, get] = LIST.split('\n')
    assert.deepEqual(read(`${get}\n${ack.replace('Seq=1', 'Seq=101')}`).lines, [
      READ[1],
      '192.0.2.1:42000 > 192.0.2.2:80 . 101(0) ack 1 win 502',
    ])
    assert.equal(read(`${get}\n${ack}\n${ack.replace('42000', '42001')}`).lines.length, 2)
  })

  for (const [name, change] of [
    ['lost its line breaks', (text: string) => text.replaceAll('\n', ' ')],
    ['was wrapped', (text: string) => text.replace(/(?=Seq=|GET |\(Port)/g, '\n')],
    ['was wrapped more than once', (text: string) => text.replace(/(?=TCP|42000|Win=)/g, '\n')],
  ] as const) {
    it(`reads a packet list that ${name}`, () => {
      const { lines } = read(change(`Before.\n${LIST}After.\n`))
      assert.deepEqual(lines.slice(0, 2), READ)
      assert.match(lines[2], /proto 1 3\/3/)
      assert.equal(lines.length, 3)
    })
  }

  it('counts a packet once whose line of the list does not show the segment that its tree shows', () => {
    const frame = (n: number): string => `Frame ${n}: 154 bytes on wire\n    Epoch Time: 1700000000.0${n}00 seconds\n`
    const tree = `${frame(2)}Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.2\n${DETAIL([42000, 80], [1, 901], [1, 101], 24, '')}`
    const [ack, get] = LIST.split('\n')
    const { lines, packets } = read(`${ack}\n\n${get}\n\n${tree}`)
    assert.equal(lines.length, 2)
    knows(packets[1], 'flags', 'seq')
    assert.equal(read(`${ack}\n${get}\n\n${tree.replace('Frame 2', 'Frame 3')}`).lines.length, 3)
  })

  it('tells a connection on ports used before from the one before it', () => {
    const closed =
      '1 0.0 192.0.2.1 → 192.0.2.2 TCP 74 42000 → 80 [SYN] Seq=0 Win=64240 Len=0\n2 0.1 192.0.2.2 → 192.0.2.1 TCP 74 80 → 42000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0\n' +
      '3 0.2 192.0.2.1 → 192.0.2.2 TCP 66 42000 → 80 [FIN, ACK] Seq=1 Ack=1 Win=502 Len=0\n4 0.3 192.0.2.2 → 192.0.2.1 TCP 66 80 → 42000 [FIN, ACK] Seq=1 Ack=2 Win=502 Len=0\n'
    const again = '5 1.0 192.0.2.1 → 192.0.2.2 TCP 74 [TCP Port numbers reused] 42000 → 80 [SYN] Seq=0 Win=64240 Len=0\n'
    const seqOf = (line: string): number => Number(/ S\.? (\d+)\(/.exec(line)![1])
    for (const text of [again, again.replace('[TCP Port numbers reused] ', '')]) assert.notEqual(seqOf(read(closed + text).lines[4]), 0)
    const repeated = again.replace('Port numbers reused', 'Retransmission')
    assert.equal(seqOf(read(closed + repeated).lines[4]), 0)
    const both = again.replace('[TCP Port', '[TCP Retransmission] [TCP Port')
    assert.equal(seqOf(read(closed + both).lines[4]), 0)

    // The other end still has the connection before: its ACK is where that stood, and so is the RST that it draws.
    const old =
      '6 1.1 192.0.2.2 → 192.0.2.1 TCP 66 80 → 42000 [ACK] Seq=1 Ack=4000000002 Win=502 Len=0\n7 1.1 192.0.2.1 → 192.0.2.2 TCP 54 42000 → 80 [RST] Seq=4000000002 Win=0 Len=0\n' +
      '8 2.1 192.0.2.2 → 192.0.2.1 TCP 74 [TCP Port numbers reused] 80 → 42000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0\n'
    const { lines } = read(closed.split('\n').slice(0, 2).join('\n') + `\n${again}${old}`)
    const start = 2 ** 32 - 4_000_000_001
    assert.deepEqual(lines.slice(2, 5), [
      `192.0.2.1:42000 > 192.0.2.2:80 S ${start}(0) win 64240`,
      '192.0.2.2:80 > 192.0.2.1:42000 . 1(0) ack 1 win 502',
      '192.0.2.1:42000 > 192.0.2.2:80 R 1(0) win 0',
    ])
    assert.match(lines[5], /S\. \d{8}\(0\) ack 294967296 /)
  })

  it('reads rows without numbers, and segments that a protocol above TCP claims', () => {
    const [ack, get] = LIST.split('\n')
    assert.deepEqual(read(`${ack.slice(2)}\n${get.slice(2)}\n`).lines, READ)
    assert.deepEqual(read(`${ack.replace('TCP', 'PROXYv1')}\n`).lines, READ.slice(0, 1))
  })

  it('reads the timestamps of old versions', () => {
    const { packets } = read('1 0.0 192.0.2.1 → 192.0.2.2 TCP 42000 > 80 [ACK] Seq=1 Ack=1 Win=502 Len=0 TSV=258 TSER=3\n')
    assert.deepEqual(Array.from(packets[0].bytes.slice(40, 50)), [8, 10, 0, 0, 1, 2, 0, 0, 0, 3])
  })

  it('reads lines of the packet list that somebody shortened, but no prose like them', () => {
    const { lines } = read(
      '1 0.000000 192.0.2.1 192.0.2.2 TCP 42000 → 80 [SYN] Seq=0\n2 0.036900 192.0.2.2 192.0.2.1 TCP 80 → 42000 [SYN, ACK] Seq=0 Ack=1\n',
    )
    assert.deepEqual(lines, ['192.0.2.1:42000 > 192.0.2.2:80 S 0(0) win 0', '192.0.2.2:80 > 192.0.2.1:42000 S. 0(0) ack 1 win 0'])
    assert.deepEqual(read('The client sends 42000 -> 80 [SYN] Seq=0 and waits.\n').lines, [])
  })

  it('counts a packet once that the list and the details show', () => {
    const { packets } = read(
      `1 0.000000 192.0.2.1 → 192.0.2.2 TCP 74 42000 → 80 [SYN] Seq=0 Win=64240 Len=0\n2 0.036900 192.0.2.2 → 192.0.2.1 TCP 74 80 → 42000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0\nThe first one in detail:\n${DETAIL([42000, 80], [0, 900], [0, 0], 2, '')}`,
    )
    assert.equal(packets.length, 2)
    knows(packets[0], 'addresses', 'absoluteNumbers')
  })
})
