/** What the lab compares: each kind of disagreement is seen, and agreement is not called one. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CallOutcome } from './actor.ts'
import { explainCapture } from './explained-capture.ts'
import type { KernelTruth } from './kernel-truth.ts'
import { type Gathered, resultOf } from './result.ts'
import type { CapturePlan, Scenario } from './scenario.ts'

const FILE = 'samples/rst-abort.client.pcap'
const OPENED_AND_ABORTED = ['CLOSE', 'SYN_SENT', 'ESTABLISHED', 'CLOSE']
const NOTHING: KernelTruth = {
  sockets: [],
  retransmissions: [],
  synRetransmissions: [],
  synAckRetransmissions: [],
  resetsSent: [],
  resetsReceived: [],
  socketErrors: [],
  drops: [],
}

async function gathered(
  truth: (local: string, remote: string) => Partial<KernelTruth>,
  calls: readonly CallOutcome[] = [],
): Promise<Gathered> {
  const explained = await explainCapture(FILE)
  const [{ client, server }] = explained.connections
  const kernel = { ...NOTHING, ...truth(`${client.address}:${client.port}`, `${server.address}:${server.port}`) }
  return { explained: new Map([['client', { file: FILE, explained }]]), kernel, calls: { client: calls } }
}

function scenario(plan: CapturePlan, others: Partial<Scenario> = {}): Scenario {
  return { id: 'x', family: 'reset', shows: { en: '', zh: '' }, programs: {}, captures: { client: plan }, ...others }
}

function call(result: number | string, wanted?: string): CallOutcome {
  return { op: 'connect', socket: 's', timeMs: 0, tookMs: 1, result, ...(wanted === undefined ? {} : { wanted }) }
}

const right = (local: string, remote: string): Partial<KernelTruth> => ({
  sockets: [{ host: 'client', local, remote, path: OPENED_AND_ABORTED, startMs: 0 }],
  resetsSent: [{ host: 'client', local, remote, count: 1, reasons: [] }],
})

describe('wire, kernel and verdict', () => {
  test('agree', async () => {
    const result = resultOf(
      scenario({ verdict: 'rst-abort' }),
      await gathered(right, [call(0), call('ECONNREFUSED', 'ok|ECONNREFUSED')]),
      1,
    )
    assert.deepEqual(result.disagreements, [])
    assert.deepEqual(
      result.states.map(({ comparison }) => comparison),
      ['equal'],
    )
  })

  test('another verdict, one that is forbidden, and one that is missing', async () => {
    const plan = scenario({ verdict: 'close-4way', finds: ['zero-window'] }, { mustNot: ['rst-abort'] })
    const { disagreements } = resultOf(plan, await gathered(right), 1)
    assert.deepEqual(
      disagreements.map(({ kind, ...rest }) => [kind, 'got' in rest ? rest.got : '']),
      [
        ['verdict', 'rst-abort'],
        ['forbidden', 'rst-abort'],
        ['unsaid', 'zero-window'],
      ],
    )
  })

  test('other states, retransmissions and resets that the capture does not show', async () => {
    const truth = (local: string, remote: string): Partial<KernelTruth> => ({
      sockets: [{ host: 'client', local, remote, path: ['CLOSE', 'SYN_SENT', 'ESTABLISHED', 'CLOSE_WAIT', 'LAST_ACK'], startMs: 0 }],
      retransmissions: [{ host: 'client', local, remote, count: 1 }],
      resetsSent: [{ host: 'client', local, remote, count: 2, reasons: [] }],
    })
    const { disagreements } = resultOf(scenario({ verdict: 'rst-abort' }), await gathered(truth), 1)
    assert.deepEqual(disagreements.map(({ kind }) => kind).sort(), ['resets', 'retransmissions', 'states'])
  })

  test('are not compared where a scenario says why, or where the capture is to miss packets', async () => {
    const truth = (local: string, remote: string): Partial<KernelTruth> => ({
      resetsSent: [{ host: 'client', local, remote, count: 2, reasons: [] }],
    })
    const exempt = scenario({ verdict: 'rst-abort' }, { exempt: { resets: 'forged' } })
    const partial = scenario({ verdict: 'rst-abort', filter: 'tcp' })
    assert.deepEqual(resultOf(exempt, await gathered(truth), 1).disagreements, [])
    assert.deepEqual(resultOf(partial, await gathered(truth), 1).disagreements, [])
  })

  test('calls that ended otherwise', async () => {
    const calls = [call('ETIMEDOUT', 'ECONNREFUSED'), call('EPIPE'), call(0, 'ECONNRESET')]
    const { disagreements } = resultOf(scenario({ verdict: 'rst-abort' }), await gathered(right, calls), 1)
    assert.deepEqual(
      disagreements.map((fault) => (fault.kind === 'call' ? `${fault.got}, not ${fault.wanted}` : fault.kind)),
      ['ETIMEDOUT, not ECONNREFUSED', 'EPIPE, not ok', 'ok, not ECONNRESET'],
    )
  })
})
