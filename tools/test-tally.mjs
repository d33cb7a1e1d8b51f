/** Counts what Node's test runner reports, and prints one line per test file. */

/** The tally of one run. */
export class TestTally {
  passed = 0
  failed = 0
  skipped = 0
  /** One text per failed test: where, what, why. */
  failures = []
  /** For each file: how many tests of it were seen, how many failed, how long it took. */
  #files = new Map()
  /** The file whose outcomes are coming in: the runner reports one file after the other. */
  #current

  /** Counts one event of `run()`; `nameOf` turns the path of a compiled file into the name to print. */
  take({ type, data }, nameOf) {
    if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message)
    const isOutcome = type === 'test:pass' || type === 'test:fail'
    if (!isOutcome && type !== 'test:complete') return
    const file = this.#fileOf(nameOf(data.file))
    const isWholeFile = data.name === data.file
    if (type === 'test:complete') {
      if (isWholeFile) file.durationMs = data.details.duration_ms
      return
    }
    if (this.#current !== file) this.close()
    this.#current = file
    if (isWholeFile) this.#takeFile(type, file, data)
    else this.#takeTest(type, file, data)
  }

  /** Prints the line of the file that came last. */
  close() {
    if (this.#current === undefined) return
    const { name, tests, failed, durationMs } = this.#current
    console.log(`${failed === 0 ? 'ok      ' : 'FAILED  '}${String(tests).padStart(4)}  ${name}  ${(durationMs / 1000).toFixed(2)} s`)
    this.#current = undefined
  }

  #fileOf(name) {
    const file = this.#files.get(name) ?? { name, tests: 0, failed: 0, durationMs: 0 }
    this.#files.set(name, file)
    return file
  }

  /** A file by itself passes only when it holds no test, and fails only when it broke outside of its tests. */
  #takeFile(type, file, data) {
    if (type === 'test:fail') this.#fail(file, 'the file itself', data)
    else if (file.tests === 0) this.#fail(file, 'the file holds no test', data)
  }

  #takeTest(type, file, data) {
    file.tests++
    if (data.skip !== undefined || data.todo !== undefined) {
      this.skipped++
      const reason = [data.skip, data.todo].find((value) => typeof value === 'string' && value !== '')
      console.log(`skipped       ${file.name}: ${data.name}${reason === undefined ? '' : ` (${reason})`}`)
    } else if (type === 'test:fail') {
      // A parent fails with its children, which are counted themselves.
      if (data.details.error?.failureType !== 'subtestsFailed') this.#fail(file, data.name, data)
    } else if (data.details.type !== 'suite') {
      this.passed++
    }
  }

  #fail(file, what, data) {
    file.failed++
    this.failed++
    const error = data.details.error?.cause ?? data.details.error
    const said = typeof error === 'object' ? (error?.stack ?? error?.message) : error
    const why = said === undefined ? undefined : String(said).replace(/\n\s+at .*(node:internal|node:async_hooks).*/g, '')
    this.failures.push(`${file.name}: ${what}${why === undefined ? '' : `\n        ${why.replaceAll('\n', '\n        ')}`}`)
  }
}
