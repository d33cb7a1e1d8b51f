/** The version, as the package says it. */
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `1.2.3`; empty when the package's description is not where it belongs. */
export function versionText(): string {
  try {
    // The command lies in the package's dist folder; npm starts it by a link.
    const command = realpathSync(process.argv[1] ?? '')
    const facts: unknown = JSON.parse(readFileSync(join(dirname(command), '../package.json'), 'utf8'))
    return typeof facts === 'object' && facts !== null && 'version' in facts ? String(facts.version) : ''
  } catch {
    return ''
  }
}
