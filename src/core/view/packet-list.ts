/** Packet numbers as people write them: `1, 4-6`. */

/** More runs than this are not read. */
const MOST_RUNS = 8

/** `numbers` in order, runs of three and more joined; `...` when there are too many to read. */
export function packetList(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const runs: string[] = []
  let from = 0
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[i - 1] + 1) continue
    runs.push(...runText(sorted.slice(from, i)))
    from = i
  }
  return runs.length > MOST_RUNS ? `${runs.slice(0, MOST_RUNS).join(', ')}, ...` : runs.join(', ')
}

function runText(run: readonly number[]): string[] {
  return run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)
}
