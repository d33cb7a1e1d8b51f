/** The list of interfaces. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { linkTypesOf, linkTypesOfHardware, liveInterfaces } from './interfaces.ts'

test(
  'lo and any are there, and any comes first of the two',
  { skip: process.platform !== 'linux' && 'interfaces are listed on Linux' },
  () => {
    const names = liveInterfaces().map(({ name }) => name)
    assert.ok(names.includes('lo'))
    assert.ok(names.indexOf('any') < names.indexOf('lo'))
    assert.deepEqual(linkTypesOf('lo'), [LINK_TYPE.ethernet])
  },
)

test('hardware that has no header of its own is raw, what is unknown is cooked', () => {
  assert.deepEqual(linkTypesOfHardware(65534), [LINK_TYPE.raw])
  assert.deepEqual(linkTypesOfHardware(778), [LINK_TYPE.linuxSll, LINK_TYPE.linuxSll2])
  assert.deepEqual(linkTypesOf('any'), [LINK_TYPE.linuxSll2, LINK_TYPE.linuxSll])
  assert.deepEqual(linkTypesOf('no-such-interface'), [])
})
