/** Tests of reading the kernel's log: events in lines, wherever the pipe cuts them. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { TracePipe, type TracedEvent, tracedEvent } from './trace-pipe.ts'

const LINE =
  '  nc-4711 [001] ..s2. 1234.567890: inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP sport=40000 dport=80 saddr=10.0.0.1 daddr=10.0.0.2'

test('a line has a time, a name and fields', () => {
  const event = tracedEvent(LINE)
  assert.equal(event?.seconds, 1234.56789)
  assert.equal(event.name, 'inet_sock_set_state')
  assert.deepEqual(event.fields, {
    family: 'AF_INET',
    protocol: 'IPPROTO_TCP',
    sport: '40000',
    dport: '80',
    saddr: '10.0.0.1',
    daddr: '10.0.0.2',
  })
})

test('a line without an event is passed over', () => {
  assert.equal(tracedEvent('CPU:0 [LOST 12 EVENTS]'), undefined)
})

test('each whole line is taken once, also where it lies across two slices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-trace-'))
  try {
    const count = 5000
    writeFileSync(join(folder, 'trace_pipe'), Array.from({ length: count }, (_, i) => `${LINE} number=${i}\n`).join('') + 'half a li')
    const events: TracedEvent[] = []
    const pipe = new TracePipe(folder, (event) => events.push(event))
    pipe.drain()
    pipe.drain()
    pipe.close()
    assert.deepEqual(
      events.map(({ fields }) => Number(fields.number)),
      Array.from({ length: count }, (_, i) => i),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
