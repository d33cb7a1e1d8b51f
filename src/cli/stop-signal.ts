/** Ctrl-C and its kin: the first ends the work early, a second one the process. */

/**
 * One wish often arrives as two signals: `timeout` and npm send their own beside that of the terminal or to the whole group. A person's
 * second Ctrl-C comes later than this.
 */
export const ECHO_MS = 500

/**
 * Calls `stop` at the first of `signals`; one that comes later than its echo ends the process, as it would without us.
 *
 * @returns what to call when there is nothing to stop any more
 */
export function onStopSignal(signals: readonly NodeJS.Signals[], stop: () => void): () => void {
  let stoppedMs: number | undefined
  const release = (): void => {
    for (const signal of signals) process.off(signal, heard)
  }
  const heard = (signal: NodeJS.Signals): void => {
    if (stoppedMs === undefined) {
      stoppedMs = performance.now()
      // From then on the next one ends the process, even while the program has no time to listen.
      setTimeout(release, ECHO_MS).unref()
      stop()
    } else if (performance.now() - stoppedMs > ECHO_MS) {
      release()
      process.kill(process.pid, signal)
    }
  }
  for (const signal of signals) process.on(signal, heard)
  // Once stopped it keeps listening: the echo must not end the process while it writes its result.
  return () => {
    if (stoppedMs === undefined) release()
  }
}
