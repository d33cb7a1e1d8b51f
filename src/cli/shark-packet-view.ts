/** What `synfin shark` prints of a packet: summary line, tree, bytes, fields or JSON. */
import type { TextOutput } from '../core/bytes/text-output.ts'
import type { Dissector } from '../core/dialects/wireshark/dissector.ts'
import type { DissectedPacket } from '../core/dialects/wireshark/field-item.ts'
import { fieldByName, fieldNames } from '../core/dialects/wireshark/field-registry.ts'
import { detailText } from '../core/dialects/wireshark/output/detail-text.ts'
import { EkText } from '../core/dialects/wireshark/output/ek-text.ts'
import { FieldsText } from '../core/dialects/wireshark/output/fields-text.ts'
import { hexText } from '../core/dialects/wireshark/output/hex-text.ts'
import { JsonText } from '../core/dialects/wireshark/output/json-text.ts'
import { PdmlText } from '../core/dialects/wireshark/output/pdml-text.ts'
import { PlainFields } from '../core/dialects/wireshark/output/plain-fields.ts'
import { PlainJson } from '../core/dialects/wireshark/output/plain-json.ts'
import { PlainLines } from '../core/dialects/wireshark/output/plain-lines.ts'
import { PlainTree } from '../core/dialects/wireshark/output/plain-tree.ts'
import { PSML_END, psmlBegin, psmlPacket } from '../core/dialects/wireshark/output/psml-text.ts'
import { summaryLine } from '../core/dialects/wireshark/output/summary-line.ts'
import { timeColumn } from '../core/dialects/wireshark/output/time-column.ts'
import { writeText } from '../core/dialects/wireshark/output/utf8-text.ts'
import type { PlainPacket } from '../core/dialects/wireshark/plain-packet.ts'
import type { FollowedSegment } from '../core/dialects/wireshark/tcp/followed-segment.ts'
import { SYNFIN } from '../core/dialects/wireshark/synfin-fields.ts'
import { COLUMN_NAMES } from '../core/dialects/wireshark/wanted-fields.ts'
import { nearestName } from '../core/filter/display/nearest-name.ts'
import { localTime } from './local-time.ts'
import { type SharkOptions, SharkUsageError } from './shark-options.ts'

/** So much text is collected before it is handed over: encoding many short strings is slow. */
const PIECE_LENGTH = 32 * 1024
/** Explanations stand under the line of their packet, behind its number. */
const EXPLANATION_INDENT = ' '.repeat(6)
/** PDML has it for every packet. */
const ARRIVAL_TIME = 'frame.time'
const COLUMNS: ReadonlySet<string> = new Set(Object.values(COLUMN_NAMES))

/** Prints packets of which no items were made: those that it takes, when they were followed. */
export interface PlainView {
  /** It shows the Info column. */
  readonly wantsInfo: boolean
  takes(plain: PlainPacket): boolean
  write(plain: PlainPacket, followed: FollowedSegment): void
}

/** Prints packets in the format that the options ask for. */
export class PacketView {
  /** The fields and columns that are printed; undefined: the whole tree. */
  readonly wanted: ReadonlySet<string> | undefined
  private readonly options: SharkOptions
  private readonly output: TextOutput
  private readonly write: (text: string) => void
  private piece = ''
  /** All text goes the way of `-T fields`. */
  private isThroughOutput = false
  private readonly print: (packet: DissectedPacket) => void
  private readonly fieldsText: FieldsText | undefined
  /** Of whole packets. */
  private readonly json: JsonText | undefined
  /** What stands before the first packet, and behind the last. */
  private readonly beginText: () => string
  private readonly endText: () => string

  /**
   * Raises a `SharkUsageError` for fields that there are not.
   *
   * @param output takes the text of `-T fields`
   * @param write takes all other text
   */
  constructor(options: SharkOptions, output: TextOutput, write: (text: string) => void) {
    this.options = options
    this.output = output
    this.write = write
    const { format, fields } = options
    checkFields(fields)
    const chosen = fields.length > 0 ? fields : undefined
    let begin = (): string => ''
    let end = begin
    if (format === 'fields') {
      const fieldsText = new FieldsText(fields, options.fieldsOptions, output)
      this.fieldsText = fieldsText
      this.wanted = new Set(fields)
      this.print = (packet) => fieldsText.packet(packet, () => this.time(packet))
    } else if (format === 'json') {
      const json = new JsonText(chosen)
      if (chosen === undefined) this.json = json
      begin = () => json.begin()
      end = () => json.end()
      this.wanted = chosen === undefined ? undefined : new Set(chosen)
      this.print = (packet) => this.add(json.packet(packet))
    } else if (format === 'ek') {
      const ek = new EkText(chosen)
      this.wanted = chosen === undefined ? undefined : new Set(chosen)
      this.print = (packet) => this.add(ek.packet(packet))
    } else if (format === 'pdml') {
      const pdml = new PdmlText(chosen)
      begin = () => pdml.begin(options.file ?? '-', new Date())
      end = () => pdml.end()
      this.wanted = chosen === undefined ? undefined : new Set([...chosen, ARRIVAL_TIME])
      this.print = (packet) => this.add(pdml.packet(packet, () => this.time(packet)))
    } else if (format === 'psml') {
      begin = psmlBegin
      end = () => PSML_END
      this.wanted = COLUMNS
      this.print = (packet) => this.add(psmlPacket(packet, this.time(packet)))
    } else {
      this.wanted = options.showsDetails || options.showsBytes ? undefined : COLUMNS
      this.print = (packet) => this.text(packet)
    }
    this.beginText = begin
    this.endText = end
  }

  /** Prints plain packets of `dissector` where this view can without items; undefined where it cannot. */
  plainView(dissector: Dissector): PlainView | undefined {
    const { format, fields, fieldsOptions, showsSummary, showsDetails, showsBytes, unfolded, separator, timeStyle } = this.options
    if (format === 'fields') return PlainFields.of(fields, fieldsOptions, this.output, dissector)
    const isText = (format === 'text' || format === 'tabs') && showsSummary !== showsDetails && !showsBytes
    let view: PlainView | undefined
    if (this.json !== undefined) view = PlainJson.of(this.output, dissector, this.json, localTime)
    else if (isText && showsSummary) view = PlainLines.of(this.output, dissector, timeStyle, format === 'tabs' ? '\t' : ' ')
    else if (isText && (unfolded === undefined || isOnlyTcp(unfolded)))
      view = PlainTree.of(this.output, dissector, { showsAll: unfolded === undefined, separator, localTime })
    // One way out for the text of all packets, so that it stays in order.
    this.isThroughOutput = view !== undefined
    return view
  }

  /** What stands before the first packet. */
  begin(): void {
    this.fieldsText?.header()
    this.add(this.beginText())
  }

  /** Prints a packet. */
  packet(packet: DissectedPacket): void {
    this.print(packet)
  }

  /** What stands behind the last packet. */
  end(): void {
    this.add(this.endText())
    this.flush()
  }

  private time(packet: DissectedPacket): string {
    return timeColumn(packet.times, this.options.timeStyle, localTime)
  }

  /** Hands over what was printed so far, but for `-T fields`. */
  flush(): void {
    if (this.piece === '') return
    this.write(this.piece)
    this.piece = ''
  }

  private add(text: string): void {
    if (this.isThroughOutput) {
      writeText(this.output, text)
      return
    }
    this.piece += text
    if (this.piece.length >= PIECE_LENGTH) this.flush()
  }

  private text(packet: DissectedPacket): void {
    const { showsSummary, showsDetails, showsBytes, separator, unfolded, format } = this.options
    let text = ''
    if (showsSummary) {
      text += `${summaryLine(packet, this.time(packet), format === 'tabs' ? '\t' : ' ')}\n`
      if (!showsDetails) for (const line of explanationsOf(packet)) text += `${EXPLANATION_INDENT}${line}\n`
    }
    if (showsDetails) text += `${detailText(packet, unfolded, !showsBytes)}${showsBytes ? '' : `${separator}\n`}`
    if (showsBytes) text += `${showsSummary || showsDetails ? '\n' : ''}${hexText(packet)}`
    this.add(text)
  }
}

function isOnlyTcp(unfolded: ReadonlySet<string>): boolean {
  return unfolded.size === 1 && unfolded.has('tcp')
}

/** What `--explain` says of a packet. */
function explanationsOf({ layers }: DissectedPacket): readonly string[] {
  return layers
    .filter(({ field }) => field === SYNFIN)
    .flatMap(({ children }) => children.filter(({ hidden }) => !hidden).map(({ value }) => String(value)))
}

/** Raises a `SharkUsageError` that names the fields that this view has not, and the nearest that it has. */
function checkFields(names: readonly string[]): void {
  const unknown = names.filter((name) => fieldByName(name) === undefined && !COLUMNS.has(name))
  if (unknown.length === 0) return
  const lines = unknown.map((name) => {
    const nearest = nearestName(name, [...fieldNames(), ...COLUMNS])
    return nearest === undefined ? `\t${name}` : `\t${name} (nearest: ${nearest})`
  })
  throw new SharkUsageError(`Some fields aren't valid:\n${lines.reverse().join('\n')}`)
}
