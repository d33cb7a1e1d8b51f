/** Holds the decoder against tshark on the public captures beside the project: the innermost TCP header, ICMP errors, neighbours. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { PcapngWriter } from '../src/core/capture/pcapng-writer.ts'
import { PacketRecord } from '../src/core/capture/record.ts'
import { destinationText, formatIpv6, quotedDestinationText, quotedSourceText, sourceText } from '../src/core/packet/address-text.ts'
import { Decoder } from '../src/core/packet/decode.ts'
import { CHECKSUM, KIND, OPTION, Packet } from '../src/core/packet/packet.ts'
import { checksumState } from '../src/core/packet/tcp-checksum.ts'
import { readRecords } from './read-records.ts'

const SHARED = join('..', 'shared')
const FOLDERS = ['captures', 'corpus/tcpdump', 'corpus/zeek', 'corpus/hostile', 'fixtures/tcpdump/captures', 'fixtures/wireshark']
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024
const ALL_FLAGS = 0x1ff

/** What is asked of tshark, in this order. Several values in one field come from the outermost header to the innermost. */
const FIELDS = [
  'frame.protocols',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'ip.ttl',
  'ipv6.hlim',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.seq',
  'tcp.ack_raw',
  'tcp.flags',
  'tcp.window_size_value',
  'tcp.len',
  'tcp.hdr_len',
  'tcp.options.mss_val',
  'tcp.options.wscale.shift',
  'tcp.options.timestamp.tsval',
  'tcp.options.timestamp.tsecr',
  'tcp.options.sack_le',
  'tcp.options.sack_re',
  'tcp.checksum.status',
  'udp.srcport',
  'icmp.type',
  'icmp.code',
  'icmp.mtu',
  'icmpv6.type',
  'icmpv6.code',
  'icmpv6.mtu',
  'arp.opcode',
  'arp.dst.proto_ipv4',
  'icmpv6.nd.ns.target_address',
  'icmpv6.nd.na.target_address',
] as const
type Field = (typeof FIELDS)[number]
type Answer = Readonly<Record<Field, string>>

/** Protocols that carry TCP and are not followed here, by tshark's names: Wi-Fi, AYIYA, Arcnet, InfiniBand, VN-Tag. */
const NOT_FOLLOWED = /:(wlan|ayiya|vntag)\b|^(wlan|arcnet|ipoib|fr|sl|juniper|enc|radiotap|ieee802154|infiniband)/
/** Headers that tshark 4.0 does not look into, and the decoder does: datagrams whose length is left to the card, families in either byte order. */
const BEYOND_TSHARK = new Set([
  // An IP option of unexpected length ends tshark's work.
  'misc-f9e5b718.pcap',
  'bigtcp-ipv6.pcap',
  'bigtcp-ipv4-geneve-ipv4.pcap',
  'bigtcp-ipv4-vxlan-ipv4.pcap',
  'bigtcp-ipv4-vxlan-ipv6.pcap',
  'link-3266674e.pcap',
  'v6-9fbd26d0.pcap',
])

const ICMP_ERRORS = ['3', '4', '5', '11', '12']
const ICMPV6_ERRORS = ['1', '2', '3', '4']

/** A decoded packet, copied with its bytes, and where it came from. */
interface Decoded {
  readonly name: string
  readonly packet: Packet
}

const hasCaptures = FOLDERS.some((folder) => existsSync(join(SHARED, folder)))
const hasTshark = spawnSync('tshark', ['--version']).error === undefined
const skip = !hasCaptures ? 'the captures are not there (../shared)' : !hasTshark ? 'tshark is not installed' : false

test('packets say what tshark says of them', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'decode-oracles-'))
  try {
    const decoded = decodeAll(join(folder, 'all.pcapng'))
    const answers = askTshark(folder)
    assert.equal(answers.length, decoded.length)
    const differences: string[] = []
    decoded.forEach(({ name, packet }, i) => {
      const found = differencesOf(name, packet, answers[i])
      if (found.length > 0) differences.push(`${name} [${answers[i]['frame.protocols']}] ${found.join('; ')}`)
    })
    assert.ok(decoded.filter(({ packet }) => packet.kind === KIND.tcp).length > 100_000)
    assert.deepEqual(differences.slice(0, 40), [], `${differences.length} packets differ`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Decodes all records of all captures, and writes them into one file so that tshark need run only once. */
function decodeAll(path: string): Decoded[] {
  const decoded: Decoded[] = []
  const blocks: Uint8Array[] = []
  const writer = new PcapngWriter((bytes) => blocks.push(bytes.slice()))
  const record = new PacketRecord()
  for (const folder of FOLDERS) {
    if (!existsSync(join(SHARED, folder))) continue
    for (const file of readdirSync(join(SHARED, folder)).sort()) {
      if (!/\.(pcap|pcapng|cap|dmp|trace)(\.gz)?$/.test(file)) continue
      const content = readFileSync(join(SHARED, folder, file))
      const { records } = readRecords(file.endsWith('.gz') ? gunzipSync(content) : content)
      const interfaces = new Map<number, number>()
      const decoder = new Decoder()
      records.forEach(({ data, wireLen, linkType }, i) => {
        const interfaceIndex = interfaces.get(linkType) ?? writer.addInterface({ linkType })
        interfaces.set(linkType, interfaceIndex)
        record.bytes = data
        record.view = new DataView(data.buffer)
        record.from = 0
        record.capLen = data.length
        record.wireLen = wireLen
        record.linkType = linkType
        record.timeNs = 0
        record.interfaceIndex = interfaceIndex
        writer.write(record, 0n, interfaceIndex)
        const packet = new Packet()
        decoder.decode(record, packet)
        // The decoder reuses its own bytes for what it put together.
        if (packet.reassembled === 1) {
          packet.bytes = packet.bytes.slice()
          packet.view = new DataView(packet.bytes.buffer)
        }
        decoded.push({ name: `${file}#${i + 1}`, packet })
      })
    }
  }
  writeFileSync(path, Buffer.concat(blocks))
  return decoded
}

function askTshark(folder: string): Answer[] {
  const environment = { ...process.env, WIRESHARK_CONFIG_DIR: folder, LC_ALL: 'C.UTF-8' }
  // Application protocols cost time and would hide TCP fields behind their own malformed data.
  const carriers = new Set(
    readFileSync(join(SHARED, 'corpus', 'tshark-enabled-protocols.txt'), 'utf8')
      .split('\n')
      .concat('arp'),
  )
  const protocols = spawnSync('tshark', ['-G', 'protocols'], { encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES })
    .stdout.split('\n')
    .map((line) => line.split('\t')[2] ?? '')
  writeFileSync(join(folder, 'disabled_protos'), `${protocols.filter((name) => name !== '' && !carriers.has(name)).join('\n')}\n`)
  const preferences = ['tcp.relative_sequence_numbers:FALSE', 'tcp.desegment_tcp_streams:FALSE', 'tcp.check_checksum:TRUE'].flatMap(
    (preference) => ['-o', preference],
  )
  const fields = FIELDS.flatMap((field) => ['-e', field])
  const { stdout } = spawnSync(
    'tshark',
    ['-n', '-r', join(folder, 'all.pcapng'), ...preferences, '-T', 'fields', '-E', 'separator=|', ...fields],
    {
      encoding: 'utf8',
      maxBuffer: MAX_OUTPUT_BYTES,
      env: environment,
    },
  )
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const values = line.split('|')
      return Object.fromEntries(FIELDS.map((field, i) => [field, values[i] ?? ''])) as Answer
    })
}

function differencesOf(name: string, packet: Packet, answer: Answer): string[] {
  const file = name.slice(0, name.indexOf('#'))
  switch (packet.kind) {
    case KIND.tcp:
      return answer['tcp.srcport'] === '' && BEYOND_TSHARK.has(file) ? [] : tcpDifferences(packet, answer)
    case KIND.icmpError:
      return icmpDifferences(packet, answer)
    case KIND.neighbour:
      return neighbourDifferences(packet, answer)
  }
  const missed: string[] = []
  if (NOT_FOLLOWED.test(answer['frame.protocols'])) return missed
  // tshark shows a first fragment that it cannot put together; here it waits for the others.
  if (answer['tcp.srcport'] !== '' && packet.kind !== KIND.fragment && packet.otherName !== 'tcp without ports')
    missed.push('tshark sees TCP')
  if (isIcmpError(answer)) missed.push('tshark sees an ICMP error')
  if (answer['arp.dst.proto_ipv4'] !== '' && ['1', '2'].includes(answer['arp.opcode']) && packet.kind !== KIND.udp)
    missed.push('tshark sees ARP')
  return missed
}

function tcpDifferences(packet: Packet, answer: Answer): string[] {
  const differences: string[] = []
  const compare = (what: string, ours: number | string, theirs: string): void => {
    // tshark stops where a header is cut or damaged; the decoder takes fields and options that are whole.
    if (packet.problemLayer === 'tcp' && (theirs === '' || ours === '')) return
    if (String(ours) !== theirs) differences.push(`${what} is ${ours}, tshark says ${theirs}`)
  }
  const believesCarrier = saysMoreThanWasSent(packet) || answer['frame.protocols'].includes(':pppoes:')
  const option = (bit: number, value: number): string => (packet.optionBits & bit ? String(value >>> 0) : '')
  if (packet.sourceRouted === 0) {
    oneOf('source', sourceText(packet), [answer['ip.src'], answer['ipv6.src']], differences)
    oneOf('destination', destinationText(packet), [answer['ip.dst'], answer['ipv6.dst']], differences)
  }
  oneOf('ttl', String(packet.ttl), [answer['ip.ttl'], answer['ipv6.hlim']], differences)
  compare('source port', packet.srcPort, innermost(answer['tcp.srcport']))
  compare('destination port', packet.dstPort, innermost(answer['tcp.dstport']))
  compare('seq', packet.seq >>> 0, innermost(answer['tcp.seq_raw']))
  compare('ack', packet.ack >>> 0, innermost(answer['tcp.ack_raw']))
  compare('flags', packet.flags, flagsOf(answer))
  compare('window', packet.window, innermost(answer['tcp.window_size_value']))
  compare('header length', packet.tcpHeaderLen, innermost(answer['tcp.hdr_len']))
  // tshark believes the frame (or PPPoE) where the IP header says more.
  if (packet.malformed === 0 && !believesCarrier) compare('length', packet.payloadLen, innermost(answer['tcp.len']))
  compare('MSS', option(OPTION.mss, packet.mss), innermost(answer['tcp.options.mss_val']))
  compare('window scale', option(OPTION.windowScale, packet.windowScale), innermost(answer['tcp.options.wscale.shift']))
  compare('TSval', option(OPTION.timestamps, packet.tsVal), innermost(answer['tcp.options.timestamp.tsval']))
  compare('TSecr', option(OPTION.timestamps, packet.tsEcr), innermost(answer['tcp.options.timestamp.tsecr']))
  const right = answer['tcp.options.sack_re'].split(',')
  const edges = answer['tcp.options.sack_le']
    .split(',')
    .flatMap((left, i) => (left === '' || right[i] === undefined || right[i] === '' ? [] : [left, right[i]]))
  compare('SACK', Array.from(packet.sack.subarray(0, packet.sackCount * 2), (edge) => edge >>> 0).join(','), edges.join(','))
  const checksum = checksumState(packet)
  const status = innermost(answer['tcp.checksum.status'])
  if (checksum === CHECKSUM.correct && status !== '1' && !believesCarrier) differences.push(`checksum is right, tshark's status ${status}`)
  if ((checksum === CHECKSUM.bad || checksum === CHECKSUM.partial) && status !== '0')
    differences.push(`checksum state is ${checksum}, tshark's status ${status}`)
  return differences
}

function icmpDifferences(packet: Packet, answer: Answer): string[] {
  // Of a message that is cut within its first bytes tshark shows not even the type.
  if (!isIcmpError(answer)) return packet.problemLayer === 'icmp' ? [] : ['tshark sees no ICMP error']
  const differences: string[] = []
  const compare = (what: string, ours: number, theirs: string): void => {
    if (String(ours) !== (theirs === '' ? '0' : theirs)) differences.push(`${what} is ${ours}, tshark says ${theirs}`)
  }
  compare('type', packet.icmpType, outermost(answer['icmp.type'] || answer['icmpv6.type']))
  compare('code', packet.icmpCode, outermost(answer['icmp.code'] || answer['icmpv6.code']))
  compare('MTU', packet.icmpMtu, innermost(answer['icmp.mtu'] || answer['icmpv6.mtu']))
  if (packet.quotedIpVersion !== 0) {
    oneOf('quoted source', quotedSourceText(packet), [answer['ip.src'], answer['ipv6.src']], differences)
    oneOf('quoted destination', quotedDestinationText(packet), [answer['ip.dst'], answer['ipv6.dst']], differences)
  }
  if (packet.quotedProtocol === 6 && answer['tcp.srcport'] !== '') {
    compare('quoted source port', packet.quotedSrcPort, innermost(answer['tcp.srcport']))
    compare('quoted destination port', packet.quotedDstPort, innermost(answer['tcp.dstport']))
    compare('quoted seq', packet.quotedSeq >>> 0, innermost(answer['tcp.seq_raw'] || answer['tcp.seq']))
    if (answer['tcp.flags'] !== '') compare('quoted flags', packet.quotedFlags, flagsOf(answer))
  }
  if (packet.quotedProtocol === 17 && answer['udp.srcport'] !== '')
    compare('quoted source port', packet.quotedSrcPort, innermost(answer['udp.srcport']))
  return differences
}

function neighbourDifferences(packet: Packet, answer: Answer): string[] {
  const differences: string[] = []
  const target = packet.ipVersion === 4 ? destinationText(packet) : formatIpv6(packet.bytes, packet.neighbourTargetOffset)
  const theirs = [answer['arp.dst.proto_ipv4'], answer['icmpv6.nd.ns.target_address'], answer['icmpv6.nd.na.target_address']]
  if (theirs.some((value) => value !== '')) oneOf('target', target, theirs, differences)
  return differences
}

function oneOf(what: string, ours: string, theirs: readonly string[], differences: string[]): void {
  if (!theirs.some((value) => innermost(value) === ours)) differences.push(`${what} is ${ours}, tshark says ${theirs.join(' ')}`)
}

function outermost(values: string): string {
  return values.split(',')[0]
}

function innermost(values: string): string {
  return values.split(',').at(-1)!
}

/** The nine flags; tshark counts the three reserved bits to them. */
function flagsOf(answer: Answer): string {
  const flags = innermost(answer['tcp.flags'])
  return flags === '' ? '' : String(Number(flags) & ALL_FLAGS)
}

function isIcmpError(answer: Answer): boolean {
  return ICMP_ERRORS.includes(outermost(answer['icmp.type'])) || ICMPV6_ERRORS.includes(outermost(answer['icmpv6.type']))
}

function saysMoreThanWasSent(packet: Packet): boolean {
  return packet.reassembled === 0 && packet.payloadOffset + packet.payloadLen > packet.from + packet.wireLen
}
