/** HTML from templates in which every value is escaped: what is not markup of ours cannot become markup. */
import { printable } from '../view/text-layout.ts'

/** Text that is HTML already. Made by `markup` only. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What a template takes: text is escaped, markup is not; nothing stands for undefined. */
export type MarkupValue = string | number | Markup | readonly Markup[] | undefined

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** `text` as HTML shows it, between tags and inside quoted attributes: markup escaped, control characters and direction marks as `?`. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character])
}

/**
 * A template tag: the template is HTML, its values are text unless they are `Markup`. Attributes must be quoted in the template.
 * (Not named `html`: formatters indent templates of that name, and white space means something inside `pre` and between words.)
 */
export function markup(template: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let text = template[0]
  for (let i = 0; i < values.length; i++) text += markupText(values[i]) + template[i + 1]
  return new Markup(text)
}

function markupText(value: MarkupValue): string {
  if (value === undefined) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'string') return escapeHtml(value)
  return typeof value === 'number' ? String(value) : value.map(({ text }) => text).join('')
}
