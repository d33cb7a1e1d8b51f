/** The tabs of a connection's page: ladder, graphs, states … Each is a component that draws one `ConnectionData`. */
import type { ComponentType } from 'preact'
import type { Language } from '../core/words/language.ts'
import { graphEn } from '../core/words/graph-en.ts'
import { graphZh } from '../core/words/graph-zh.ts'
import { LadderTab } from './ladder-tab.tsx'
import { lazyTab } from './lazy-tab.tsx'
import type { ConnectionData } from './protocol.ts'

/** What every tab is given. */
export interface ConnectionTabProps {
  readonly data: ConnectionData
  readonly language: Language
  readonly theme: 'light' | 'dark'
  /** The packet that is selected everywhere, by its number in the capture; 0 is none. */
  readonly packet: number
  /** Selects a packet everywhere: ladder, graphs, states, list. */
  readonly selectPacket: (packet: number) => void
  /** Packets to mark: those of the evidence that was clicked last. */
  readonly marked: ReadonlySet<number>
}

/** A tab. */
export interface ConnectionTab {
  /** Stands in the URL. */
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  readonly component: ComponentType<ConnectionTabProps>
}

/** All tabs, in order. */
export const CONNECTION_TABS: readonly ConnectionTab[] = [
  { id: 'ladder', title: { en: 'Ladder', zh: '时序图' }, component: LadderTab },
  {
    id: 'graphs',
    title: { en: graphEn.graphs, zh: graphZh.graphs },
    component: lazyTab(async () => (await import('./graphs-tab.tsx')).GraphsTab),
  },
  {
    id: 'states',
    title: { en: graphEn.states, zh: graphZh.states },
    component: lazyTab(async () => (await import('./states-tab.tsx')).StatesTab),
  },
]
