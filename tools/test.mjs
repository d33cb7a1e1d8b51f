/** `npm test [-- PATTERN…]`: sets up, builds, checks, runs the tests, and closes with one line of counts. */
import { relative } from 'node:path'
import { run } from 'node:test'
import { build } from './build.mjs'
import { buildAssembly } from './build-assembly.mjs'
import { bundleTests, findTests } from './bundle-tests.mjs'
import { installPackages, installPrograms, isInstalled } from './install.mjs'
import { TestTally } from './test-tally.mjs'
import { ROOT } from './tree.mjs'

/** A test file that runs longer than this hangs. */
const FILE_TIMEOUT_MS = 600_000
/** Files at a time: suits two cores; more would disturb tests that measure time. */
const CONCURRENCY = 2

const words = process.argv.slice(2)
const quick = words.includes('--quick')
/** Parts of the paths of the test files to run; none means all. */
const patterns = words.filter((word) => !word.startsWith('--'))
const isContinuousIntegration = process.env.CI === 'true'

process.chdir(ROOT)
const failures = quick || isInstalled() || installPackages() ? [] : ['npm ci']
if (!quick && failures.length === 0) failures.push(...(await prepare()))
if (quick && !buildAssembly()) failures.push('npm run build')
const tally = failures.includes('npm ci') ? new TestTally() : await runTests()
if (isContinuousIntegration && tally.skipped > 0) failures.push('in CI no test may be skipped')
if (tally.passed + tally.failed + failures.length === 0)
  failures.push(patterns.length === 0 ? 'no test was found' : `no test file matches ${patterns.join(' ')}`)

const failed = tally.failed + failures.length
if (failed > 0) console.log('')
for (const failure of failures) console.log(`FAILED  ${failure}`)
for (const failure of tally.failures) console.log(`FAILED  ${failure}`)
console.log(`${tally.passed} passed, ${failed} failed, ${tally.skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0

/** Programs, build and checks. Gives one sentence for each that failed; those count as failed tests. */
async function prepare() {
  const faults = []
  const missing = installPrograms()
  if (missing.length > 0) {
    const names = `Debian packages that are missing and could not be installed: ${missing.join(' ')}`
    if (isContinuousIntegration) faults.push(names)
    else console.log(`${names}; the tests that compare with them are skipped`)
  }
  if (!(await build())) faults.push('npm run build')
  if (patterns.length > 0) return faults
  // Only now: the checks load packages that the set-up may just have installed.
  const { runChecks } = await import('./check.mjs')
  return [...faults, ...(await runChecks())]
}

/** Runs the test files that `patterns` name, or all. */
async function runTests() {
  const sources = findTests().filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  const result = new TestTally()
  if (sources.length === 0) return result
  const bundles = await bundleTests(sources).catch((error) => {
    failures.push(`the tests do not compile: ${error.message}`)
    return new Map()
  })
  if (bundles.size === 0) return result
  const stream = run({ files: [...bundles.keys()], concurrency: CONCURRENCY, timeout: FILE_TIMEOUT_MS })
  for await (const event of stream) result.take(event, (file) => bundles.get(file) ?? relative(ROOT, file))
  result.close()
  return result
}
