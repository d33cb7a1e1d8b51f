/** `-T pdml`: the detail tree of each packet as XML, with where each item's bytes are. */
import { hexText, labelText } from '../field-text.ts'
import type { DissectedPacket, FieldItem, ReassembledBytes } from '../field-item.ts'
import { EXPERT } from '../expert-item.ts'
import { DATA } from '../layers/data-layer.ts'
import { TEXT_ONLY } from '../text-only.ts'
import { chosenValues, isoTime, jsonValue, plainText, unixNs } from './plain-text.ts'
import { xmlText } from './xml-text.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const STYLE_SHEET = 'pdml2html.xsl'
const STYLE_SHEET_PLACE = `/usr/share/wireshark or at https://gitlab.com/wireshark/wireshark/-/raw/master/${STYLE_SHEET}`
const STEP = '  '
const NS_PER_S = 1_000_000_000n
const NANO_DIGITS = 9

/** Makes the text of `-T pdml`, piece by piece: `begin`, then `packet` for each, then `end`. */
export class PdmlText {
  readonly #chosen: readonly string[] | undefined

  /** `chosen`: the names given with `-e`, in order; undefined: whole trees. */
  constructor(chosen?: readonly string[]) {
    this.#chosen = chosen
  }

  /**
   * The text before the first packet.
   *
   * @param file The name of the capture, as it was given.
   * @param now The moment of writing; its local date and time are shown.
   */
  begin(file: string, now: Date): string {
    const two = (number: number): string => String(number).padStart(2, '0')
    const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`
    const date = `${DAYS[now.getDay()]} ${MONTHS[now.getMonth()]} ${String(now.getDate()).padStart(2)}`
    return `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="${STYLE_SHEET}"?>
<!-- You can find ${STYLE_SHEET} in ${STYLE_SHEET_PLACE}. -->
<pdml version="0" creator="wireshark/4.0.17" time="${date} ${time} ${now.getFullYear()}" capture_file="${xmlText(file)}">
`
  }

  /** The text of a packet. `time` makes the text of its time column, where that is among the chosen. */
  packet(packet: DissectedPacket, time: () => string = () => ''): string {
    const chosen = this.#chosen
    const below = chosen === undefined ? new PdmlTree(packet).layers(packet.layers) : chosenText(packet, chosen, time)
    return `<packet>\n${generalText(packet)}${below}</packet>\n\n\n`
  }

  /** The text after the last packet. */
  end(): string {
    return '</pdml>\n'
  }
}

/** What PDML wants of every packet, whatever its protocols are. */
function generalText(packet: DissectedPacket): string {
  const { number, wireLength, bytes, layers } = packet
  const timeNs = unixNs(packet)
  const rest = ((timeNs % NS_PER_S) + NS_PER_S) % NS_PER_S
  const epoch = `${(timeNs - rest) / NS_PER_S}.${String(rest).padStart(NANO_DIGITS, '0')}`
  const arrival = layers[0]?.children.find(({ field }) => field.name === 'frame.time')
  const size = ` size="${bytes.length}"`
  const line = (name: string, shown: string, title: string, value: string): string =>
    `    <field name="${name}" pos="0" show="${shown}" showname="${title}" value="${value}"${size}/>\n`
  return (
    `  <proto name="geninfo" pos="0" showname="General information"${size}>\n` +
    line('num', String(number), 'Number', number.toString(16)) +
    line('len', String(wireLength), 'Frame Length', wireLength.toString(16)) +
    line('caplen', String(bytes.length), 'Captured Length', bytes.length.toString(16)) +
    line('timestamp', arrival === undefined ? isoTime(timeNs) : plainText(arrival), 'Captured Time', epoch) +
    '  </proto>\n'
  )
}

function chosenText(packet: DissectedPacket, chosen: readonly string[], time: () => string): string {
  let text = ''
  for (const [name, values] of chosenValues(packet, chosen, time))
    for (const value of values) text += `  <field name="${name}" value="${xmlText(value)}"/>\n`
  return text
}

/** Lists of fragments: what follows them lies in the bytes that they make up. */
const FRAGMENT_LISTS: ReadonlySet<string> = new Set(['ip.fragments', 'ipv6.fragments'])

/** The whole tree of one packet. */
class PdmlTree {
  readonly #reassembled: readonly ReassembledBytes[]
  #reassembledCount = 0
  /** What the offsets of items count in. */
  #bytes: Uint8Array

  constructor({ bytes, reassembled }: DissectedPacket) {
    this.#bytes = bytes
    this.#reassembled = reassembled ?? []
  }

  layers(layers: readonly FieldItem[]): string {
    let text = ''
    for (const layer of layers) {
      const isProtocol = layer.field.type === 'protocol' && layer.field !== DATA
      // The schema wants protocols outermost. tshark closes what it wraps one step too far left.
      if (isProtocol) text += this.#item(layer, 0, 1, STEP)
      else text += `${STEP}<proto name="fake-field-wrapper">\n${this.#item(layer, 0, 2, STEP)}${STEP}</proto>\n`
    }
    return text
  }

  #item(item: FieldItem, base: number, depth: number, closingIndent: string): string {
    const { field, children } = item
    const indent = STEP.repeat(depth)
    if (FRAGMENT_LISTS.has(field.name)) this.#bytes = this.#reassembled[this.#reassembledCount++]?.bytes ?? this.#bytes
    const isProtocol = field.type === 'protocol' && field !== DATA && field !== EXPERT
    const tag = isProtocol ? 'proto' : 'field'
    const text = `${indent}<${tag} ${attributesText(item, base, this.#bytes)}`
    if (children.length === 0) return `${text}${field === DATA ? `>\n${closingIndent}</field>` : '/>'}\n`
    let below = ''
    // To tshark all lines of a note begin at byte 0.
    const childBase = field === EXPERT ? 0 : item.offset
    for (const child of children) below += this.#item(child, childBase, depth + 1, `${indent}${STEP}`)
    return `${text}>\n${below}${closingIndent}</${tag}>\n`
  }
}

/** @param base where the item above begins: what is placed before it counts from there */
function attributesText(item: FieldItem, base: number, source: Uint8Array): string {
  const { field, value, length, offset } = item
  const bytes = length > 0 ? hexText(source.subarray(offset, offset + length)) : ''
  if (field === DATA) return `name="data" value="${bytes}"`
  const place = `size="${length}" pos="${offset < base ? base + offset : offset}"`
  const hex = length > 0 ? ` value="${bytes}"` : ''
  if (field === TEXT_ONLY) return `name="" show="${xmlText(labelText(item))}" ${place}${hex}`
  const name = `name="${field.name}" showname="${xmlText(labelText(item))}"${item.hidden ? ' hide="yes"' : ''} ${place}`
  if (field.type === 'protocol') return name
  if (field.type === 'none') return `${name} show="" value=""`
  const shown = `${name} show="${xmlText(value === null ? '' : jsonValue(item))}"`
  if (field.mask === undefined || length === 0) return `${shown}${hex}`
  return `${shown} value="${Number(value).toString(16).toUpperCase()}" unmasked${hex.trimStart()}`
}
