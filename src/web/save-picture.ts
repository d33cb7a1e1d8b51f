/** Saves a drawing as SVG, or as the PNG that the browser makes of it. */
import { saveBlob } from './save-blob.ts'

/** Pixels of the PNG for each of the drawing. */
const PNG_SCALE = 2

/** A drawing that stands by itself. */
export interface Picture {
  readonly svg: string
  readonly widthPx: number
  readonly heightPx: number
}

/** Saves it as `name` with the format's extension. A PNG can fail where the browser allows no canvas: then nothing is saved. */
export async function savePicture({ svg, widthPx, heightPx }: Picture, name: string, format: 'svg' | 'png'): Promise<void> {
  const blob = new Blob([svg], { type: 'image/svg+xml' })
  if (format === 'svg') return saveBlob(blob, `${name}.svg`)
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
  if (png !== null) saveBlob(png, `${name}.png`)
}
