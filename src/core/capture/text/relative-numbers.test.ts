/** Tests of the numbering: what the lines of tcpdump and Wireshark count from. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PacketFacts, TcpFacts } from './packet-facts.ts'
import { RelativeNumbers } from './relative-numbers.ts'

const FIN = 1,
  SYN = 2,
  RST = 4,
  ACK = 16

/** Runs segments through one numbering; each is `[from client, flags, seq, ack, payload]`, and gives `[seq, ack, absolute]`. */
function run(
  segments: readonly (readonly [boolean, number, number | undefined, number | undefined, number])[],
  numbering: TcpFacts['numbering'] = 'tcpdump',
): unknown[] {
  const numbers = new RelativeNumbers()
  return segments.map(([client, flags, seq, ack, payload]) => {
    const tcp: TcpFacts = { sourcePort: client ? 40000 : 80, destinationPort: client ? 80 : 40000, numbering, flags, seq, ack, payload }
    const facts: PacketFacts = {
      style: 'tcpdump',
      offset: 0,
      block: 0,
      run: 0,
      ip: { version: 4, source: client ? '192.0.2.1' : '192.0.2.2', destination: client ? '192.0.2.2' : '192.0.2.1' },
      tcp,
    }
    numbers.resolve(facts)
    return [tcp.wireSeq, tcp.wireAck, tcp.absolute]
  })
}

describe('tcpdump', () => {
  it('counts from the SYNs', () => {
    assert.deepEqual(
      run([
        [true, SYN, 3_000_000_000, undefined, 0],
        [false, SYN | ACK, 70_000_000, 3_000_000_001, 0],
        [true, ACK, undefined, 1, 0],
        [true, ACK, 1, 1, 10],
        [false, ACK | FIN, 1, 11, 0],
      ]),
      [
        [3_000_000_000, 0, true],
        [70_000_000, 3_000_000_001, true],
        [3_000_000_001, 70_000_001, true],
        [3_000_000_001, 70_000_001, true],
        [70_000_001, 3_000_000_011, true],
      ],
    )
  })

  it('prints absolute numbers throughout with -S', () => {
    assert.deepEqual(
      run([
        [true, SYN, 3_000_000_000, undefined, 0],
        [false, SYN | ACK, 70_000_000, 3_000_000_001, 0],
        [true, ACK, undefined, 70_000_001, 0],
        [true, ACK, 3_000_000_001, 70_000_001, 10],
        [false, ACK, undefined, 3_000_000_011, 0],
      ]).slice(2),
      [
        [3_000_000_001, 70_000_001, true],
        [3_000_000_001, 70_000_001, true],
        [70_000_001, 3_000_000_011, true],
      ],
    )
  })

  it('wraps', () => {
    assert.deepEqual(
      run([
        [true, SYN, 4_294_967_295, undefined, 0],
        [false, SYN | ACK, 4_294_967_290, 0, 0],
        [true, ACK, 1, 1, 100],
        [false, ACK, undefined, 101, 0],
      ]).slice(2),
      [
        [0, 4_294_967_291, true],
        [4_294_967_291, 100, true],
      ],
    )
  })

  it('starts absolute in the middle of a connection', () => {
    assert.deepEqual(
      run([
        [true, ACK, 900_000_000, 800_000_000, 10],
        [false, ACK, undefined, 10, 0],
        [false, ACK, 1, 10, 5],
      ]),
      [
        [900_000_000, 800_000_000, true],
        [800_000_000, 900_000_010, true],
        [800_000_000, 900_000_010, true],
      ],
    )
  })

  it('keeps numbers relative when the first lines are missing, and gives a lone absolute one no place among them', () => {
    assert.deepEqual(
      run([
        [true, ACK, 33, 43, 10],
        [false, ACK, undefined, 43, 0],
        [true, RST, 1_900_000_000, undefined, 0],
      ]),
      [
        [33, 43, false],
        [43, 43, false],
        [43, 0, false],
      ],
    )
  })

  it('reads a new SYN as absolute and the packets before its answer as those of the old connection', () => {
    assert.deepEqual(
      run([
        [true, SYN, 3_000_000_000, undefined, 0],
        [false, SYN | ACK, 70_000_000, 3_000_000_001, 0],
        [true, ACK, undefined, 1, 0],
        [true, SYN, 1_500_000_000, undefined, 0],
        [false, ACK, undefined, 1, 0],
      ]).slice(3),
      [
        [1_500_000_000, 0, true],
        [70_000_001, 3_000_000_001, true],
      ],
    )
  })

  it('repeats the answer to a repeated SYN in relative numbers', () => {
    assert.deepEqual(
      run([
        [true, SYN, 1000, undefined, 0],
        [false, RST | ACK, 0, 1001, 0],
        [true, SYN, 1000, undefined, 0],
        [false, RST | ACK, 0, 1, 0],
      ]).slice(1),
      [
        [0, 1001, true],
        [1000, 0, true],
        [0, 1001, true],
      ],
    )
  })
})

describe('Wireshark', () => {
  it('counts from an unknown start without raw numbers', () => {
    assert.deepEqual(
      run(
        [
          [true, SYN, 0, undefined, 0],
          [false, SYN | ACK, 0, 1, 0],
          [true, ACK, 1, 1, 0],
        ],
        'relative',
      ),
      [
        [0, 0, false],
        [0, 1, false],
        [1, 1, false],
      ],
    )
  })
})
