/** What stands in a row of the packet list, and above it: Wireshark's columns, or tcpdump's line. */
import { useWords } from './page-words.ts'
import type { PacketRow } from './protocol.ts'

/** The cells behind number and time. */
export function PacketCells({ row, asLines }: { readonly row: PacketRow; readonly asLines: boolean }) {
  if (asLines) return <span class="info">{row.line}</span>
  return (
    <>
      <span>{row.source}</span>
      <span>{row.destination}</span>
      <span>{row.protocol}</span>
      <span class="num">{row.wireBytes}</span>
      <span class="info">{row.info}</span>
    </>
  )
}

/** The heads of all columns. */
export function PacketHeads({ asLines }: { readonly asLines: boolean }) {
  const { packets: says } = useWords()
  return (
    <div class={`packet heads${asLines ? ' line' : ''}`}>
      <span class="num">{says.number}</span>
      <span class="num">{says.time}</span>
      {asLines ? (
        <span>tcpdump</span>
      ) : (
        <>
          <span>{says.source}</span>
          <span>{says.destination}</span>
          <span>{says.protocol}</span>
          <span class="num">{says.length}</span>
          <span>{says.info}</span>
        </>
      )}
    </div>
  )
}
