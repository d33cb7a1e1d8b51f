/** TCP options as tcpdump prints them: `mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7`. */
import type { TextOption } from './packet-facts.ts'

/** Four bytes of a number, most significant first. */
export function fourBytes(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

/** Bytes of a string of hexadecimal digits. */
export function hexBytes(digits: string): number[] {
  const bytes: number[] = []
  for (let at = 0; at + 1 < digits.length; at += 2) bytes.push(parseInt(digits.slice(at, at + 2), 16))
  return bytes
}

/** SACK edges: `{1:2}{3:4}` of tcpdump 4, `sack sack 1 {1:2}` of tcpdump 3. */
function sackEdges(text: string): number[] {
  const edges: number[] = []
  for (const match of text.matchAll(/\{\s*(\d{1,10}):(\d{1,10})\s*\}/g)) edges.push(Number(match[1]), Number(match[2]))
  return edges
}

const NUMBERED: Readonly<Record<string, number>> = { echo: 6, echoreply: 7, cc: 11, ccnew: 12, ccecho: 13 }

function oneOption(text: string): TextOption | undefined {
  let match: RegExpExecArray | null
  if (text === 'nop') return { kind: 1, data: [] }
  if (text === 'eol') return { kind: 0, data: [] }
  if (text === 'sackOK') return { kind: 4, data: [] }
  if ((match = /^mss (\d{1,5})$/.exec(text))) return { kind: 2, data: [(Number(match[1]) >> 8) & 255, Number(match[1]) & 255] }
  if ((match = /^wscale (\d{1,3})$/.exec(text))) return { kind: 3, data: [Number(match[1]) & 255] }
  if ((match = /^(?:TS val|timestamp) (\d+)(?: ecr)? (\d+)$/.exec(text))) {
    return { kind: 8, data: [...fourBytes(Number(match[1])), ...fourBytes(Number(match[2]))] }
  }
  if (/^sack (?:sack )?\d{1,2} ?(?:\{\s*\d{1,10}:\d{1,10}\s*\})* ?$/.test(text)) return { kind: 5, data: [], edges: sackEdges(text) }
  if (text === 'tfo  cookiereq' || text === 'tfo cookiereq') return { kind: 34, data: [] }
  if ((match = /^tfo +cookie ([0-9a-f]+)/.exec(text))) return { kind: 34, data: hexBytes(match[1]) }
  if (text === 'exp-tfo cookiereq') return { kind: 254, data: [0xf9, 0x89] }
  if ((match = /^exp-tfo cookie ([0-9a-f]+)/.exec(text))) return { kind: 254, data: [0xf9, 0x89, ...hexBytes(match[1])] }
  if ((match = /^unknown-(\d+)(?: 0x([0-9a-f]*))?/.exec(text))) return { kind: Number(match[1]) & 255, data: hexBytes(match[2] ?? '') }
  if ((match = /^md5 .*?([0-9a-f]{32})$/.exec(text))) return { kind: 19, data: hexBytes(match[1]) }
  if ((match = /^uto 0x([0-9a-f]+)/.exec(text))) return { kind: 28, data: hexBytes(match[1].padStart(4, '0')) }
  if ((match = /^(echo|echoreply|cc|ccnew|ccecho) (\d+)/.exec(text))) return { kind: NUMBERED[match[1]], data: fourBytes(Number(match[2])) }
  if ((match = /^mptcp (?:(\d+) )?(\w+)/.exec(text))) return multipath(Number(match[1] ?? 4), text)
  return undefined
}

const MULTIPATH_SUBTYPES: Readonly<Record<string, number>> = {
  capable: 0,
  join: 1,
  dss: 2,
  'add-addr': 3,
  'rem-addr': 4,
  prio: 5,
  fail: 6,
  'fast-close': 7,
}

/** Multipath TCP (RFC 8684 §3): subtype and length are printed in full, of the rest only the keys and tokens that a handshake shows. */
function multipath(length: number, text: string): TextOption {
  const word = /^mptcp (?:\d+ )?([a-z-]+)/.exec(text)?.[1] ?? ''
  const subtype = MULTIPATH_SUBTYPES[word] ?? 15
  const data = Array.from({ length: Math.min(Math.max(length - 2, 2), 38) }, () => 0)
  data[0] = subtype << 4
  if (subtype === 0) {
    data[0] |= / v1/.test(text) ? 1 : 0
    data[1] = / csum/.test(text) ? 0x81 : 0x01
    const keys = hexBytes([...text.matchAll(/0x([0-9a-f]{1,16})/g)].map((match) => match[1].padStart(16, '0')).join(''))
    for (let at = 0; at < keys.length && at + 2 < data.length; at++) data[at + 2] = keys[at]!
  }
  return { kind: 30, data }
}

/**
 * The options between the brackets.
 * @returns the options, or undefined when one of them cannot be understood: then their set is not known
 */
export function tcpdumpOptions(text: string): TextOption[] | undefined {
  const options: TextOption[] = []
  if (text.trim() === '') return options
  // Multipath options hold commas between keys: they are not followed by a new option's name.
  for (const part of text.replace(/,(?=0x)/g, ';').split(',')) {
    const option = oneOption(
      part
        .replace(/ \[len \d+\]$/, '')
        .replace(/\s+/g, (blanks) => (blanks.length === 2 ? '  ' : ' '))
        .trim()
        .replace(/;/g, ','),
    )
    if (!option) return undefined
    if (options.length < 40) options.push(option)
  }
  return options
}
