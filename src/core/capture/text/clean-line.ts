/** Removes what web pages, mail programs and terminals add to a line of output. */

const ENTITIES: Readonly<Record<string, string>> = {
  gt: '>',
  lt: '<',
  amp: '&',
  nbsp: ' ',
  '#160': ' ',
  '#xa0': ' ',
  quot: '"',
  apos: "'",
  rarr: '->',
  '#8594': '->',
  '#x2192': '->',
  ndash: '-',
  mdash: '-',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  colon: ':',
  comma: ',',
  period: '.',
}
/** Tags that pages put around output and within it; `<mss 1460>` of old tcpdump stays. */
const BLOCK_TAG = /<\/?(?:br|pre|p|div|td|tr|th|li|ol|ul|table|tbody|h\d)(?:\s[^<>]{0,300})?\/?>/gi
const INLINE_TAG = /<\/?(?:code|span|b|i|em|strong|a|font|tt|mark|samp|kbd)(?:\s[^<>]{0,300})?>/gi
/** Markdown's bold type within a line; stars beside a word or a dot hide a part of an address. */
const BOLD = /(?<![\w.*])\*\*([^\s*](?:[^*]{0,300}[^\s*])?)\*\*(?![\w.*])/g
const ESCAPE = /\x1b\[[0-9;?]{0,16}[A-Za-z]/g
/** Colours whose escape character a page lost, or shows as `^[`. */
const LOST_ESCAPE = /(?:\^\[)?\[\d{1,3}(?:;\d{1,3}){0,4}m/g

/**
 * The line with HTML entities and tags, terminal escapes, Markdown's marks and escapes, and typographic blanks, arrows and wide characters made plain.
 * `line` has one character per byte; the arrow U+2192 becomes `->`, the middle dot of Wireshark's flags stays as it is.
 */
export function cleanLine(line: string): string {
  let text = line
  // Tags first: what entities stand for is never a tag.
  if (text.includes('\x1b')) text = text.replace(ESCAPE, '')
  if (text.includes('[')) text = text.replace(LOST_ESCAPE, '')
  if (text.includes('<')) text = text.replace(BLOCK_TAG, ' ').replace(INLINE_TAG, '')
  if (text.includes('&amp;')) text = text.replaceAll('&amp;', '&')
  if (text.includes('&'))
    text = text.replace(/&(#?[a-z0-9]{2,6});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? numbered(name) ?? whole)
  if (text.includes('`')) text = text.replaceAll('`', ' ')
  if (text.includes('**')) text = text.replace(BOLD, '$1')
  if (text.includes('\\[') || text.includes('\\>')) text = text.replace(/\\([[\]<>*_.()#-])/g, '$1')
  if (text.includes(':Flags') || text.includes('Flags[')) text = text.replace(/:\s{0,3}Flags\s{0,3}\[/g, ': Flags [')
  if (text.includes('>') && text.includes(': Flags [')) text = text.replace(/(\.[\w-]{1,20})>(?=[\w:.-]{3,80}: Flags)/g, '$1 > ')
  if (text.includes('\xe2') || text.includes('\xc2') || text.includes('\xc3') || text.includes('\xe3') || text.includes('\xef'))
    text = plainUtf8(text)
  return text
}

function plainUtf8(text: string): string {
  return text
    .replace(/\xc3\xa2\xe2\x80\xa0\xe2\x80\x99|(?:\xef\xbf\xbd){1,3}|\xe2\x86\x92|\xe2\x9e\x9c|\xe2\x9f\xb6|\xe2\x87\x92/g, '->')
    .replace(/\xc2\xa0|\xe2\x80[\x80-\x8a\xaf]|\xe3\x80\x80/g, ' ')
    .replace(/\xe2\x80[\x8b-\x8f]|\xef\xbb\xbf|\xc2\xad/g, '')
    .replace(/\xe2\x80[\x90-\x95]/g, '-')
    .replace(/\xe3\x80\x90/g, '[')
    .replace(/\xe3\x80\x91/g, ']')
    .replace(/\xef(?:\xbc[\x81-\xbf]|\xbd[\x80-\x9e])/g, halfWidth)
}

/** The printable ASCII character of `#62` or `#x3e`. */
function numbered(name: string): string | undefined {
  const digits = /^#(x)?([0-9a-f]+)$/i.exec(name)
  const code = digits ? parseInt(digits[2], digits[1] === undefined ? 10 : 16) : NaN
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined
}

/** The ASCII character that U+FF01 to U+FF5E show in the width of Chinese ones, from its three bytes. */
function halfWidth(bytes: string): string {
  return String.fromCharCode(((bytes.charCodeAt(1) & 0x3f) << 6) + (bytes.charCodeAt(2) & 0x3f) - 0xf00 + 0x20)
}

/** The line without the marks of a quotation (`> `, `| `) or of a comment (`* `, `# `, `// `) at its start. */
export function withoutQuoteMarks(line: string): string {
  let at = 0
  for (;;) {
    let next = at
    while (line[next] === ' ' || line[next] === '\t') next++
    const mark = line[next]
    const comment = mark === '*' || mark === '#' ? 1 : mark === '/' && line[next + 1] === '/' ? 2 : 0
    if (comment > 0 && line[next + comment] === ' ') {
      at = next + comment + 1
      continue
    }
    // `>0x` and `>  0x0000` occur in quoted dumps, `->` is an arrow: only a mark at the very start counts.
    if (mark !== '>' && mark !== '|') return at === 0 ? line : line.slice(at)
    at = next + 1
    if (line[at] === ' ') at++
  }
}

/** Text of one character per byte as the Unicode text that the bytes are in UTF-8; bytes that are not stay as they are. */
export function decodeUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text
  return text.replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, (bytes) => {
    let point = bytes.charCodeAt(0) & (bytes.length === 2 ? 0x1f : bytes.length === 3 ? 0x0f : 0x07)
    for (let at = 1; at < bytes.length; at++) point = (point << 6) | (bytes.charCodeAt(at) & 0x3f)
    return point <= 0x10ffff ? String.fromCodePoint(point) : bytes
  })
}
