/** Text as it may stand in an attribute or between the tags of XML. */
import { plainValue } from '../field-text.ts'
import { field } from '../field.ts'

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
const SPECIAL = /[&<>"']/g
const TEXT = field('', '', 'string')

/** `text` with the signs of XML written as references, as tshark does; control characters, which XML has not, as escapes. */
export function xmlText(text: string): string {
  return plainValue(TEXT, text).replace(SPECIAL, (sign) => NAMES[sign])
}
