/** Sentences by language and verdict. */
import type { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from '../diagnosis/catalogue.ts'
import type { RuleTerms } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'
import type { RuleWords, WordsFor } from './rule-words.ts'
import { zh } from './zh.ts'

export type { Language } from './language.ts'

const CATALOGUES: Readonly<
  Record<Language, WordsFor<typeof ALL_RULES> & WordsFor<typeof ALL_CAPTURE_RULES> & WordsFor<typeof ALL_GROUP_RULES>>
> = { en, zh }

/** The sentences of a rule in a language. Asserts that the verdict has a rule. */
export function wordsOf(language: Language, id: VerdictId): RuleWords<RuleTerms> {
  // The catalogue's type has proven each rule's words against its own terms; here they are used with whatever the rule found.
  const words = (CATALOGUES[language] as Readonly<Partial<Record<VerdictId, unknown>>>)[id]
  if (words === undefined) throw new Error(`no words for ${id}`)
  return words as RuleWords<RuleTerms>
}
