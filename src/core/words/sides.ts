/** The two ends of a connection, as the sentences call them. */
import type { SideName } from '../diagnosis/closing.ts'
import type { Language } from './language.ts'

const NAMES: Readonly<Record<Language, Readonly<Record<SideName, string>>>> = {
  en: { client: 'the client', server: 'the server' },
  zh: { client: '客户端', server: '服务器' },
}

/** `the client`, `服务器`. */
export function sideName(side: SideName, language: Language): string {
  return NAMES[language][side]
}

/** `The client`, to begin an English sentence. */
export function atStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
