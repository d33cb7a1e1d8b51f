/** What ends a run of `synfin dump`, in tcpdump's words. */

/** Ends a run with a message, behind the program's name. */
export class DumpFault extends Error {}

/** What the system says, in the C library's words where we know them. */
export function systemText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    EACCES: 'Permission denied',
    EISDIR: 'Is a directory',
    ENOTDIR: 'Not a directory',
  }
  return known[code] ?? (error instanceof Error ? error.message : String(error))
}
