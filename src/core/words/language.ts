/** The languages that synfin speaks. */

/** All languages; the first is spoken where nobody asks for another. */
export const LANGUAGES = ['en', 'zh'] as const

/** A language by its two letters (ISO 639-1). */
export type Language = (typeof LANGUAGES)[number]

/** One text in every language. */
export type Multilingual = Readonly<Record<Language, string>>
