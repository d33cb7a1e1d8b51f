/** The interfaces of this machine that can be captured, in the order in which tcpdump lists them. */
import { readFileSync, readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { LINK_TYPE } from '../core/capture/link-type.ts'

const FOLDER = '/sys/class/net'
const IFF_UP = 1
const IFF_LOOPBACK = 8

/** The name of all interfaces at once. */
export const ANY_INTERFACE = 'any'

/** Hardware types (ARPHRD_…) whose packets begin with an Ethernet header, or with the IP header; all others are captured cooked. */
const ETHERNET_TYPES: ReadonlySet<number> = new Set([1, 772])
const RAW_IP_TYPES: ReadonlySet<number> = new Set([519, 768, 776, 65534])

/** An interface, and how it stands. */
export interface LiveInterface {
  readonly name: string
  readonly isUp: boolean
  /** Up, and its link can carry packets. */
  readonly isRunning: boolean
  readonly isLoopback: boolean
  readonly isWireless: boolean
  /** Whether a link is there; undefined where the interface cannot tell, or has none. */
  readonly isConnected: boolean | undefined
}

/** All interfaces, those that are worth capturing first; on Linux `any` among them. Elsewhere those that have addresses. */
export function liveInterfaces(): LiveInterface[] {
  const found = foldersOf(FOLDER).map((name) => ({ index: Number(textOf(name, 'ifindex')), each: interfaceOf(name) }))
  found.sort((a, b) => a.index - b.index)
  if (found.length === 0) return addressedInterfaces()
  const everything = { name: ANY_INTERFACE, isUp: true, isRunning: true, isLoopback: false, isWireless: false, isConnected: undefined }
  const all = [...found.filter(({ index }) => index > 0).map(({ each }) => each), everything]
  return all.sort((a, b) => rank(a) - rank(b))
}

function addressedInterfaces(): LiveInterface[] {
  const all = Object.entries(networkInterfaces()).map(([name, addresses = []]) => {
    const isLoopback = addresses.some(({ internal }) => internal)
    return { name, isUp: true, isRunning: true, isLoopback, isWireless: false, isConnected: undefined }
  })
  return all.sort((a, b) => rank(a) - rank(b))
}

/** The LINKTYPE numbers that an interface can be captured with, the usual one first; empty for an interface that is not there. */
export function linkTypesOf(name: string): readonly number[] {
  if (name === ANY_INTERFACE) return [LINK_TYPE.linuxSll2, LINK_TYPE.linuxSll]
  const type = textOf(name, 'type')
  return type === '' ? [] : linkTypesOfHardware(Number(type))
}

/** The same by the hardware type (ARPHRD_…) of an interface. */
export function linkTypesOfHardware(hardwareType: number): readonly number[] {
  if (ETHERNET_TYPES.has(hardwareType)) return [LINK_TYPE.ethernet]
  return RAW_IP_TYPES.has(hardwareType) ? [LINK_TYPE.raw] : [LINK_TYPE.linuxSll, LINK_TYPE.linuxSll2]
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    // Only Linux has this folder.
    return []
  }
}

function textOf(name: string, file: string): string {
  try {
    return readFileSync(`${FOLDER}/${name}/${file}`, 'latin1').trim()
  } catch {
    // The interface has gone, or cannot tell (the carrier of one that is down).
    return ''
  }
}

function interfaceOf(name: string): LiveInterface {
  const flags = Number(textOf(name, 'flags'))
  const state = textOf(name, 'operstate')
  const carrier = textOf(name, 'carrier')
  const isUp = (flags & IFF_UP) !== 0
  const isLoopback = (flags & IFF_LOOPBACK) !== 0
  return {
    name,
    isUp,
    isRunning: isUp && (state === 'up' || state === 'unknown'),
    isLoopback,
    isWireless: foldersOf(`${FOLDER}/${name}`).some((entry) => entry === 'wireless' || entry === 'phy80211'),
    isConnected: isLoopback || carrier === '' ? undefined : carrier === '1',
  }
}

/** libpcap's order: running, up, connected ones first; `any` behind those with small numbers, loopback after it. */
function rank({ name, isUp, isRunning, isLoopback, isWireless, isConnected }: LiveInterface): number {
  const instance = Number(/\d*$/.exec(name)?.[0] || 0)
  const reasons = [!isRunning, !isUp, !isWireless && isConnected === false, isLoopback, name === ANY_INTERFACE]
  return reasons.reduce((value, reason) => value * 2 + (reason ? 1 : 0), 0) * 2 ** 27 + Math.min(instance, 2 ** 27 - 1)
}
