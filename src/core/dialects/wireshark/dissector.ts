/** Takes packets of a capture apart as Wireshark does: one call a packet, in the order of the file. */
import { elapsedNs } from './elapsed.ts'
import { LINK_TYPE } from '../../capture/link-type.ts'
import type { CaptureInfo, PacketRecord } from '../../capture/record.ts'
import { Dissection } from './dissection.ts'
import type { DissectedPacket } from './field-item.ts'
import { dissectBsdLoopback, dissectOpenBsdLoopback } from './layers/bsd-loopback-layer.ts'
import type { CaptureState } from './layers/capture-state.ts'
import { dissectData } from './layers/data-layer.ts'
import { dissectEtherType } from './layers/ether-type-layer.ts'
import { dissectEthernet } from './layers/ethernet-layer.ts'
import { FragmentTable } from './layers/fragment-table.ts'
import { encapsulationNumber, finishFrame, newFrameItem } from './layers/frame-layer.ts'
import { endEarly } from './layers/guarded.ts'
import { dissectIpPayload } from './layers/ip-payload-layer.ts'
import { dissectIpv4 } from './layers/ipv4-layer.ts'
import { dissectIpv6 } from './layers/ipv6-layer.ts'
import { dissectLinuxCooked, dissectLinuxCooked2 } from './layers/linux-cooked-layer.ts'
import { PingTable } from './layers/ping-table.ts'
import { dissectPpp } from './layers/ppp-layer.ts'
import { dissectRawIp } from './layers/raw-ip-layer.ts'
import { UTC, type LocalTime } from './local-time.ts'
import { PlainPacket } from './plain-packet.ts'
import type { FollowedSegment } from './tcp/followed-segment.ts'
import { TcpDissector } from './tcp/tcp-layer.ts'
import type { TcpPreferences } from './tcp/tcp-preferences.ts'
import { WantedFields } from './wanted-fields.ts'

/** What a dissector needs to know beside the packets. */
export interface DissectorOptions {
  readonly tcp: TcpPreferences
  /** What the reader of the capture knows: start time, interfaces, comments. It may grow while packets come. */
  readonly capture: CaptureInfo
  /** The names of the fields and columns (`_ws.col.Info`) that will be looked at; without it, everything is made. */
  readonly wanted?: ReadonlySet<string>
  /** Local time for absolute times; without it, UTC. */
  readonly localTime?: LocalTime
  /** True when a second pass will follow (`-2`). */
  readonly twoPasses?: boolean
}

/** Digits behind the point where a capture does not say how fine its clock is. */
const USUAL_TIME_DIGITS = 6

/** Reads the first header of a packet. */
type LinkDissector = (d: Dissection, state: CaptureState, offset: number) => void

const LINK_DISSECTORS: ReadonlyMap<number, LinkDissector> = new Map<number, LinkDissector>([
  [LINK_TYPE.ethernet, dissectEthernet],
  [LINK_TYPE.null, dissectBsdLoopback],
  [LINK_TYPE.loop, dissectOpenBsdLoopback],
  [LINK_TYPE.linuxSll, dissectLinuxCooked],
  [LINK_TYPE.linuxSll2, dissectLinuxCooked2],
  [LINK_TYPE.raw, dissectRawIp],
  [LINK_TYPE.ipv4, dissectIpv4],
  [LINK_TYPE.ipv6, dissectIpv6],
  [LINK_TYPE.ppp, dissectPpp],
  [LINK_TYPE.pppHdlc, dissectPpp],
])

/** Link types that Wireshark reads and this view does not: nothing is shown, as with that dissector switched off. */
const OTHER_LINK_TYPES: ReadonlySet<number> = new Set([
  LINK_TYPE.tokenRing,
  LINK_TYPE.arcnet,
  LINK_TYPE.fddi,
  LINK_TYPE.atmRfc1483,
  LINK_TYPE.cHdlc,
  LINK_TYPE.ieee80211,
  LINK_TYPE.frameRelay,
  LINK_TYPE.pfLog,
  LINK_TYPE.ieee80211Prism,
  LINK_TYPE.ieee80211Radiotap,
  LINK_TYPE.arcnetLinux,
  LINK_TYPE.ieee80211Avs,
  LINK_TYPE.ieee802154,
  LINK_TYPE.usbLinuxMapped,
  LINK_TYPE.dbus,
  LINK_TYPE.nfLog,
  LINK_TYPE.ipoib,
  LINK_TYPE.netlink,
])

/** Dissects the packets of one capture. Never throws, whatever the bytes are. */
export class Dissector {
  readonly #capture: CaptureInfo
  readonly #wanted: WantedFields
  readonly #localTime: LocalTime
  readonly #state: CaptureState
  readonly #plain = new PlainPacket()
  #previousNs = NaN
  #displayedNs = NaN
  #currentNs = NaN

  constructor(options: DissectorOptions) {
    this.#capture = options.capture
    this.#wanted = new WantedFields(options.wanted)
    this.#localTime = options.localTime ?? UTC
    const twoPasses = options.twoPasses === true
    this.#state = {
      tcp: new TcpDissector(options.tcp, options.wanted, options.capture.startNs === 0n ? 0 : NaN),
      ipv4Fragments: new FragmentTable(twoPasses),
      ipv6Fragments: new FragmentTable(twoPasses),
      pings: new PingTable(),
      localTime: this.#localTime,
      readEtherType: dissectEtherType,
      readIpPayload: dissectIpPayload,
      secondPass: false,
    }
  }

  /** Dissects the packet with this frame number (from 1). Its bytes, and what it makes only when asked, are valid until the next packet. */
  dissect(record: PacketRecord, number: number): DissectedPacket {
    const { timeNs, from, linkType } = record
    const capture = this.#capture
    const sincePreviousNs = Number.isNaN(this.#previousNs) ? 0 : elapsedNs(this.#previousNs, timeNs)
    const sinceDisplayedNs = Number.isNaN(this.#displayedNs) ? 0 : elapsedNs(this.#displayedNs, timeNs)
    this.#previousNs = timeNs
    this.#currentNs = timeNs
    const captureInterface = capture.interfaces[record.interfaceIndex]
    const times = {
      startNs: capture.startNs,
      timeNs,
      sincePreviousNs,
      sinceDisplayedNs,
      digits: captureInterface?.timeDigits ?? USUAL_TIME_DIGITS,
    }
    const d = new Dissection(number, record.bytes.subarray(from, from + record.capLen), record.wireLen, times, this.#wanted)
    const frame = newFrameItem(d, {
      linkType,
      interfaceIndex: record.interfaceIndex,
      interface: capture.format === 'pcapng' ? captureInterface : undefined,
      localTime: this.#localTime,
    })
    d.layers.push(frame)
    const state = this.#state
    try {
      const dissectLink = LINK_DISSECTORS.get(linkType)
      if (dissectLink !== undefined) dissectLink(d, state, 0)
      else if (!OTHER_LINK_TYPES.has(linkType)) {
        d.setColumns('UNKNOWN', `WTAP_ENCAP = ${encapsulationNumber(linkType)}`)
        dissectData(d, 0)
      }
    } catch (error) {
      endEarly(d, error, d.layers)
    }
    finishFrame(d, frame)
    return d
  }

  /**
   * The packet, when it is one of those that need no items, and `view` takes it: then `follow` comes next. Undefined for all
   * others, which `dissect` takes. Valid until the next packet.
   */
  plain(record: PacketRecord, number: number, view: { takes(plain: PlainPacket): boolean }): PlainPacket | undefined {
    const plain = this.#plain
    if (!plain.read(record, number) || !view.takes(plain)) return undefined
    const { timeNs } = record
    plain.sincePreviousNs = Number.isNaN(this.#previousNs) ? 0 : elapsedNs(this.#previousNs, timeNs)
    plain.sinceDisplayedNs = Number.isNaN(this.#displayedNs) ? 0 : elapsedNs(this.#displayedNs, timeNs)
    this.#previousNs = timeNs
    this.#currentNs = timeNs
    return plain
  }

  /** Follows the segment of the packet that `plain` gave last; with `wantsInfo` for a summary line. Valid until the next packet. */
  follow(plain: PlainPacket, wantsInfo: boolean): FollowedSegment {
    return this.#state.tcp.follow(plain.input, plain.hasTellingOptions, wantsInfo)
  }

  /** The dissector of segments, which knows the streams. */
  get tcp(): TcpDissector {
    return this.#state.tcp
  }

  /** What the reader of the capture knows. */
  get capture(): CaptureInfo {
    return this.#capture
  }

  /** Says that the packet dissected last was shown: later packets count `frame.time_delta_displayed` from it. */
  displayed(): void {
    this.#displayedNs = this.#currentNs
  }

  /** For `-2`: after this the same packets come again from the first, and what only the whole file tells is shown on each. */
  finishFirstPass(): void {
    const state = this.#state
    state.tcp.finishFirstPass()
    state.ipv4Fragments.restart()
    state.ipv6Fragments.restart()
    state.secondPass = true
    this.#previousNs = NaN
    this.#displayedNs = NaN
  }
}
