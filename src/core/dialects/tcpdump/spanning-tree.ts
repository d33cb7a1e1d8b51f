/** Spanning tree messages of bridges (IEEE 802.1D §9): configuration, topology change, rapid spanning tree. */

import type { Printing } from './printing.ts'
import { bitNames } from './value-names.ts'

const TYPE = { configuration: 0x00, rapid: 0x02, topologyChange: 0x80 } as const
const CONFIGURATION_BYTES = 35
const TICKS_PER_S = 256
const FLAG_NAMES = [
  [0x01, 'Topology change'],
  [0x02, 'Proposal'],
  [0x10, 'Learn'],
  [0x20, 'Forward'],
  [0x40, 'Agreement'],
  [0x80, 'Topology change ACK'],
] as const
const ROLES = ['Unknown', 'Alternate', 'Root', 'Designated']
const VERSION_NAMES = ['STP 802.1d', '', 'STP 802.1w', 'STP 802.1s']

/** Prints the message at `at` of `length` bytes. */
export function printSpanningTree(p: Printing, at: number, length: number): void {
  p.protocol = 'stp'
  if (length < 4 || !p.has(at, 4)) return p.cut()
  const protocol = p.u16(at)
  if (protocol !== 0) return p.text(`unknown STP protocol (0x${protocol.toString(16).padStart(4, '0')})`)
  const version = p.u8(at + 2)
  const versionName = VERSION_NAMES[version]
  if (versionName === undefined || versionName === '') return p.text(`unknown STP version (${version})`)
  const type = p.u8(at + 3)
  if (type === TYPE.topologyChange) return p.text(`${versionName}, Topology Change`)
  if (type !== TYPE.configuration && type !== TYPE.rapid) return p.text(`${versionName}, Unknown STP`)
  const flags = p.u8(at + 4)
  p.text(`${versionName}, ${type === TYPE.rapid ? 'Rapid STP' : 'Config'}, Flags [${bitNames(FLAG_NAMES, flags, 'none')}]`)
  p.need(at, CONFIGURATION_BYTES)
  p.text(`, bridge-id ${bridgeText(p, at + 17)}.${p.hexText(at + 25, at + 27)}, length ${length}`)
  if (p.options.verbose === 0) return
  const seconds = (offset: number): string => `${(p.u16(at + offset) / TICKS_PER_S).toFixed(2)}s`
  p.text(`\n\tmessage-age ${seconds(27)}, max-age ${seconds(29)}, hello-time ${seconds(31)}, forwarding-delay ${seconds(33)}`)
  p.text(`\n\troot-id ${bridgeText(p, at + 5)}, root-pathcost ${p.u32(at + 13)}`)
  if (type === TYPE.rapid) p.text(`, port-role ${ROLES[(flags >> 2) & 3]}`)
}

function bridgeText(p: Printing, at: number): string {
  return `${p.hexText(at, at + 2)}.${p.linkAddress(at + 2, 6)}`
}
