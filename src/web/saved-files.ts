/** What the page can save: the report as a document or as data, and the chosen packets as a capture. */
import { PcapngCopy } from '../core/capture/pcapng-copy.ts'
import { documentOf } from '../core/export/report-document.ts'
import { writeHtml } from '../core/export/report-html.ts'
import { ReportJsonWriter } from '../core/export/report-json.ts'
import { writeMarkdown } from '../core/export/report-markdown.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import { interfaceEn } from '../core/words/interface-en.ts'
import { interfaceZh } from '../core/words/interface-zh.ts'
import type { Language } from '../core/words/language.ts'
import type { CaptureSession } from './capture-session.ts'
import { GrowingBlob } from './growing-blob.ts'
import type { ExportKind, ExportedFile } from './protocol.ts'

const WORDS = { en: interfaceEn, zh: interfaceZh } as const

/** Makes a file. `packets` are those that the list has now. */
export async function savedFile(
  kind: ExportKind,
  language: Language,
  session: CaptureSession,
  packets: Uint32Array,
): Promise<ExportedFile> {
  const stem = session.name.replace(/(\.(pcapng|pcap|cap|txt))?(\.gz)?$/i, '') || 'synfin'
  switch (kind) {
    case 'html':
    case 'markdown': {
      const parts: string[] = []
      const write = kind === 'html' ? writeHtml : writeMarkdown
      write(documentOf(session.rest, session.tally, false), { words: WORDS[language], language }, (text) => parts.push(text))
      const isHtml = kind === 'html'
      return { name: `${stem}.${isHtml ? 'html' : 'md'}`, blob: new Blob(parts, { type: isHtml ? 'text/html' : 'text/markdown' }) }
    }
    case 'json':
      return { name: `${stem}.json`, blob: await reportJson(session) }
    case 'pcapng':
      return { name: `${stem}.synfin.pcapng`, blob: await capture(session, packets) }
  }
}

/** The same as `synfin explain --json` prints: every connection, from a second reading. */
async function reportJson(session: CaptureSession): Promise<Blob> {
  const file = new GrowingBlob()
  const writer = new ReportJsonWriter((text) => file.add(text), 'object')
  const run = new ReportRun(
    (c, context) => {
      const report = connectionReport(c, context)
      run.consider(report)
      writer.connection(report)
    },
    { withZeek: true },
  )
  const pipeline = run.open(session.name, session.input.sizeBytes)
  for await (const bytes of session.again()) pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  writer.end(run.rest())
  return file.finish('application/json')
}

async function capture({ store, info }: CaptureSession, packets: Uint32Array): Promise<Blob> {
  const file = new GrowingBlob()
  const copy = new PcapngCopy((bytes) => file.add(bytes.slice()))
  await store.show(packets, (record) => copy.write(record, info))
  return file.finish('application/octet-stream')
}
