/** `synfin dump -i`: captures from an interface, with tcpdump's messages, counts and signals. */
import { LINK_TYPE, linkTypeName } from '../core/capture/link-type.ts'
import type { PacketRecord } from '../core/capture/record.ts'
import { type LiveCapture, LiveCaptureError, type LiveCounts, type LiveOptions, type PcapSink } from '../live/live-capture.ts'
import { openLiveCapture } from '../live/open-live-capture.ts'
import { dropPrivileges, isRoot } from '../live/privileges.ts'
import { ANY_INTERFACE } from '../live/interfaces.ts'
import { DumpFault } from './dump-fault.ts'
import { expressionOf, filterFaultText, linkTypeNamed } from './dump-filter.ts'
import { chosenInterface } from './dump-interfaces.ts'
import type { DumpOptions } from './dump-options.ts'
import { DumpOutput } from './dump-output.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { hostAddresses } from './host-addresses.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'

/** The name in front of messages: they are tcpdump's own. */
const PROGRAM = 'tcpdump'
const BYTES_PER_KIBIBYTE = 1024
/** So often files are brought up to date and drops are looked for: what a `kill -9` can cost. */
const TICK_MS = 1000
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Captures until it is told to stop; gives the exit code. Raises a `DumpFault`, a `DumpUsageError` or an `OutputError`. */
export async function dumpLive(options: DumpOptions): Promise<ExitCode> {
  return new LiveDump(options).run()
}

class LiveDump {
  readonly #options: DumpOptions
  readonly #output: DumpOutput
  #capture: LiveCapture | undefined
  #isStopped = false
  #stop: () => void = () => {}
  #droppedBefore = 0
  #countsTwins = true

  constructor(options: DumpOptions) {
    this.#options = options
    this.#output = new DumpOutput(options, () => this.#end())
  }

  async run(): Promise<ExitCode> {
    const options = this.#options
    const output = this.#output
    const { name, linkType } = chosenInterface(options)
    if (options.wantsMonitor) throw new DumpFault(`${name}: That device doesn't support monitor mode`)
    const expression = expressionOf(options)
    this.#countsTwins = !/\b(?:inbound|outbound)\b/.test(expression)
    const capture = await this.#open(name, expression, linkType)
    this.#capture = capture
    if (name === options.interface && (name === ANY_INTERFACE || options.linkType !== undefined))
      tell(`${PROGRAM}: data link type ${linkTypeName(capture.linkType).name}\n`)
    const stopped = new Promise<void>((resolve) => (this.#stop = resolve))
    try {
      this.#openFiles(capture)
    } catch (error) {
      await capture.stop()
      throw error
    }
    this.#announce(name, capture)
    const isInterrupted = await this.#watch(Promise.race([stopped, capture.ended]))
    const counts = await capture.stop()
    const fault = await capture.ended
    if (isInterrupted && output.prints) output.say('\n')
    output.close()
    if (output.fault !== undefined) throw output.fault
    if (output.hasAllFiles) tell(`Maximum file limit reached: ${options.fileCount}\n`)
    if (fault !== undefined) tell(`${PROGRAM}: pcap_loop: ${fault.message}\n`)
    tell(countsText(this.#countsOf(counts), '\n'))
    return fault === undefined ? EXIT.ok : EXIT.failed
  }

  async #open(name: string, text: string, linkType: number | undefined): Promise<LiveCapture> {
    const options = this.#options
    const wanted = options.linkType === undefined ? linkType : linkTypeNamed(options.linkType)
    const live: LiveOptions = {
      interface: name,
      filter: {
        text,
        dialect: options.dialect,
        resolveHost: hostAddresses,
        neverMatching: options.isUnoptimized ? 'allow' : 'error',
      },
      snaplen: options.snaplen,
      promiscuous: !options.isModest,
      immediate: options.isImmediate,
      ...(takesRecords(options) ? { pcap: this.#pcapSink() } : {}),
      direction: options.direction,
      ...(options.bufferKibibytes > 0 ? { bufferBytes: options.bufferKibibytes * BYTES_PER_KIBIBYTE } : {}),
      ...(wanted === undefined ? {} : { linkType: wanted }),
      onRecord: (record) => this.#take(record),
      onBatch: () => this.#flush(),
    }
    try {
      return await openLiveCapture(live)
    } catch (error) {
      if (error instanceof LiveCaptureError) throw new DumpFault(faultText(error, name, text, options.linkType))
      throw error
    }
  }

  /**
   * A file is opened as who started the command, so that it is theirs, and then root is given up; with `-Z` it belongs to the user named
   * there. Who writes one file after the other needs the rights to do so, and keeps them unless `-Z` says otherwise.
   */
  #openFiles(capture: LiveCapture): void {
    const { user, fileMegabytes, fileSeconds } = this.#options
    if (user !== undefined) becomeUser(user)
    this.#output.openFiles([], capture.linkType, capture.snaplen)
    this.#output.flushFiles()
    // A child process gives up root by itself, and must be ours to stop. Where the system refuses, root is none that matters.
    if (user === undefined && isRoot() && capture.via === 'ring' && fileMegabytes === 0 && fileSeconds === 0) dropPrivileges()
  }

  #announce(name: string, { linkType, snaplen }: LiveCapture): void {
    const options = this.#options
    const link = linkTypeName(linkType)
    const isBrief = options.print.verbose === 0 && options.output === undefined
    tell(
      `${PROGRAM}: ${isBrief ? 'verbose output suppressed, use -v[v]... for full protocol decode\n' : ''}` +
        `listening on ${name}, link-type ${link.name} (${link.description}), snapshot length ${snaplen} bytes\n`,
    )
  }

  /** Answers signals and the clock until the run is over; tells whether a signal ended it. */
  async #watch(over: Promise<unknown>): Promise<boolean> {
    let isInterrupted = false
    const interrupt = (): void => {
      isInterrupted = true
      this.#end()
    }
    const tellCounts = (): void => {
      if (this.#capture !== undefined) tell(`${PROGRAM}: ${countsText(this.#countsOf(this.#capture.counts()), ', ')}`)
    }
    const flush = (): void => this.#output.flushFiles()
    const release = onStopSignal(STOP_SIGNALS, interrupt)
    process.on('SIGUSR1', tellCounts)
    process.on('SIGUSR2', flush)
    const timer = setInterval(() => this.#tick(), TICK_MS)
    await over
    clearInterval(timer)
    process.removeListener('SIGUSR1', tellCounts)
    process.removeListener('SIGUSR2', flush)
    release()
    return isInterrupted
  }

  #end(): void {
    this.#isStopped = true
    this.#stop()
  }

  #take(record: PacketRecord): void {
    const capture = this.#capture
    if (capture === undefined || (this.#isStopped && this.#isFull)) return
    this.#output.take(record, capture.info)
  }

  #pcapSink(): PcapSink {
    return {
      unit: this.#options.print.nano ? 'nanoseconds' : 'microseconds',
      take: (records, packetCount) => {
        if (this.#output.fault === undefined) this.#output.takeRecords(records, packetCount)
      },
    }
  }

  /** No packets are wanted any more, not even those that were captured before a signal came. */
  get #isFull(): boolean {
    return this.#output.fault !== undefined || this.#output.hasAllFiles || this.#output.packetCount >= this.#options.packetLimit
  }

  #flush(): void {
    try {
      this.#output.flush()
      if (this.#options.output === '-') this.#output.flushFiles()
    } catch (error) {
      this.#output.fail(error)
    }
  }

  /** Keeps the file readable, and says while it happens that packets are lost. */
  #tick(): void {
    const { print, output } = this.#options
    try {
      this.#output.flushFiles()
    } catch (error) {
      this.#output.fail(error)
    }
    const { dropped } = this.#capture?.counts() ?? { dropped: 0 }
    if (dropped > this.#droppedBefore) tell(`synfin: ${dropped} packets dropped by kernel so far; a larger buffer (-B) or a filter helps\n`)
    this.#droppedBefore = dropped
    if (output !== undefined && print.verbose > 0) tell(`Got ${this.#output.packetCount}\r`)
  }

  /** The counts as tcpdump understands them: what it has taken, not what was handed to it; and loopback packets are received twice, unless the filter tells them apart. */
  #countsOf(counts: LiveCounts): LiveCounts {
    return { ...counts, captured: this.#output.packetCount, received: counts.received + (this.#countsTwins ? counts.loopback : 0) }
  }
}

/** Whether all that is wanted is one pcap file of everything: then nobody has to look at single packets, nor is anybody waiting for them. */
function takesRecords({ output, alsoPrints, flushesPackets, isImmediate, packetLimit, fileMegabytes, fileSeconds }: DumpOptions): boolean {
  const isOneFile = fileMegabytes === 0 && fileSeconds === 0 && packetLimit === Infinity
  return (
    output !== undefined &&
    output !== '-' &&
    !output.toLowerCase().endsWith('.pcapng') &&
    !alsoPrints &&
    !flushesPackets &&
    !isImmediate &&
    isOneFile
  )
}

function becomeUser(name: string): void {
  const outcome = dropPrivileges(name)
  if (outcome === 'no-such-user') throw new DumpFault(`Couldn't find user '${name}'`)
  if (outcome === 'refused') throw new DumpFault(`Couldn't change to '${name}': Operation not permitted`)
}

/** The counts, in lines of their own or in one line. */
function countsText({ captured, received, dropped, interfaceDropped }: LiveCounts, separator: string): string {
  const packets = (count: number): string => `${count} packet${count === 1 ? '' : 's'}`
  const parts = [`${packets(captured)} captured`, `${packets(received)} received by filter`, `${packets(dropped)} dropped by kernel`]
  if (interfaceDropped > 0) parts.push(`${packets(interfaceDropped)} dropped by interface`)
  return `${parts.join(separator)}\n`
}

/** tcpdump's words for what keeps a capture from beginning; where rights are missing, what can be done. */
function faultText(error: LiveCaptureError, name: string, filter: string, linkType: string | undefined): string {
  switch (error.code) {
    case 'no-permission':
      return `${name}: You don't have permission to perform this capture on that device\n(${error.message})\n${REMEDIES}`
    case 'no-such-interface':
      return `${name}: No such device exists\n(No such device exists)`
    case 'interface-down':
      return `${name}: That device is not up`
    case 'bad-link-type':
      return `${linkType ?? linkTypeName(LINK_TYPE.linuxSll2).name} is not one of the DLTs supported by this device`
    case 'bad-filter':
      return error.filterError === undefined ? error.message : filterFaultText(filter, error.filterError)
    default:
      return `${name}: ${error.message}`
  }
}

/** Three ways to be allowed to capture. */
const REMEDIES = `Capturing needs the right to open packet sockets (CAP_NET_RAW). Three ways to it:
  sudo synfin dump ...                                 root is given up once the interface is open
  sudo setcap cap_net_raw+ep "$(command -v dumpcap)"   (or join its group, often "wireshark"): synfin then captures through dumpcap
  sudo tcpdump -w FILE ...                             and then, as yourself: synfin dump -r FILE`
