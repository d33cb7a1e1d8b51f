/** The library's short way gives what the command gives. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { explainBytes } from './explain-bytes.ts'

test('a capture, a pasted text and rubbish are explained in one call', () => {
  const capture = explainBytes(readFileSync('samples/refused-port-closed.client.pcap'))
  assert.equal(capture.verdict?.id, 'refused-by-rst')
  assert.equal(capture.connections[0]?.server.port, 8080)
  const pasted = explainBytes(
    new TextEncoder().encode('> 10:00:00.1 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [S], seq 1, win 512, length 0\n'),
  )
  assert.equal(pasted.connections[0]?.verdict.id, 'lone-syn')
  const rubbish = explainBytes(new Uint8Array([1, 2, 3, 4, 5]))
  assert.equal(rubbish.connections.length, 0)
  assert.equal(rubbish.inputs[0]?.problems.length, 1)
})

test('a text that shows no payload is not a capture that was cut', () => {
  const line = 'IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [P.], seq 1:101, ack 1, win 512, length 100'
  const { captureFindings } = explainBytes(new TextEncoder().encode(`10:00:00.1 ${line}\n`))
  assert.ok(captureFindings.every(({ id }) => id !== 'snaplen-cut'))
})

test('listings of a text in another order are no step of the clock, as they are within a listing', () => {
  const line = (second: number): string => `10:00:0${second}.1 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [.], ack 1, win 512, length 0\n`
  const steps = (text: string): boolean =>
    explainBytes(new TextEncoder().encode(text)).captureFindings.some(({ id }) => id === 'clock-step')
  assert.equal(steps(`${line(5)}${line(6)}And before that:\n${line(1)}${line(2)}`), false)
  assert.equal(steps(`${line(5)}${line(6)}And before that:\n${line(2)}${line(1)}`), true)
  assert.equal(steps(`${line(5)}${line(2)}${line(6)}`), true)
})
