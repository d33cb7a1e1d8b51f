/** Files that `synfin serve FILE` names: the page fetches them from its own server; elsewhere there are none. */

/** A file with its name. */
export interface NamedBlob {
  readonly name: string
  readonly blob: Blob
}

/** The files that the server has for this page; empty without one. */
export async function servedFiles(): Promise<readonly NamedBlob[]> {
  const list = document.getElementById('served')?.textContent ?? '[]'
  const names = JSON.parse(list) as { readonly name: string; readonly path: string }[]
  return Promise.all(names.map(async ({ name, path }) => ({ name, blob: await (await fetch(path)).blob() })))
}
