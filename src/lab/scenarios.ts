/** All scenarios of the lab. */
import type { Scenario } from './scenario.ts'
import { CLOSE } from './scenarios/close.ts'
import { INJECTION } from './scenarios/injection.ts'
import { LOSS } from './scenarios/loss.ts'
import { NO_ANSWER } from './scenarios/no-answer.ts'
import { OPEN } from './scenarios/open.ts'
import { REFUSED } from './scenarios/refused.ts'
import { RESET } from './scenarios/reset.ts'
import { UNREACHABLE } from './scenarios/unreachable.ts'

/** All scenarios, by family. */
export const SCENARIOS: readonly Scenario[] = [...OPEN, ...NO_ANSWER, ...REFUSED, ...UNREACHABLE, ...CLOSE, ...RESET, ...INJECTION, ...LOSS]
