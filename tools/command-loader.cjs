#!/usr/bin/env node
// Starts the command from code that the build has compiled already: compiling it anew takes longer than a small capture does.
// The compiled code only fits the engine that made it; any other compiles the source as usual, and nobody notices but the clock.
'use strict'
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

// The engine is to wait longer before it compiles a function further, and to put less into each. The loop over packets is hot within
// milliseconds either way, but the rules are not: with the usual setting a third of the processor time of a run over two million packets
// goes into a hundred small functions that are hardly called any more (docs/performance.md). The compiled code below holds only under the
// same flags, so they are set here, first of all.
setFlagsFromString('--interrupt-budget=300000')
setFlagsFromString('--max-inlined-bytecode-size-cumulative=500')

const filename = join(__dirname, 'synfin.js')
let cachedData
try {
  cachedData = readFileSync(join(__dirname, `synfin.${process.arch}.${process.versions.v8}.cache`))
} catch {
  // No compiled code for this engine.
}
// The bundle is ASCII, so that its text is read without decoding and kept in one byte a character.
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`
const script = new Script(source, { filename, cachedData })
script.runInThisContext().call(module.exports, module.exports, require, module, filename, __dirname)

// The build asks for the compiled code once the command has done its usual work, so that all of that is in it.
const wanted = process.env['SYNFIN_WRITE_CACHE']
if (wanted !== undefined) process.once('exit', () => require('node:fs').writeFileSync(wanted, script.createCachedData()))
