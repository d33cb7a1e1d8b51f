/** What the layers remember from packet to packet of one capture. */
import type { Dissection } from '../dissection.ts'
import type { LocalTime } from '../local-time.ts'
import type { TcpDissector } from '../tcp/tcp-layer.ts'
import type { FragmentTable } from './fragment-table.ts'
import type { IpPayload } from './ip-payload.ts'
import type { PingTable } from './ping-table.ts'

/** The memory of a dissector's layers, and the two ways by which headers lead to each other in circles. */
export interface CaptureState {
  readonly tcp: TcpDissector
  readonly ipv4Fragments: FragmentTable
  readonly ipv6Fragments: FragmentTable
  readonly pings: PingTable
  readonly localTime: LocalTime
  /** Reads what an EtherType announces (`dissectEtherType`). */
  readonly readEtherType: (d: Dissection, state: CaptureState, type: number, offset: number, isNamed?: boolean) => void
  /** Reads what an IP protocol number announces (`dissectIpPayload`). */
  readonly readIpPayload: (d: Dissection, state: CaptureState, around: IpPayload, offset: number) => void
  /** True when the whole file was read before (`-2`): what later packets tell is known. */
  secondPass: boolean
}
