/** Names of hosts, ports and vendors where tcpdump prints them (without `-n`). */

import type { Surroundings } from './print-options.ts'

/** Vendors of link layer addresses that tcpdump knows by their first three bytes. */
const VENDORS: ReadonlyMap<string, string> = new Map([
  ['00:00:00', 'Ethernet'],
  ['00:00:0c', 'Cisco'],
  ['00:01:42', 'Cisco'],
  ['00:01:c8', 'Thomas Conrad'],
  ['00:00:f8', 'Cisco'],
  ['08:00:07', 'Appletalk'],
  ['00:80:c2', 'Ethernet bridged'],
  ['00:10:5a', '3com'],
  ['00:00:3e', 'Cisco bridged'],
])

const BROADCAST = 'ff:ff:ff:ff:ff:ff'
const VENDOR_CHARACTERS = 8

/** So many names of hosts are remembered; a lookup may be slow. */
const MOST_HOSTS = 65_536

/** Looks names up once, and remembers them. */
export class Names {
  private readonly surroundings: Surroundings
  private readonly isShort: boolean
  private readonly hosts = new Map<string, string>()
  private readonly tcpPorts = new Map<number, string>()
  private readonly udpPorts = new Map<number, string>()

  /** With `isShort` names of hosts end before their first dot (`-N`). */
  constructor(surroundings: Surroundings, isShort: boolean) {
    this.surroundings = surroundings
    this.isShort = isShort
  }

  /** The name of the host, or the address itself. */
  host(address: string): string {
    let name = this.hosts.get(address)
    if (name !== undefined) return name
    const found = this.surroundings.hostName?.(address)
    name = found === undefined ? address : this.isShort ? found.split('.')[0] : found
    if (this.hosts.size >= MOST_HOSTS) this.hosts.clear()
    this.hosts.set(address, name)
    return name
  }

  /** The name of the port, or its number. */
  port(port: number, protocol: 'tcp' | 'udp'): string {
    const known = protocol === 'tcp' ? this.tcpPorts : this.udpPorts
    let name = known.get(port)
    if (name !== undefined) return name
    name = this.surroundings.portName?.(port, protocol) ?? String(port)
    known.set(port, name)
    return name
  }

  /** A link layer address with its vendor. */
  mac(address: string): string {
    if (address === BROADCAST) return 'Broadcast'
    return `${address} (oui ${VENDORS.get(address.slice(0, VENDOR_CHARACTERS)) ?? 'Unknown'})`
  }

  /** The name of a network interface on the machine that prints. */
  interface(index: number): string {
    return this.surroundings.interfaceName?.(index) ?? '?'
  }
}
