/** `npm start [-- FILE…]`: makes sure that the command is there, then explains a capture, by default a shipped sample. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installPackages, isInstalled } from './install.mjs'
import { build, isBuilt } from './build.mjs'
import { ROOT } from './tree.mjs'

/** What is explained when no file is named. */
const SAMPLE = join(ROOT, 'samples/refused-port-closed.client.pcap')

/** npm starts scripts in the project's root and says here where the user stands. */
const userFolder = process.env.INIT_CWD ?? process.cwd()

if (!isBuilt()) {
  if (!isInstalled() && !installPackages()) process.exit(1)
  console.error('building …')
  if (!(await build())) process.exit(1)
}

const given = process.argv.slice(2)
const words = given.length > 0 ? given : [SAMPLE]
if (given.length === 0) console.error(`explaining a sample; your own file: npm start -- FILE\n`)
const command = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...words], { cwd: userFolder, stdio: 'inherit' })
process.exitCode = command.status ?? 1
