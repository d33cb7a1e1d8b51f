/** The samples that the page carries: small captures of everyday cases. */
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'

/** A capture to look at. */
export interface Sample {
  readonly name: string
  /** What happened in it. */
  readonly verdict: VerdictId
  readonly bytes: () => Uint8Array<ArrayBuffer>
}

let known: readonly Sample[] | undefined

/** All samples; the build puts them into the page (see tools/build-web.mjs). */
export function samples(): readonly Sample[] {
  if (known !== undefined) return known
  const carried = JSON.parse(document.getElementById('samples')?.textContent ?? '[]') as {
    name: string
    verdict: VerdictId
    base64: string
  }[]
  known = carried.map(({ name, verdict, base64 }) => ({
    name,
    verdict,
    bytes: () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
  }))
  return known
}
