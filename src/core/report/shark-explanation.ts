/** `synfin shark --explain`: for each frame where tshark's mark and the judgement by evidence differ, both, in words. */
import { type JudgedPacket, SegmentJudge } from '../analysis/judgement/segment-judge.ts'
import type { Judgement, JudgementKind } from '../analysis/judgement/judgement.ts'
import type { PacketRecord } from '../capture/record.ts'
import { type DissectedPacket, FieldItem } from '../dialects/wireshark/field-item.ts'
import { SYNFIN, SYNFIN_EARLIER, SYNFIN_EXPLANATION, SYNFIN_JUDGEMENT } from '../dialects/wireshark/synfin-fields.ts'
import { Decoder } from '../packet/decode.ts'
import { Packet } from '../packet/packet.ts'
import { judgementEn } from '../words/judgement-en.ts'
import type { JudgementWords, SideRemark } from '../words/judgement-words.ts'
import { judgementZh } from '../words/judgement-zh.ts'
import type { Language } from '../words/language.ts'

/** The names of the fields that the explanation looks at, for a dissector that makes only what is wanted. */
export const EXPLAINED_FIELDS: readonly string[] = [
  'tcp.stream',
  'tcp.analysis.flags',
  'tcp.analysis.ack_rtt',
  'tcp.analysis.bytes_in_flight',
  'tcp.analysis.rto_frame',
  '_ws.expert',
]

/** Frames whose explanation is kept; `forgotten` counts the others. */
const MOST_EXPLAINED = 200_000
/** What the names of tshark's marks begin with. */
const ANALYSIS = 'tcp.analysis.'

/** tshark's marks, by the field that carries each: what the Info column calls it, and with which judgements it agrees. */
const MARKS: Readonly<Record<string, { readonly title: string; readonly agrees: (j: Judgement) => boolean }>> = {
  retransmission: {
    title: 'Retransmission',
    agrees: ({ kind, evidence: { cause } }) => kind === 'retransmission' && (cause === undefined || PLAIN_CAUSES.has(cause)),
  },
  fast_retransmission: {
    title: 'Fast Retransmission',
    agrees: ({ kind, evidence }) => kind === 'retransmission' && evidence.cause === 'fast',
  },
  spurious_retransmission: {
    title: 'Spurious Retransmission',
    agrees: ({ kind, evidence }) => kind === 'retransmission' && evidence.cause === 'unneeded',
  },
  out_of_order: { title: 'Out-Of-Order', agrees: ({ kind }) => kind === 'reordered' },
  reused_ports: { title: 'Port numbers reused', agrees: ({ kind }) => kind === 'new-connection' },
  lost_segment: {
    title: 'Previous segment not captured',
    agrees: ({ kind, evidence }) => kind === 'gap' && evidence.settledAs !== 'acknowledged',
  },
  ack_lost_segment: {
    title: 'ACKed unseen segment',
    agrees: ({ kind, evidence }) => kind === 'acked-unseen' && evidence.settledBy === undefined,
  },
  window_update: { title: 'Window Update', agrees: ({ kind }) => kind === 'window-update' },
  window_full: { title: 'Window Full', agrees: ({ kind }) => kind === 'window-full' },
  keep_alive: { title: 'Keep-Alive', agrees: ({ kind }) => kind === 'keep-alive' },
  keep_alive_ack: { title: 'Keep-Alive ACK', agrees: ({ kind }) => kind === 'keep-alive-answer' },
  duplicate_ack: { title: 'Dup ACK', agrees: ({ kind }) => kind === 'duplicate-ack' },
  zero_window_probe: { title: 'ZeroWindowProbe', agrees: ({ kind }) => kind === 'window-probe' },
  zero_window: { title: 'ZeroWindow', agrees: ({ kind }) => kind === 'zero-window' },
  zero_window_probe_ack: { title: 'ZeroWindowProbeAck', agrees: ({ kind }) => kind === 'window-probe-answer' },
}
const PLAIN_CAUSES: ReadonlySet<string> = new Set(['timeout', 'probe', 'follow-up', 'refused', 'smaller', 'damaged', 'rejected', 'unasked'])

/** What tshark has no mark for, and does not deny either. */
const SILENT: ReadonlySet<JudgementKind> = new Set(['dsack', 'repeat-answer', 'window-update', 'ordinary', 'zero-window'])

/** What tshark says of a packet, as far as it is compared. */
export interface SharkMarks {
  /** Names behind `tcp.analysis.` in the order of the packet's notes. */
  readonly marks: readonly string[]
  /** -1 without one. */
  readonly stream: number
  readonly ackRttNs: number | undefined
  readonly bytesInFlight: number | undefined
  readonly rtoFrame: number | undefined
}

/** tshark's marks and figures in a dissected packet. */
export function marksOf(packet: DissectedPacket): SharkMarks {
  const marks = packet.notes
    .map(({ field: { name } }) => (name.startsWith(ANALYSIS) ? name.slice(ANALYSIS.length) : ''))
    .filter((name) => Object.hasOwn(MARKS, name))
  const tcp = packet.layers.find(({ field: { name } }) => name === 'tcp')
  const figure = (name: string): number | undefined => {
    const value = tcp === undefined ? undefined : valueOf(tcp, name)
    return typeof value === 'number' ? value : undefined
  }
  return {
    marks,
    stream: figure('tcp.stream') ?? -1,
    ackRttNs: figure('tcp.analysis.ack_rtt'),
    bytesInFlight: figure('tcp.analysis.bytes_in_flight'),
    rtoFrame: figure('tcp.analysis.rto_frame'),
  }
}

function valueOf(item: FieldItem, name: string): unknown {
  if (item.field.name === name) return item.value
  for (const child of item.children) {
    const found = valueOf(child, name)
    if (found !== undefined) return found
  }
  return undefined
}

interface Explained {
  readonly marks: readonly string[]
  readonly judged: JudgedPacket
  readonly remarks: readonly SideRemark[]
}

/** Reads a capture once, packet by packet, and then tells of each frame where the two views differ. */
export class SharkExplanation {
  readonly #words: JudgementWords
  readonly #judge = new SegmentJudge()
  readonly #decoder = new Decoder()
  readonly #packet = new Packet()
  readonly #explained = new Map<number, Explained>()
  /** Which of tshark's streams each connection began with. */
  readonly #streams = new Map<number, { readonly began: number; latest: number }>()
  #forgotten = 0

  constructor(language: Language) {
    this.#words = language === 'zh' ? judgementZh : judgementEn
  }

  /** Frames that differ and are not kept, because there were too many. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** Takes a record, the number of its frame and what tshark says of it. All records of a capture come before the first `lines`. */
  take(record: PacketRecord, frame: number, shown: SharkMarks): void {
    this.#decoder.decode(record, this.#packet)
    this.#packet.number = frame
    this.judged(frame, this.#judge.packet(this.#packet), shown)
  }

  /** Takes a packet that is judged already. */
  judged(frame: number, judged: JudgedPacket, shown: SharkMarks): void {
    const remarks = this.#remarks(judged, shown)
    if (judged.judgements.length + shown.marks.length + remarks.length === 0) return
    if (this.#explained.size >= MOST_EXPLAINED) {
      this.#forgotten++
      return
    }
    this.#explained.set(frame, { marks: distinct(shown.marks), judged, remarks })
  }

  /** What is to be said of a frame; nothing where both agree. Each is a line of text without a line feed. */
  lines(frame: number): readonly string[] {
    const explained = this.#explained.get(frame)
    if (explained === undefined) return []
    const words = this.#words
    const lines: string[] = []
    const { marks, judged } = explained
    const { judgements } = judged
    if (differ(marks, judgements)) {
      const told = judgements.filter(({ kind }) => !SILENT.has(kind))
      const said = told.map((judgement) => words.judged(judgement))
      if (told.length === 0) {
        // Nothing worth saying of its own stands against the mark: what the packet does says it.
        const isAck = marks.includes('ack_lost_segment') && judged.roundTrip.frame !== 0
        if (isAck || judgements.length === 0)
          said.push(isAck ? words.ordinary('acks', judged.roundTrip.frame) : words.ordinary(judged.reason, judged.earlier))
        said.push(...judgements.map((judgement) => words.judged(judgement)))
      }
      const shown = marks.length === 0 ? words.noMark : marks.map((mark) => MARKS[mark].title).join(', ')
      lines.push(words.line(shown, said.join(words.between)))
    }
    for (const remark of explained.remarks) lines.push(words.remark(remark))
    return lines
  }

  /** What the packet of a frame was; an ordinary one is said to be that, with the frame that it goes on from. */
  judgements(frame: number): readonly Judgement[] {
    const judged = this.#explained.get(frame)?.judged
    if (judged === undefined) return []
    const { judgements, reason, earlier } = judged
    return judgements.length > 0 ? judgements : [{ kind: 'ordinary', frame, earlier, evidence: { reason } }]
  }

  /** The packet with what is to be said of it as one more item, for trees, JSON and filters; the packet itself where both agree. */
  explained(packet: DissectedPacket): DissectedPacket {
    const lines = this.lines(packet.number)
    if (lines.length === 0) return packet
    const item = new FieldItem(SYNFIN, null, 0, 0, { generated: true, text: 'synfin judges otherwise' })
    for (const line of lines) item.add(SYNFIN_EXPLANATION, line, 0, 0, { generated: true, text: line })
    for (const { kind, earlier } of this.judgements(packet.number)) {
      item.add(SYNFIN_JUDGEMENT, kind, 0, 0, { generated: true, hidden: true })
      if (earlier !== 0) item.add(SYNFIN_EARLIER, earlier, 0, 0, { generated: true, hidden: true })
    }
    return new ExplainedPacket(packet, item)
  }

  #remarks(judged: JudgedPacket, shown: SharkMarks): SideRemark[] {
    const remarks: SideRemark[] = []
    const { connection, roundTrip, judgements } = judged
    if (shown.stream >= 0 && connection >= 0) this.#stream(judged, shown.stream, remarks)
    const { ackRttNs, bytesInFlight, rtoFrame } = shown
    if (ackRttNs !== undefined && roundTrip.ambiguous) remarks.push({ kind: 'rtt-ambiguous', shownNs: ackRttNs, frame: roundTrip.frame })
    if (ackRttNs === undefined && roundTrip.partial && roundTrip.rttNs >= 0)
      remarks.push({ kind: 'rtt-partial', rttNs: roundTrip.rttNs, frame: roundTrip.frame })
    const { inFlightBytes: bytes, dsackBefore } = judged
    if (dsackBefore !== 0 && bytes !== bytesInFlight && bytes > 0)
      remarks.push({ kind: 'in-flight', shownBytes: bytesInFlight, bytes, dsackFrame: dsackBefore })
    const repeat = judgements.find(({ kind, evidence }) => kind === 'retransmission' && evidence.seenBefore === true)
    // Counting from the first copy is a matter of taste; counting from another segment is not.
    if (
      rtoFrame !== undefined &&
      repeat !== undefined &&
      repeat.earlier !== 0 &&
      ![repeat.earlier, repeat.evidence.firstFrame].includes(rtoFrame)
    )
      remarks.push({ kind: 'rto', shownFrame: rtoFrame, frame: repeat.earlier, apartNs: repeat.evidence.apartNs ?? NaN })
    return remarks
  }

  /** tshark began another stream where the connection goes on: said once. */
  #stream(judged: JudgedPacket, stream: number, remarks: SideRemark[]): void {
    const known = this.#streams.get(judged.connection)
    if (known === undefined) {
      if (this.#streams.size >= MOST_EXPLAINED) this.#streams.clear()
      this.#streams.set(judged.connection, { began: stream, latest: stream })
      return
    }
    if (known.latest === stream) return
    known.latest = stream
    if (stream === known.began) return
    const { connectionFirstFrame: firstFrame, icmpFrame } = judged
    remarks.push({ kind: 'stream', shown: stream, began: known.began, firstFrame, icmpFrame })
  }
}

/** A packet with one more item. Its columns are made when somebody asks, so they are asked of the packet. */
class ExplainedPacket implements DissectedPacket {
  readonly layers: readonly FieldItem[]
  readonly #packet: DissectedPacket

  constructor(packet: DissectedPacket, item: FieldItem) {
    this.#packet = packet
    this.layers = [...packet.layers, item]
  }

  get number(): number {
    return this.#packet.number
  }
  get source(): string {
    return this.#packet.source
  }
  get destination(): string {
    return this.#packet.destination
  }
  get protocol(): string {
    return this.#packet.protocol
  }
  get info(): string {
    return this.#packet.info
  }
  get notes(): DissectedPacket['notes'] {
    return this.#packet.notes
  }
  get bytes(): Uint8Array {
    return this.#packet.bytes
  }
  get wireLength(): number {
    return this.#packet.wireLength
  }
  get times(): DissectedPacket['times'] {
    return this.#packet.times
  }
  get reassembled(): NonNullable<DissectedPacket['reassembled']> {
    return this.#packet.reassembled ?? []
  }
}

/** tshark marks a fast or spurious retransmission as a retransmission as well: that says nothing more. */
function distinct(marks: readonly string[]): readonly string[] {
  const isSpecial = marks.includes('fast_retransmission') || marks.includes('spurious_retransmission')
  return isSpecial ? marks.filter((mark) => mark !== 'retransmission') : marks
}

/** Whether a mark has no judgement that agrees with it, or a judgement that is worth saying has no mark. */
function differ(marks: readonly string[], judgements: readonly Judgement[]): boolean {
  if (marks.some((mark) => !judgements.some((judgement) => MARKS[mark].agrees(judgement)))) return true
  return judgements.some((judgement) => !SILENT.has(judgement.kind) && !marks.some((mark) => MARKS[mark].agrees(judgement)))
}
