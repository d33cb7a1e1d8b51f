/** Programs for the kernel: what it can run, and where it finds the fields of a cooked header. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { compileFilter } from '../core/filter/filter.ts'
import { kernelProgram } from './kernel-filter.ts'

function programOf(text: string, linkType: number): Uint8Array | undefined {
  const result = compileFilter(text, { linkType, source: 'none', snaplen: 96 })
  assert.ok(result.ok)
  return kernelProgram(result.filter.program, linkType)
}

/** Loads of the packet's bytes, absolute and relative to X. */
const LOADS = [0x20, 0x28, 0x30, 0x40, 0x48, 0x50]

/** Code and k of each instruction. */
function parts(program: Uint8Array | undefined): [number, number][] {
  assert.ok(program !== undefined)
  const view = new DataView(program.buffer)
  return Array.from({ length: program.length / 8 }, (_, i) => [view.getUint16(i * 8, true), view.getUint32(i * 8 + 4, true)])
}

test('an Ethernet program stays as it is, and returns the snapshot length', () => {
  const program = parts(programOf('ip', LINK_TYPE.ethernet))
  assert.deepEqual(program[0], [0x28, 12])
  assert.deepEqual(program.at(-2), [0x06, 96])
  assert.deepEqual(program.at(-1), [0x06, 0])
})

test('fields of a cooked header are asked of the kernel, and the packet begins at its network header', () => {
  const loads = (text: string, linkType: number) =>
    parts(programOf(text, linkType))
      .filter(([code]) => LOADS.includes(code))
      .map(([, k]) => k)
  assert.deepEqual(loads('ip', LINK_TYPE.linuxSll2), [0xfffff000])
  assert.deepEqual(loads('ip', LINK_TYPE.linuxSll), [0xfffff000])
  assert.deepEqual(loads('ip[8] = 1', LINK_TYPE.linuxSll2), [0xfffff000, 0])
  assert.deepEqual(loads('inbound', LINK_TYPE.linuxSll2), [0xfffff004])
})

test('what no kernel can run, or be asked, is left to us', () => {
  assert.equal(programOf('ip6 protochain 6', LINK_TYPE.ethernet), undefined)
  assert.equal(programOf('link[8:2] = 1', LINK_TYPE.linuxSll2), undefined)
  assert.equal(
    kernelProgram(
      Array.from({ length: 4097 }, () => ({ code: 6, jt: 0, jf: 0, k: 0 })),
      LINK_TYPE.ethernet,
    ),
    undefined,
  )
})
