/** What `synfin dump` says of this machine's interfaces: `-D`, `-L`, `-J`, and which one `-i` means. */
import { LINK_TYPE, linkTypeName } from '../core/capture/link-type.ts'
import { ANY_INTERFACE, type LiveInterface, linkTypesOf, liveInterfaces } from '../live/interfaces.ts'
import { DumpFault } from './dump-fault.ts'
import type { DumpOptions } from './dump-options.ts'

/** The list of `-D`. */
export function interfaceLines(): string {
  return liveInterfaces()
    .map(
      (each, i) =>
        `${i + 1}.${each.name}${each.name === ANY_INTERFACE ? ' (Pseudo-device that captures on all interfaces)' : ''} [${stateOf(each)}]\n`,
    )
    .join('')
}

function stateOf({ name, isUp, isRunning, isLoopback, isWireless, isConnected }: LiveInterface): string {
  const words = [
    isUp ? 'Up' : '',
    isRunning ? 'Running' : '',
    isLoopback ? 'Loopback' : '',
    isWireless ? 'Wireless' : '',
    isConnected === undefined || name === ANY_INTERFACE
      ? ''
      : isWireless
        ? isConnected
          ? 'Associated'
          : 'Not associated'
        : isConnected
          ? 'Connected'
          : 'Disconnected',
  ].filter((word) => word !== '')
  return words.length === 0 ? 'none' : words.join(', ')
}

/** The list of `-L`. Raises a `DumpFault`. */
export function linkTypeLines(options: DumpOptions): string {
  const { name } = chosenInterface(options)
  const types = linkTypesOf(name)
  if (types.length === 0) throw new DumpFault(`${name}: No such device exists\n(No such device exists)`)
  const lines = [...types]
    .sort((a, b) => a - b)
    .map((type) => linkTypeName(type))
    .map((each) => `  ${each.name} (${each.description})\n`)
  return `Data link types for ${name} (use option -y to set):\n${lines.join('')}`
}

/** The list of `-J`. Raises a `DumpFault`. */
export function timeStampTypeLines(options: DumpOptions): string {
  return `Time stamp types for ${chosenInterface(options).name} (use option -j to set):\n  host (Host)\n`
}

/**
 * The interface that is meant: the one named, the one with that number in the list, or the first of the list; and the link type to ask
 * for where tcpdump has its own idea (the second version of the cooked header only for who says `any`). Raises a `DumpFault`.
 */
export function chosenInterface(options: DumpOptions): { readonly name: string; readonly linkType: number | undefined } {
  const named = options.interface
  if (named === undefined) {
    const [first] = liveInterfaces()
    if (first === undefined) throw new DumpFault('no suitable device found')
    return { name: first.name, linkType: first.name === ANY_INTERFACE ? LINK_TYPE.linuxSll : undefined }
  }
  if (!/^\d+$/.test(named) || linkTypesOf(named).length > 0) return { name: named, linkType: undefined }
  const numbered = liveInterfaces()[Number(named) - 1]
  if (numbered === undefined) throw new DumpFault('Invalid adapter index')
  return { name: numbered.name, linkType: undefined }
}
