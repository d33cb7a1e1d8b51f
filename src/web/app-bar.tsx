/** The bar at the top: where one is, what is open, language, light. */
import type { Theme } from './app.tsx'
import { useWords } from './page-words.ts'
import type { ExportKind, News } from './protocol.ts'
import type { Route, View } from './route.ts'

/** What the bar is told. */
export interface AppBarProps {
  readonly news: News | undefined
  readonly route: Route
  readonly view: View
  readonly go: (change: Partial<Route>) => void
  readonly save: (kind: ExportKind) => Promise<void>
  readonly theme: Theme
  readonly setTheme: (theme: Theme) => void
  readonly showKeys: () => void
}

/** The bar. */
export function AppBar({ news, route, view, go, save, theme, setTheme, showKeys }: AppBarProps) {
  const words = useWords()
  const hasInput = news !== undefined
  const tab = (to: View, name: string, isOn: boolean, change: Partial<Route>) => (
    <button
      type="button"
      class="tab"
      aria-current={view === to ? 'page' : undefined}
      disabled={!isOn}
      onClick={() => go(change)}
      data-view={to}
    >
      {name}
    </button>
  )
  const savers: readonly (readonly [ExportKind, string])[] = [
    ['html', words.saveHtml],
    ['markdown', words.saveMarkdown],
    ['json', words.saveJson],
    ['pcapng', words.saveCapture],
  ]
  return (
    <header class="bar">
      <button type="button" class="brand" onClick={() => go({ view: 'open' })} aria-label={`synfin: ${words.navOpen}`} data-view="open">
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M4 3v18M20 3v18" class="life" />
          <path d="M4 6l16 4M20 10l-16 5M4 15l16 4" class="arrows" />
        </svg>
        <span>synfin</span>
      </button>
      <nav aria-label="synfin">
        {tab('overview', words.navOverview, hasInput, { view: 'overview' })}
        {tab('connection', words.navConnection, hasInput && news.connections > 0, {
          view: 'connection',
          connection: route.connection ?? news?.headline?.connection ?? 0,
        })}
        {tab('packets', words.navPackets, hasInput, { view: 'packets' })}
        {tab('two', words.shared.merge.page.title, hasInput, { view: 'two' })}
      </nav>
      <span class="file" title={news?.name}>
        {news?.name}
      </span>
      <div class="tools">
        {news?.isDone === true && (
          <details class="menu">
            <summary class="tool">{words.save}</summary>
            <div class="menu-items">
              {savers.map(([kind, name]) => (
                <button
                  key={kind}
                  type="button"
                  data-save={kind}
                  onClick={(event) => {
                    event.currentTarget.closest('details')?.removeAttribute('open')
                    void save(kind)
                  }}
                >
                  {name}
                </button>
              ))}
            </div>
          </details>
        )}
        <button type="button" class="tool" onClick={() => go({ language: route.language === 'en' ? 'zh' : 'en' })} data-action="language">
          {words.language}
        </button>
        <button
          type="button"
          class="tool icon"
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
          aria-label={words.theme}
          title={words.theme}
          data-action="theme"
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.4" />
            <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
          </svg>
        </button>
        <button type="button" class="tool icon" onClick={showKeys} aria-label={words.keys} title={words.keys} data-action="keys">
          ?
        </button>
      </div>
    </header>
  )
}
