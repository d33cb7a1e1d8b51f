/** Saves what was made here as a file of the reader's. */

/** A revoked URL that is still being saved would save nothing. */
const SAVING_MS = 60_000

/** Offers `blob` as a download called `name`. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS)
}
