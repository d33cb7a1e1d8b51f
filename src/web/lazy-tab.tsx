/** A tab whose code is loaded when somebody opens it. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ConnectionTabProps } from './connection-tabs.tsx'

/** The component that `load` gives, and nothing until it is there. */
export function lazyTab(load: () => Promise<ComponentType<ConnectionTabProps>>): ComponentType<ConnectionTabProps> {
  let loaded: ComponentType<ConnectionTabProps> | undefined
  return function LazyTab(props: ConnectionTabProps) {
    const [, redraw] = useState(false)
    useEffect(() => {
      if (loaded !== undefined) return
      void load().then((component) => {
        loaded = component
        redraw(true)
      })
    }, [])
    const Tab = loaded
    return Tab === undefined ? null : <Tab {...props} />
  }
}
