/** Stands in for host and service names: packets have numbers, texts may have names only. */
import { ipv4Bytes, ipv6Bytes, ipv6Groups } from './address-text.ts'
import { decodeUtf8 } from './clean-line.ts'
import { portOfName } from './port-names.ts'

/** Names beyond this many share the last placeholder: a text with so many names is hostile. */
const MOST_NAMES = 65_000
/** Ports for unknown service names are given out downwards from here, each name its own. */
const LAST_PORT = 65_535

/** Whether an address is of the kind that stands for a name; IPv6 addresses are written as eight groups of four digits. */
export function isPlaceholder(address: string): boolean {
  return address.startsWith('240.0.') || address.startsWith('0100:0000:0000:0000:0000:0000:0000:')
}

/** Host and service names of one text. */
export class NameTable {
  readonly #hosts = new Map<string, string>()
  readonly #ports = new Map<string, number>()
  readonly #placeholders = new Set<string>()
  /** Placeholder address to address. */
  readonly #addresses = new Map<string, string>()
  /** Placeholder port to port. */
  readonly #learned = new Map<number, number>()
  /** Placeholder address, as reports write it, to name. */
  readonly names: Map<string, string>

  /** @param names filled with placeholder address → host name */
  constructor(names: Map<string, string>) {
    this.names = names
  }

  /**
   * The address text for what was printed as a host: the address itself, or a placeholder in 240.0.0.0/4 (RFC 1112 §4 class E), or in
   * 100::/64 (RFC 6666) where the line is IPv6. Undefined when `text` is no host.
   * @param loose true where a line is certainly a packet's: then anything stands for a host, as in `x.x.x.x` or `<server>`
   */
  host(text: string, version: 4 | 6 | undefined, loose = false): string | undefined {
    if (ipv4Bytes(text)) return version === 6 ? undefined : text
    if (text.includes(':')) {
      const bytes = ipv6Bytes(text)
      if (bytes) return version === 4 ? undefined : ipv6Groups(bytes)
      if (!loose) return undefined
    }
    if (loose ? !/^[^ \t,;"']{1,253}$/.test(text) : !/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?\.?$/.test(text)) return undefined
    // A lone number names nothing, and neither do four with dots that are no address, unless somebody made them up for one.
    if (/^[\d.]+$/.test(text) && !(loose && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text))) return undefined
    const six = version === 6
    const key = `${six ? 6 : 4} ${text.toLowerCase()}`
    let address = this.#hosts.get(key)
    if (address === undefined) {
      const index = Math.min(this.#hosts.size + 1, MOST_NAMES)
      address = six ? ipv6Groups([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, index >> 8, index & 255]) : `240.0.${index >> 8}.${index & 255}`
      if (this.#hosts.size < MOST_NAMES) {
        this.#hosts.set(key, address)
        this.#placeholders.add(address)
        // Reports write addresses as RFC 5952 wants them.
        this.names.set(six ? `100::${index.toString(16)}` : address, decodeUtf8(text))
      }
    }
    return address
  }

  /**
   * The port for what was printed as one: a number, a name of the services table, or, for a name that no table has and with
   * `allowUnknown`, a placeholder from 65535 downwards, the same for every use of the name in this text.
   */
  port(text: string, allowUnknown: boolean): number | undefined {
    if (/^\d{1,5}$/.test(text)) {
      const port = Number(text)
      return port <= 65_535 ? port : undefined
    }
    const known = portOfName(text) ?? portOfName(text.toLowerCase())
    if (known !== undefined) return known
    if (!allowUnknown || !/^[A-Za-z*<[\x80-\xff][^ \t,;:"']{0,60}$/.test(text)) return undefined
    let port = this.#ports.get(text)
    if (port === undefined) {
      port = Math.max(LAST_PORT - this.#ports.size, LAST_PORT - 4096)
      if (this.#ports.size < 4096) this.#ports.set(text, port)
    }
    return port
  }

  /** Learns the address that a dump shows where the line had a name; `placeholder` may be any address. */
  learnHost(placeholder: string | undefined, address: string | undefined): void {
    if (placeholder !== undefined && address !== undefined && this.#placeholders.has(placeholder)) this.#addresses.set(placeholder, address)
  }

  /** The address for one that `host` gave out: what a dump showed for its name, else the address itself. */
  learnedHost(address: string | undefined): string | undefined {
    return address === undefined ? undefined : (this.#addresses.get(address) ?? address)
  }

  /** Learns a service name that a text gives with its port, as in `Dst Port: ibm-mqisdp (1883)`. */
  learnPort(name: string, port: number): void {
    const placeholder = this.#ports.get(name)
    if (placeholder !== undefined && this.#learned.size < 4096) this.#learned.set(placeholder, port)
  }

  /** The port for one that `port` gave out: what a later line said its name stands for, else the port itself. */
  learnedPort(port: number): number {
    return this.#learned.get(port) ?? port
  }
}
