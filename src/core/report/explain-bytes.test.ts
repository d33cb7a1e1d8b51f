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

test('a text tells of a damaged segment whose payload it does not show, unless somebody changed its addresses', () => {
  const damaged = (check: string, client = '10.0.0.1'): boolean => {
    const text = [
      'IP (tos 0x0, ttl 61, id 1, offset 0, flags [DF], proto TCP (6), length 40) C.4000 > 10.0.0.2.80: Flags [S], cksum 0x8608 (correct), seq 1000, win 512, length 0',
      'IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 40) 10.0.0.2.80 > C.4000: Flags [S.], seq 5000, ack 1001, win 512, length 0',
      'IP (tos 0x0, ttl 61, id 2, offset 0, flags [DF], proto TCP (6), length 40) C.4000 > 10.0.0.2.80: Flags [.], ack 1, win 512, length 0',
      `IP (tos 0x0, ttl 61, id 3, offset 0, flags [DF], proto TCP (6), length 50) C.4000 > 10.0.0.2.80: Flags [P.], cksum ${check}, seq 1:11, ack 1, win 512, length 10`,
      'IP (tos 0x0, ttl 61, id 4, offset 0, flags [DF], proto TCP (6), length 50) C.4000 > 10.0.0.2.80: Flags [P.], seq 1:11, ack 1, win 512, length 10',
      'IP (tos 0x0, ttl 64, id 5, offset 0, flags [DF], proto TCP (6), length 40) 10.0.0.2.80 > C.4000: Flags [.], ack 11, win 512, length 0',
    ].map((line, second) => `10:00:0${second}.000000 ${line.replace('C.', `${client}.`)}\n`)
    const [connection] = explainBytes(new TextEncoder().encode(text.join(''))).connections
    return [connection?.verdict, ...(connection?.findings ?? [])].some((finding) => finding?.id === 'bad-checksum')
  }
  assert.equal(damaged('0x1234 (incorrect -> 0x4321)'), true)
  assert.equal(damaged('0x1234 (incorrect -> 0x4321)', '10.9.9.9'), false)
  assert.equal(damaged('0x1234 (correct)'), false)
  // The sum of the pseudo-header: the card was to finish it.
  assert.equal(damaged('0x1427 (incorrect -> 0x4321)'), false)
})
