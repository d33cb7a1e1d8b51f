/** The queue of unacknowledged segments against a slow and obvious list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_UNACKED_SEGMENTS, UnackedSegments } from './unacked-segments.ts'

const HALF_SPACE = 0x80000000

interface Listed {
  seq: number
  end: number
  frame: number
}

/** As the rules are told: newest first, one by one. */
class SlowList {
  segments: Listed[] = []

  acknowledge(ack: number): number {
    let matched = 0
    const kept: Listed[] = []
    for (let at = this.segments.length - 1; at >= 0; at--) {
      const each = this.segments[at]
      if (each.end === ack) matched = each.frame
      if (((each.end - ack) | 0) <= 0) continue
      if (((ack - each.seq) | 0) > 0) each.seq = ack
      kept.unshift(each)
    }
    this.segments = kept
    return matched
  }

  span(base: number): number {
    if (this.segments.length === 0) return 0
    const low = Math.min(...this.segments.map(({ seq }) => (seq - base) >>> 0))
    const high = Math.max(...this.segments.map(({ end }) => (end - base) >>> 0))
    return (high - low) >>> 0
  }
}

test('segments are acknowledged, cut and measured as in a plain list, whatever the order and wherever the numbers wrap', () => {
  for (const [base, disorder] of [
    [1000, 0],
    [0xfffff000 | 0, 0],
    [0x7ffff000, 0],
    [1000, 0.3],
    [0xfffff000 | 0, 0.3],
    [0x7ffff000, 0.05],
  ]) {
    const fast = new UnackedSegments()
    const slow = new SlowList()
    let next = base
    let state = 7
    const roll = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return state / 0x7fffffff
    }
    for (let frame = 1; frame < 3000; frame++) {
      const length = 1 + Math.floor(roll() * 1460)
      if (roll() < 0.6) {
        const seq = roll() < disorder ? (next - Math.floor(roll() * 3000)) | 0 : next
        const end = (seq + length) | 0
        fast.add(seq, end, frame, frame)
        slow.segments.push({ seq, end, frame })
        if (((end - next) | 0) > 0) next = end
      } else {
        const known = slow.segments[Math.floor(roll() * slow.segments.length)]
        // Half of the number space away, no order says what is before and what behind.
        const isFar = roll() < 0.05
        const near = (next - Math.floor(roll() * 2000)) | 0
        const ack = known === undefined || roll() < 0.3 ? (near + (isFar ? HALF_SPACE : 0)) | 0 : known.end
        let matched = 0
        fast.acknowledge(ack, (found) => (matched = found))
        assert.equal(matched, slow.acknowledge(ack), `frame ${frame}`)
      }
      assert.equal(fast.count, slow.segments.length, `frame ${frame}`)
      assert.equal(fast.span(base), slow.span(base), `frame ${frame}`)
      if (fast.count > 0) assert.equal(fast.oldestFrame, slow.segments[0].frame)
    }
  }
})

test('the queue takes as many segments as Wireshark keeps', () => {
  const queue = new UnackedSegments()
  for (let at = 0; at < MAX_UNACKED_SEGMENTS; at++) queue.add(at * 10, at * 10 + 10, at, at)
  assert.equal(queue.count, MAX_UNACKED_SEGMENTS)
  assert.equal(queue.span(0), MAX_UNACKED_SEGMENTS * 10)
  queue.acknowledge(MAX_UNACKED_SEGMENTS * 10, (frame) => assert.equal(frame, MAX_UNACKED_SEGMENTS - 1))
  assert.equal(queue.count, 0)
})
