/** What the graphs of a connection show, as columns: time in seconds since its first packet, a value, and the packet that it is from. */

/** Points of a graph in order of time. */
export interface GraphPoints {
  readonly seconds: readonly number[]
  readonly values: readonly number[]
  /** The number of the packet in the capture, 0 for a point that no single packet made. */
  readonly packets: readonly number[]
}

/** Collects points. */
export class PointList implements GraphPoints {
  readonly seconds: number[] = []
  readonly values: number[] = []
  readonly packets: number[] = []

  add(seconds: number, value: number, packet: number): void {
    this.seconds.push(seconds)
    this.values.push(value)
    this.packets.push(packet)
  }
}

/** Nanoseconds in a second. */
export const NS_PER_S = 1e9
