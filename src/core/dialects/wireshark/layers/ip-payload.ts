/** What an IP header says of its payload. */
import type { FieldItem } from '../field-item.ts'

/** The IP header around a payload. */
export interface IpPayload {
  readonly protocol: number
  /** Where the addresses stand in `headerData`, and how long they are. */
  readonly source: number
  readonly destination: number
  readonly addressBytes: number
  readonly headerData: Uint8Array
  readonly header: FieldItem
  /** Time to live or hop limit. */
  readonly hopLimit: number
  /** A fragment that was not put together with the others. */
  readonly isFragment: boolean
}
