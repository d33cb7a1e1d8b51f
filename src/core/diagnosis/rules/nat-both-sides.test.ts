/** When `nat-both-sides` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Drawing } from '../../analysis/drawn-segments.ts'
import { verdictsOf } from './drawn-verdict.ts'

/** A SYN to the capturing host, which sends it on to a server of its own, three times, without an answer. */
const forwarded = (more = ''): string =>
  [0, 1000, 1000]
    .map(
      (ms, i) => `
  + ${ms} ms    client:40001 > 10.0.0.9:80 S 0:0(0) win 64240 <mss 1460,sackOK,TS val ${1000 + i * 1000} ecr 0,wscale 7> {ttl 60,id ${70 + i},in}
  + 0.05 ms client:40001 > 10.0.0.77:8080 S 0:0(0) win 64240 <mss 1460,sackOK,TS val ${1000 + i * 1000} ecr 0,wscale 7> {ttl 59,id ${70 + i},out${more}}`,
    )
    .join('')

function idsOf(text: string, drawing: Drawing = {}): string[] {
  return verdictsOf(text, drawing).map(({ id, findings }) => [id, ...findings].join(' '))
}

describe('nat-both-sides', () => {
  test('is one SYN under two addresses within a millisecond', () => {
    const [before, after] = verdictsOf(forwarded())
    assert.deepEqual(before?.all.get('nat-both-sides')?.values, {
      otherClient: '10.0.0.1:40001',
      otherServer: '10.0.0.77:8080',
      half: 'before',
      replaced: 'target',
    })
    assert.equal(after?.all.get('nat-both-sides')?.values['half'], 'after')
    assert.deepEqual(before.all.get('nat-both-sides')?.evidence, [{ point: 'own', packets: [1] }])
  })

  test('so the host that sent the request on is not said to have ignored it', () => {
    assert.deepEqual(idsOf(forwarded()), ['syn-no-answer nat-both-sides', 'syn-no-answer nat-both-sides'])
    // Without the other half, this is what the packets show.
    const only = forwarded()
      .split('\n')
      .filter((line) => !line.includes(',out'))
    assert.deepEqual(idsOf(only.join('\n')), ['syn-arrived-unanswered'])
  })

  test('does not depend on numbering, clocks or the version of IP', () => {
    for (const drawing of [{ clientIsn: 0xffffffff }, { startNs: 86_400e9 }, { ipVersion: 6 }] as const)
      assert.ok(idsOf(forwarded(), drawing).every((ids) => ids.includes('nat-both-sides')))
  })

  test('is not a program that uses one sequence number for all its SYNs', () => {
    const scan = Array.from({ length: 3 }, (_, i) => `+ 1 ms client:40001 > 10.0.0.${70 + i}:80 S 0:0(0) win 1024 {id ${70 + i}}`)
    assert.ok(idsOf(scan.join('\n')).every((ids) => !ids.includes('nat-both-sides')))
  })

  test('is not packets made by hand, all with the same numbers', () => {
    const made = Array.from({ length: 3 }, (_, i) => `+ 1 ms 10.0.0.${2 + i}:${49152 + i} > server:135 S 100:100(0) win 8192 {id 1}`)
    assert.ok(idsOf(made.join('\n')).every((ids) => !ids.includes('nat-both-sides')))
  })

  test('is not the same SYN again, nor one that comes much later', () => {
    const again = `0 ms client > server S 0:0(0) {id 7}\n + 0.05 ms client > server S 0:0(0) {id 7}`
    assert.ok(idsOf(again).every((ids) => !ids.includes('nat-both-sides')))
    const late = forwarded().replaceAll('+ 0.05 ms', '+ 400 ms')
    assert.ok(idsOf(late).every((ids) => !ids.includes('nat-both-sides')))
  })

  test('is nearly a text without identification and timestamps', () => {
    assert.ok(idsOf(forwarded(), { unknown: ['ipId'] }).length === 2)
    const bare = forwarded().replaceAll(/<[^>]*>/g, '')
    assert.ok(idsOf(bare, { unknown: ['ipId'] }).every((ids) => !ids.includes('nat-both-sides')))
  })
})
