/** The lab end to end, as the command runs it: quick scenarios of every kind agree with the kernel, and nothing is left behind. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildCommand } from './built-command.ts'
import { isNativeThere } from '../src/lab/native.ts'
import { missingTool } from '../src/lab/needs.ts'

const ROOT = join(import.meta.dirname, '..')
/** Inside of the project, so that optional packages are found. */
const COMMAND = join(ROOT, `build/lab-test-${process.pid}/synfin.cjs`)
/** One of each kind of host, fault and program, none longer than some seconds. */
const QUICK = [
  'open-normal-6',
  'close-4way',
  'syn-retransmitted-then-ok',
  'refused-port-closed',
  'reject-icmp-admin-prohib',
  'reject-tcp-reset-router',
  'routing-loop',
  'forged-reset-inspection',
  'loss-fast-retransmit',
  'damaged-on-the-way',
  'mtu-discovered',
  'capture-on-router',
  'scan-null',
]
const LONGEST_MS = 150_000
const GUARD_MS = 8000

/** Why the lab cannot be tested here. */
function lack(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'the lab needs Linux and root'
  if (!isNativeThere()) return 'the lab needs koffi'
  const tool = missingTool()
  return tool === undefined ? false : `the lab needs ${tool}`
}

/** Everything of the lab that the machine holds at the moment, of whatever process: namespaces, devices, logs. */
function leftovers(pid: number): string[] {
  const namespaces = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n')
  const devices = existsSync('/sys/class/net') ? readdirSync('/sys/class/net') : []
  const logs = existsSync('/sys/kernel/tracing/instances') ? readdirSync('/sys/kernel/tracing/instances') : []
  const places = readdirSync(tmpdir())
  const processes = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isChildOf(Number(entry), pid))
  return [
    ...namespaces.filter((name) => name.startsWith(`synfin-${pid}-`)),
    ...devices.filter((name) => name.startsWith(`s${pid.toString(36)}x`)),
    ...logs.filter((name) => name === `synfin-${pid}`),
    ...places.filter((name) => name === `synfin-tracing-${pid}` || name.startsWith(`synfin-lab-${pid}-`)),
    ...processes,
  ]
}

/** Is it a process of the lab `pid`: does its command line name one of its namespaces? */
function isChildOf(candidate: number, pid: number): boolean {
  try {
    return execFileSync('cat', [`/proc/${candidate}/cmdline`], { encoding: 'utf8', stdio: 'pipe' }).includes(`synfin-${pid}-`)
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<string[]> {
  const end = Date.now() + GUARD_MS
  for (let left = leftovers(pid); ; left = leftovers(pid)) {
    if (left.length === 0 || Date.now() > end) return left
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Waits until the lab has made a namespace. */
async function inTheMiddle({ pid = 0 }: ChildProcess): Promise<number> {
  const end = Date.now() + GUARD_MS
  while (leftovers(pid).length < 3 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.ok(leftovers(pid).length >= 3, 'the lab has begun')
  return pid
}

describe('the lab', { skip: lack() }, () => {
  let folder = ''

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'synfin-lab-test-'))
    await buildCommand(COMMAND)
  })

  after(() => {
    rmSync(folder, { recursive: true, force: true })
    rmSync(join(COMMAND, '..'), { recursive: true, force: true })
  })

  const start = (...words: string[]): ChildProcess => spawn(process.execPath, [COMMAND, 'lab', ...words], { stdio: 'ignore' })

  test('wire, kernel and verdict agree in quick scenarios, and nothing is left', async () => {
    const child = spawn(process.execPath, [COMMAND, 'lab', 'run', ...QUICK, '--keep', folder], { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    child.stdout.on('data', (data: Buffer) => (text += data.toString()))
    child.stderr.on('data', (data: Buffer) => (text += data.toString()))
    const timer = setTimeout(() => child.kill('SIGTERM'), LONGEST_MS)
    const [code] = (await once(child, 'close')) as [number | null]
    clearTimeout(timer)
    assert.equal(code, 0, text)
    assert.match(text, new RegExp(`^${QUICK.length} scenarios, in ${QUICK.length} of them`, 'm'))
    // The last programs that it told to go may still be on their way.
    assert.deepEqual(await gone(child.pid ?? 0), [])
    assert.equal(readdirSync(folder).filter((name) => name.endsWith('.truth.json')).length, QUICK.length)
  })

  test('an observed connection is recreated with the same verdict', () => {
    const { status, stdout } = spawnSync(process.execPath, [COMMAND, 'lab', 'from', join(ROOT, 'samples/abort-hex.txt')], {
      encoding: 'utf8',
      timeout: LONGEST_MS,
    })
    assert.equal(status, 0, stdout)
    assert.match(stdout, /^observed: rst-abort.*\nDerived from the scenario abort-by-client\.\nrecreated: rst-abort.*\nThe same verdict\./)
  })

  test('Ctrl-C in the middle leaves nothing behind', async () => {
    const child = start('run', 'syn-dropped-by-server', 'zero-window')
    const pid = await inTheMiddle(child)
    child.kill('SIGINT')
    const [code] = (await once(child, 'exit')) as [number | null]
    assert.equal(code, 130)
    assert.deepEqual(await gone(pid), [])
  })

  test('a lab that is killed outright leaves nothing behind', async () => {
    const child = start('run', 'syn-dropped-by-server', 'zero-window')
    const pid = await inTheMiddle(child)
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.deepEqual(await gone(pid), [])
  })
})
