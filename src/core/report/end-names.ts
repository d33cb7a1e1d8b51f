/** How the ends of a connection are called: by address, by the name that the input gives, or by port alone. */
import type { Connection } from '../analysis/connection.ts'
import type { Language } from '../words/language.ts'
import type { EndpointValues } from '../words/rule-words.ts'
import type { EndReport } from './report.ts'

/** Both ends of `c`. `hostNames` gives the names that stand for placeholder addresses; an address that the input left out is null. */
export function endsOf(c: Connection, hostNames: ReadonlyMap<string, string>): { readonly client: EndReport; readonly server: EndReport } {
  const witness = c.client.packets > 0 ? c.client : c.server
  const isKnown = witness.knows('addresses')
  const addressOf = (text: string): string | null => (isKnown ? (hostNames.get(text) ?? text) : null)
  return {
    client: { address: addressOf(c.clientAddress), port: c.clientPort },
    server: { address: addressOf(c.serverAddress), port: c.serverPort },
  }
}

/** An end as people write it: `192.0.2.1:80`, `[2001:db8::1]:80`; null when the address is unknown. */
export function endText(end: EndReport): string | null {
  if (end.address === null) return null
  return end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`
}

const UNKNOWN_HOST = { en: { client: 'the client', server: 'the server' }, zh: { client: '客户端', server: '服务器' } } as const
const PORT_WORD = { en: 'port', zh: '端口' } as const

/** The names of both ends as sentences in `language` use them. */
export function endpointValues(client: EndReport, server: EndReport, language: Language): EndpointValues {
  return {
    client: endText(client) ?? `${PORT_WORD[language]} ${client.port}`,
    server: endText(server) ?? `${PORT_WORD[language]} ${server.port}`,
    clientAddress: client.address ?? UNKNOWN_HOST[language].client,
    serverAddress: server.address ?? UNKNOWN_HOST[language].server,
    clientPort: client.port ?? 0,
    serverPort: server.port ?? 0,
  }
}
