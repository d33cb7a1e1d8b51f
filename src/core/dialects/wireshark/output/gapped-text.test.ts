/** What a text with gaps refuses. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOCK_BYTES } from '../../../bytes/text-output.ts'
import { GappedText, TextPiece, type Gaps } from './gapped-text.ts'

const GAPS: Gaps = { text: ['text', 0], dump: ['dump', 0], bytes: ['colonDigits', 0] }

test('a text with more gaps than a block of output has room for is refused', () => {
  const gaps = Math.ceil(BLOCK_BYTES / TextPiece.MAX_BYTES)
  assert.throws(() => new GappedText('{text}'.repeat(gaps), GAPS), /does not fit into a block of output/)
  assert.ok(new GappedText('{text}'.repeat(gaps - 2), GAPS).room <= BLOCK_BYTES)
})

test('a text shows its bytes once in lines, or twice as digits', () => {
  assert.ok(new GappedText('{dump}', GAPS))
  assert.ok(new GappedText('{bytes} {bytes}', GAPS))
  assert.throws(() => new GappedText('{dump}{bytes}', GAPS), /does not fit into a block of output/)
})

test('a piece of text that is too long is refused', () => {
  assert.equal(TextPiece.of('w'.repeat(TextPiece.MAX_BYTES + 1)), undefined)
  assert.equal(TextPiece.of('w'.repeat(TextPiece.MAX_BYTES))?.bytes.length, TextPiece.MAX_BYTES)
})
