/** Addresses of hosts by name, as this machine knows them without asking the network. */
import { parseAddress } from '../core/packet/address-text.ts'
import { readHostNames } from '../node/system-names.ts'

/** The addresses of a host, by /etc/hosts. */
export function hostAddresses(name: string): Uint8Array[] {
  const addresses = [...readHostNames()].filter(([, known]) => known === name).map(([address]) => parseAddress(address))
  return addresses.filter((address) => address !== undefined)
}
