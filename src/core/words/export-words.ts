/** What `synfin export` says besides what it writes: one catalogue per language, complete by this type. */

/** Sentences about an export, and those in it. */
export interface ExportWords {
  /** There are more connections or packets than graphs are drawn of. */
  readonly moreThanGraphs: string
  /** Connections whose packets have no times. */
  timeless(connections: number): string
  /** Comments that the output has no place for. */
  unplacedComments(count: number): string
  /** A verdict as a comment on a packet. `connection` is undefined for one about more than one connection. */
  comment(verdict: CommentedVerdict): string
  /** What a packet has to do with a verdict that is told in full elsewhere. */
  evidence(verdict: Pick<CommentedVerdict, 'id' | 'connection'>, text: string): string
}

/** A verdict that is told in a comment. */
export interface CommentedVerdict {
  readonly id: string
  readonly connection: number | undefined
  /** A word for how sure it is. */
  readonly certainty: string
  readonly summary: string
}
