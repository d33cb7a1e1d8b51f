/** The page's worker: the core at work on one input at a time. */
import type { ServedInput } from './input-source.ts'
import { CaptureSession } from './capture-session.ts'
import { ConnectionList } from './connection-list.ts'
import type { PacketList } from './packet-list.ts'
import type { Answered, Asked, FromWorker, QuestionName, Questions, ToWorker } from './protocol.ts'

/** What a worker's global object offers, as far as it is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage(message: FromWorker, transfer?: Transferable[]): void
}

const scope = globalThis as unknown as WorkerScope

let session: CaptureSession | undefined
let connections: ConnectionList | undefined
let packets: PacketList | undefined

scope.onmessage = ({ data }) => {
  if (data.kind === 'open') open(data.id, data.name, data.input)
  else if (data.kind === 'cancel') session?.cancel()
  else void reply(data)
}

function open(id: number, name: string, input: Blob | ServedInput): void {
  session?.cancel()
  const opened = new CaptureSession(id, name, input, (news) => {
    if (opened === session) scope.postMessage(news)
  })
  session = opened
  connections = new ConnectionList(opened)
  packets = undefined
  void opened.read().then(() => (opened === session ? opened.readAhead() : undefined))
}

/** The list of packets of what is open; what it takes to show packets is loaded when somebody wants to see some. */
async function packetList(of: CaptureSession): Promise<PacketList> {
  const { PacketList } = await import('./packet-list.ts')
  if (packets?.session !== of) packets = new PacketList(of, (progress) => scope.postMessage(progress))
  return packets
}

async function reply({ ticket, name, ask }: Asked): Promise<void> {
  const transfer: Transferable[] = []
  try {
    const answer: Answered = { kind: 'answer', ticket, answer: await answerTo(name, ask, transfer) }
    scope.postMessage(answer, transfer)
  } catch (error) {
    scope.postMessage({ kind: 'failed', ticket, message: error instanceof Error ? error.message : String(error) })
  }
}

/** The answer; what may be handed over instead of copied goes into `transfer`. Raises when there is nothing to ask about, or a read fails. */
async function answerTo(name: QuestionName, asked: Questions[QuestionName]['ask'], transfer: Transferable[]): Promise<unknown> {
  if (session === undefined || connections === undefined) throw new Error('nothing is open')
  const question = { name, ask: asked } as { [K in QuestionName]: { name: K; ask: Questions[K]['ask'] } }[QuestionName]
  switch (question.name) {
    case 'connections':
      return { count: connections.choose(question.ask) }
    case 'connectionRows':
      return connections.rows(question.ask.from, question.ask.to)
    case 'connection': {
      const found = await session.connection(question.ask.id, question.ask.soon)
      if (found === null) return null
      transfer.push(...found.buffers)
      return found.data
    }
    case 'packets':
      return (await packetList(session)).choose(question.ask)
    case 'completions':
      return (await import('./filter-completions.ts')).filterCompletions(question.ask.text, question.ask.dialect)
    case 'packetRows':
      return (await packetList(session)).rows(question.ask.from, question.ask.to)
    case 'rowOf':
      return (await packetList(session)).rowOf(question.ask.packet)
    case 'nextProblem':
      return (await packetList(session)).nextTrouble(question.ask.packet, question.ask.back)
    case 'detail': {
      const { packetDetail } = await import('./packet-detail.ts')
      const detail = await packetDetail(question.ask.packet, session)
      if (detail !== null) transfer.push(detail.bytes.buffer as ArrayBuffer)
      return detail
    }
    case 'compare':
      return (await import('./compared-captures.ts')).comparedCaptures(question.ask.first, question.ask.second)
    case 'stream': {
      const found = await session.connection(question.ask.id, false)
      const { streamPieces } = await import('./stream-pieces.ts')
      return found === null ? { pieces: [], isCut: false } : streamPieces(found.data, session.store)
    }
    case 'export': {
      const { savedFile } = await import('./saved-files.ts')
      return savedFile(question.ask.kind, question.ask.language, session, (await packetList(session)).numbers)
    }
  }
}
