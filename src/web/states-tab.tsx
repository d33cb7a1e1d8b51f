/** The state diagram of RFC 9293, on which the connection's path is played step by step. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { BOX, diagramAfter, diagramSteps, edgePath, STATE_EDGES, STATE_NODES } from '../core/view/state-diagram.ts'
import { graphEn } from '../core/words/graph-en.ts'
import { graphZh } from '../core/words/graph-zh.ts'
import type { ConnectionTabProps } from './connection-tabs.tsx'

const STEP_MS = 900
/** Both ends' lines side by side. */
const SHIFTS = { client: -0.7, server: 0.7 } as const

/** The tab. */
export function StatesTab({ data, language, packet, selectPacket }: ConnectionTabProps) {
  const words = language === 'zh' ? graphZh : graphEn
  const steps = useMemo(() => diagramSteps(data.report.states), [data])
  const [count, setCount] = useState(steps.length)
  const [isPlaying, setPlaying] = useState(false)
  useEffect(() => setCount(steps.length), [steps])
  useEffect(() => {
    if (!isPlaying) return undefined
    const timer = setInterval(
      () =>
        setCount((now) => {
          if (now + 1 >= steps.length) setPlaying(false)
          return Math.min(steps.length, now + 1)
        }),
      STEP_MS,
    )
    return () => clearInterval(timer)
  }, [isPlaying, steps])
  const moment = diagramAfter(steps, count)
  const go = (to: number): void => {
    setPlaying(false)
    const at = Math.min(steps.length, Math.max(0, to))
    setCount(at)
    const step = steps[at - 1]
    if (step !== undefined && step.packet !== 0) selectPacket(step.packet)
  }
  const play = (): void => {
    if (!isPlaying && count >= steps.length) setCount(0)
    setPlaying(!isPlaying)
  }
  return (
    <div class="states-tab">
      <svg class="state-diagram" viewBox="-2 0 104 100" role="img" aria-label={`${words.states} (RFC 9293 §3.3.2)`}>
        <defs>
          {['plain', 'client', 'server'].map((look) => (
            <marker
              key={look}
              id={`head-${look}`}
              class={`head ${look}`}
              viewBox="0 0 6 6"
              refX="5.5"
              refY="3"
              markerWidth="5"
              markerHeight="5"
              orient="auto"
            >
              <path d="M0 0L6 3L0 6z" />
            </marker>
          ))}
        </defs>
        {STATE_EDGES.map(({ from, to, cause }) => {
          return (
            <g key={`${from}-${to}`} class="edge">
              <path d={edgePath(from, to)} marker-end="url(#head-plain)" />
              <title>{`${from} → ${to}: ${cause}`}</title>
            </g>
          )
        })}
        {moment.taken.map(({ side, from, to }, i) => (
          <path key={`${side}-${i}`} class={`edge taken ${side}`} d={edgePath(from, to, SHIFTS[side])} marker-end={`url(#head-${side})`} />
        ))}
        {STATE_NODES.map(({ state, x, y }) => {
          const looks = [moment.client === state ? 'client' : '', moment.server === state ? 'server' : ''].filter(Boolean)
          return (
            <g key={state} class={`box ${looks.join(' ')}`}>
              <rect x={x - BOX.halfWidth} y={y - BOX.halfHeight} width={2 * BOX.halfWidth} height={2 * BOX.halfHeight} rx="1" />
              <text x={x} y={y + 0.8}>
                {state}
              </text>
              {looks.map((side, i) => (
                <circle key={side} class={side} cx={x - BOX.halfWidth + 1.2 + 2.2 * i} cy={y - BOX.halfHeight} r="1.1" />
              ))}
            </g>
          )
        })}
      </svg>
      <div class="state-steps">
        <p class="graph-choice">
          <button type="button" onClick={play} data-action="states-play">
            {isPlaying ? words.pause : words.play}
          </button>
          <button type="button" onClick={() => go(count - 1)} disabled={count === 0} data-action="states-back">
            {words.previous}
          </button>
          <button type="button" onClick={() => go(count + 1)} disabled={count >= steps.length} data-action="states-on">
            {words.next}
          </button>
          <span class="quiet" aria-live="polite">
            {words.step(count, steps.length)}
          </span>
        </p>
        <ol>
          {steps.map(({ side, state, packet: by, isInferred }, i) => (
            <li key={`${side}-${i}`} class={[side, i < count ? '' : 'later', by !== 0 && by === packet ? 'selected' : ''].join(' ')}>
              <button type="button" class="link" onClick={() => go(i + 1)}>
                <i class={`dot ${side}`} /> {words.bySide[side]}: {words.entered(state, by)}
                {isInferred && <span class="quiet"> ({words.inferred})</span>}
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}
