/** How large letters are: screens of a wall, and readers' own settings, have larger ones, and drawings go with them. */

/** The size of letters by which things are measured. */
const USUAL_LETTER_PX = 16

/** How many times larger than usual letters are now. */
export function letterScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_LETTER_PX || 1
}
