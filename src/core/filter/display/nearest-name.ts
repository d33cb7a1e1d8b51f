/** The name that was probably meant. */

/** More wrong letters than this, and the name was not meant. */
const MOST_EDITS = 3

/**
 * The name of `names` that is nearest to `typed`: by letters left out, added, changed or swapped with the next; undefined when none
 * is near. Of equally near ones the first.
 */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  const wanted = typed.toLowerCase()
  let nearest: string | undefined
  let least = Math.min(MOST_EDITS, Math.max(1, Math.floor(wanted.length / 3))) + 1
  for (const name of names) {
    if (name === '' || Math.abs(name.length - wanted.length) >= least) continue
    const edits = editsBetween(wanted, name.toLowerCase(), least)
    if (edits >= least) continue
    least = edits
    nearest = name
  }
  return nearest
}

/** The number of edits from `a` to `b` (optimal string alignment); `limit` or more when there are at least so many. */
function editsBetween(a: string, b: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, beforeLast[j - 2] + 1)
      row.push(edits)
      least = Math.min(least, edits)
    }
    if (least >= limit) return limit
    beforeLast = last
    last = row
  }
  return last[b.length]
}
