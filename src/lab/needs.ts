/** What the lab needs besides Node. */
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

const TOOLS = ['ip', 'nft', 'ss', 'sysctl', 'tcpdump']
const USUAL_FOLDERS = ['/usr/sbin', '/sbin', '/usr/bin', '/bin']

/** The first tool that is not installed, if any. */
export function missingTool(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), ...USUAL_FOLDERS]
  return TOOLS.find((tool) => !folders.some((folder) => isExecutable(join(folder, tool))))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
