/** No two facts of a side stand in the same place. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as layout from './side-layout.ts'

test('every word and double has a place of its own, within the record', () => {
  const places = Object.entries(layout).flatMap(([name, place]) =>
    typeof place === 'number' && !name.startsWith('SIDE_') ? [{ name, place }] : [],
  )
  const doubles = places.filter(({ name }) => name.endsWith('_F')).map(({ place }) => place)
  const words = places.filter(({ name }) => !name.endsWith('_F')).map(({ place }) => place)
  assert.ok(words.length > 50 && doubles.length > 20)
  assert.equal(new Set(words).size, words.length)
  assert.equal(new Set(doubles).size, doubles.length)
  assert.ok(Math.max(...words) < layout.SIDE_WORDS && Math.max(...doubles) < layout.SIDE_DOUBLES)
  const bits = Object.values(layout.SIDE_BIT)
  assert.equal(new Set(bits).size, bits.length)
})
