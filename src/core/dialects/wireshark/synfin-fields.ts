/** The fields that `--explain` adds to tshark's: synfin's own judgement, where it differs from tshark's mark. */
import { field } from './field.ts'

/** The item of a frame that is explained; a filter `synfin` finds these frames. */
export const SYNFIN = field('synfin', 'synfin', 'protocol')
/** One sentence: what tshark says, what synfin says, and why. */
export const SYNFIN_EXPLANATION = field('synfin.explanation', 'Explanation', 'string')
/** For scripts and filters: what the packet was, and the earlier frame that this refers to. */
export const SYNFIN_JUDGEMENT = field('synfin.judgement', 'Judgement', 'string')
export const SYNFIN_EARLIER = field('synfin.earlier', 'Earlier frame', 'frame-number')
/** All of them. */
export const SYNFIN_FIELDS = [SYNFIN, SYNFIN_EXPLANATION, SYNFIN_JUDGEMENT, SYNFIN_EARLIER]
