/** The source tree as the tools see it: where the root is, which files there are, what they import. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root folder, with no separator at the end. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * All files below `folders` of `root` whose name ends in one of `extensions`, as sorted paths from `root` with `/` between.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {readonly string[]} extensions
 * @returns {string[]}
 */
export function listFiles(root, folders, extensions) {
  const files = []
  for (const folder of folders) {
    const top = join(root, folder)
    if (!existsSync(top)) continue
    for (const entry of readdirSync(top, { withFileTypes: true, recursive: true })) {
      if (entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension))) {
        files.push(
          relative(root, join(entry.parentPath ?? entry.path, entry.name))
            .split(sep)
            .join('/'),
        )
      }
    }
  }
  return files.sort()
}

/**
 * Tests, and what only tests use: `drawn-….ts` reads the notation in which tests draw segments, `…-model.ts` does slowly and
 * obviously what the hot loop does fast. None of them is shipped.
 *
 * @param {string} path
 * @returns {boolean}
 */
export function isTestFile(path) {
  return /(\.test\.(ts|mjs)|(^|\/)drawn-[a-z-]+\.ts|-model\.ts)$/.test(path)
}

/**
 * A comment, or a string that could hold what looks like one. Not a full lexer: a regular expression or a template with a quote
 * or `//` in it may confuse it, within its line.
 */
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g

/**
 * `text` with every comment replaced by as many blanks (line breaks stay).
 *
 * @param {string} text
 * @returns {string}
 */
export function withoutComments(text) {
  return text.replace(COMMENT_OR_STRING, (match) => (match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match))
}

const IMPORT = /(?:^|[\s;])(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g

/**
 * What `text` imports or exports from, `import type` and `import()` included, in order of appearance.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function importsOf(text) {
  return [...withoutComments(text).matchAll(IMPORT)].map((match) => match[1] ?? match[2])
}

/**
 * The text of `file` below `root`.
 *
 * @param {string} root
 * @param {string} file
 * @returns {string}
 */
export function readSource(root, file) {
  return readFileSync(join(root, file), 'utf8')
}

/**
 * The path from the root that `specifier` means in `file`, or null for a package or a `node:` module.
 *
 * @param {string} file
 * @param {string} specifier
 * @returns {string | null}
 */
export function resolveImport(file, specifier) {
  if (!specifier.startsWith('.')) return null
  return join(dirname(file), specifier).split(sep).join('/')
}
