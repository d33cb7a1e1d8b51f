/** The application: what is open, where one is, and the bar above it all. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Language } from '../core/words/language.ts'
import { AppBar } from './app-bar.tsx'
import { ConnectionView } from './connection-view.tsx'
import { isTyping, useDropAndPaste } from './drop-and-paste.ts'
import { KeyHelp } from './key-help.tsx'
import { OpenView } from './open-view.tsx'
import { Overview } from './overview.tsx'
import { PacketsView } from './packets-view.tsx'
import { WORDS, WordsContext } from './page-words.ts'
import type { NamedInput } from './compared-captures.ts'
import type { ServedInput } from './input-source.ts'
import type { ExportKind, News } from './protocol.ts'
import { ReadingBar } from './reading-bar.tsx'
import { parseRoute, type Route, routeHash } from './route.ts'
import { saveBlob } from './save-blob.ts'
import { servedFiles } from './served-files.ts'
import { TwoCapturesView } from './two-captures-view.tsx'
import { WorkerClient } from './worker-client.ts'

/** Light or dark. */
export type Theme = 'light' | 'dark'

function firstRoute(): Route {
  const language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  const fallback: Route = {
    view: 'open',
    connection: null,
    isOnly: false,
    tab: 'ladder',
    packet: 0,
    language,
    filter: '',
    dialect: 'display',
  }
  return parseRoute(location.hash, fallback)
}

/** Keys of lists: where nothing has the focus, they are for the list that is seen. */
const LIST_KEYS: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'Enter', 'j', 'k'])

function handToList(event: KeyboardEvent): void {
  const list = document.querySelector<HTMLElement>('main .scroller')
  if (list === null) return
  event.preventDefault()
  list.focus()
  list.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }))
}

/** Everything. */
export function App() {
  const [route, setRoute] = useState(firstRoute)
  const [news, setNews] = useState<News | undefined>(undefined)
  const [theme, setTheme] = useState<Theme>(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [first, setFirst] = useState<NamedInput | undefined>(undefined)
  const [second, setSecond] = useState<NamedInput | undefined>(undefined)
  const [saveFault, setSaveFault] = useState('')
  const opened = useRef(0)
  const hadPlace = useRef(location.hash.includes('view='))
  const client = useMemo(
    () =>
      new WorkerClient((told) => {
        if (told.id === opened.current) setNews(told)
      }),
    [],
  )
  const words = WORDS[route.language]

  const go = useCallback((change: Partial<Route>) => setRoute((now) => ({ ...now, ...change })), [])
  const open = useCallback(
    (name: string, input: Blob | ServedInput, keepsPlace = false) => {
      const id = ++opened.current
      setNews(undefined)
      setFirst({ name, input })
      setSecond(undefined)
      client.order({ kind: 'open', id, name, input })
      if (!keepsPlace) go({ view: 'overview', connection: null, isOnly: false, packet: 0, filter: '' })
    },
    [client, go],
  )
  /** Two files at once are two captures of the same; one file where a second is wanted is that. */
  const openFiles = useCallback(
    (files: FileList) => {
      const [one, two] = files
      if (two === undefined && route.view === 'two' && first !== undefined) return setSecond({ name: one.name, input: one })
      open(one.name, one)
      if (two === undefined) return undefined
      setSecond({ name: two.name, input: two })
      return go({ view: 'two' })
    },
    [first, go, open, route.view],
  )
  const save = useCallback(
    async (kind: ExportKind) => {
      setSaveFault('')
      try {
        const { name, blob } = await client.ask('export', { kind, language: route.language })
        saveBlob(blob, name)
      } catch (error) {
        setSaveFault(error instanceof Error ? error.message : String(error))
      }
    },
    [client, route.language],
  )

  // Going to another view is a step that going back undoes; moving about in one is not.
  const lastView = useRef('')
  useLayoutEffect(() => {
    const hash = routeHash(route)
    const place = `${route.view} ${route.connection}`
    if (location.hash !== hash) history[lastView.current === place ? 'replaceState' : 'pushState'](null, '', hash)
    lastView.current = place
    document.documentElement.lang = words.shared.document.tag
  }, [route, words])
  useEffect(() => {
    const back = (): void => setRoute((now) => parseRoute(location.hash, now))
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [])
  useEffect(() => {
    document.title = news === undefined ? 'synfin' : `${news.name} · synfin`
  }, [news?.name])
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  useEffect(() => {
    // A page that `synfin serve FILE` has sent brings its files.
    const first = servedFiles().at(0)
    if (first !== undefined) open(first.name, first, hadPlace.current)
  }, [open])

  const isDragging = useDropAndPaste(open, openFiles)

  const step = useCallback(
    (by: number) => {
      const count = news?.connections ?? 0
      const to = (route.connection ?? (by > 0 ? -1 : count)) + by
      if (to >= 0 && to < count) go({ view: 'connection', connection: to, packet: 0 })
    },
    [go, news?.connections, route.connection],
  )
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') {
        setHelpOpen(false)
        document.querySelector('details.menu[open]')?.removeAttribute('open')
        if (news?.isDone === false) client.order({ kind: 'cancel' })
        if (isTyping(event.target)) (event.target as HTMLElement).blur()
        return
      }
      if (isTyping(event.target)) return
      const actions: Readonly<Record<string, () => void>> = {
        '1': () => go({ view: 'overview' }),
        '2': () => go({ view: 'connection', connection: route.connection ?? news?.headline?.connection ?? 0 }),
        '3': () => go({ view: 'packets' }),
        '4': () => go({ view: 'two' }),
        o: () => go({ view: 'open' }),
        l: () => go({ language: route.language === 'en' ? 'zh' : 'en' }),
        d: () => setTheme((now) => (now === 'dark' ? 'light' : 'dark')),
        '?': () => setHelpOpen((isOpen) => !isOpen),
        '[': () => step(-1),
        ']': () => step(1),
        '/': () => document.querySelector<HTMLInputElement>('[data-key="search"]')?.focus(),
      }
      if (news === undefined && ['1', '2', '3', '4'].includes(event.key)) return
      if (LIST_KEYS.has(event.key) && event.target === document.body) return handToList(event)
      const action = actions[event.key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [client, go, news, route, step])

  const view = news === undefined && route.view !== 'open' && opened.current === 0 ? 'open' : route.view
  return (
    <WordsContext.Provider value={words}>
      <AppBar
        news={news}
        route={route}
        view={view}
        go={go}
        save={save}
        theme={theme}
        setTheme={setTheme}
        showKeys={() => setHelpOpen(true)}
      />
      <ReadingBar news={news} cancel={() => client.order({ kind: 'cancel' })} />
      {saveFault !== '' && (
        <div class="reading fault" role="alert">
          <span>{words.reading.failed(saveFault)}</span>
          <button type="button" onClick={() => setSaveFault('')}>
            {words.packets.close}
          </button>
        </div>
      )}
      <main class={`view-${view}`}>
        {view === 'open' && <OpenView open={open} openFiles={openFiles} />}
        {view === 'overview' && news !== undefined && <Overview news={news} client={client} go={go} />}
        {view === 'connection' && news !== undefined && (
          <ConnectionView news={news} client={client} route={route} go={go} step={step} theme={theme} />
        )}
        {view === 'two' && first !== undefined && (
          <TwoCapturesView
            client={client}
            first={first}
            second={second}
            setSecond={setSecond}
            showPacket={(packet) => go({ view: 'packets', connection: null, isOnly: false, filter: '', packet })}
          />
        )}
        {view === 'packets' && news !== undefined && <PacketsView news={news} client={client} route={route} go={go} />}
      </main>
      {isHelpOpen && <KeyHelp close={() => setHelpOpen(false)} />}
      {isDragging && <div class="drop-curtain">{words.open.dropHere}</div>}
    </WordsContext.Provider>
  )
}
