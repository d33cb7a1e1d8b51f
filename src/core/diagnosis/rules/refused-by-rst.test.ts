/** Tests of `refused-by-rst`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const REFUSED = `
     0 ms  client > server  S   0:0(0)  win 64240 <mss 1460>
  + 20 ms  server > client  R.  0:0(0)  ack 1 win 0
`

test('a RST that tells nothing about its sender', () => {
  const { id, finding, findings } = verdictOf(REFUSED)
  assert.equal(id, 'refused-by-rst')
  assert.deepEqual(findings, [])
  assert.equal(finding.certainty, 'proven')
  assert.deepEqual(finding.alternatives, ['refused-port-closed', 'reject-tcp-reset'])
  assert.equal(finding.values['afterNs'], 20e6)
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(REFUSED, drawing).id, 'refused-by-rst', name)
})

test('a client that asks again although it was refused: the time is that of the first answer', () => {
  const again = (at: string): string => `
    ${at}     client > server  S   0:0(0)  win 64240 <mss 1460>
    + 3 ms    server > client  R.  0:0(0)  ack 1 win 0`
  const { id, finding } = verdictOf(`${again('0 ms')}${again('500 ms')}${again('1 s')}`)
  assert.equal(id, 'refused-by-rst')
  assert.equal(finding.values['afterNs'], 3e6)
  const late = verdictOf(again('0 ms').replace('+ 3 ms', '1000 ms client > server S 0:0(0)\n + 4 ms'))
  assert.equal(late.finding.values['afterNs'], 4e6)
})

test('the RST acknowledges the data of the SYN as well', () => {
  const { id, finding } = verdictOf(`
       0 ms  client > server  S   0:21(21)  win 64240 <mss 1460>
    + 20 ms  server > client  R.  0:0(0)  ack 22 win 0
  `)
  assert.equal(id, 'refused-by-rst')
  assert.equal(finding.values['synDataBytes'], 21)
})

test('facts that are not known tell nothing', () => {
  const drawing = { unknown: ['tos', 'flowLabel', 'ttl', 'ipId', 'checksum'] as const }
  assert.equal(verdictOf(REFUSED, drawing).id, 'refused-by-rst')
  assert.equal(verdictOf(REFUSED, { ...drawing, ipVersion: 6 }).id, 'refused-by-rst')
})

test('signs that disagree tell nothing', () => {
  const { id } = verdictOf(`
       0 ms  client > server  S   0:0(0)  {tos 72}
    + 20 ms  server > client  R.  0:0(0)  ack 1 win 0  {tos 72,cksum partial}
  `)
  assert.equal(id, 'refused-by-rst')
})

test('not: a RST that acknowledges something else', () => {
  assert.equal(verdictOf(REFUSED.replace('ack 1', 'ack 77')).id, 'syn-no-answer')
})

test('nearly: the server had accepted before', () => {
  const { all } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 20 ms  server > client  S.  0:0(0)  ack 1
    + 20 ms  server > client  R   1:1(0)  win 0
  `)
  assert.ok(!all.has('refused-by-rst'))
})

test('a RST alone, as a filter for resets captures it, is the answer to a SYN by its number 0', () => {
  const alone = '0 ms server > client R. ack 1 win 0'
  for (const drawing of [{}, { clientPort: 1023, serverPort: 50051 }]) {
    const { id, finding } = verdictOf(alone, drawing)
    assert.equal(id, 'refused-by-rst')
    assert.deepEqual([finding.certainty, finding.values['request']], ['likely', 'unseen'])
    assert.deepEqual(finding.evidence, [{ point: 'refused', packets: [1] }])
  }
})

test('a RST alone with another number is not: some connection was reset', () => {
  assert.notEqual(verdictOf('0 ms server > client R. 1:1(0) ack 1 win 0').id, 'refused-by-rst')
  assert.notEqual(verdictOf('0 ms client > server P. 1:6(5) ack 1\n + 20 ms server > client R. ack 6 win 0').id, 'refused-by-rst')
})
