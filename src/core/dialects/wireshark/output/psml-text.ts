/** `-T psml`: the summary line of each packet as XML. */
import type { DissectedPacket } from '../field-item.ts'
import { xmlText } from './xml-text.ts'

const COLUMNS = ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info'] as const

/** The text before the first packet. */
export function psmlBegin(): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<psml version="0" creator="wireshark/4.0.17">\n<structure>\n${sections(COLUMNS)}</structure>\n\n`
}

/** The text of a packet; `time` is that of its time column. */
export function psmlPacket(packet: DissectedPacket, time: string): string {
  const { number, source, destination, protocol, wireLength, info } = packet
  return `<packet>\n${sections([String(number), time, source, destination, protocol, String(wireLength), info])}</packet>\n\n`
}

/** The text after the last packet. */
export const PSML_END = '</psml>\n'

function sections(texts: readonly string[]): string {
  return texts.map((text) => `<section>${xmlText(text)}</section>\n`).join('')
}
