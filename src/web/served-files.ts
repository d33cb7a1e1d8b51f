/** Files that `synfin serve FILE` names: they are read from the page's own server; elsewhere there are none. */
import type { ServedInput } from './input-source.ts'

/** A file on the page's server, with its name. */
export interface ServedFile extends ServedInput {
  readonly name: string
}

/** The files that the server has for this page; empty without one. */
export function servedFiles(): readonly ServedFile[] {
  const list = document.getElementById('served')?.textContent ?? '[]'
  const files = JSON.parse(list) as { readonly name: string; readonly path: string; readonly size: number | null }[]
  return files.map(({ name, path, size }) => ({ name, url: new URL(path, document.baseURI).href, sizeBytes: size ?? NaN }))
}
