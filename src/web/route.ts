/** Where in the page one is, as the URL's hash keeps it: a link leads back to the same connection, packet, view and language. */
import { LANGUAGES, type Language } from '../core/words/language.ts'

/** The views of the page. */
export const VIEWS = ['open', 'overview', 'connection', 'packets', 'two'] as const

/** A view. */
export type View = (typeof VIEWS)[number]

/** A place in the page. */
export interface Route {
  readonly view: View
  /** Id of the connection, or null. */
  readonly connection: number | null
  /** The list of packets has only those of the connection. */
  readonly isOnly: boolean
  /** The tab of the connection's page. */
  readonly tab: string
  /** The selected packet, 0 for none. */
  readonly packet: number
  readonly language: Language
  /** What the list of packets is filtered by. */
  readonly filter: string
  readonly dialect: 'display' | 'pcap'
}

/** Reads a hash; what it does not say, or says wrongly, is as in `fallback`. */
export function parseRoute(hash: string, fallback: Route): Route {
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const connection = said.get('connection')
  return {
    view: VIEWS.find((view) => view === said.get('view')) ?? fallback.view,
    connection: connection !== null && /^\d{1,9}$/.test(connection) ? Number(connection) : null,
    isOnly: connection !== null && said.has('only'),
    tab: said.get('tab') ?? 'ladder',
    packet: /^\d{1,10}$/.test(said.get('packet') ?? '') ? Number(said.get('packet')) : 0,
    language: LANGUAGES.find((language) => language === said.get('lang')) ?? fallback.language,
    filter: said.get('filter') ?? '',
    dialect: said.get('dialect') === 'pcap' ? 'pcap' : 'display',
  }
}

/** The hash of a place. */
export function routeHash({ view, connection, isOnly, tab, packet, language, filter, dialect }: Route): string {
  const said = new URLSearchParams({ view })
  if (connection !== null) said.set('connection', String(connection))
  if (isOnly) said.set('only', '1')
  if (view === 'connection' && tab !== 'ladder') said.set('tab', tab)
  if (packet !== 0) said.set('packet', String(packet))
  if (filter !== '') said.set('filter', filter)
  if (filter !== '' && dialect === 'pcap') said.set('dialect', dialect)
  said.set('lang', language)
  return `#${said.toString()}`
}
