/** How eagerly the engine compiles: the one place where it is told. */
import { setFlagsFromString } from 'node:v8'

/**
 * Makes the engine wait longer before it compiles a function, and put less into each.
 *
 * The loop over packets is hot within milliseconds either way. The rules are not: with the usual setting the engine spends a third of the
 * processor time of a run over two million packets on compiling a hundred small functions that are then hardly called any more.
 * `docs/performance.md` has the figures.
 */
export function compileLess(): void {
  setFlagsFromString('--interrupt-budget=300000')
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=500')
}
