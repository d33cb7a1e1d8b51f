/** The layer check: who may import whom. The table is the architecture; ARCHITECTURE.md says why. */
import { importsOf, isTestFile, listFiles, readSource, resolveImport } from './tree.mjs'

const BELOW_DIAGNOSIS = ['bytes', 'compiled', 'capture', 'wire', 'packet', 'flow', 'analysis']
const BELOW_REPORT = [...BELOW_DIAGNOSIS, 'diagnosis', 'words']
const DIALECTS = ['dialects/tcpdump', 'dialects/wireshark', 'dialects/zeek', 'dialects/tcptrace']

/** For each folder of `src/core`: the other folders that it may import from. Every folder has an entry. */
export const MAY_IMPORT = {
  bytes: [],
  compiled: ['bytes'],
  capture: ['bytes'],
  wire: ['bytes'],
  packet: ['bytes', 'capture', 'wire'],
  flow: ['bytes', 'wire', 'packet'],
  analysis: ['bytes', 'wire', 'packet', 'flow'],
  diagnosis: ['flow', 'analysis'],
  words: [...BELOW_DIAGNOSIS, 'diagnosis'],
  'dialects/tcpdump': BELOW_DIAGNOSIS,
  'dialects/wireshark': BELOW_DIAGNOSIS,
  'dialects/zeek': BELOW_DIAGNOSIS,
  'dialects/tcptrace': BELOW_DIAGNOSIS,
  filter: ['bytes', 'capture', 'wire', 'packet', 'dialects/wireshark'],
  report: [...BELOW_REPORT, ...DIALECTS, 'filter'],
  view: ['report', 'analysis', 'words'],
  export: ['report', 'view', 'words', ...DIALECTS],
}

/** Folders of `src` outside the core. Each may import the core and the shells named here; the core imports none of them. */
export const SHELLS = {
  node: [],
  live: ['node'],
  lab: ['node', 'live'],
  server: ['node', 'live'],
  cli: ['node', 'live', 'lab', 'server'],
  web: [],
}

/**
 * The faults of the tree below `root`, one sentence each; none means that every import is allowed.
 * A test may use Node, the notation of `test/` and any layer: it builds what its subject is given.
 */
export function findLayerFaults(root) {
  const faults = []
  const files = listFiles(root, ['src'], ['.ts', '.tsx'])
  if (!files.some((file) => file.startsWith('src/core/'))) faults.push('saw no file in src/core')
  for (const file of files) {
    const from = placeOf(file)
    if (from === null) {
      faults.push(`${file}: its folder is not in the table of layers`)
      continue
    }
    for (const specifier of importsOf(readSource(root, file))) {
      const reason = refusal(file, from, specifier)
      if (reason !== null) faults.push(`${file}: ${reason}`)
    }
  }
  return { files: files.length, faults }
}

/** Where a file stands: a layer of the core, a shell, or the library's entry; null when the table does not know its folder. */
function placeOf(file) {
  const parts = file.split('/').slice(1, -1)
  if (parts.length === 0) return { kind: 'entry', name: 'entry' }
  if (parts[0] !== 'core') return Object.hasOwn(SHELLS, parts[0]) ? { kind: 'shell', name: parts[0] } : null
  const name = parts[1] === 'dialects' ? parts.slice(1, 3).join('/') : (parts[1] ?? '')
  return Object.hasOwn(MAY_IMPORT, name) ? { kind: 'core', name } : null
}

/** Why `file` may not import `specifier`, or null when it may. */
function refusal(file, from, specifier) {
  const isTest = isTestFile(file)
  const target = resolveImport(file, specifier)
  if (target === null) {
    if (isTest || from.kind === 'shell') return null
    return `${from.kind === 'core' ? 'the core is pure, it' : 'the entry'} may not import ${specifier}`
  }
  if (isTestFile(target) && !isTest) return `only tests may import ${target}`
  if (target.startsWith('test/')) return isTest ? null : `only tests may import ${target}`
  const to = placeOf(target)
  if (to === null) return `imports ${target}, whose folder is not in the table of layers`
  if (from.kind === to.kind && from.name === to.name) return null
  if (from.kind === 'entry') return null
  if (isTest && to.kind === 'core') return null
  if (to.kind === 'entry') return 'nothing imports the library entry from inside'
  if (from.kind === 'shell')
    return to.kind === 'core' || SHELLS[from.name].includes(to.name) ? null : `${from.name} may not import ${to.name}`
  if (to.kind === 'shell') return `the core may not import the shell ${to.name}`
  return MAY_IMPORT[from.name].includes(to.name) ? null : `${from.name} may not import ${to.name} (${target})`
}

if (import.meta.filename === process.argv[1]) {
  const { files, faults } = findLayerFaults(process.cwd())
  for (const fault of faults) console.error(fault)
  console.error(`layers: ${files} files, ${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
