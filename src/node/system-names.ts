/** Names that this machine knows without asking the network: ports, hosts and interfaces. */

import { readFileSync, readdirSync } from 'node:fs'

const SERVICES_FILE = '/etc/services'
const HOSTS_FILE = '/etc/hosts'
const INTERFACES_FOLDER = '/sys/class/net'

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'latin1').split('\n')
  } catch {
    // A system without the file has no names to offer.
    return []
  }
}

/** The words of a line without its comment. */
function wordsOf(line: string): string[] {
  return line.replace(/#.*/, '').split(/\s+/).filter(Boolean)
}

/** Names of ports by `80/tcp`: the first line of /etc/services that has the port, without aliases. */
export function readPortNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const line of linesOf(SERVICES_FILE)) {
    const [name, port] = wordsOf(line)
    if (port !== undefined && !names.has(port)) names.set(port, name)
  }
  return names
}

/** Names of hosts by address: the first name of the first line of /etc/hosts that has it. */
export function readHostNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const line of linesOf(HOSTS_FILE)) {
    const [address, name] = wordsOf(line)
    if (name !== undefined && !names.has(address)) names.set(address, name)
  }
  return names
}

/** Names of this machine's network interfaces by their numbers. */
export function readInterfaceNames(): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  let folders: string[] = []
  try {
    folders = readdirSync(INTERFACES_FOLDER)
  } catch {
    // Only Linux has this folder.
  }
  for (const name of folders) {
    const index = Number(linesOf(`${INTERFACES_FOLDER}/${name}/ifindex`)[0])
    if (Number.isInteger(index) && index > 0) names.set(index, name)
  }
  return names
}
