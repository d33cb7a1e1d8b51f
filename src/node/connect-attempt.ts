/** One attempt to open a TCP connection, and how it went as a program sees it. */
import { Socket } from 'node:net'
import type { AttemptOutcome } from '../core/words/probe-words.ts'

/** How an attempt ended. */
export interface Attempt {
  readonly outcome: AttemptOutcome
  /** Undefined where the system never gave one. */
  readonly localPort: number | undefined
  /** From the call to its result. */
  readonly elapsedNs: number
}

const REFUSED: ReadonlySet<string> = new Set(['ECONNREFUSED'])
const UNREACHABLE: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EACCES', 'EPERM'])

/**
 * Connects to `address` (numeric) and `port`, and closes at once when that worked.
 *
 * @param timeoutMs how long to wait for the outcome
 * @param signal gives up early
 */
export async function connectAttempt(address: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<Attempt> {
  const startNs = process.hrtime.bigint()
  return await new Promise((resolve) => {
    const socket = new Socket()
    let localPort: number | undefined
    const finish = (outcome: AttemptOutcome): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      localPort ??= socket.localPort
      const elapsedNs = Number(process.hrtime.bigint() - startNs)
      // A connection that stands is closed in the usual way, with FIN; all else is over already.
      if (outcome.kind === 'connected') {
        socket.end()
        socket.once('close', () => resolve({ outcome, localPort, elapsedNs }))
        socket.setTimeout(timeoutMs, () => socket.destroy())
        socket.resume()
      } else {
        socket.destroy()
        resolve({ outcome, localPort, elapsedNs })
      }
    }
    const giveUp = (): void => finish({ kind: 'timeout' })
    const timer = setTimeout(giveUp, timeoutMs)
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('connect', () => finish({ kind: 'connected' }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message
      if (code === 'ETIMEDOUT') finish({ kind: 'timeout' })
      else if (REFUSED.has(code)) finish({ kind: 'refused', code })
      else finish({ kind: UNREACHABLE.has(code) ? 'unreachable' : 'other', code })
    })
    socket.connect({ host: address, port })
  })
}
