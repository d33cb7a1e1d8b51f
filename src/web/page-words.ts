/** The words of the page in the language at hand. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { interfaceEn } from '../core/words/interface-en.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { interfaceZh } from '../core/words/interface-zh.ts'
import type { Language } from '../core/words/language.ts'
import { pageEn } from '../core/words/page-en.ts'
import type { PageWords } from '../core/words/page-words.ts'
import { pageZh } from '../core/words/page-zh.ts'

/** All words of one language. */
export interface Words extends PageWords {
  readonly code: Language
  readonly shared: InterfaceWords
}

/** The catalogues. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: { ...pageEn, code: 'en', shared: interfaceEn },
  zh: { ...pageZh, code: 'zh', shared: interfaceZh },
}

/** Carries the words to every component. */
export const WordsContext = createContext<Words>(WORDS.en)

/** The words of the language at hand. */
export function useWords(): Words {
  return useContext(WordsContext)
}
