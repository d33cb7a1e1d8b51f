/** Files and text that are dropped on the page, or pasted onto it. */
import { useEffect, useState } from 'preact/hooks'

/** What typing goes into: keys are letters there. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/**
 * Takes what is dropped or pasted, and tells whether something hangs over the page.
 *
 * @param open takes text, or a pasted file
 * @param openFiles takes dropped files
 */
export function useDropAndPaste(open: (name: string, input: Blob) => void, openFiles: (files: FileList) => void): boolean {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setDragging(false)
      const files = event.dataTransfer?.files
      const text = event.dataTransfer?.getData('text/plain') ?? ''
      if (files !== undefined && files.length > 0) openFiles(files)
      else if (text !== '') open('text', new Blob([text]))
    }
    const paste = (event: ClipboardEvent): void => {
      if (isTyping(event.target)) return
      const file = event.clipboardData?.files[0]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (file !== undefined) open(file.name, file)
      else if (text !== '') open('text', new Blob([text]))
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    addEventListener('paste', paste)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
      removeEventListener('paste', paste)
    }
  }, [open, openFiles])
  return isDragging
}
