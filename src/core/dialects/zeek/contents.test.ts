/** Zeek's reassembly, held against a model that remembers every byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Contents } from './contents.ts'

const SPACE = 200

/** The same with a set of positions. */
class ContentsModel {
  delivered = 1
  gaps = 0
  gapBytes = 0
  readonly #got = new Set<number>()

  data(begin: number, end: number): void {
    for (let at = begin; at < end; at++) this.#got.add(at)
    this.#deliver()
  }

  acknowledge(position: number): void {
    this.gaps = this.gapBytes = 0
    while (this.delivered < position) {
      this.gaps++
      while (this.delivered < position && !this.#got.has(this.delivered)) {
        this.gapBytes++
        this.delivered++
      }
      this.#deliver()
    }
  }

  #deliver(): void {
    while (this.#got.has(this.delivered)) this.delivered++
  }
}

type Step = { readonly data: [number, number] } | { readonly ack: number }

const position = fc.integer({ min: 1, max: SPACE })
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ data: fc.tuple(position, fc.integer({ min: 1, max: 30 })).map(([at, length]): [number, number] => [at, at + length]) }),
    fc.record({ ack: position }),
  ),
)

test('in whatever order data and acknowledgments come, delivery and gaps are those of the model', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const contents = new Contents()
      const model = new ContentsModel()
      let acked = 1
      for (const step of sequence) {
        if ('data' in step) {
          contents.data(step.data[0], step.data[1], acked, false, false)
          // What the peer has acknowledged, Zeek no longer looks at.
          if (step.data[1] > acked) model.data(Math.max(step.data[0], acked), step.data[1])
        } else if (contents.isNewAcknowledgment(step.ack)) {
          contents.acknowledge(step.ack, false)
          model.acknowledge(step.ack)
          acked = Math.max(acked, step.ack)
          assert.deepEqual([contents.gaps, contents.gapBytes], [model.gaps, model.gapBytes])
        }
        assert.equal(contents.delivered, model.delivered)
      }
    }),
  )
})

test('Zeek gives up on a stream that nobody acknowledges', () => {
  const contents = new Contents()
  contents.data(100, 20_000, 0, true, false)
  assert.ok(contents.skipping)
  contents.acknowledge(20_000, false)
  assert.equal(contents.gaps, 0)
})
