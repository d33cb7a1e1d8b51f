/** Counts what Node's test runner reports, and prints one line per test file. */

/** The tally of one run. */
export class TestTally {
  passed = 0
  failed = 0
  skipped = 0
  /** One text per failed test: where, what, why. */
  failures = []
  /** For each file: how many tests of it were seen, and how many of them failed. */
  #files = new Map()

  /** Counts one event of `run()`; `nameOf` turns the path of a compiled file into the name to print. */
  take({ type, data }, nameOf) {
    if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message)
    const isOutcome = type === 'test:pass' || type === 'test:fail'
    if (!isOutcome && type !== 'test:complete') return
    const name = nameOf(data.file)
    const file = this.#files.get(name) ?? { tests: 0, failed: 0 }
    this.#files.set(name, file)
    const isWholeFile = data.name === data.file
    if (isOutcome && isWholeFile) this.#takeFile(type, name, file, data)
    else if (isOutcome) this.#takeTest(type, name, file, data)
    else if (isWholeFile) printFile(name, file, data.details.duration_ms)
  }

  /** A file by itself passes only when it holds no test, and fails only when it broke outside of its tests. */
  #takeFile(type, name, file, data) {
    if (type === 'test:fail') this.#fail(name, file, 'the file itself', data)
    else if (file.tests === 0) this.#fail(name, file, 'the file holds no test', data)
  }

  #takeTest(type, name, file, data) {
    file.tests++
    if (data.skip !== undefined || data.todo !== undefined) {
      this.skipped++
      const reason = [data.skip, data.todo].find((value) => typeof value === 'string' && value !== '')
      console.log(`skipped   ${name}: ${data.name}${reason === undefined ? '' : ` (${reason})`}`)
    } else if (type === 'test:fail') {
      // A parent fails with its children, which are counted themselves.
      if (data.details.error?.failureType !== 'subtestsFailed') this.#fail(name, file, data.name, data)
    } else if (data.details.type !== 'suite') {
      this.passed++
    }
  }

  #fail(name, file, what, data) {
    file.failed++
    this.failed++
    const error = data.details.error?.cause ?? data.details.error
    const said = typeof error === 'object' ? (error?.stack ?? error?.message) : error
    const why = said === undefined ? undefined : String(said).replace(/\n\s+at .*(node:internal|node:async_hooks).*/g, '')
    this.failures.push(`${name}: ${what}${why === undefined ? '' : `\n        ${why.replaceAll('\n', '\n        ')}`}`)
  }
}

function printFile(name, file, durationMs) {
  const outcome = file.failed === 0 && file.tests > 0 ? 'ok      ' : 'FAILED  '
  console.log(`${outcome}${String(file.tests).padStart(4)}  ${name}  ${(durationMs / 1000).toFixed(2)} s`)
}
