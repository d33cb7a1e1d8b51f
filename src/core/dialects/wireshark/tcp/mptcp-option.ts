/** The Multipath TCP option (RFC 8684). */
import type { OptionContext } from './option-context.ts'
import { tcpFields } from './tcp-fields.ts'

/** Reads an MPTCP option. */
export function dissectMptcp(context: OptionContext): void {
  const item = context.begin(tcpFields.mptcp)
  context.addHeader(item)
}
