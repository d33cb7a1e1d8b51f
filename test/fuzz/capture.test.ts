/** A short fuzzing of the capture readers; `SYNFIN_FUZZ_MS` makes it longer, `SYNFIN_FUZZ_SEED` repeats a find. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PCAPNG_SEEDS, PCAP_SEEDS } from './capture-seeds.ts'
import { CAPTURE_TARGETS } from './capture-targets.ts'
import { fuzz } from './fuzzer.ts'

const DURATION_MS = 1000

const SEEDS: { readonly [name: string]: readonly Uint8Array[] } = {
  pcap: PCAP_SEEDS,
  pcapng: PCAPNG_SEEDS,
  'any format': [...PCAP_SEEDS, ...PCAPNG_SEEDS],
}

for (const [name, target] of Object.entries(CAPTURE_TARGETS)) {
  test(`fuzzing: ${name}`, () => {
    const runs = fuzz(target, SEEDS[name], { durationMs: DURATION_MS })
    assert.ok(runs > 100, `only ${runs} runs`)
  })
}

test('a find is reported with what repeats it', () => {
  const failing = (bytes: Uint8Array) => assert.notEqual(bytes[0], 0xff)
  assert.throws(() => fuzz(failing, [Uint8Array.of(1)], { durationMs: 5000, firstSeed: 7 }), /SYNFIN_FUZZ_SEED=\d+, \d+ bytes: ff/)
})
