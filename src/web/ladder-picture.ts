/** The ladder as a picture of its own: SVG that carries its colours, or the same as PNG. */
import type { FullLadder, LaneWords } from '../core/view/full-ladder.ts'
import { ladderPicture } from '../core/export/ladder-picture.ts'
import { endName } from './format.ts'
import type { ConnectionData } from './protocol.ts'
import { savePicture } from './save-picture.ts'

/** Saves the ladder. A PNG can fail where the browser allows no canvas: then nothing is saved. */
export function saveLadder(ladder: FullLadder, words: LaneWords, { id, report }: ConnectionData, format: 'svg' | 'png'): Promise<void> {
  return savePicture(ladderPicture(ladder, words, endName(report.client), endName(report.server)), `connection-${id}`, format)
}
