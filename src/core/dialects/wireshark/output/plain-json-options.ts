/** The options of plain segments as members of JSON, with gaps. */
import { OPTION_CODE } from '../plain-packet.ts'
import type { Gaps } from './gapped-text.ts'
import { codesOf, sackBytes } from './plain-options.ts'
import { AT_ECHO, AT_MSS_OPTION, AT_RAW_EDGES, AT_SHIFT, AT_TIMESTAMP } from './plain-places.ts'

/** The name of an option, its bytes as digits, and what is below it. */
type OptionMembers = readonly [name: string, bytes: string, members: readonly (readonly [name: string, value: string])[]]

const MOST_BLOCKS = 4
const BLOCKS = Array.from({ length: MOST_BLOCKS }, (_, i) => i)

/** The gaps that are filled with an option's bytes. */
export const OPTION_BYTE_GAPS: Gaps = {
  mssOption: ['colonHex', AT_MSS_OPTION],
  shiftHex: ['byteHex', AT_SHIFT],
  timestampHex: ['colonHex', AT_TIMESTAMP],
  echoHex: ['colonHex', AT_ECHO],
  ...Object.fromEntries(
    BLOCKS.flatMap((i) => [
      [`rawLeft${i}`, ['colonHex', AT_RAW_EDGES + i * 2]],
      [`rawRight${i}`, ['colonHex', AT_RAW_EDGES + i * 2 + 1]],
    ]),
  ),
}

const OPTIONS: ReadonlyMap<number, OptionMembers> = new Map<number, OptionMembers>([
  [OPTION_CODE.nop, ['nop', '01', [['tcp.option_kind', '1']]]],
  [OPTION_CODE.mss, ['mss', '{mssOption}', [...kindAndLength(2, 4), ['tcp.options.mss_val', '{mss}']]]],
  [
    OPTION_CODE.windowScale,
    [
      'wscale',
      '03:03:{shiftHex}',
      [...kindAndLength(3, 3), ['tcp.options.wscale.shift', '{shift}'], ['tcp.options.wscale.multiplier', '{multiplier}']],
    ],
  ],
  [OPTION_CODE.sackPermitted, ['sack_perm', '04:02', kindAndLength(4, 2)]],
  [
    OPTION_CODE.timestamps,
    [
      'timestamp',
      '08:0a:{timestampHex}:{echoHex}',
      [...kindAndLength(8, 10), ['tcp.options.timestamp.tsval', '{timestamp}'], ['tcp.options.timestamp.tsecr', '{echo}']],
    ],
  ],
  ...BLOCKS.map((i) => [OPTION_CODE.sack + i, sack(i + 1)] as const),
])

/** In place of a code that no layout has. */
const NO_OPTION: OptionMembers = ['', '', []]

function kindAndLength(kind: number, length: number): readonly (readonly [name: string, value: string])[] {
  return [
    ['tcp.option_kind', String(kind)],
    ['tcp.option_len', String(length)],
  ]
}

function sack(blocks: number): OptionMembers {
  const length = sackBytes(blocks)
  const shown = BLOCKS.slice(0, blocks)
  const bytes = shown.map((i) => `:{rawLeft${i}}:{rawRight${i}}`).join('')
  const edges = shown.flatMap(
    (i) =>
      [
        ['tcp.options.sack_le', `{left${i}}`],
        ['tcp.options.sack_re', `{right${i}}`],
      ] as const,
  )
  const members = [...kindAndLength(5, length), ...edges, ['tcp.options.sack.count', String(blocks)] as const]
  return ['sack', `05:${length.toString(16).padStart(2, '0')}${bytes}`, members]
}

/** The members of the options of a layout, behind others. */
export function optionMembers(layout: number): string {
  const options = codesOf(layout).map((code): OptionMembers => OPTIONS.get(code) ?? NO_OPTION)
  const trees = options.map(([name, bytes, members]) => {
    const below = members.map(([member, value]) => `              "${member}": "${value}"`)
    return `            "tcp.options.${name}": "${bytes}",\n            "tcp.options.${name}_tree": {\n${below.join(',\n')}\n            }`
  })
  const all = options.map(([, bytes]) => bytes).join(':')
  return `,\n          "tcp.options": "${all}",\n          "tcp.options_tree": {\n${trees.join(',\n')}\n          }`
}
