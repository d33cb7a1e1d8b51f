/** The report in the format that a person asked for: text for the terminal, or a document. */
import { MOST_SECTIONS, documentOf, documentOfOne } from '../core/export/report-document.ts'
import { writeHtml } from '../core/export/report-html.ts'
import type { TextSink } from '../core/export/report-json.ts'
import { writeMarkdown } from '../core/export/report-markdown.ts'
import type { ReportRest } from '../core/report/report.ts'
import { type Keeps, type VerdictTally, keepsUpTo } from '../core/report/verdict-tally.ts'
import type { ShownConnection } from '../core/view/shown-connection.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import type { Language } from '../core/words/language.ts'
import { COLOURED, PLAIN } from './style.ts'
import { columnsOf, mayColour } from './terminal.ts'
import { TextReport, keepsForText } from './text-report.ts'

/** Formats that people read. */
export type PeopleFormat = 'text' | 'html' | 'markdown'

/** Where the report goes. */
export interface PeopleSetting {
  readonly words: InterfaceWords
  readonly language: Language
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** A report for people, written when all connections are known. */
export interface PeopleReport {
  /** Which connections it may show; `all` as below. */
  keeps(all: boolean): Keeps
  /** Writes the whole report; `all` adds the healthy connections. */
  write(rest: ReportRest, tally: VerdictTally<ShownConnection>, all: boolean): void
  /** Writes one connection with everything that was found. */
  writeOne(rest: ReportRest, one: ShownConnection): void
}

/** The report in `format`, written to `sink`. */
export function peopleReport(format: PeopleFormat, { words, language, environment }: PeopleSetting, sink: TextSink): PeopleReport {
  if (format !== 'text') {
    const write = format === 'html' ? writeHtml : writeMarkdown
    return {
      keeps: () => keepsUpTo(MOST_SECTIONS),
      write: (rest, tally, all) => write(documentOf(rest, tally, all), { words, language }, sink),
      writeOne: (rest, one) => write(documentOfOne(rest, one), { words, language }, sink),
    }
  }
  const style = mayColour(environment) ? COLOURED : PLAIN
  const text = new TextReport({ words: words.report, language, style, columns: columnsOf(environment) }, sink)
  return {
    keeps: keepsForText,
    write: (rest, tally, all) => text.write(rest, tally, all),
    writeOne: (_rest, one) => text.writeOne(one),
  }
}
