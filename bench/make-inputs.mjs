// Makes the inputs of the bench, always the same ones.
//
//   node bench/make-inputs.mjs [--dir DIR] [--scale N] [--force] [NAME…]
//
// Without a folder they go below the system's folder for temporary files. Sizes are for scale 1; `bulk` alone takes 1.5 GB.
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makeBulk, makeBulk128 } from './inputs/bulk.mjs'
import { makeMixed } from './inputs/mixed.mjs'
import { makeShort } from './inputs/short.mjs'
import { makeSynFlood } from './inputs/synflood.mjs'
import { makeTiny } from './inputs/tiny.mjs'

/** Every input by name: what it is, and the function that makes it. */
export const INPUTS = {
  tiny: { shows: 'ten packets', make: makeTiny },
  short: { shows: '150,000 short HTTP connections, 2.0 M packets, snaplen 128', make: makeShort },
  synflood: { shows: '1.1 M SYNs of a million different clients', make: makeSynFlood },
  bulk128: { shows: '6 transfers with loss and SACK, 1.09 M packets, snaplen 128', make: makeBulk128 },
  bulk: { shows: 'the same with full packets, 1.5 GB', make: makeBulk },
  mixed: { shows: 'the samples over and over among DNS, ARP and neighbour discovery, 1.0 M packets', make: makeMixed },
}

export const defaultFolder = join(tmpdir(), 'synfin-bench')

/**
 * Makes one input unless it is there. Packet counts depend on the scale, so the scale is part of the name.
 * @param {string} folder @param {string} name @param {number} scale @param {boolean} [force] make it again
 * @returns {string} the file's path
 */
export function inputFile(folder, name, scale, force = false) {
  const path = join(folder, scale === 1 || name === 'tiny' ? `${name}.pcap` : `${name}-${scale}.pcap`)
  if (force || !existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const packets = INPUTS[name].make(path, scale)
    console.error(`made ${path}: ${packets} packets`)
  }
  return path
}

function main() {
  const names = []
  let folder = defaultFolder
  let scale = 1
  let force = false
  const args = process.argv.slice(2)
  while (args.length > 0) {
    const arg = args.shift()
    if (arg === '--dir' && args.length > 0) folder = args.shift()
    else if (arg === '--scale' && Number(args[0]) > 0) scale = Number(args.shift())
    else if (arg === '--force') force = true
    else if (arg in INPUTS) names.push(arg)
    else {
      console.error(`usage: node bench/make-inputs.mjs [--dir DIR] [--scale N] [--force] [NAME…]\nnames: ${Object.keys(INPUTS).join(', ')}`)
      process.exit(2)
    }
  }
  for (const name of names.length > 0 ? names : Object.keys(INPUTS)) console.log(inputFile(folder, name, scale, force))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
