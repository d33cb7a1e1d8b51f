/** What the layers remember from packet to packet of one capture. */
import type { LocalTime } from '../local-time.ts'
import type { TcpDissector } from '../tcp/tcp-layer.ts'
import type { FragmentTable } from './fragment-table.ts'
import type { PingTable } from './ping-table.ts'

/** The memory of a dissector's layers. */
export interface CaptureState {
  readonly tcp: TcpDissector
  readonly ipv4Fragments: FragmentTable
  readonly ipv6Fragments: FragmentTable
  readonly pings: PingTable
  readonly localTime: LocalTime
  /** True when the whole file was read before (`-2`): what later packets tell is known. */
  secondPass: boolean
}
