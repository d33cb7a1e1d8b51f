/** The summary lines of plain packets, written from their bytes and what was followed, without items. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import type { Dissector } from '../dissector.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { LAYOUT } from '../plain-packet.ts'
import { analysisMarks } from '../tcp/analysis-items.ts'
import { flagsText } from '../tcp/flags-text.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import { GapFiller } from './gap-filler.ts'
import { GappedText, type Gaps, TextPiece, textGaps } from './gapped-text.ts'
import { TREE_STYLE } from './layer-style.ts'
import { HEADER_GAPS, HEADER_TEXT_PLACES, PlainHeaders } from './plain-headers.ts'
import { PADDED_TIMESTAMPS_AT, setTimestamps } from './plain-options.ts'
import { NUMBER_PLACES } from './plain-places.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'
import { ADDRESS_WIDTH, NUMBER_WIDTH, TIME_WIDTH } from './summary-line.ts'
import type { TimeStyle } from './time-column.ts'

/** Places of texts behind those of the headers. */
const TEXT = {
  marks: HEADER_TEXT_PLACES,
  flags: HEADER_TEXT_PLACES + 1,
  urgent: HEADER_TEXT_PLACES + 2,
  options: HEADER_TEXT_PLACES + 3,
} as const
const TEXT_PLACES = TEXT.options + 1
const GAPS: Gaps = {
  ...NUMBER_GAPS,
  ...HEADER_GAPS,
  ...textGaps(TEXT),
  numberWidth: ['right', NUMBER_WIDTH],
  timeWidth: ['right', TIME_WIDTH],
  sourceWidth: ['right', ADDRESS_WIDTH],
  destinationWidth: ['left', ADDRESS_WIDTH],
}
/** Digits behind the point that a clock may have here, and the width of a time with one digit before it. */
const MICRO_DIGITS = 6
const NANO_DIGITS = 9
/** Set in the key of a text of flags when those of ECN are a counter. */
const COUNTER_KEY = 1 << 12
/** Bits of the number of a line: what is in it. */
const LINE = { ipv6: 1, ack: 2, timestamps: 4, nanoseconds: 8 } as const
const LINES = 16

/** Writes the summary lines of plain packets. */
export class PlainLines {
  readonly wantsInfo = true
  readonly #dissector: Dissector
  readonly #filler: GapFiller
  readonly #headers: PlainHeaders
  readonly #tellsTimestamps: boolean
  /** By the bits of `LINE`. */
  readonly #lines: readonly GappedText[]
  readonly #flags: TextPiece[] = []

  private constructor(output: TextOutput, dissector: Dissector, gap: string) {
    this.#dissector = dissector
    this.#filler = new GapFiller(output, NUMBER_PLACES, TEXT_PLACES)
    this.#headers = new PlainHeaders(false, TREE_STYLE)
    this.#tellsTimestamps = dissector.tcp.tellsTimestamps
    this.#lines = Array.from({ length: LINES }, (_, bits) => new GappedText(lineText(bits, gap), GAPS))
  }

  /** A writer of lines with `gap` between their columns; undefined for other times than the usual. */
  static of(output: TextOutput, dissector: Dissector, timeStyle: TimeStyle, gap: string): PlainLines | undefined {
    return timeStyle === 'r' && dissector.tcp.canFollow ? new PlainLines(output, dissector, gap) : undefined
  }

  /** Whether everything that is shown of a packet is plain: if its clock counts in micro- or nanoseconds. */
  takes({ interfaceIndex }: PlainPacket): boolean {
    const digits = this.#digits(interfaceIndex)
    return digits === MICRO_DIGITS || digits === NANO_DIGITS
  }

  #digits(interfaceIndex: number): number {
    return this.#dissector.capture.interfaces[interfaceIndex]?.timeDigits ?? MICRO_DIGITS
  }

  /** Writes a packet that it takes, and that was followed just now. */
  write(plain: PlainPacket, followed: FollowedSegment): void {
    const { segment, analysis } = followed
    const filler = this.#filler
    const { numbers } = filler
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    let line = 0
    if (this.#digits(plain.interfaceIndex) === NANO_DIGITS) line |= LINE.nanoseconds
    if (plain.isIpv6) {
      line |= LINE.ipv6
      this.#headers.set(filler, plain)
    }
    const hasMarks = analysis.flags !== 0 || followed.mark !== ''
    filler.setText(TEXT.marks, hasMarks ? TextPiece.short(analysisMarks(analysis) + followed.mark) : TextPiece.EMPTY)
    const key = followed.hasCounter ? segment.flags | COUNTER_KEY : segment.flags
    filler.setText(TEXT.flags, (this.#flags[key] ??= TextPiece.short(flagsText(segment.flags, followed.hasCounter))))
    if (segment.flags & TCP_FLAG.ack) line |= LINE.ack
    filler.setText(TEXT.urgent, segment.flags & TCP_FLAG.urg ? TextPiece.short(` Urg=${followed.urgentPointer}`) : TextPiece.EMPTY)
    filler.setText(TEXT.options, followed.optionsInfo === '' ? TextPiece.EMPTY : TextPiece.short(followed.optionsInfo))
    if (plain.layout === LAYOUT.paddedTimestamps && this.#tellsTimestamps && followed.optionsInfo === '') {
      line |= LINE.timestamps
      setTimestamps(numbers, plain.bytes, plain.input.offset + PADDED_TIMESTAMPS_AT)
    }
    filler.write(this.#lines[line])
  }
}

/** A line with what `bits` of `LINE` say. */
function lineText(bits: number, gap: string): string {
  const source = bits & LINE.ipv6 ? '{source6}' : '{source}'
  const destination = bits & LINE.ipv6 ? '{destination6}' : '{destination}'
  const time = bits & LINE.nanoseconds ? '{time}' : '{timeInMicroseconds}'
  const ack = bits & LINE.ack ? ' Ack={ack}' : ''
  const timestamps = bits & LINE.timestamps ? ' TSval={timestamp} TSecr={echo}' : ''
  const info = `{marks}{sourcePort} → {destinationPort} [{flags}] Seq={seq}${ack} Win={window}{urgent} Len={length}${timestamps}{options}`
  return `${['{number}{numberWidth}', `${time}{timeWidth}`, `${source}{sourceWidth}`, '→', `${destination}{destinationWidth}`, 'TCP', '{wireLength}', info].join(gap)}\n`
}
