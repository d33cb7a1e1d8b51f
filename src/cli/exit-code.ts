/** Exit codes; stable, scripts depend on them. */

/** `failed`: an input could not be read, or was damaged. `problemFound`: only with `--check`. `interrupted`: as shells say it of Ctrl-C. */
export const EXIT = { ok: 0, failed: 1, usage: 2, problemFound: 3, interrupted: 130 } as const

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
