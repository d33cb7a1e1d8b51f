/** The English sentences of `synfin export`. */
import type { ExportWords } from './export-words.ts'

/** English. */
export const exportEn: ExportWords = {
  moreThanGraphs: 'There is more in the input than graphs are drawn of: the rest is left out. --filter chooses packets.',
  timeless: (connections) =>
    connections === 1
      ? 'A connection has no graph: the input does not say when its packets were sent.'
      : `${connections} connections have no graph: the input does not say when their packets were sent.`,
  unplacedComments: (count) =>
    `${count} ${count === 1 ? 'comment was' : 'comments were'} left out: the input has the packets in simple packet blocks, which have no place for any.`,
  comment: ({ id, connection, certainty, summary }) => `synfin: ${about(id, connection)} (${certainty}): ${summary}`,
  evidence: ({ id, connection }, text) => `synfin: ${about(id, connection)}: ${text}`,
}

function about(id: string, connection: number | undefined): string {
  return connection === undefined ? id : `connection ${connection}, ${id}`
}
