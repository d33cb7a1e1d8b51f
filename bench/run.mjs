// The bench: synfin and its peers in turn on the same files, whole processes, ratios, and the floors.
//
//   npm run bench -- [--quick] [--scale N] [--rounds N] [--dir DIR] [--bin 'node dist/cli.js'] [--without PEER,…] [--json OUT] [INPUT…]
//
// Full size takes some ten minutes and 2 GB of disk; --quick is a tenth of the size. Absolute times depend on the machine and the hour,
// ratios of runs that stand side by side hardly do.
import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { FLOORS } from './floors.mjs'
import { canMeasure, isInstalled, measure, median } from './measure.mjs'
import { INPUTS, defaultFolder, inputFile } from './make-inputs.mjs'

const SYNFIN = 'synfin'
const ROUNDS = 5
/** Peers that take long are not run in every round. */
const ROUNDS_SLOW = 3
const QUICK_SCALE = 0.1
/** A measurement should last this long, else the command is repeated within it: GNU time counts hundredths of a second. */
const SHORTEST_MEASUREMENT_S = 0.5
const MOST_REPEATS = 12
const TINY_ROUNDS = 7
const FLOOD_CONNECTIONS = 1_000_000

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(file: string) => string[]} command
 * @property {number} rounds at most
 * @property {Record<string, string>} [environment]
 * @property {(input: string, scale: number) => string | undefined} [skip] why it is not run on an input
 */

/** @type {Peer[]} */
const PEERS = [
  {
    name: 'node -e 0',
    command: () => [process.execPath, '-e', '0'],
    rounds: Infinity,
    skip: (input) => (input === 'tiny' ? undefined : ''),
  },
  { name: 'tcpdump -w', command: (file) => ['tcpdump', '-r', file, '-w', '/dev/null'], rounds: Infinity },
  { name: 'tcpdump -nr', command: (file) => ['tcpdump', '-nr', file], rounds: ROUNDS_SLOW },
  { name: 'TZ=UTC0 tcpdump -nr', command: (file) => ['tcpdump', '-nr', file], rounds: ROUNDS_SLOW, environment: { TZ: 'UTC0' } },
  {
    name: 'tcptrace -n',
    command: (file) => ['tcptrace', '-n', file],
    rounds: ROUNDS_SLOW,
    skip: (input, scale) => (input === 'synflood' && scale > 0.2 ? 'needs 8 GB of memory' : undefined),
  },
  { name: 'capinfos', command: (file) => ['capinfos', file], rounds: 1 },
  {
    name: 'tshark conv',
    command: (file) => ['tshark', '-q', '-z', 'conv,tcp', '-r', file],
    rounds: ROUNDS_SLOW,
    skip: (input, scale) => (input === 'bulk' && scale > 0.02 ? 'takes ten minutes; see bulk128' : undefined),
  },
]

function readArguments(args) {
  const options = {
    scale: 1,
    rounds: ROUNDS,
    folder: defaultFolder,
    bin: `${process.execPath} dist/cli.js`,
    without: [],
    json: undefined,
    inputs: [],
  }
  const usage = (problem) => {
    console.error(
      `${problem}\nusage: node bench/run.mjs [--quick] [--scale N] [--rounds N] [--dir DIR] [--bin COMMAND] [--without PEER,…] [--json OUT] [INPUT…]`,
    )
    console.error(`inputs: ${Object.keys(INPUTS).join(', ')}\npeers: ${PEERS.map((peer) => peer.name).join(', ')}`)
    process.exit(2)
  }
  while (args.length > 0) {
    const arg = args.shift()
    const value = () => args.shift() ?? usage(`${arg} needs a value`)
    if (arg === '--quick') options.scale = QUICK_SCALE
    else if (arg === '--scale') options.scale = Number(value())
    else if (arg === '--rounds') options.rounds = Number(value())
    else if (arg === '--dir') options.folder = value()
    else if (arg === '--bin') options.bin = value()
    else if (arg === '--without') options.without = value().split(',')
    else if (arg === '--json') options.json = value()
    else if (arg in INPUTS) options.inputs.push(arg)
    else usage(`what is ${arg}?`)
  }
  if (!(options.scale > 0 && options.rounds > 0)) usage('scale and rounds are numbers above zero')
  if (options.inputs.length === 0) options.inputs = Object.keys(INPUTS)
  return options
}

/** Reads a file once, so that the first process does not pay for the disk; counts its records on the way. */
function warm(path) {
  const fd = openSync(path, 'r')
  const block = Buffer.allocUnsafe(1 << 18)
  let packets = 0
  let at = 24
  let base = 0
  for (let length = readSync(fd, block); length > 0; length = readSync(fd, block)) {
    // A record header cut by the block's end is read again from the file.
    while (at < base + length) {
      const inside = at - base
      if (inside + 12 <= length) at += 16 + block.readUInt32LE(inside + 8)
      else {
        const header = Buffer.alloc(12)
        readSync(fd, header, 0, 12, at)
        at += 16 + header.readUInt32LE(8)
      }
      packets++
    }
    base += length
  }
  closeSync(fd)
  return packets
}

const seconds = (value) => (Number.isFinite(value) ? value.toFixed(value < 1 ? 3 : 2) : '-')
const ratio = (value) => (Number.isFinite(value) ? `${value.toFixed(value < 10 ? 2 : 1)}×` : '-')

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows)
    console.log('  ' + row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  '))
}

/** Runs everything on one input. @returns what was measured, by the runner's name, one cost per round */
function measureInput(input, path, options, runners) {
  const tiny = input === 'tiny'
  const rounds = tiny ? Math.max(options.rounds, TINY_ROUNDS) : options.rounds
  const repeats = new Map()
  const costs = new Map(runners.map((runner) => [runner.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      const mine = costs.get(runner.name)
      if (!tiny && round >= runner.rounds) continue
      if (mine.some((cost) => cost.failed !== undefined)) continue
      const run = (repeat) => measure(runner.command(path), { repeat, environment: runner.environment })
      if (!repeats.has(runner.name)) {
        const trial = run(1)
        const repeat = Math.min(MOST_REPEATS, Math.ceil(SHORTEST_MEASUREMENT_S / Math.max(trial.wallSeconds, 0.01)))
        repeats.set(runner.name, repeat)
        mine.push(trial.failed !== undefined || repeat === 1 ? trial : run(repeat))
      } else mine.push(run(repeats.get(runner.name)))
    }
  }
  return costs
}

/** The median of peer / synfin over the rounds both ran in. */
function pairedRatio(peer, synfin, field) {
  const ratios = []
  for (let round = 0; round < Math.min(peer.length, synfin.length); round++) ratios.push(peer[round][field] / synfin[round][field])
  return median(ratios)
}

function main() {
  const options = readArguments(process.argv.slice(2))
  if (!canMeasure()) {
    console.error('bench: needs GNU time (/usr/bin/time, Debian package `time`)')
    process.exit(1)
  }
  const bin = options.bin.split(' ')
  const synfin = { name: SYNFIN, command: (file) => [...bin, 'explain', file], rounds: Infinity, environment: { LC_ALL: 'C.UTF-8' } }
  const missing = PEERS.filter((peer) => peer.name !== 'node -e 0' && !isInstalled(peer.command('')[0]))
  const peers = PEERS.filter((peer) => !missing.includes(peer) && !options.without.includes(peer.name))
  for (const peer of missing) console.log(`not installed: ${peer.command('')[0]}`)
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, node ${process.version}, scale ${options.scale}, ${options.rounds} rounds, medians\n`,
  )

  const measured = new Map()
  for (const input of options.inputs) {
    const path = inputFile(options.folder, input, options.scale)
    const packets = warm(path)
    const fileBytes = statSync(path).size
    const skipped = []
    const runners = [synfin]
    for (const peer of peers) {
      const why = peer.skip?.(input, options.scale)
      if (why === undefined) runners.push(peer)
      else if (why !== '') skipped.push(`${peer.name}: ${why}`)
    }
    console.log(`${input}: ${INPUTS[input].shows} (${packets} packets, ${(fileBytes / 1e6).toFixed(1)} MB)`)
    const costs = measureInput(input, path, options, runners)
    measured.set(input, { packets, fileBytes, costs })
    const own = costs.get(SYNFIN)
    const rows = [['', 'CPU s', 'wall s', 'MB', 'Mpkt/s', 'CPU ratio', 'wall ratio', 'runs']]
    for (const [name, list] of costs) {
      const of = (field) => median(list.map((cost) => cost[field]))
      const failed = list.find((cost) => cost.failed !== undefined)?.failed
      rows.push([
        failed === undefined ? name : `${name} (${failed})`,
        seconds(of('cpuSeconds')),
        seconds(of('wallSeconds')),
        (of('peakBytes') / 1e6).toFixed(0),
        (packets / of('wallSeconds') / 1e6).toFixed(packets < 1000 ? 4 : 2),
        ratio(pairedRatio(list, own, 'cpuSeconds')),
        ratio(pairedRatio(list, own, 'wallSeconds')),
        String(list.length),
      ])
    }
    printTable(rows)
    for (const line of skipped) console.log(`  not run: ${line}`)
    console.log()
  }

  const runsOf = (input, name) => measured.get(input)?.costs.get(name) ?? []
  const soundRuns = (input, name) => (runsOf(input, name).some((cost) => cost.failed !== undefined) ? [] : runsOf(input, name))
  const own = (input, field) => median(soundRuns(input, SYNFIN).map((cost) => cost[field]))
  /** @type {import('./floors.mjs').Figures} */
  const figures = {
    cpuRatio: (input, peer) => pairedRatio(soundRuns(input, peer), soundRuns(input, SYNFIN), 'cpuSeconds'),
    wallRatio: (input, peer) => pairedRatio(soundRuns(input, peer), soundRuns(input, SYNFIN), 'wallSeconds'),
    wallSeconds: (input) => own(input, 'wallSeconds'),
    peakBytes: (input) => own(input, 'peakBytes'),
    packets: (input) => measured.get(input)?.packets ?? NaN,
    connections: (input) => (input === 'synflood' ? Math.round(FLOOD_CONNECTIONS * options.scale) : NaN),
    fileBytes: (input) => measured.get(input)?.fileBytes ?? NaN,
  }
  console.log('floors')
  const rows = [['', 'measured', 'asked for', '']]
  const results = []
  let missed = 0
  for (const floor of FLOORS) {
    const value = floor.value(figures)
    const asked = floor.atLeast === undefined ? `≤ ${floor.atMost}` : `≥ ${floor.atLeast}`
    const met = floor.atLeast === undefined ? value <= floor.atMost : value >= floor.atLeast
    const state = Number.isNaN(value)
      ? 'not measured'
      : met
        ? 'met'
        : floor.fullSizeOnly === true && options.scale < 1
          ? 'not met (counts at full size only)'
          : 'NOT MET'
    if (state === 'NOT MET') missed++
    rows.push([floor.says, Number.isNaN(value) ? '-' : value.toFixed(2), asked, state])
    results.push({ floor: floor.says, value: Number.isNaN(value) ? null : value, asked, state })
  }
  printTable(rows)
  if (options.json !== undefined) {
    const inputs = [...measured].map(([input, { packets, fileBytes, costs }]) => ({
      input,
      packets,
      fileBytes,
      runs: Object.fromEntries(costs),
    }))
    writeFileSync(options.json, `${JSON.stringify({ scale: options.scale, inputs, floors: results }, null, 1)}\n`)
  }
  process.exitCode = missed === 0 ? 0 : 1
}

main()
