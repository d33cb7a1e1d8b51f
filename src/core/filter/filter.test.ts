/** Filters: results and faults, ways to run them, programs as text, and the dialect that sees through tags and extension headers. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FILTER_EXPRESSIONS } from '../../../test/filter-expressions.ts'
import { FILTER_LINK_TYPES, filterPackets } from '../../../test/filter-packets.ts'
import { ethernet, hex, ipv4, ipv6, join, tcp, udp } from '../../../test/packet-bytes.ts'
import { Chance, randomFilter } from '../../../test/random-filter.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { interpret } from './bpf-model.ts'
import { programArrayText, programNumbersText, programText } from './bpf-text.ts'
import { compileFilter, type Filter, type FilterOptions } from './filter.ts'
import { caretText, type FilterError } from './filter-error.ts'

const ETHERNET: FilterOptions = { linkType: LINK_TYPE.ethernet }

function filterOf(text: string, options: FilterOptions = ETHERNET): Filter {
  const result = compileFilter(text, options)
  assert.ok(result.ok, result.ok ? '' : `${text}: ${result.error.message}`)
  return result.filter
}

function errorOf(text: string, options: FilterOptions = ETHERNET): FilterError {
  const result = compileFilter(text, options)
  assert.ok(!result.ok, `${text} compiles`)
  return result.error
}

function matches(text: string, packet: Uint8Array, options: FilterOptions = ETHERNET): boolean {
  return filterOf(text, options).matches(packet, 0, packet.length, packet.length)
}

const IPV4_TCP = ethernet(0x0800, ipv4(tcp()))
const IPV6_TCP = ethernet(0x86dd, ipv6(tcp()))
const ARP = ethernet(0x0806, hex('0001080006040001 020000000001 0a000001 000000000000 0a000002'))

describe('a filter', () => {
  test('that is empty takes everything', () => {
    assert.ok(matches('', ARP))
    assert.deepEqual(filterOf(' ').program, [{ code: 6, jt: 0, jf: 0, k: 262144 }])
  })

  test('joins terms from left to right, with one precedence for and and or', () => {
    assert.ok(!matches('arp or ip and port 9', ARP))
    assert.ok(matches('arp or (ip and port 9)', ARP))
    assert.ok(matches('not ip and arp', ARP))
  })

  test('gives a bare id the qualifiers before it', () => {
    assert.ok(matches('tcp dst port 9 or 80', IPV4_TCP))
    assert.ok(!matches('tcp dst port 9 or 40000', IPV4_TCP))
    assert.ok(matches('host 10.9.9.9 or 10.0.0.2 and port 80', IPV4_TCP))
  })

  test('takes the offset of the packet in its buffer, and reads nothing before or behind it', () => {
    const buffer = join(new Uint8Array(5).fill(0xff), IPV4_TCP, new Uint8Array(5).fill(0xff))
    const { matches: test } = filterOf('tcp port 80')
    assert.ok(test(buffer, 5, IPV4_TCP.length, IPV4_TCP.length))
    assert.ok(!test(buffer, 5, 37, IPV4_TCP.length))
  })

  test('rejects a packet that is too short for any of its terms, also behind not', () => {
    const short = IPV4_TCP.slice(0, 40)
    assert.ok(!filterOf('not tcp[100] = 0 or ip').matches(short, 0, short.length, short.length))
    assert.ok(filterOf('ip or not tcp[100] = 0').matches(short, 0, short.length, short.length))
  })

  test('asks the resolvers it was given, and no one else', () => {
    const options: FilterOptions = {
      ...ETHERNET,
      resolveHost: (name) => (name === 'box' ? [Uint8Array.of(10, 0, 0, 1), hex('20010db8000000000000000000000001')] : []),
      resolvePort: (name) => (name === 'web' ? { tcp: 80 } : undefined),
    }
    assert.ok(matches('host box', IPV4_TCP, options))
    assert.ok(matches('src box', IPV6_TCP, options))
    assert.ok(!matches('dst box', IPV6_TCP, options))
    assert.ok(matches('port web', IPV4_TCP, options))
    assert.equal(errorOf('host box').message, "unknown host 'box'")
    assert.equal(errorOf('port http', options).message, "unknown port 'http'")
  })

  test('of protochain ends on headers that lead in a circle', () => {
    // An authentication header at offset 20 whose length leads back to offset 20.
    const circle = ethernet(0x0800, ipv4(hex('33030000 00000000 00000000 00000000 00000000'), { protocol: 51 }))
    for (const mayMakeCode of [true, false]) assert.ok(!matches('ip protochain 6', circle, { ...ETHERNET, mayMakeCode }))
  })

  test('is refused for a link type that no filter knows', () => {
    assert.equal(errorOf('ip', { linkType: LINK_TYPE.usbLinuxMapped }).kind, 'meaning')
  })
})

describe('the ways to run a filter', () => {
  const chance = new Chance(7)
  const expressions = [...FILTER_EXPRESSIONS.filter((_, i) => i % 5 === 0), ...Array.from({ length: 60 }, () => randomFilter(chance))]

  for (const dialect of ['pcap', 'synfin'] as const) {
    test(`give what the instructions say, in the dialect ${dialect}`, () => {
      let compared = 0
      for (const [i, expression] of expressions.entries()) {
        const linkType = FILTER_LINK_TYPES[i % 3 === 0 ? i % FILTER_LINK_TYPES.length : 0]
        const options: FilterOptions = { linkType, dialect, neverMatching: 'allow' }
        const fast = compileFilter(expression, options)
        const plain = compileFilter(expression, { ...options, mayMakeCode: false })
        if (!fast.ok || !plain.ok) continue
        for (const { data, wireLen } of filterPackets(linkType)) {
          const expected: boolean = interpret(fast.filter.program, data, 0, data.length, wireLen) !== 0
          assert.equal(fast.filter.matches(data, 0, data.length, wireLen), expected, expression)
          assert.equal(plain.filter.matches(data, 0, data.length, wireLen), expected, expression)
          compared++
        }
      }
      assert.ok(compared > 10_000)
    })
  }

  test('have no trouble with hostile lengths', () => {
    const many = Array.from({ length: 3000 }, (_, i) => `port ${i}`).join(' or ')
    assert.ok(matches(many, IPV4_TCP))
    assert.equal(errorOf('('.repeat(100_000)).kind, 'syntax')
    assert.equal(errorOf('not '.repeat(100_000)).kind, 'syntax')
    assert.equal(errorOf(`len = ${'-'.repeat(100_000)}1`).kind, 'syntax')
    assert.equal(errorOf(`ether host ${'1:'.repeat(50_000)}`).kind, 'syntax')
    assert.equal(errorOf(':'.repeat(100_000)).kind, 'syntax')
    assert.ok(matches(`len = ${'1 + '.repeat(20_000)}${IPV4_TCP.length} - 20000`, IPV4_TCP))
    assert.equal(errorOf(`ip6 and ${'len + '.repeat(20_000)}1 < 0 and ip`).kind, 'never-matches')
  })

  test('read any text without throwing', () => {
    const chanceOfText = new Chance(3)
    const pieces = [
      ...FILTER_EXPRESSIONS.join(' ').split(/(?<= )|\b/u),
      '(',
      ')',
      '[',
      ']',
      '\\',
      '"',
      '::',
      '1',
      'é',
      '\0',
      '$ff',
      '%',
      '^',
    ]
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: 1 + chanceOfText.below(8) }, () => chanceOfText.of(pieces)).join(chanceOfText.of(['', ' ']))
      const result = compileFilter(text, { ...ETHERNET, dialect: chanceOfText.of(['pcap', 'synfin']) })
      if (result.ok) continue
      assert.ok(result.error.column <= text.length && result.error.column + result.error.length <= text.length, text)
      assert.notEqual(result.error.message, '')
      assert.notEqual(result.error.explanation, '')
      assert.match(caretText(text, result.error), /\^/u)
    }
  })
})

describe('a fault', () => {
  const faults: readonly (readonly [text: string, message: string, at: string, hint: RegExp])[] = [
    ['tcp prot 80', "can't parse filter expression: syntax error", 'prot', /whole test/u],
    ['10.0.0.1', "can't parse filter expression: syntax error", '10.0.0.1', /host 10\.0\.0\.1/u],
    ['tpc and port 80', "can't parse filter expression: syntax error", 'tpc', /`tcp`/u],
    ['TCP', "can't parse filter expression: syntax error", 'TCP', /lower case/u],
    ['ip proto tcp', "can't parse filter expression: syntax error", 'tcp', /\\tcp/u],
    ['tcp host 10.0.0.1', "'tcp' modifier applied to host", 'tcp host 10.0.0.1', /tcp and host/u],
    ['tcp port 80 or host 10.0.0.300', "invalid IPv4 address '10.0.0.300'", 'host 10.0.0.300', /0 to 255/u],
    ['net 10.1.2.3/8', 'non-network bits set in "10.1.2.3/8"', 'net 10.1.2.3/8', /net 10\.0\.0\.0\/8/u],
    ['port 99999 and and', 'illegal port number 99999 > 65535', 'port 99999', /65535/u],
    ['port 80 or', "can't parse filter expression: syntax error", '', /needs something after it/u],
    ['tcp[13', "can't parse filter expression: syntax error", '', /bracket/u],
    ['port 8000-8080', "unknown port '8000-8080'", 'port 8000-8080', /./u],
    ['len = 080', 'number 080 contains non-octal digit', '080', /octal/u],
    ['ip[0] / 0 = 1', 'division by zero', '0', /zero/u],
    ['inbound', 'inbound/outbound not supported on Ethernet when reading savefiles', 'inbound', /cooked/u],
  ]
  for (const [text, message, at, hint] of faults) {
    test(`in ${text}`, () => {
      const error = errorOf(text)
      assert.equal(error.message, message)
      assert.equal(text.slice(error.column, error.column + error.length), at)
      assert.match(error.explanation, hint)
    })
  }

  test('is shown by carets below it', () => {
    assert.equal(caretText('tcp and prot 80', errorOf('tcp and prot 80')), 'tcp and prot 80\n        ^^^^')
    assert.equal(caretText('port 80 or', errorOf('port 80 or')), 'port 80 or\n          ^')
    const long = `${'tcp or '.repeat(100)}prot 80`
    assert.match(caretText(long, errorOf(long)), /^.{1,100}\n *\^{4}$/u)
  })

  test('is that no packet can match', () => {
    const ip6 = errorOf('ip6 and tcp[tcpflags] & tcp-syn != 0')
    assert.equal(ip6.kind, 'never-matches')
    assert.equal(ip6.message, 'expression rejects all packets')
    assert.match(ip6.explanation, /IPv4 only/u)
    assert.match(errorOf('tcp and vlan').explanation, /write it first/u)
    assert.match(errorOf('tcp and udp').explanation, /`tcp` and `udp`/u)
    assert.equal(errorOf('1 = 2').kind, 'never-matches')
    assert.ok(!matches('tcp and udp', IPV4_TCP, { ...ETHERNET, neverMatching: 'allow' }))
  })
})

test('a program is printed as assembler, as C, and as numbers', () => {
  const { program } = filterOf('ip', { ...ETHERNET, snaplen: 96 })
  assert.equal(
    programText(program),
    '(000) ldh      [12]\n(001) jeq      #0x800           jt 2\tjf 3\n(002) ret      #96\n(003) ret      #0\n',
  )
  assert.equal(programArrayText(program.slice(0, 2)), '{ 0x28, 0, 0, 0x0000000c },\n{ 0x15, 0, 1, 0x00000800 },\n')
  assert.equal(programNumbersText(program.slice(0, 2)), '2\n40 0 0 12\n21 0 1 2048\n')
})

describe('the dialect synfin', () => {
  const SYNFIN: FilterOptions = { ...ETHERNET, dialect: 'synfin' }
  const syn = tcp(hex(''), hex(''), 0x02)
  const tag = (id: number, etherType: number, payload: Uint8Array): Uint8Array =>
    join([id >> 8, id & 0xff, etherType >> 8, etherType & 0xff], payload)
  const withHeaders = ethernet(0x86dd, ipv6(join(hex('3c00000000000000 2b00000000000000 0600000000000000'), syn), 0))
  const firstFragment = ethernet(0x86dd, ipv6(join(hex('0600000100000001'), syn), 44))
  const laterFragment = ethernet(0x86dd, ipv6(join(hex('0600010000000001'), syn), 44))
  const tagged = ethernet(0x8100, tag(100, 0x0800, ipv4(syn)))
  const twiceTagged = ethernet(0x88a8, tag(7, 0x8100, tag(100, 0x86dd, ipv6(syn))))

  test('looks at the bytes of TCP over IPv6 too', () => {
    const text = 'tcp[tcpflags] & tcp-syn != 0 and tcp[2:2] = 80'
    for (const packet of [ethernet(0x0800, ipv4(syn)), ethernet(0x86dd, ipv6(syn)), withHeaders, firstFragment, tagged, twiceTagged]) {
      assert.ok(matches(text, packet, SYNFIN))
    }
    assert.ok(!matches(text, laterFragment, SYNFIN))
    assert.ok(!matches(text, IPV6_TCP, SYNFIN))
    assert.ok(!matches('tcp[tcpflags] & tcp-syn != 0', ethernet(0x86dd, ipv6(syn))))
  })

  test('sees through VLAN tags and extension headers', () => {
    for (const packet of [tagged, twiceTagged, withHeaders, firstFragment]) {
      assert.ok(matches('tcp port 80', packet, SYNFIN))
      assert.ok(!matches('udp or icmp6 or port 81', packet, SYNFIN))
    }
    assert.ok(matches('tcp', laterFragment, SYNFIN))
    assert.ok(!matches('port 80', laterFragment, SYNFIN))
    assert.ok(matches('src host 10.0.0.1 and net 10', tagged, SYNFIN))
    assert.ok(matches('ip6 host 2001:db8::2', twiceTagged, SYNFIN))
    assert.ok(
      matches(
        'ether host 02:00:00:00:00:01 and udp port 53',
        ethernet(0x8100, tag(1, 0x0800, ipv4(udp(53, hex('00')), { protocol: 17 }))),
        SYNFIN,
      ),
    )
  })

  test('takes vlan as a question that moves nothing', () => {
    assert.ok(matches('tcp and vlan', tagged, SYNFIN))
    assert.ok(matches('vlan 100 and tcp port 80', twiceTagged, SYNFIN))
    assert.ok(matches('vlan 7', twiceTagged, SYNFIN))
    assert.ok(!matches('vlan 8', twiceTagged, SYNFIN))
    assert.ok(matches('not vlan and tcp', IPV4_TCP, SYNFIN))
    assert.ok(!matches('not vlan and tcp', tagged, SYNFIN))
  })

  test('says the same as libpcap of packets without tags and extension headers', () => {
    const chance = new Chance(11)
    const packets = filterPackets(LINK_TYPE.raw).filter(
      ({ data, wireLen }) => data.length === wireLen && (data[0] >> 4 === 4 || [6, 17, 58, 132].includes(data[6])),
    )
    for (let i = 0; i < 300; i++) {
      const text = randomFilter(chance)
      if (/vlan|mpls|ppp|geneve|\[|chain|44|51/u.test(text)) continue
      const options: FilterOptions = { linkType: LINK_TYPE.raw, neverMatching: 'allow' }
      const pcap = compileFilter(text, options)
      const synfin = compileFilter(text, { ...options, dialect: 'synfin' })
      assert.equal(synfin.ok, pcap.ok, text)
      if (!pcap.ok || !synfin.ok) continue
      for (const { data } of packets) {
        assert.equal(synfin.filter.matches(data, 0, data.length, data.length), pcap.filter.matches(data, 0, data.length, data.length), text)
      }
    }
  })
})
