/** The state diagram of RFC 9293 §3.3.2 in units of its own, and the way that both ends of a connection take through it. */
import type { StatePath, TcpState } from '../analysis/states.ts'

/** A state's place: the middle of its box, in a drawing 100 wide and 100 high. */
export interface StateNode {
  readonly state: TcpState
  readonly x: number
  readonly y: number
}

/** A transition: what makes it, and what is sent, in the RFC's words. */
export interface StateEdge {
  readonly from: TcpState
  readonly to: TcpState
  readonly cause: string
}

/** The boxes. */
export const STATE_NODES: readonly StateNode[] = [
  { state: 'CLOSED', x: 50, y: 5 },
  { state: 'LISTEN', x: 50, y: 20 },
  { state: 'SYN-RECEIVED', x: 20, y: 36 },
  { state: 'SYN-SENT', x: 80, y: 36 },
  { state: 'ESTABLISHED', x: 50, y: 50 },
  { state: 'FIN-WAIT-1', x: 22, y: 64 },
  { state: 'CLOSE-WAIT', x: 80, y: 64 },
  { state: 'FIN-WAIT-2', x: 14, y: 80 },
  { state: 'CLOSING', x: 47, y: 80 },
  { state: 'LAST-ACK', x: 80, y: 80 },
  { state: 'TIME-WAIT', x: 30, y: 95 },
]

/** The arrows of Figure 5; resets and timeouts lead to CLOSED from everywhere, and are drawn only where they were taken. */
export const STATE_EDGES: readonly StateEdge[] = [
  { from: 'CLOSED', to: 'LISTEN', cause: 'passive OPEN' },
  { from: 'CLOSED', to: 'SYN-SENT', cause: 'active OPEN / SYN' },
  { from: 'LISTEN', to: 'SYN-RECEIVED', cause: 'SYN / SYN,ACK' },
  { from: 'LISTEN', to: 'SYN-SENT', cause: 'SEND / SYN' },
  { from: 'SYN-SENT', to: 'SYN-RECEIVED', cause: 'SYN / SYN,ACK' },
  { from: 'SYN-SENT', to: 'ESTABLISHED', cause: 'SYN,ACK / ACK' },
  { from: 'SYN-RECEIVED', to: 'ESTABLISHED', cause: 'ACK of SYN' },
  { from: 'SYN-RECEIVED', to: 'FIN-WAIT-1', cause: 'CLOSE / FIN' },
  { from: 'ESTABLISHED', to: 'FIN-WAIT-1', cause: 'CLOSE / FIN' },
  { from: 'ESTABLISHED', to: 'CLOSE-WAIT', cause: 'FIN / ACK' },
  { from: 'FIN-WAIT-1', to: 'FIN-WAIT-2', cause: 'ACK of FIN' },
  { from: 'FIN-WAIT-1', to: 'CLOSING', cause: 'FIN / ACK' },
  { from: 'FIN-WAIT-1', to: 'TIME-WAIT', cause: 'FIN,ACK of FIN / ACK' },
  { from: 'FIN-WAIT-2', to: 'TIME-WAIT', cause: 'FIN / ACK' },
  { from: 'CLOSING', to: 'TIME-WAIT', cause: 'ACK of FIN' },
  { from: 'CLOSE-WAIT', to: 'LAST-ACK', cause: 'CLOSE / FIN' },
  { from: 'LAST-ACK', to: 'CLOSED', cause: 'ACK of FIN' },
  { from: 'TIME-WAIT', to: 'CLOSED', cause: '2 MSL' },
]

/** One step of one end. */
export interface DiagramStep {
  readonly side: 'client' | 'server'
  readonly state: TcpState
  /** The state before; undefined at the beginning of what is known. */
  readonly before: TcpState | undefined
  /** 0 when no packet shows it. */
  readonly packet: number
  readonly isInferred: boolean
}

/** The steps of both ends in the order of their packets; a step that no packet shows stands where its end's own order has it. */
export function diagramSteps({ client, server }: { readonly client: StatePath; readonly server: StatePath }): DiagramStep[] {
  const own = (side: DiagramStep['side'], path: StatePath): (DiagramStep & { readonly at: number })[] => {
    let at = 0
    return path.map(({ state, packet, inferred }, i) => {
      at = Math.max(at, packet ?? at)
      return { side, state, before: path[i - 1]?.state, packet: packet ?? 0, isInferred: inferred === true, at }
    })
  }
  const all = [...own('client', client), ...own('server', server)]
  return all
    .map((step, order) => ({ step, order }))
    .sort((a, b) => a.step.at - b.step.at || a.order - b.order)
    .map(({ step: { at: _at, ...step } }) => step)
}

/** Where both ends stand after the first `count` steps, and the transitions that they took so far. */
export interface DiagramMoment {
  readonly client: TcpState | undefined
  readonly server: TcpState | undefined
  readonly taken: readonly { readonly side: DiagramStep['side']; readonly from: TcpState; readonly to: TcpState }[]
}

/** The diagram after `count` steps. */
export function diagramAfter(steps: readonly DiagramStep[], count: number): DiagramMoment {
  let client: TcpState | undefined
  let server: TcpState | undefined
  const taken: { side: DiagramStep['side']; from: TcpState; to: TcpState }[] = []
  for (const { side, state, before } of steps.slice(0, count)) {
    if (side === 'client') client = state
    else server = state
    if (before !== undefined && before !== state) taken.push({ side, from: before, to: state })
  }
  return { client, server, taken }
}

/** Half the size of a box. */
export const BOX = { halfWidth: 9, halfHeight: 3 } as const

/** Where a line from one box to another leaves and arrives: on the frames of both, shifted sideways so that both directions are seen. */
export function edgeLine(
  from: TcpState,
  to: TcpState,
  shift = 0,
): { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number } {
  const a = nodeOf(from)
  const b = nodeOf(to)
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const [dx, dy] = [(b.x - a.x) / length, (b.y - a.y) / length]
  const [sideX, sideY] = [-dy * shift, dx * shift]
  const out = reach(dx, dy)
  return {
    x1: a.x + dx * out + sideX,
    y1: a.y + dy * out + sideY,
    x2: b.x - dx * out + sideX,
    y2: b.y - dy * out + sideY,
  }
}

/** How far out a way back to CLOSED runs, beside all boxes; each further one a little further. */
const OUTSIDE = { left: 1.5, right: 98.5 } as const

/** The way of an arrow as an SVG path: straight, but round the other boxes where it leads back to CLOSED from below. */
export function edgePath(from: TcpState, to: TcpState, shift = 0): string {
  const a = nodeOf(from)
  const b = nodeOf(to)
  if (to !== 'CLOSED' || a.y < 30 || from === 'SYN-SENT') {
    const { x1, y1, x2, y2 } = edgeLine(from, to, shift)
    return `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`
  }
  const isLeft = a.x < 50
  const sideways = isLeft ? -BOX.halfWidth : BOX.halfWidth
  const lane = (isLeft ? OUTSIDE.left : OUTSIDE.right) + shift
  return `M${a.x + sideways} ${short(a.y + shift)}H${short(lane)}V${short(b.y + shift)}H${b.x + sideways}`
}

function short(value: number): number {
  return Math.round(value * 100) / 100
}

function nodeOf(state: TcpState): StateNode {
  const node = STATE_NODES.find((each) => each.state === state)
  if (node === undefined) throw new Error(`the diagram has no ${state}`)
  return node
}

/** How far it is from the middle of a box to its frame in a direction. */
function reach(dx: number, dy: number): number {
  return Math.min(dx === 0 ? Infinity : BOX.halfWidth / Math.abs(dx), dy === 0 ? Infinity : BOX.halfHeight / Math.abs(dy))
}
