/** Tokens and first sequence numbers of MPTCP keys against Node's own digests. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { digestKey } from './key-digest.ts'

const KEYS = [0n, 1n, 11285646634205721522n, 0xffffffffffffffffn, 0x0123456789abcdefn]

for (const [version, algorithm] of [
  [0, 'sha1'],
  [1, 'sha256'],
] as const)
  test(`version ${version} takes token and sequence number from ${algorithm}`, () => {
    for (const key of KEYS) {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64BE(key)
      const digest = createHash(algorithm).update(bytes).digest()
      const { token, initialSequence } = digestKey(key, version)
      assert.equal(token, digest.readUInt32BE(0))
      assert.equal(initialSequence, digest.readBigUInt64BE(digest.length - 8))
    }
  })
