/** `node bench/live.mjs [ROUNDS [RATE [FRAME-BYTES]]]`: live capture against tcpdump and dumpcap, in turn, in network namespaces of its own. Needs root. */
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const [rounds = '3', rate = '200000', frameBytes = '74'] = process.argv.slice(2)
const WARM_UP_SECONDS = 8
const SECONDS = 10
const SETTLE_MS = 1000

const near = `sfbench${process.pid}a`
const far = `sfbench${process.pid}b`

/** What is compared: how it is called, and where its counts are. */
const TOOLS = [
  { name: 'synfin dump -w /dev/null', words: [process.execPath, join(ROOT, 'dist/cli.js'), 'dump', '-i', 'vb', '-w', '/dev/null'] },
  { name: 'tcpdump -w /dev/null', words: ['tcpdump', '-i', 'vb', '-w', '/dev/null'] },
  { name: 'dumpcap -w /dev/null', words: ['dumpcap', '-q', '-P', '-i', 'vb', '-w', '/dev/null'] },
  { name: 'synfin, packets counted', words: [process.execPath, join(ROOT, 'bench/live-decode.mjs'), 'vb', 'count'] },
  { name: 'synfin, packets decoded', words: [process.execPath, join(ROOT, 'bench/live-decode.mjs'), 'vb'] },
]

function run(...words) {
  const result = spawnSync(words[0], words.slice(1), { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${words.join(' ')}: ${result.stderr || result.error?.message}`)
  return result.stdout
}

function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Processor time of all threads of a process, in seconds, as the scheduler measured it: clock ticks miss what runs between two of them. */
function cpuSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  return (
    threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]), 0) / 1e9
  )
}

/** `ip netns exec` becomes the program, but dumpcap and node may be found below it: the process, and its children. */
function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean)
  return [pid, ...children.flatMap((child) => family(Number(child)))]
}

async function measure({ name, words }) {
  const child = spawn('ip', ['netns', 'exec', far, ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  running = child
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  const over = new Promise((resolve) => child.once('close', resolve))
  // On a busy machine a start takes its time; packets before it are nobody's loss.
  while (!/listening on|File: /.test(said)) {
    if (child.exitCode !== null) throw new Error(`${name}: ${said}`)
    await delay(SETTLE_MS / 10)
  }
  await delay(SETTLE_MS)
  const cpu = () => family(child.pid).reduce((sum, pid) => sum + cpuSeconds(pid), 0)
  const sender = (duration) => [
    'ip',
    'netns',
    'exec',
    near,
    process.execPath,
    join(ROOT, 'bench/packet-sender.mjs'),
    'va',
    rate,
    String(duration),
    frameBytes,
  ]
  // After this an engine has compiled what it runs, and cleaned up after its start: both cost the same however long a capture lasts.
  const warmUp = JSON.parse(await output(sender(WARM_UP_SECONDS)))
  await delay(SETTLE_MS)
  const before = cpu()
  const { sent, seconds } = JSON.parse(await output(sender(SECONDS)))
  await delay(SETTLE_MS)
  const used = cpu() - before
  child.kill('SIGINT')
  await over
  const captured = Number(
    /(\d+) packets? captured/.exec(said)?.[1] ??
      /captured: (\d+)/.exec(said)?.[1] ??
      /received\/dropped on interface '[^']*': (\d+)/.exec(said)?.[1],
  )
  return { name, sent, rate: sent / seconds, captured, share: captured / (warmUp.sent + sent), cpuNs: (used * 1e9) / sent }
}

function output(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${words.join(' ')}: ${code}`))))
  })
}

/** The tool that is measured now. */
let running

function removeNamespaces() {
  running?.kill('SIGKILL')
  for (const name of [near, far]) spawnSync('ip', ['netns', 'del', name])
}

process.once('exit', removeNamespaces)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
for (const name of [near, far]) run('ip', 'netns', 'add', name)
run('ip', '-n', near, 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb', 'netns', far)
for (const [name, device] of [
  [near, 'va'],
  [far, 'vb'],
]) {
  run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1')
  run('ip', '-n', name, 'link', 'set', device, 'up')
}
const results = []
for (let round = 0; round < Number(rounds); round++) {
  for (const tool of TOOLS) {
    const result = await measure(tool)
    results.push(result)
    console.log(
      `${result.name.padEnd(26)} sent ${result.sent} at ${Math.round(result.rate)}/s, captured ${(result.share * 100).toFixed(2)} %, ${result.cpuNs.toFixed(0)} ns of processor time a packet`,
    )
  }
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const of = (name) => results.filter((result) => result.name === name)
const reference = of('tcpdump -w /dev/null')
console.log(`\nmedians of ${rounds} rounds, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}`)
for (const { name } of TOOLS) {
  const own = of(name)
  // Paired: each round's figure with tcpdump's of the same round, for others use the machine too.
  const ratio = median(own.map(({ cpuNs }, round) => cpuNs / reference[round].cpuNs))
  const share = (median(own.map(({ share }) => share)) * 100).toFixed(2)
  console.log(
    `${name.padEnd(26)} ${share} % captured, ${median(own.map(({ cpuNs }) => cpuNs)).toFixed(0)} ns a packet, ${ratio.toFixed(2)} times tcpdump`,
  )
}
