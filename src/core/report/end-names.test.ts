/** Names of the ends: addresses, ports alone, IPv6 in brackets. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endText, endpointValues } from './end-names.ts'

const NAMED = { address: 'web.example', port: 80 }
const V6 = { address: '2001:db8::1', port: 443 }
const UNKNOWN = { address: null, port: 443 }

test('an end is an address and a port', () => {
  assert.equal(endText(NAMED), 'web.example:80')
  assert.equal(endText(V6), '[2001:db8::1]:443')
  assert.equal(endText(UNKNOWN), null)
})

test('without addresses, sentences speak of ports, in their language', () => {
  const en = endpointValues(UNKNOWN, NAMED, 'en')
  assert.deepEqual([en.client, en.clientAddress, en.server, en.serverAddress], ['port 443', 'the client', 'web.example:80', 'web.example'])
  const zh = endpointValues(NAMED, UNKNOWN, 'zh')
  assert.deepEqual([zh.server, zh.serverAddress, zh.serverPort], ['端口 443', '服务器', 443])
})
