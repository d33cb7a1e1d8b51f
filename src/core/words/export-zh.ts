/** The Chinese sentences of `synfin export`. */
import type { ExportWords } from './export-words.ts'

/** Chinese. */
export const exportZh: ExportWords = {
  moreThanGraphs: '输入的内容超出可绘图的范围，其余部分略去；可用 --filter 挑选数据包。',
  timeless: (connections) => `${connections} 个连接没有图：输入没有说明数据包的发送时间。`,
  unplacedComments: (count) => `略去 ${count} 条注释：输入用简单数据包块保存这些数据包，其中没有放注释的位置。`,
  comment: ({ id, connection, certainty, summary }) => `synfin：${about(id, connection)}（${certainty}）：${summary}`,
  evidence: ({ id, connection }, text) => `synfin：${about(id, connection)}：${text}`,
}

function about(id: string, connection: number | undefined): string {
  return connection === undefined ? id : `连接 ${connection}，${id}`
}
