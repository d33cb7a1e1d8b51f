/** How the items of a layer become text that is made once and written often: as the lines of a tree, or as members of a JSON object. */
import { Dissection } from '../dissection.ts'
import { FieldItem, type PacketTimes } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'
import { WantedFields } from '../wanted-fields.ts'
import { childrenText } from './detail-text.ts'
import { membersText } from './json-text.ts'

/** How deep the fields of a protocol stand in the JSON of a packet. */
export const MEMBER_DEPTH = 5
const NO_TIMES: PacketTimes = { startNs: undefined, timeNs: NaN, sincePreviousNs: 0, sinceDisplayedNs: 0, digits: 0 }
const EVERYTHING = new WantedFields(undefined)

/** A way to write the items of a layer. */
export interface LayerStyle {
  /** What stands between the texts of some items and of others behind them. */
  readonly between: string
  /** The text of all that is below an item. */
  text(item: FieldItem): string
  /** What is above the items of Ethernet. */
  ethernetTitle(source: string, destination: string): string
}

/** Lines of `-V`. */
export const TREE_STYLE: LayerStyle = {
  between: '',
  text: (item) => childrenText(item, 1, false),
  ethernetTitle: (source, destination) => `Ethernet II, Src: ${source}, Dst: ${destination}\n`,
}

/** Members of `-T json`. */
export const JSON_STYLE: LayerStyle = {
  between: ',\n',
  text: (item) => membersText(item.children, MEMBER_DEPTH),
  ethernetTitle: () => '',
}

/** The text of what `add` adds to an item for a packet that is nothing but these bytes. */
export function layerText(style: LayerStyle, bytes: Uint8Array, add: (d: Dissection, item: FieldItem) => void): string {
  const item = new FieldItem(TEXT_ONLY, null, 0, 0)
  add(new Dissection(0, bytes, bytes.length, NO_TIMES, EVERYTHING), item)
  return style.text(item)
}
