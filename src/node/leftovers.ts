/** What must not outlive the process: taken away at its end, also when a signal ends it. */

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const leftovers = new Set<() => void>()

/**
 * Has `remove` called when the process ends before it was called otherwise.
 *
 * @returns what the owner calls instead when its time has come: it removes, once
 */
export function removedAtEnd(remove: () => void): () => void {
  const once = (): void => {
    if (!leftovers.delete(once)) return
    if (leftovers.size === 0) unwatch()
    remove()
  }
  if (leftovers.size === 0) watch()
  leftovers.add(once)
  return once
}

function watch(): void {
  process.on('exit', removeAll)
  // Before all others: a listener of a command that hears the signal only once would be gone when we count.
  for (const signal of ENDING_SIGNALS) process.prependListener(signal, endedBy)
}

function unwatch(): void {
  process.off('exit', removeAll)
  for (const signal of ENDING_SIGNALS) process.off(signal, endedBy)
}

/** A signal that nobody else listens to ends the process, as it would without us. */
function endedBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  removeAll()
  process.kill(process.pid, signal)
}

function removeAll(): void {
  // What was made last may stand in what was made first.
  for (const remove of [...leftovers].reverse()) {
    try {
      remove()
    } catch {
      // The others are removed all the same, and there is nobody left to tell.
    }
  }
}
