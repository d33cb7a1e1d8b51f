/** The lines of a plain segment's options: a text with gaps for each layout, and the numbers for them. */
import { CODE_BITS, LAYOUT, OPTION_CODE, type PlainPacket } from '../plain-packet.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { isDuplicateSack } from '../tcp/sack-option.ts'
import type { GappedText } from './gapped-text.ts'
import { AT_ECHO, AT_EDGES, AT_MSS, AT_MSS_OPTION, AT_MULTIPLIER, AT_RAW_EDGES, AT_SHIFT, AT_TIMESTAMP } from './plain-places.ts'

/** Where the values of timestamps behind two NOPs stand in a segment. */
export const PADDED_TIMESTAMPS_AT = 24
const MIN_HEADER_BYTES = 20
const OPTION_HEADER_BYTES = 2
const SACK_BLOCK_BYTES = 8
const WORD_BYTES = 4
const CODE_MASK = (1 << CODE_BITS) - 1
/** Layouts that are kept; hostile captures have every one of them. */
const MAX_LAYOUTS = 256

/** What each option is called in the list of options, its length, and its lines. */
const TEXTS: ReadonlyMap<number, readonly [name: string, length: number, lines: string]> = new Map<
  number,
  readonly [string, number, string]
>([
  [OPTION_CODE.nop, ['No-Operation (NOP)', 1, '        TCP Option - No-Operation (NOP)\n            Kind: No-Operation (1)\n']],
  [
    OPTION_CODE.mss,
    [
      'Maximum segment size',
      4,
      `        TCP Option - Maximum segment size: {mss} bytes
            Kind: Maximum Segment Size (2)
            Length: 4
            MSS Value: {mss}
`,
    ],
  ],
  [
    OPTION_CODE.windowScale,
    [
      'Window scale',
      3,
      `        TCP Option - Window scale: {shift} (multiply by {multiplier})
            Kind: Window Scale (3)
            Length: 3
            Shift count: {shift}
            [Multiplier: {multiplier}]
`,
    ],
  ],
  [
    OPTION_CODE.sackPermitted,
    ['SACK permitted', 2, '        TCP Option - SACK permitted\n            Kind: SACK Permitted (4)\n            Length: 2\n'],
  ],
  [
    OPTION_CODE.timestamps,
    [
      'Timestamps',
      10,
      `        TCP Option - Timestamps: TSval {timestamp}, TSecr {echo}
            Kind: Time Stamp Option (8)
            Length: 10
            Timestamp value: {timestamp}
            Timestamp echo reply: {echo}
`,
    ],
  ],
  ...[1, 2, 3, 4].map((blocks) => [OPTION_CODE.sack - 1 + blocks, ['SACK', sackBytes(blocks), sackLines(blocks)]] as const),
])

/** The length of a SACK option with so many blocks. */
export function sackBytes(blocks: number): number {
  return OPTION_HEADER_BYTES + blocks * SACK_BLOCK_BYTES
}

function sackLines(blocks: number): string {
  const numbers = Array.from({ length: blocks }, (_, i) => i)
  const edges = numbers.map((i) => `            left edge = {left${i}} (relative)\n            right edge = {right${i}} (relative)\n`)
  return `        TCP Option - SACK${numbers.map((i) => ` {left${i}}-{right${i}}`).join('')}
            Kind: SACK (5)
            Length: ${sackBytes(blocks)}
${edges.join('')}            [TCP SACK Count: ${blocks}]
`
}

/** Finds the texts of layouts. */
export class PlainOptions {
  readonly #texts = new Map<number, GappedText>()
  readonly #make: (layout: number) => GappedText

  /** @param make makes the text of a layout */
  constructor(make: (layout: number) => GappedText) {
    this.#make = make
  }

  /**
   * The text of the options, the numbers for them put into their places. Undefined where they need items: too many, or what a SACK block
   * says is remarked on.
   */
  of(numbers: Float64Array, { layout, bytes, input }: PlainPacket, { stream, segment }: FollowedSegment): GappedText | undefined {
    if (layout === LAYOUT.long) return undefined
    let at = input.offset + MIN_HEADER_BYTES
    const end = input.offset + segment.headerLength
    let shift = Math.ceil((32 - Math.clz32(layout)) / CODE_BITS) * CODE_BITS
    while (at < end) {
      shift -= CODE_BITS
      const code = (layout >>> shift) & CODE_MASK
      if (code === OPTION_CODE.nop) {
        at++
        continue
      }
      if (code === OPTION_CODE.timestamps) setTimestamps(numbers, bytes, at + OPTION_HEADER_BYTES)
      else if (code === OPTION_CODE.mss) {
        numbers[AT_MSS] = (bytes[at + 2] << 8) | bytes[at + 3]
        numbers[AT_MSS_OPTION] = word(bytes, at)
      } else if (code === OPTION_CODE.windowScale) {
        numbers[AT_SHIFT] = bytes[at + 2]
        numbers[AT_MULTIPLIER] = 1 << bytes[at + 2]
      } else if (code >= OPTION_CODE.sack) {
        const { sackEdges, sackCount } = stream.fwd
        if (sackEdges === undefined || isDuplicateSack(sackEdges, sackCount, segment.ack)) return undefined
        for (let i = 0; i < sackCount * 2; i++) {
          numbers[AT_EDGES + i] = sackEdges[i]
          numbers[AT_RAW_EDGES + i] = word(bytes, at + OPTION_HEADER_BYTES + i * WORD_BYTES)
        }
      }
      at += bytes[at + 1]
    }
    let text = this.#texts.get(layout)
    if (text === undefined) {
      text = this.#make(layout)
      if (this.#texts.size < MAX_LAYOUTS) this.#texts.set(layout, text)
    }
    return text
  }
}

/** Puts the values of a timestamp option, which stand at `at`, into their places. */
export function setTimestamps(numbers: Float64Array, bytes: Uint8Array, at: number): void {
  numbers[AT_TIMESTAMP] = word(bytes, at)
  numbers[AT_ECHO] = word(bytes, at + 4)
}

/** The codes of the options of a layout, in their order. */
export function codesOf(layout: number): readonly number[] {
  const codes: number[] = []
  for (let rest = layout; rest !== 0; rest >>>= CODE_BITS) codes.unshift(rest & CODE_MASK)
  return codes
}

/** The lines of the options of a layout, with gaps. */
export function optionLines(layout: number): string {
  let names = ''
  let lines = ''
  let length = 0
  for (const code of codesOf(layout)) {
    const [name, bytes, text] = TEXTS.get(code) ?? ['', 0, '']
    names += `, ${name}`
    lines += text
    length += bytes
  }
  return `    Options: (${length} bytes)${names}\n${lines}`
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
}
