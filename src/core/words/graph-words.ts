/** What the graphs and the state diagram of a connection say: one catalogue per language. */
import type { TcpState } from '../analysis/states.ts'

/** The words. Keys of `kinds` and `layers` are those of `view/graph-scene`. */
export interface GraphWords {
  readonly graphs: string
  readonly states: string
  readonly kinds: Readonly<Record<'tcptrace' | 'stevens' | 'rtt' | 'flight' | 'throughput', string>>
  readonly layers: Readonly<
    Record<
      | 'data'
      | 'repeated'
      | 'out-of-order'
      | 'probe'
      | 'open-close'
      | 'reset'
      | 'ack'
      | 'window-edge'
      | 'sack'
      | 'rtt'
      | 'in-flight'
      | 'window'
      | 'goodput'
      | 'wire',
      string
    >
  >
  /** Rings round the packets of the evidence that is chosen. */
  readonly evidence: string
  readonly direction: string
  fromTo(from: string, to: string): string
  readonly reset: string
  readonly empty: string
  readonly help: string
  packet(number: number): string
  readonly seconds: string
  /** What the graph is, for who cannot see it. */
  described(kind: string, marks: number): string
  readonly play: string
  readonly pause: string
  readonly previous: string
  readonly next: string
  step(at: number, count: number): string
  readonly bySide: Readonly<Record<'client' | 'server', string>>
  /** A step of one end: into which state, by which packet; 0 when no packet shows it. */
  entered(state: TcpState, packet: number): string
  readonly inferred: string
}
