/** Tests of `proxy-suspected`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf } from './drawn-verdict.ts'
import { isElsewhere } from './proxy-suspected.ts'

const NEAR = EXCHANGE.replace('+ 20 ms  server > client  S.', '+ 100 us server > client  S.')
  .replace('+ 20 ms  server > client  .', '+ 100 us server > client  .')
  .replace('+  5 ms  server', '+ 300 ms server')
  .replaceAll('ttl 57', 'ttl 64')

describe('proxy-suspected', () => {
  test('is not a slow server in the same network', () => {
    assert.equal(verdictOf(NEAR).all.has('proxy-suspected'), false)
    assert.equal(verdictOf(NEAR).id, 'slow-server')
  })

  test('knows an address of elsewhere: only there an untouched TTL is strange', () => {
    const of = (clientKey: number, serverKey: number) =>
      isElsewhere({ ipVersion: 4, clientKey, serverKey, clientAddress: '', serverAddress: '' })
    assert.equal(of(0x0a000001, 0x0a000002), false)
    assert.equal(of(0x0a000001, 0x08080808), true)
    const of6 = (clientAddress: string, serverAddress: string) =>
      isElsewhere({ ipVersion: 6, clientKey: 1, serverKey: 2, clientAddress, serverAddress })
    assert.equal(of6('2001:db8:1::1', '2001:db8:1::2'), false)
    assert.equal(of6('2001:db8:1::1', '2001:db8:2::2'), true)
  })

  test('is not quite an answer from next door as well', () => {
    assert.equal(verdictOf(NEAR.replace('+ 300 ms', '+ 1 ms')).all.has('proxy-suspected'), false)
  })
})
