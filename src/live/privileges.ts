/** Gives up root once an interface is open: whoever sends us packets should not meet a privileged process. */
import { readFileSync } from 'node:fs'

/** Users that a capture runs as when nobody names another: the one that systems make for tcpdump, or the one that owns nothing. */
const USUAL_USERS: readonly string[] = ['tcpdump', 'nobody']
const PASSWORD_FILE = '/etc/passwd'

/** A user of this machine. */
interface User {
  readonly name: string
  readonly id: number
  readonly group: number
}

/** Whether this process runs as root, and so has something to give up. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/** What came of giving up root: done (or nothing to do), no such user, or the system forbids it, as it does in a namespace of other users. */
export type DropOutcome = 'done' | 'no-such-user' | 'refused'

/** Becomes the user of that name, or the usual one; nothing happens without root, and for `root`. */
export function dropPrivileges(name?: string): DropOutcome {
  const names = name === undefined ? USUAL_USERS : [name]
  const user = usersOf(PASSWORD_FILE).find((each) => names.includes(each.name))
  if (user === undefined) return 'no-such-user'
  if (!isRoot() || user.id === 0) return 'done'
  try {
    process.setgroups?.([user.group])
    process.setgid?.(user.group)
    process.setuid?.(user.id)
    return 'done'
  } catch {
    return 'refused'
  }
}

/** Users in the order of the usual ones, then of the file. */
function usersOf(path: string): User[] {
  let text = ''
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    // No such file: no such user.
  }
  const users = text.split('\n').map((line) => line.split(':'))
  const found = users.map(([name, , id, group]) => ({ name, id: Number(id), group: Number(group) }))
  const place = ({ name }: User): number => (USUAL_USERS.includes(name) ? USUAL_USERS.indexOf(name) : USUAL_USERS.length)
  return found.filter(({ id, group }) => Number.isInteger(id) && Number.isInteger(group)).sort((a, b) => place(a) - place(b))
}
