/** What became of a quiet connection, as bits: all that the verdict on it depends on. */
import {
  COURSE_ABORTED,
  COURSE_ACKED_BY_FIN,
  COURSE_ASKED,
  COURSE_DATA,
  COURSE_FIN,
  COURSE_FIN_ACKED,
  COURSE_FIN_ACKS_FIN,
  COURSE_LABELLED,
  COURSE_PROBED,
  COURSE_REFUSED,
  COURSE_REPEATED,
  COURSE_SECOND_TRY,
  COURSE_SERVER_FIRST,
  COURSE_SERVER_LAST,
} from './quiet-layout.ts'

/** The bits. `data`, `fin`, `finAcksFin`, `finAcked` and `ackedByFin` are the client's; the server's stand one bit higher. */
export const COURSE = {
  /** The side has sent data. */
  data: COURSE_DATA,
  /** The server was the first, and the last, to send data. */
  serverFirst: COURSE_SERVER_FIRST,
  serverLast: COURSE_SERVER_LAST,
  fin: COURSE_FIN,
  /** The side's FIN acknowledged the other's. */
  finAcksFin: COURSE_FIN_ACKS_FIN,
  /** The other has acknowledged the side's FIN, and did so first with its own FIN. */
  finAcked: COURSE_FIN_ACKED,
  ackedByFin: COURSE_ACKED_BY_FIN,
  /** The client aborted the connection. */
  aborted: COURSE_ABORTED,
  /** The server refused the client's SYN; with a RST that has an IPv6 flow label. */
  refused: COURSE_REFUSED,
  labelled: COURSE_LABELLED,
  /** The client sent its SYN twice before it was answered. */
  secondTry: COURSE_SECOND_TRY,
  /** The client told that something of the server's was missing. */
  asked: COURSE_ASKED,
  /** The server sent a segment once more: at once on the client's word, or as a tail loss probe. */
  repeated: COURSE_REPEATED,
  probed: COURSE_PROBED,
} as const

/** The bits of both sides. */
export const DATA = COURSE.data | (COURSE.data << 1)
export const FIN = COURSE.fin | (COURSE.fin << 1)
const FIN_ACKED = COURSE.finAcked | (COURSE.finAcked << 1)
const RESET = COURSE.aborted | COURSE.refused

/** Whether either side of a connection with this course sent data. */
export function carriedData(course: number): boolean {
  return (course & DATA) !== 0
}

/** Whether both sides sent their FINs. */
export function sentBothFins(course: number): boolean {
  return (course & FIN) === FIN
}

/** Whether a RST ended the connection. */
export function endedByReset(course: number): boolean {
  return (course & RESET) !== 0
}

/** Whether the server refused the connection. */
export function wasRefused(course: number): boolean {
  return (course & COURSE.refused) !== 0
}

/** Whether the connection came up with the client's second SYN. */
export function cameUpLate(course: number): boolean {
  return (course & COURSE.secondTry) !== 0
}

/** Whether the server sent a segment once more. */
export function wasMended(course: number): boolean {
  return (course & (COURSE.repeated | COURSE.probed)) !== 0
}

/** Whether both sides have closed, and know it of each other, or a RST ended it. */
export function isOver(course: number): boolean {
  return (course & FIN_ACKED) === FIN_ACKED || endedByReset(course)
}
