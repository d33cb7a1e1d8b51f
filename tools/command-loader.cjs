#!/usr/bin/env node
// Starts the command from code that the build has compiled already: compiling it anew takes longer than a small capture does.
// The compiled code only fits the engine that made it; any other compiles the source as usual, and nobody notices but the clock.
'use strict'
const { readFileSync, writeFileSync } = require('node:fs')
const { basename, join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

// The engine is to wait longer before it compiles a function further. The loop over packets is hot within milliseconds either way, but the
// rules are not: with the usual setting a third of the processor time of a run over two million packets goes into a hundred small functions
// that are hardly called any more (docs/performance.md). The compiled code below holds only under the same flags, so they are set here,
// first of all.
setFlagsFromString('--interrupt-budget=200000')

/** The part whose compiled code the build asks for; it does so once the command has done that part's usual work. */
const wanted = process.env['SYNFIN_WRITE_CACHE']
const loaded = new Map()

/** Loads a part of the command, once; each is a file that stands for itself (see `bundleCommand` in the build). */
function loadPart(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const module = { exports: {} }
  loaded.set(name, module)
  const filename = join(__dirname, `${name}.js`)
  const cache = join(__dirname, `${name}.${process.arch}.${process.versions.v8}.cache`)
  let cachedData
  try {
    cachedData = readFileSync(cache)
  } catch {
    // No compiled code for this engine.
  }
  // A function of what a CommonJS module is given. It is ASCII, so that its text is read without decoding and kept in one byte a character.
  const source = readFileSync(filename, 'latin1')
  const script = new Script(source, { filename, cachedData })
  script.runInThisContext().call(module.exports, module.exports, requireFrom, module, filename, __dirname)
  if (name === wanted) process.once('exit', () => writeFileSync(cache, script.createCachedData()))
  return module.exports
}

/** What a part is given as `require`: other parts by a relative path, all else by Node. */
function requireFrom(path) {
  return path.startsWith('./') ? loadPart(basename(path, '.js')) : require(path)
}

loadPart('main')
