/** `-T json`: an array of packets with their trees. */
import { labelText } from '../field-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import { chosenValues, isoTime, jsonValue, unixNs } from './plain-text.ts'

const DATE_LENGTH = 10
const STEP = '  '
/** How deep the protocols of a packet stand in its object. */
const LAYER_DEPTH = 4

/** Makes the text of `-T json`, piece by piece: `begin`, then `packet` for each, then `end`. */
export class JsonText {
  readonly #chosen: readonly string[] | undefined
  #isFirst = true

  /** `chosen`: the names given with `-e`, in order; undefined: whole trees. */
  constructor(chosen?: readonly string[]) {
    this.#chosen = chosen
  }

  /** The text before the first packet. */
  begin(): string {
    return '['
  }

  /** The text of a packet. `time` makes the text of its time column, where that is among the chosen. */
  packet(packet: DissectedPacket, time: () => string = () => ''): string {
    const before = this.before()
    const date = isoTime(unixNs(packet)).slice(0, DATE_LENGTH)
    const chosen = this.#chosen
    const layers = chosen === undefined ? objectText(packet.layers, LAYER_DEPTH) : chosenText(packet, chosen, time)
    return `${before}  {\n    "_index": "packets-${date}",\n    "_type": "doc",\n    "_score": null,\n    "_source": {\n      "layers": ${layers}\n    }\n  }`
  }

  /** What stands in front of the next packet; with this, a packet has begun. */
  before(): string {
    const text = this.#isFirst ? '\n' : ',\n'
    this.#isFirst = false
    return text
  }

  /** The text after the last packet. */
  end(): string {
    return this.#isFirst ? '\n\n]\n' : '\n]\n'
  }
}

function chosenText(packet: DissectedPacket, chosen: readonly string[], time: () => string): string {
  const indent = STEP.repeat(LAYER_DEPTH)
  const members = chosenValues(packet, chosen, time).map(
    ([name, values]) =>
      `${indent}${JSON.stringify(name)}: [\n${values.map((value) => `${indent}${STEP}${JSON.stringify(value)}`).join(',\n')}\n${indent}]`,
  )
  return members.length === 0 ? '{\n      }' : `{\n${members.join(',\n')}\n      }`
}

/** An object with the items as members, indented by `depth` steps. */
function objectText(items: readonly FieldItem[], depth: number): string {
  const indent = STEP.repeat(depth - 1)
  return items.length === 0 ? `{\n${indent}}` : `{\n${membersText(items, depth)}\n${indent}}`
}

/** The members of an object that has an item each, indented by `depth` steps; nothing stands behind the last. */
export function membersText(items: readonly FieldItem[], depth: number): string {
  const indent = STEP.repeat(depth)
  let text = ''
  let comma = ''
  for (const item of items) {
    const { field, children } = item
    // A line without a field goes by its text.
    const name = JSON.stringify(field.name === '' ? labelText(item) : field.name)
    const isTree = children.length > 0
    if (isTree && (field.type === 'protocol' || item.value === null)) {
      text += `${comma}${indent}${name}: ${objectText(children, depth + 1)}`
    } else {
      text += `${comma}${indent}${name}: ${JSON.stringify(bareValue(item))}`
      if (isTree) text += `,\n${indent}${name.slice(0, -1)}_tree": ${objectText(children, depth + 1)}`
    }
    comma = ',\n'
  }
  return text
}

function bareValue(item: FieldItem): string {
  if (item.field.type === 'protocol') return labelText(item)
  return item.value === null ? '' : jsonValue(item)
}
