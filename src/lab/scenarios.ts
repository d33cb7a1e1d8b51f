/** All scenarios of the lab. */
import type { Scenario } from './scenario.ts'
import { CAPTURE } from './scenarios/capture.ts'
import { CLOSE } from './scenarios/close.ts'
import { IDLE } from './scenarios/idle.ts'
import { INJECTION } from './scenarios/injection.ts'
import { LOSS } from './scenarios/loss.ts'
import { NO_ANSWER } from './scenarios/no-answer.ts'
import { OPEN } from './scenarios/open.ts'
import { PATH } from './scenarios/path.ts'
import { REFUSED } from './scenarios/refused.ts'
import { RESET } from './scenarios/reset.ts'
import { SCAN } from './scenarios/scan.ts'
import { SLOW } from './scenarios/slow.ts'
import { UNREACHABLE } from './scenarios/unreachable.ts'
import { WINDOW } from './scenarios/window.ts'

/** All scenarios, by family. */
export const SCENARIOS: readonly Scenario[] = [
  ...OPEN,
  ...NO_ANSWER,
  ...REFUSED,
  ...UNREACHABLE,
  ...CLOSE,
  ...RESET,
  ...INJECTION,
  ...LOSS,
  ...WINDOW,
  ...IDLE,
  ...PATH,
  ...CAPTURE,
  ...SLOW,
  ...SCAN,
]
