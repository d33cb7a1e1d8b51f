/** Lines of the tree that are no field of a filter: a heading or a remark, known only by its text. */
import { field } from './field.ts'

/** The field of items that only say something: no name, the item's text is all there is. */
export const TEXT_ONLY = field('', '', 'none')
