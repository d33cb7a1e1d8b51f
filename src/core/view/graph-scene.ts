/** A graph as layers of bars, steps, dots and lines in data units: what a canvas draws and a picture is made of. */
import type { PacketColumns } from '../analysis/packet-columns.ts'
import { flight, roundTrips, throughput } from './flow-series.ts'
import type { GraphPoints } from './graph-series.ts'
import { type SegmentLook, timeSequence } from './time-sequence.ts'

/** Graphs that a connection has. */
export const GRAPH_KINDS = ['tcptrace', 'stevens', 'rtt', 'flight', 'throughput'] as const
/** One of them. */
export type GraphKind = (typeof GRAPH_KINDS)[number]

/** What a layer shows; it decides the colour and the word in the legend. */
export type LayerId = SegmentLook | 'ack' | 'window-edge' | 'sack' | 'rtt' | 'in-flight' | 'window' | 'goodput' | 'wire'

/** Marks of one kind, in order of time. `low` and `high` are equal but for bars. */
export interface GraphLayer {
  readonly id: LayerId
  readonly shape: 'bars' | 'steps' | 'dots' | 'line'
  readonly seconds: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** Numbers of packets in the capture; 0 where a mark is no single packet's. */
  readonly packets: readonly number[]
}

/** A graph. Ranges hold all marks; both are empty (0 to 1) when there is none. */
export interface GraphScene {
  readonly unit: 'bytes' | 'seconds' | 'bits-per-second'
  readonly secondsRange: readonly [from: number, to: number]
  readonly valueRange: readonly [from: number, to: number]
  readonly layers: readonly GraphLayer[]
}

/** The order in which looks are drawn: what matters is on top. */
const LOOK_ORDER: readonly SegmentLook[] = ['data', 'open-close', 'probe', 'out-of-order', 'repeated', 'reset']

/** The graph of what `sender` (0 client, 1 server) sent. */
export function graphScene(kind: GraphKind, columns: PacketColumns, sender: 0 | 1): GraphScene {
  switch (kind) {
    case 'tcptrace':
    case 'stevens':
      return sequenceScene(columns, sender, kind === 'tcptrace')
    case 'rtt':
      return scene('seconds', [pointLayer('rtt', 'dots', roundTrips(columns, sender))])
    case 'flight': {
      const { inFlight, window } = flight(columns, sender)
      return scene('bytes', [pointLayer('window', 'steps', window), pointLayer('in-flight', 'steps', inFlight)])
    }
    case 'throughput': {
      const { goodput, wire } = throughput(columns, sender)
      return scene('bits-per-second', [pointLayer('wire', 'steps', wire), pointLayer('goodput', 'steps', goodput)])
    }
  }
}

function sequenceScene(columns: PacketColumns, sender: 0 | 1, isWhole: boolean): GraphScene {
  const { segments, acks, windowEdge, sacks } = timeSequence(columns, sender)
  const layers: GraphLayer[] = []
  if (isWhole) {
    layers.push(pointLayer('window-edge', 'steps', windowEdge), pointLayer('ack', 'steps', acks))
    layers.push({
      id: 'sack',
      shape: 'bars',
      seconds: sacks.map(({ seconds }) => seconds),
      low: sacks.map(({ from }) => from),
      high: sacks.map(({ to }) => to),
      packets: sacks.map(({ packet }) => packet),
    })
  }
  for (const look of LOOK_ORDER) {
    const own = segments.filter((segment) => segment.look === look)
    layers.push({
      id: look,
      shape: isWhole ? 'bars' : 'dots',
      seconds: own.map(({ seconds }) => seconds),
      low: own.map(({ from }) => from),
      high: own.map(({ from, to }) => (isWhole ? to : from)),
      packets: own.map(({ packet }) => packet),
    })
  }
  return scene('bytes', layers)
}

function pointLayer(id: LayerId, shape: GraphLayer['shape'], { seconds, values, packets }: GraphPoints): GraphLayer {
  return { id, shape, seconds, low: values, high: values, packets }
}

function scene(unit: GraphScene['unit'], all: readonly GraphLayer[]): GraphScene {
  const layers = all.filter(({ seconds }) => seconds.length > 0)
  let [fromSeconds, toSeconds, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const layer of layers) {
    fromSeconds = Math.min(fromSeconds, layer.seconds[0])
    toSeconds = Math.max(toSeconds, layer.seconds[layer.seconds.length - 1])
    for (let i = 0; i < layer.seconds.length; i++) {
      low = Math.min(low, layer.low[i])
      high = Math.max(high, layer.high[i])
    }
  }
  if (layers.length === 0) return { unit, secondsRange: [0, 1], valueRange: [0, 1], layers }
  return {
    unit,
    secondsRange: [fromSeconds, toSeconds > fromSeconds ? toSeconds : fromSeconds + 1],
    // Amounts begin at nothing; positions where the stream does.
    valueRange: [unit === 'bytes' && layers.some(({ shape }) => shape === 'bars') ? low : Math.min(0, low), high > low ? high : low + 1],
    layers,
  }
}

/** A mark that was found near a place. */
export interface FoundMark {
  readonly layer: GraphLayer
  readonly index: number
}

/**
 * The mark nearest to a place, as far as one is within reach; marks of packets go before those of none.
 *
 * @param secondsReach how far in time, @param valueReach how far in value a mark may be: both count as a distance of 1
 */
export function nearestMark(
  { layers }: GraphScene,
  seconds: number,
  value: number,
  secondsReach: number,
  valueReach: number,
): FoundMark | undefined {
  let best: FoundMark | undefined
  let bestDistance = 1
  for (const layer of layers) {
    for (
      let i = firstFrom(layer.seconds, seconds - secondsReach);
      i < layer.seconds.length && layer.seconds[i] <= seconds + secondsReach;
      i++
    ) {
      const away = value < layer.low[i] ? layer.low[i] - value : value > layer.high[i] ? value - layer.high[i] : 0
      const distance = Math.hypot((layer.seconds[i] - seconds) / secondsReach, away / valueReach) + (layer.packets[i] === 0 ? 1 : 0)
      if (distance <= bestDistance) {
        best = { layer, index: i }
        bestDistance = distance
      }
    }
  }
  return best
}

/** The first index whose time is not before `seconds`. */
function firstFrom(times: readonly number[], seconds: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] < seconds) low = middle + 1
    else high = middle
  }
  return low
}

/** Steps between marks on an axis: the 1, 2 or 5 times a power of ten that gives at most `most` of them. */
export function axisStep(from: number, to: number, most: number): number {
  const rough = (to - from) / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(rough))
  for (const factor of [1, 2, 5, 10]) if (factor * power >= rough) return factor * power
  return 10 * power
}
