/** The preferences of Wireshark's TCP dissector that change what is shown, with tshark's names and defaults. */

/** What `-o tcp.…` and `-o mptcp.…` set. */
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
  /** Payload seen before is not handed on. */
  desegmentTcpStreams: boolean
  /** Payload of retransmissions and of what is out of order is not handed on. */
  noSubdissectorOnError: boolean
  readSeqAsSynCookie: boolean
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
    desegmentTcpStreams: true,
    noSubdissectorOnError: true,
    readSeqAsSynCookie: false,
    analyzeMptcp: true,
    mptcpRelativeSequenceNumbers: true,
    mptcpMappings: false,
    mptcpIntersubflowRetransmissions: false,
  }
}

type SwitchName = { [Name in keyof TcpPreferences]: TcpPreferences[Name] extends boolean ? Name : never }[keyof TcpPreferences]

/** The switches, by tshark's names. */
const SWITCHES: ReadonlyMap<string, SwitchName> = new Map<string, SwitchName>([
  ['tcp.summary_in_tree', 'summaryInTree'],
  ['tcp.check_checksum', 'checkChecksum'],
  ['tcp.analyze_sequence_numbers', 'analyzeSequenceNumbers'],
  ['tcp.relative_sequence_numbers', 'relativeSequenceNumbers'],
  ['tcp.track_bytes_in_flight', 'trackBytesInFlight'],
  ['tcp.bif_seq_based', 'bytesInFlightBySequence'],
  ['tcp.calculate_timestamps', 'calculateTimestamps'],
  ['tcp.ignore_tcp_timestamps', 'ignoreTcpTimestamps'],
  ['tcp.fastrt_supersedes_ooo', 'fastRetransmissionSupersedesOutOfOrder'],
  ['tcp.dissect_experimental_options_rfc6994', 'experimentalOptionsRfc6994'],
  ['tcp.desegment_tcp_streams', 'desegmentTcpStreams'],
  ['tcp.no_subdissector_on_error', 'noSubdissectorOnError'],
  ['tcp.read_seq_as_syn_cookie', 'readSeqAsSynCookie'],
  ['mptcp.analyze_mptcp', 'analyzeMptcp'],
  ['mptcp.relative_sequence_numbers', 'mptcpRelativeSequenceNumbers'],
  ['mptcp.analyze_mappings', 'mptcpMappings'],
  ['mptcp.intersubflows_retransmission', 'mptcpIntersubflowRetransmissions'],
])

/** Preferences of tshark that change nothing here, because no dissector runs above TCP. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'tcp.reassemble_out_of_order',
  'tcp.try_heuristic_first',
  'tcp.display_process_info_from_ipfix',
])

const WINDOW_SCALING = 'tcp.default_window_scaling'
const MAX_SHIFT = 14
/** tshark's name of the shift that is not known. */
const NOT_KNOWN = 'not-known'

/**
 * Sets the preference that `text` (`tcp.check_checksum:TRUE`) names.
 *
 * @returns What is wrong with it in one sentence (tshark's words), or undefined when it was set (or is known and changes nothing here).
 */
export function readPreference(preferences: TcpPreferences, text: string): string | undefined {
  const colon = text.indexOf(':')
  if (colon < 0) return `Invalid -o flag "${text}"`
  const name = text.slice(0, colon).trim()
  const value = text.slice(colon + 1).trim()
  if (WITHOUT_EFFECT.has(name)) return undefined
  if (name === WINDOW_SCALING) return setWindowScaling(preferences, text, value)
  const option = SWITCHES.get(name)
  if (option === undefined) return `-o flag "${text}" specifies unknown preference`
  const isTrue = value.toLowerCase() === 'true'
  preferences[option] = isTrue
  return undefined
}

/** Takes the shift as a number, or by tshark's words: `2 (multiply by 4)`, `Not known`. */
function setWindowScaling(preferences: TcpPreferences, text: string, value: string): string | undefined {
  const lower = value.toLowerCase()
  if (lower === NOT_KNOWN || lower === 'not known') {
    preferences.defaultWindowScaling = -1
    return undefined
  }
  const shift = Number.parseInt(lower, 10)
  if (Number.isNaN(shift) || shift < -1 || shift > MAX_SHIFT) return `Invalid -o flag "${text}"`
  preferences.defaultWindowScaling = shift
  return undefined
}
