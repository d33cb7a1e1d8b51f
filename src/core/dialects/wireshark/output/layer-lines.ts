/** The lines that a layer makes of some bytes, for texts that are made once and written often. */
import { Dissection } from '../dissection.ts'
import { FieldItem, type PacketTimes } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'
import { WantedFields } from '../wanted-fields.ts'
import { childrenText } from './detail-text.ts'

const NO_TIMES: PacketTimes = { startNs: undefined, timeNs: NaN, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 0 }
const EVERYTHING = new WantedFields(undefined)

/** The lines of what `add` adds to an item for a packet that is nothing but these bytes. */
export function layerLines(bytes: Uint8Array, add: (d: Dissection, item: FieldItem) => void): string {
  const item = new FieldItem(TEXT_ONLY, null, 0, 0)
  add(new Dissection(0, bytes, bytes.length, NO_TIMES, EVERYTHING), item)
  return childrenText(item, 1, false)
}
