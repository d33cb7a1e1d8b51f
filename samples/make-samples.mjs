// Makes the captures of this folder from scenarios of the lab: real sockets in network namespaces of their own, tcpdump capturing.
//
//   node samples/make-samples.mjs [--out DIR] [NAME…]
//
// Needs what the lab needs (docs/lab.md): Linux, root, ip, nft, tcpdump, koffi; and the built command. Without names all samples are made,
// one at a time because of their addresses, in about three minutes. A sample is taken only when the lab agrees with the kernel about it.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { toPcapng } from './making/pcapng.mjs'
import { DERIVED, SAMPLES } from './making/samples.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const command = join(here, '../dist/cli.js')
const SIDES = ['client', 'server']

/** Runs the scenarios of `samples`; true when all of them agree. The captures are in `folder` then, by the lab's names. */
function runLab(samples, folder) {
  const scenarios = [...new Set(samples.map(({ scenario }) => scenario))]
  const words = [command, 'lab', 'run', ...scenarios, '--documentation-addresses', '--keep', folder]
  return spawnSync(process.execPath, words, { stdio: 'inherit' }).status === 0
}

function derive(out, wanted) {
  for (const { file, from, how, options, text } of DERIVED) {
    if (!wanted(from)) continue
    const source = join(out, from)
    if (how === 'pcapng') writeFileSync(join(out, file), toPcapng(readFileSync(source), 'a normal close in three segments'))
    else if (how === 'gzip') writeFileSync(join(out, file), gzipSync(readFileSync(source), { level: 9 }))
    else {
      const lines = execFileSync('tcpdump', [...options, '-r', source], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, TZ: 'UTC' },
      })
      writeFileSync(join(out, file), text(lines.trimEnd().split('\n')))
    }
  }
}

function writeLists(out) {
  const expected = []
  const rows = []
  const add = (file, { verdict, alsoOk }, shows) => {
    expected.push(alsoOk === undefined ? { file, verdict } : { file, verdict, alsoOk })
    rows.push(`| [${file}](${file}) | \`${verdict}\` | ${shows} |`)
  }
  const byFile = new Map()
  for (const { id, shows, files } of SAMPLES) {
    for (const side of SIDES.filter((name) => files[name] !== undefined)) {
      const file = `${id}.${side}.pcap`
      byFile.set(file, files[side])
      add(file, files[side], shows)
    }
  }
  for (const { file, from, shows } of DERIVED) add(file, byFile.get(from), `${shows} (from ${from})`)
  const json = expected.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')
  writeFileSync(join(out, 'expected.json'), `[\n${json}\n]\n`)
  const readme = readFileSync(join(here, 'making/README.head.md'), 'utf8')
  writeFileSync(join(out, 'README.md'), `${readme}\n| file | verdict | what happened |\n| --- | --- | --- |\n${rows.join('\n')}\n`)
}

function main() {
  const args = process.argv.slice(2)
  const outAt = args.indexOf('--out')
  const out = outAt >= 0 ? args.splice(outAt, 2)[1] : here
  if (out === undefined || args.some((arg) => arg.startsWith('-'))) {
    console.error('usage: node samples/make-samples.mjs [--out DIR] [NAME…]')
    process.exit(2)
  }
  const known = new Set(SAMPLES.map(({ id }) => id))
  const unknown = args.filter((name) => !known.has(name) && name !== 'lists')
  if (unknown.length > 0) {
    console.error(`no such sample: ${unknown.join(', ')}\nThere are: ${[...known].join(', ')}; lists (only README.md and expected.json)`)
    process.exit(2)
  }
  const wanted = SAMPLES.filter(({ id }) => args.length === 0 || args.includes(id))
  mkdirSync(out, { recursive: true })
  if (wanted.length > 0) {
    const folder = mkdtempSync(join(tmpdir(), 'synfin-samples-'))
    try {
      if (!runLab(wanted, folder)) process.exit(1)
      const made = new Set()
      for (const { id, scenario, files } of wanted) {
        for (const side of SIDES.filter((name) => files[name] !== undefined)) {
          copyFileSync(join(folder, `${scenario}.${side}.pcap`), join(out, `${id}.${side}.pcap`))
          made.add(`${id}.${side}.pcap`)
        }
      }
      derive(out, (file) => made.has(file))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  writeLists(out)
}

main()
