/** Tests of names and addresses as text. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hardwareDigits, ipv4Bytes, ipv6Bytes, ipv6Groups } from './address-text.ts'
import { NameTable } from './name-table.ts'
import { portOfName } from './port-names.ts'

it('reads addresses', () => {
  assert.deepEqual(ipv4Bytes('192.0.2.255'), [192, 0, 2, 255])
  for (const wrong of ['192.0.2', '192.0.2.256', '1.2.3.4.5', 'a.b.c.d', '']) assert.equal(ipv4Bytes(wrong), undefined)
  for (const [text, groups] of [
    ['::', '0000:0000:0000:0000:0000:0000:0000:0000'],
    ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001'],
    ['::ffff:192.0.2.1', '0000:0000:0000:0000:0000:ffff:c000:0201'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000:0000:0000:0000:0001'],
    ['1:2:3:4:5:6:7:8', '0001:0002:0003:0004:0005:0006:0007:0008'],
  ])
    assert.equal(ipv6Groups(ipv6Bytes(text)!), groups)
  for (const wrong of ['1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::', ':', '12345::']) assert.equal(ipv6Bytes(wrong), undefined)
  assert.equal(hardwareDigits('2:0:0:0:0:a'), '02000000000a')
  assert.equal(hardwareDigits('nothing'), undefined)
})

it('gives each name one placeholder', () => {
  const names = new Map<string, string>()
  const table = new NameTable(names)
  assert.equal(table.host('www.example.org', undefined), '240.0.0.1')
  assert.equal(table.host('WWW.example.org', undefined), '240.0.0.1')
  assert.equal(table.host('other', 4), '240.0.0.2')
  assert.equal(table.host('other', 6), '0100:0000:0000:0000:0000:0000:0000:0003')
  assert.equal(table.host('192.0.2.1', undefined), '192.0.2.1')
  for (const wrong of ['', '1.2.3', '12', 'a b', 'x;y', '<server>']) assert.equal(table.host(wrong, undefined), undefined)
  assert.equal(table.host('<server>', undefined, true), '240.0.0.4')
  assert.deepEqual([...names.values()], ['www.example.org', 'other', 'other', '<server>'])
  assert.deepEqual([...names.keys()], ['240.0.0.1', '240.0.0.2', '100::3', '240.0.0.4'])
  table.learnHost('240.0.0.1', '192.0.2.7')
  assert.equal(table.learnedHost('240.0.0.1'), '192.0.2.7')
  assert.equal(table.learnedHost('240.0.0.2'), '240.0.0.2')
})

it('knows ports by name, and gives placeholders to unknown names of certain lines', () => {
  const table = new NameTable(new Map())
  assert.equal(portOfName('ssh'), 22)
  for (const [name, port] of [
    ['http', 80],
    ['https', 443],
    ['ddi-tcp-1', 8888],
    ['http-alt', 8080],
    ['webcache', 8080],
    ['pcsync-https', 8443],
    ['italk', 12345],
    ['65535', 65535],
  ] as const)
    assert.equal(table.port(name, false), port)
  for (const wrong of ['65536', 'dest', '']) assert.equal(table.port(wrong, false), undefined)
  assert.equal(table.port('my-service', true), 65535)
  assert.equal(table.port('another', true), 65534)
  assert.equal(table.port('my-service', true), 65535)
  table.learnPort('another', 4711)
  assert.equal(table.learnedPort(65534), 4711)
  assert.equal(table.learnedPort(80), 80)
})
