/** Writes the report as JSON, each connection as it is produced: the whole is never held. */
import type { ConnectionReport, ReportRest } from '../report/report.ts'

/** Takes the text piece by piece. */
export type TextSink = (text: string) => void

/** `object`: one JSON object. `lines`: one line per connection, then one with the rest. */
export type ReportLayout = 'object' | 'lines'

/** Characters that JSON allows in a string but no terminal or editor should see raw: DEL, C1 controls, line separators, text direction marks. */
const HIDDEN = /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** `value` as JSON in which nothing is hidden from a reader. Values are plain data: strings, finite numbers, booleans, null, arrays, objects. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Writes one report: connections in turn, then `end`. */
export class ReportJsonWriter {
  readonly #write: TextSink
  readonly #layout: ReportLayout
  #connections = 0

  constructor(write: TextSink, layout: ReportLayout) {
    this.#write = write
    this.#layout = layout
  }

  /** Writes the next connection. */
  connection(report: ConnectionReport): void {
    const before = this.#layout === 'lines' ? '' : this.#connections === 0 ? '{"connections":[\n' : ',\n'
    this.#connections++
    this.#write(`${before}${jsonText(report)}${this.#layout === 'lines' ? '\n' : ''}`)
  }

  /** Writes everything else; the last call. */
  end(rest: ReportRest): void {
    if (this.#layout === 'lines') {
      this.#write(`${jsonText(rest)}\n`)
      return
    }
    this.#write(`${this.#connections === 0 ? '{"connections":[' : '\n'}],\n${jsonText(rest).slice(1)}\n`)
  }
}
