/** What the dissectors of TCP options share: the bytes, the tree, the Info column, the notes, and what the stream learns. */
import { addExpertNote } from '../expert-item.ts'
import type { Field } from '../field.ts'
import type { ExpertGroup, ExpertNote, ExpertSeverity, FieldItem } from '../field-item.ts'
import { MptcpTable } from './mptcp-connection.ts'
import { SegmentReader } from './segment-reader.ts'
import { tcpFields } from './tcp-fields.ts'
import { TcpSegment } from './tcp-segment.ts'
import { TcpStream } from './tcp-stream.ts'

const HEADER_BYTES = 2
const HIDDEN = { hidden: true } as const

/** One object is reused for all options of all segments. */
export class OptionContext {
  readonly reader = new SegmentReader()
  readonly segment = new TcpSegment()
  /** What comes behind `Len=` in the Info column. */
  info = ''
  /** What comes before the ports in the Info column. */
  mark = ''
  /** Somebody reads the Info column. */
  wantsInfo = false
  /** The line `Options: …`; undefined when nobody looks at options. */
  tree: FieldItem | undefined = undefined
  notes: ExpertNote[] = []
  /** The conversation of the segment. */
  readonly stream = new TcpStream()
  /** The stream has not learned from this segment yet. */
  learns = false
  /** What relative numbers count from, this direction's and the other's. */
  seqBase = 0
  ackBase = 0
  /** Numbers are shown relative to the stream's first. */
  isRelative = false
  hasMss = false
  mptcp = new MptcpTable()
  analyzesMptcp = true
  isMptcpRelative = true
  /** Every option could be read. */
  isComplete = false
  /** Experiments are told apart by an identifier (RFC 6994). */
  hasExperimentIds = true
  /** Timestamps are left out of the Info column. */
  ignoresTimestamps = false
  /** The option at hand: where it begins and its length, with kind and length. */
  at = 0
  length = 0

  /** Begins the line of the option at hand; undefined when nobody looks. */
  begin(field: Field): FieldItem | undefined {
    if (this.tree === undefined) return undefined
    const bytes = this.reader.copy(this.at, this.length)
    return this.tree.add(field, bytes, this.at, bytes.length, { text: field.title })
  }

  /** Adds the lines Kind and Length; gives the latter. */
  addHeader(item: FieldItem | undefined): FieldItem | undefined {
    if (item === undefined) return undefined
    item.add(tcpFields.optionKind, this.reader.u8(this.at), this.at, 1)
    return this.addLength(item)
  }

  /** Adds the line Length. */
  addLength(item: FieldItem): FieldItem {
    return item.add(tcpFields.optionLen, this.length, this.at + 1, 1)
  }

  /** Adds Kind and Length and says whether the option is as long as it must be. */
  hasLength(item: FieldItem | undefined, wanted: number): boolean {
    const length = this.addHeader(item)
    if (this.length === wanted) return true
    this.noteLength(length, `option length should be ${wanted}`)
    return false
  }

  /** The note on an option of a wrong length. */
  noteLength(item: FieldItem | undefined, message: string): void {
    this.note(item, tcpFields.optionLenInvalid, 'Note', 'Sequence', message)
  }

  /** Adds a note below `item`, if anybody looks at it. */
  note(
    item: FieldItem | undefined,
    field: Field,
    severity: ExpertSeverity,
    group: ExpertGroup,
    message = field.title,
    offset?: number,
  ): void {
    if (item === undefined) return
    const note = { field, severity, group, message }
    this.notes.push(note)
    addExpertNote(item, note, offset)
    if (group === 'Malformed') item.add(tcpFields.malformed, null, item.offset, 0, HIDDEN)
  }

  /** Adds to the Info column. */
  say(text: string): void {
    this.info += text
  }

  /** Bytes of the option behind kind and length. */
  get bodyLength(): number {
    return this.length - HEADER_BYTES
  }
}
