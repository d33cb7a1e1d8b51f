/** The name that was meant. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestName } from './nearest-name.ts'

const NAMES = ['tcp.port', 'tcp.srcport', 'tcp.len', 'tcp.flags.syn', 'ip.addr', 'ip.src']

test('the name that was meant', () => {
  assert.equal(nearestName('tcp.prt', NAMES), 'tcp.port')
  assert.equal(nearestName('tcp.lenn', NAMES), 'tcp.len')
  assert.equal(nearestName('tcp.flags.sny', NAMES), 'tcp.flags.syn')
  assert.equal(nearestName('IP.SRC', NAMES), 'ip.src')
})

test('nothing is near', () => {
  assert.equal(nearestName('http.request', NAMES), undefined)
  assert.equal(nearestName('x', NAMES), undefined)
  assert.equal(nearestName('', NAMES), undefined)
})
