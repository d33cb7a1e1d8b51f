/** The set-up: npm packages as the lock file says, and the Debian packages whose programs the tests compare with. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT } from './tree.mjs'

/** Debian packages that tests need, and the program by which each is known to be there. */
const DEBIAN = {
  tcpdump: 'tcpdump',
  tshark: 'tshark',
  tcptrace: 'tcptrace',
  iproute2: 'ip',
  iptables: 'iptables',
  nftables: 'nft',
  zstd: 'zstd',
  lz4: 'lz4',
  chromium: 'chromium',
  procps: 'sysctl',
  'util-linux': 'setpriv',
}

/** Does node_modules hold exactly what the lock file asks for? Compares contents: times say little after a checkout. */
export function isInstalled() {
  const installedFile = join(ROOT, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    return installed[path] === undefined ? optional === true : installed[path].version === version
  })
}

/** Runs `npm ci`; its words go to stderr. Gives false when it failed. */
export function installPackages() {
  console.error('installing npm packages …')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  return npm.status === 0
}

/** Installs the Debian packages that are missing, where that is possible. Gives the names of those that stay missing. */
export function installPrograms() {
  const wanted = missingPrograms()
  if (wanted.length === 0) return []
  if (process.getuid?.() === 0 && isProgram('apt-get')) {
    console.error(`installing Debian packages: ${wanted.join(' ')} …`)
    // Asking is off: there may be nobody at the terminal (wireshark-common asks who may capture).
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...wanted]]) {
      const apt = spawnSync('apt-get', ['-q', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
      if (apt.status !== 0) console.error(apt.stdout.slice(-2000) + apt.stderr.slice(-2000))
    }
  }
  return missingPrograms()
}

function missingPrograms() {
  return Object.keys(DEBIAN).filter((name) => !isProgram(DEBIAN[name]))
}

/** Is `program` in the search path? The folders of system programs count too: an ordinary user's path leaves them out. */
function isProgram(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
