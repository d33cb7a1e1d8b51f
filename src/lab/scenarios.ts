/** All scenarios of the lab. */
import type { Scenario } from './scenario.ts'
import { CLOSE } from './scenarios/close.ts'
import { NO_ANSWER } from './scenarios/no-answer.ts'
import { OPEN } from './scenarios/open.ts'
import { REFUSED } from './scenarios/refused.ts'

/** All scenarios, by family. */
export const SCENARIOS: readonly Scenario[] = [...OPEN, ...NO_ANSWER, ...REFUSED, ...CLOSE]
