/** Every address has one id, and every id its address. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressTable } from './address-table.ts'

function address(n: number): DataView {
  const view = new DataView(new ArrayBuffer(16))
  view.setUint32(0, 0x20010db8)
  view.setUint32(12, n)
  return view
}

test('the same bytes give the same id, others another', () => {
  const table = new AddressTable(3)
  for (let n = 0; n < 1000; n++) assert.equal(table.idOf(address(n), 0), n)
  for (let n = 999; n >= 0; n--) assert.equal(table.idOf(address(n), 0), n)
  assert.equal(table.size, 1000)
  assert.deepEqual([...table.bytesOf(258)], [...new Uint8Array(address(258).buffer)])
})
