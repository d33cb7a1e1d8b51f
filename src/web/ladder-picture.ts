/** The ladder as a picture of its own: SVG that carries its colours, or the same as PNG. */
import type { FullLadder, LaneWords } from '../core/view/full-ladder.ts'
import { ladderPicture } from '../core/export/ladder-picture.ts'
import { endName } from './format.ts'
import type { ConnectionData } from './protocol.ts'
import { saveBlob } from './save-blob.ts'

/** Pixels of the PNG for each of the drawing. */
const PNG_SCALE = 2

/** Saves the ladder. A PNG can fail where the browser allows no canvas: then nothing is saved. */
export async function saveLadder(
  ladder: FullLadder,
  words: LaneWords,
  { id, report }: ConnectionData,
  format: 'svg' | 'png',
): Promise<void> {
  const { svg, widthPx, heightPx } = ladderPicture(ladder, words, endName(report.client), endName(report.server))
  const blob = new Blob([svg], { type: 'image/svg+xml' })
  const name = `connection-${id}.${format}`
  if (format === 'svg') return saveBlob(blob, name)
  const image = new Image()
  const url = URL.createObjectURL(blob)
  image.src = url
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = widthPx * PNG_SCALE
  canvas.height = heightPx * PNG_SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(url)
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (png !== null) saveBlob(png, name)
}
