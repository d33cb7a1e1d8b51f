/** The page's end of the wire to its worker. */
import type { Answered, FilterProgress, FromWorker, News, Order, QuestionName, Questions, ToWorker } from './protocol.ts'

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: Error) => void
}

/** Asks the worker, and takes its news. */
export class WorkerClient {
  #worker: Worker | undefined
  /** What was said before there was a worker. */
  readonly #early: ToWorker[] = []
  readonly #waiting = new Map<number, Waiting>()
  #tickets = 0
  /** Takes how far a filter has come. */
  takeProgress: ((progress: FilterProgress) => void) | undefined
  /** A question that was asked before its answer is wanted. */
  #ahead: { readonly text: string; readonly answer: Promise<unknown> } | undefined

  /** @param takeNews gets everything that the worker says unasked */
  constructor(takeNews: (news: News) => void) {
    const start = (): void => {
      const worker = startWorker()
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'news') {
          // What was true before may not be any more.
          this.#ahead = undefined
          takeNews(data)
        } else if (data.kind === 'filtering') this.takeProgress?.(data)
        else this.#settle(data)
      }
      this.#worker = worker
      for (const message of this.#early.splice(0)) worker.postMessage(message)
    }
    // In the one-file page the worker's text comes last: the page is there before it.
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start)
    else start()
  }

  /** Orders something. */
  order(order: Order): void {
    this.#send(order)
  }

  /** Asks what will probably be asked next: that question then has its answer sooner. Only the last such question counts. */
  askAhead<K extends QuestionName>(name: K, ask: Questions[K]['ask']): void {
    const text = JSON.stringify([name, ask])
    if (this.#ahead?.text === text) return
    const answer = this.ask(name, ask)
    answer.catch(() => undefined)
    this.#ahead = { text, answer }
  }

  /** Asks; rejects when the worker cannot answer. */
  ask<K extends QuestionName>(name: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> {
    const ahead = this.#ahead
    if (ahead !== undefined && ahead.text === JSON.stringify([name, ask])) {
      this.#ahead = undefined
      return ahead.answer as Promise<Questions[K]['answer']>
    }
    const ticket = ++this.#tickets
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket, { resolve: (answer) => resolve(answer as Questions[K]['answer']), reject })
      this.#send({ kind: 'ask', ticket, name, ask })
    })
  }

  #send(message: ToWorker): void {
    if (this.#worker === undefined) this.#early.push(message)
    else this.#worker.postMessage(message)
  }

  #settle(answered: Answered): void {
    const waiting = this.#waiting.get(answered.ticket)
    this.#waiting.delete(answered.ticket)
    if (answered.kind === 'answer') waiting?.resolve(answered.answer)
    else waiting?.reject(new Error(answered.message))
  }
}

/** Starts the worker: from the text that the one-file page carries, or from the file beside the page. */
function startWorker(): Worker {
  const inlined = document.getElementById('worker')
  if (inlined === null) return new Worker('worker.js', { type: 'module' })
  return new Worker(URL.createObjectURL(new Blob([inlined.textContent], { type: 'text/javascript' })))
}
