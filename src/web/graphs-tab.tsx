/** Graphs of a connection: time and sequence, round trips, bytes in flight, throughput; each mark leads to its packet. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { axisText, graphPicture, LAYER_COLOURS } from '../core/export/graph-picture.ts'
import { type FoundMark, GRAPH_KINDS, type GraphKind, graphScene } from '../core/view/graph-scene.ts'
import { graphEn } from '../core/words/graph-en.ts'
import { graphZh } from '../core/words/graph-zh.ts'
import type { ConnectionTabProps } from './connection-tabs.tsx'
import { endName } from './format.ts'
import { GraphPlot } from './graph-plot.ts'
import { useWords } from './page-words.ts'
import { savePicture } from './save-picture.ts'

/** The tip stands so far from the pointer. */
const TIP_PX = 12

/** The tab. */
export function GraphsTab({ data, language, theme, packet, selectPacket, marked }: ConnectionTabProps) {
  const words = language === 'zh' ? graphZh : graphEn
  const page = useWords()
  const { client, server, payloadBytes } = data.report
  const [kind, setKind] = useState<GraphKind>('tcptrace')
  // The side that has more to tell is shown first.
  const [sender, setSender] = useState<0 | 1>(payloadBytes.server > payloadBytes.client ? 1 : 0)
  const [tip, setTip] = useState<{ readonly mark: FoundMark; readonly left: number; readonly top: number } | undefined>(undefined)
  const scene = useMemo(() => graphScene(kind, data.packets, sender), [kind, data, sender])
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<GraphPlot | undefined>(undefined)
  useEffect(() => {
    const element = place.current
    if (element === null || scene.layers.length === 0) return undefined
    const drawn = new GraphPlot(element, element.clientWidth, element.clientHeight, {
      scene,
      theme,
      onHover: (mark, left, top) => setTip(mark === undefined ? undefined : { mark, left, top }),
      onPick: selectPacket,
    })
    plot.current = drawn
    const observer = new ResizeObserver(() => drawn.resize(element.clientWidth, element.clientHeight))
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.destroy()
      plot.current = undefined
      setTip(undefined)
    }
  }, [scene, theme, selectPacket])
  useEffect(() => plot.current?.mark(packet, marked), [packet, marked, scene, theme])
  const names = [endName(client), endName(server)]
  const title = `${words.kinds[kind]}: ${words.fromTo(names[sender], names[1 - sender])}`
  const marks = scene.layers.reduce((sum, { packets }) => sum + packets.length, 0)
  const save = (format: 'svg' | 'png'): void => {
    if (plot.current !== undefined)
      void savePicture(graphPicture(scene, plot.current.sight, title, words), `connection-${data.id}-${kind}`, format)
  }
  return (
    <div class="graphs">
      <div class="graph-choice">
        <select
          aria-label={words.graphs}
          value={kind}
          onChange={(event) => setKind(GRAPH_KINDS.find((each) => each === event.currentTarget.value) ?? 'tcptrace')}
        >
          {GRAPH_KINDS.map((each) => (
            <option key={each} value={each}>
              {words.kinds[each]}
            </option>
          ))}
        </select>
        <select aria-label={words.direction} value={sender} onChange={(event) => setSender(event.currentTarget.value === '1' ? 1 : 0)}>
          <option value={0}>{words.fromTo(names[0], names[1])}</option>
          <option value={1}>{words.fromTo(names[1], names[0])}</option>
        </select>
        <button type="button" onClick={() => plot.current?.reset()} data-action="reset-graph">
          {words.reset}
        </button>
        <button type="button" onClick={() => save('svg')} data-action="graph-svg">
          {page.connection.saveSvg}
        </button>
        <button type="button" onClick={() => save('png')} data-action="graph-png">
          {page.connection.savePng}
        </button>
      </div>
      <div class="legend">
        {scene.layers.map(({ id }) => (
          <span key={id}>
            <i style={{ background: LAYER_COLOURS[id][theme === 'dark' ? 1 : 0] }} />
            {words.layers[id]}
          </span>
        ))}
        {marked.size > 0 && (
          <span>
            <i class="ring" />
            {words.evidence}
          </span>
        )}
      </div>
      {scene.layers.length === 0 ? (
        <p class="empty quiet">{words.empty}</p>
      ) : (
        <div
          ref={place}
          class="plot"
          tabIndex={0}
          role="img"
          aria-label={words.described(title, marks)}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || plot.current?.key(event.key) !== true) return
            event.preventDefault()
            event.stopPropagation()
          }}
        >
          {tip !== undefined && (
            <div class="plot-tip" style={tipPlace(tip, place.current?.clientWidth ?? 0)}>
              {words.layers[tip.mark.layer.id]}
              {tip.mark.layer.packets[tip.mark.index] !== 0 && `, ${words.packet(tip.mark.layer.packets[tip.mark.index])}`}
              <span class="quiet">
                {' '}
                {axisText(tip.mark.layer.seconds[tip.mark.index], 'seconds')} · {axisText(tip.mark.layer.high[tip.mark.index], scene.unit)}
              </span>
            </div>
          )}
        </div>
      )}
      <p class="quiet">{words.help}</p>
    </div>
  )
}

/** Beside the pointer, on the side that has more room. */
function tipPlace({ left, top }: { readonly left: number; readonly top: number }, width: number) {
  const beside = left < width / 2 ? { left: `${left + TIP_PX}px` } : { right: `${width - left + TIP_PX}px` }
  return { ...beside, top: `${top + TIP_PX}px` }
}
