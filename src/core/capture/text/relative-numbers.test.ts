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

describe('a pure ACK of tcpdump, whose number is not printed', () => {
  const CLIENT = { version: 4, source: '192.0.2.1', destination: '192.0.2.2' } as const
  const SERVER = { version: 4, source: '192.0.2.2', destination: '192.0.2.1' } as const

  interface Bare {
    readonly at?: number | undefined
    readonly server?: boolean
    readonly payload?: number
    readonly seq?: number
    readonly ack: number
    readonly window?: number
    readonly stamps?: readonly [number, number] | undefined
  }

  /** Sequence numbers that the packets of an open connection get, and whether they count as shown. */
  const numbersOf = (packets: readonly Bare[]): unknown[] => {
    const numbers = new RelativeNumbers()
    return packets.map(({ at, server = false, payload = 0, seq, ack, window = 500, stamps }) => {
      const ports = server ? { sourcePort: 80, destinationPort: 40000 } : { sourcePort: 40000, destinationPort: 80 }
      const options = stamps ? [{ kind: 8, data: stamps.flatMap((stamp) => [0, 0, stamp >> 8, stamp & 255]) }] : []
      const tcp: TcpFacts = { ...ports, numbering: 'tcpdump', flags: ACK, seq, ack, payload, window, options }
      const time = at === undefined ? undefined : ({ kind: 'day', seconds: Math.floor(at), nanos: (at % 1) * 1e9 } as const)
      numbers.resolve({ style: 'tcpdump', offset: 0, block: 0, run: 0, time, ip: server ? SERVER : CLIENT, tcp })
      return [tcp.wireSeq, tcp.seqPrinted]
    })
  }
  const sent: Bare = { at: 0, seq: 1, payload: 9, ack: 1 }
  const taken: Bare = { at: 0.1, server: true, ack: 10 }
  const last = (packets: readonly Bare[]): unknown => numbersOf(packets).at(-1)

  it('is a keepalive after a silence, if it says nothing new', () => {
    const probe: Bare = { at: 1.2, ack: 1 }
    assert.deepEqual(numbersOf([sent, taken, probe, { at: 1.3, server: true, ack: 10 }]).slice(2), [
      [9, true],
      [1, false],
    ])
    assert.deepEqual(last([sent, taken, { ...probe, at: 0.9 }]), [10, false])
    assert.deepEqual(last([sent, taken, { ...probe, window: 501 }]), [10, false])
    assert.deepEqual(last([sent, { ...taken, seq: 1, payload: 4 }, { ...probe, ack: 5 }]), [10, false])
  })

  it('is no keepalive when its echo answers a packet that is missing', () => {
    const stamped = { ...taken, stamps: [7, 1] } as const
    const probe = { at: 1.2, ack: 1 }
    const before = { ...sent, stamps: [1, 3] } as const
    assert.deepEqual(last([before, stamped, { ...probe, stamps: [2, 7] }]), [9, true])
    assert.deepEqual(last([before, stamped, { ...probe, stamps: [2, 8] }]), [10, false])
  })

  it('asks a shut window sooner', () => {
    const shut = { ...taken, window: 0 }
    assert.deepEqual(last([sent, shut, { at: 0.35, ack: 1 }]), [9, true])
    assert.deepEqual(last([sent, shut, { at: 0.2, ack: 1 }]), [10, false])
  })

  it('is known without times by a clock that went on', () => {
    const before = { ...sent, at: undefined, stamps: [1, 3] } as const
    const stamped = { ...taken, at: undefined, stamps: [7, 1] } as const
    assert.deepEqual(last([before, stamped, { ack: 1, stamps: [2, 7] }]), [9, true])
    assert.deepEqual(last([before, stamped, { ack: 1, stamps: [1, 7] }]), [10, false])
    assert.deepEqual(last([before, { ...stamped, stamps: undefined }, { ack: 1 }]), [10, false])
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
