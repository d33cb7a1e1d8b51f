// `synfin shark` and tshark in turn on the same files, whole processes: CPU ratios of fields, trees, lines and conversations.
//
//   node bench/shark.mjs [--quick] [--scale N] [--rounds N] [--dir DIR] [--bin 'node dist/cli.js'] [--plain] [INPUT…]
//
// tshark gets a profile that switches off what this view has not (all protocols but TCP and its carriers), so that both do the same work;
// with --plain it runs as people run it. Full size takes some fifteen minutes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inputFile, defaultFolder } from './make-inputs.mjs'
import { canMeasure, isInstalled, measure, median } from './measure.mjs'

/** What is asked of both, of how many packets, and how many times as fast synfin promises to be. */
const TASKS = [
  { name: 'conv,tcp', words: ['-q', '-z', 'conv,tcp'], packets: Infinity, floor: 30 },
  {
    name: 'fields',
    words: [
      '-T',
      'fields',
      ...['frame.number', 'frame.time_relative', 'ip.src', 'ip.dst', 'tcp.srcport', 'tcp.dstport', 'tcp.stream'].flatMap(withE),
    ],
    packets: 500_000,
    floor: 10,
  },
  {
    name: 'analysis fields',
    words: [
      '-T',
      'fields',
      ...['frame.number', 'tcp.seq', 'tcp.ack', 'tcp.len', 'tcp.flags', 'tcp.analysis.ack_rtt', 'tcp.analysis.retransmission'].flatMap(
        withE,
      ),
    ],
    packets: 500_000,
    floor: 10,
  },
  { name: 'filter', words: ['-Y', 'tcp.analysis.retransmission', '-T', 'fields', '-e', 'frame.number'], packets: 500_000, floor: 10 },
  { name: 'lines', words: [], packets: 300_000, floor: undefined },
  { name: 'TCP trees', words: ['-V', '-O', 'tcp'], packets: Infinity, floor: 10 },
  { name: 'whole trees', words: ['-V'], packets: Infinity, floor: 10 },
  { name: 'json', words: ['-T', 'json'], packets: 200_000, floor: 10 },
]
const INPUTS = ['short', 'bulk128']
/** Protocols that both dissect. */
const SHARED_PROTOCOLS =
  /^(frame|eth|ethertype|vlan|sll|null|loop|raw|ppp|ppp_hdlc|llc|ip|ipv6(\.(hopopts|routing(\..*)?|fraghdr|dstopts))?|ip\.options\..*|icmp|icmpv6|tcp|tcp\.options\..*|mptcp|data)$/

function withE(field) {
  return ['-e', field]
}

function readArguments(args) {
  const options = { scale: 1, rounds: 3, folder: defaultFolder, bin: [process.execPath, 'dist/cli.js'], plain: false, inputs: [] }
  while (args.length > 0) {
    const arg = args.shift()
    if (arg === '--quick') options.scale = 0.1
    else if (arg === '--plain') options.plain = true
    else if (arg === '--scale') options.scale = Number(args.shift())
    else if (arg === '--rounds') options.rounds = Number(args.shift())
    else if (arg === '--dir') options.folder = args.shift()
    else if (arg === '--bin') options.bin = args.shift().split(' ')
    else if (INPUTS.includes(arg)) options.inputs.push(arg)
    else {
      console.error(`what is ${arg}? inputs: ${INPUTS.join(', ')}`)
      process.exit(2)
    }
  }
  if (options.inputs.length === 0) options.inputs = INPUTS
  return options
}

/** A tshark profile in which only the shared protocols are dissected. */
function makeProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-tshark-'))
  const { stdout } = spawnSync('tshark', ['-G', 'protocols'], { encoding: 'utf8' })
  const names = stdout.split('\n').map((line) => line.split('\t')[2])
  writeFileSync(join(folder, 'disabled_protos'), names.filter((name) => name && !SHARED_PROTOCOLS.test(name)).join('\n') + '\n')
  return folder
}

function main() {
  const options = readArguments(process.argv.slice(2))
  if (!canMeasure() || !isInstalled('tshark')) {
    console.error('bench: needs GNU time and tshark')
    process.exit(1)
  }
  const profile = makeProfile()
  let missed = 0
  try {
    for (const input of options.inputs) {
      const path = inputFile(options.folder, input, options.scale)
      console.log(`${input}${options.plain ? ', tshark with all protocols' : ''}`)
      for (const { name, words, packets, floor } of TASKS) {
        const limit = Number.isFinite(packets) ? ['-c', String(Math.round(packets * options.scale))] : []
        const all = ['-n', '-r', path, ...limit, ...words]
        const environment = { LC_ALL: 'C.UTF-8', TZ: 'UTC0' }
        const theirs = []
        const ours = []
        for (let round = 0; round < options.rounds; round++) {
          ours.push(measure([...options.bin, 'shark', ...all], { environment }))
          const profiled = options.plain ? environment : { ...environment, WIRESHARK_CONFIG_DIR: profile }
          theirs.push(measure(['tshark', ...all], { environment: profiled }))
        }
        const of = (costs, field) => median(costs.map((cost) => cost[field]))
        const ratio = median(theirs.map((cost, i) => cost.cpuSeconds / ours[i].cpuSeconds))
        const isMet = floor === undefined || ratio >= floor
        if (!isMet) missed++
        const failed = [...ours, ...theirs].find((cost) => cost.failed !== undefined)?.failed
        console.log(
          `  ${name.padEnd(16)} ${ratio.toFixed(1).padStart(6)}× CPU  synfin ${of(ours, 'cpuSeconds').toFixed(2)} s ` +
            `${(of(ours, 'peakBytes') / 1e6).toFixed(0)} MB  tshark ${of(theirs, 'cpuSeconds').toFixed(2)} s ` +
            `${(of(theirs, 'peakBytes') / 1e6).toFixed(0)} MB${floor === undefined ? '' : `  floor ${floor}× ${isMet ? 'met' : 'MISSED'}`}` +
            (failed === undefined ? '' : `  (${failed})`),
        )
      }
    }
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
  process.exitCode = missed === 0 ? 0 : 1
}

main()
