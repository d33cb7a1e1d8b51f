/** The rules of the house test: habits of the source that no compiler checks. */
import { basename, dirname, join } from 'node:path'
import { importsOf, isTestFile, resolveImport, withoutComments } from '../tools/tree.mjs'

/** A file of the project: its path from the root with `/` between, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A habit, and how to find who breaks it. */
export interface HouseRule {
  /** The habit in a sentence. */
  readonly asks: string
  /** The files that the rule looks at. */
  readonly concerns: (path: string) => boolean
  /** Trees with one fault each, to prove that the rule sees it. */
  readonly planted: readonly (readonly SourceFile[])[]
  /** One sentence per fault. `tree` holds the concerned files only. */
  readonly faults: (tree: readonly SourceFile[]) => string[]
}

/** Longer files hold more than one concept. */
const MAX_FILE_LINES = 900
/** Longer functions cannot be read in one go; the hot loop and tables need the most. */
const MAX_FUNCTION_LINES = 200

const isTypeScript = (path: string) => /\.tsx?$/.test(path)
const isCode = (path: string) => /\.(tsx?|mjs)$/.test(path)
/** Says what a package without types has; the compiler finds it by itself. */
const isDeclaration = (path: string) => path.endsWith('.d.ts')
const isVerdictRule = (path: string) => /^src\/core\/diagnosis\/rules\/[^/]+\.ts$/.test(path)
const isWords = (path: string) => path.startsWith('src/core/words/') && !isTestFile(path)

/** Files that start by themselves: the command, the library, the page's worker. */
const ENTRIES = new Set(['src/cli/main.ts', 'src/index.ts', 'src/web/main.tsx', 'src/web/worker.ts'])

/** All rules of the house. */
export const HOUSE_RULES: readonly HouseRule[] = [
  {
    asks: 'each source file starts with a comment that says what it is',
    concerns: isCode,
    planted: [[{ path: 'src/core/wire/tcp.ts', text: "import { x } from './x.ts'\n" }]],
    faults: perFile(({ text }) => (/^(#!.*\n)?\/(\*\*?|\/) \S/.test(text) || /^\/\*\*\n \* \S/.test(text) ? [] : ['no header comment'])),
  },
  {
    asks: 'file names are kebab-case nouns',
    concerns: isCode,
    planted: [[{ path: 'src/core/wire/tcpOptions.ts', text: '' }]],
    faults: perFile(({ path }) => (/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.(tsx?|mjs)$/.test(basename(path)) ? [] : ['not kebab-case'])),
  },
  {
    asks: 'no file is named after nothing in particular',
    concerns: isCode,
    planted: [[{ path: 'src/core/wire/string-utils.ts', text: '' }]],
    faults: perFile(({ path }) => namesNothing(basename(path))),
  },
  {
    asks: 'no any, enum, default export, I-prefixed interface or silenced compiler',
    concerns: isTypeScript,
    planted: [
      [{ path: 'src/a.ts', text: 'const a: any = 1' }],
      [{ path: 'src/b.ts', text: 'export enum B {}' }],
      [{ path: 'src/c.ts', text: 'export default 1' }],
      [{ path: 'src/d.ts', text: 'interface IReader {}' }],
      [{ path: 'src/e.ts', text: '// @ts-expect-error: later' }],
    ],
    faults: perFile(({ text }) => {
      const code = withoutStrings(withoutComments(text))
      return [
        ...matches(code, /(?:[:<,]|(?<!\|)\|)\s*any\b(?!\s*:)|\bas any\b|\bany\[\]/g),
        ...matches(code, /^\s*(export )?(declare )?(const )?enum \w+/gm),
        ...matches(code, /^\s*export default\b/gm),
        ...matches(code, /\binterface I[A-Z][a-z]\w*/g),
        ...matches(text, /@ts-(ignore|nocheck|expect-error)/g),
      ]
    }),
  },
  {
    asks: 'a standard is cited as `RFC 9293 §3.10.7.4`',
    concerns: isTypeScript,
    planted: [
      [{ path: 'src/a.ts', text: '/** RFC793 */' }],
      [{ path: 'src/b.ts', text: '/** RFC 9293, section 3.5 */' }],
      [{ path: 'src/c.ts', text: '/** see RFC 9293 § 3.5 */' }],
    ],
    faults: perFile(({ text }) => badCitations(text)),
  },
  {
    asks: 'what is exported has a docstring',
    concerns: (path) => isTypeScript(path) && !isTestFile(path),
    planted: [[{ path: 'src/a.ts', text: '/** Header. */\n\nexport function f(): void {}\n' }]],
    faults: perFile(({ text }) => undocumented(text)),
  },
  {
    asks: 'every file is imported by a file that is not a test',
    concerns: (path) => isTypeScript(path) && !isDeclaration(path) && path.startsWith('src/'),
    planted: [
      [
        { path: 'src/core/bytes/orphan.ts', text: '' },
        { path: 'src/core/bytes/orphan.test.ts', text: "import { x } from './orphan.ts'" },
      ],
    ],
    faults: orphans,
  },
  {
    asks: 'every verdict rule has a test beside it',
    concerns: isVerdictRule,
    planted: [[{ path: 'src/core/diagnosis/rules/refused.ts', text: "id: 'refused-by-rst'" }]],
    faults: (tree) => {
      const paths = new Set(tree.map(({ path }) => path))
      const rules = tree.filter(({ path, text }) => !isTestFile(path) && idsOf(text).length > 0)
      return rules.filter(({ path }) => !paths.has(path.replace(/\.ts$/, '.test.ts'))).map(({ path }) => `${path}: no test beside it`)
    },
  },
  {
    asks: 'every verdict rule has words in every language',
    concerns: (path) => (isVerdictRule(path) && !isTestFile(path)) || isWords(path),
    planted: [
      [
        { path: 'src/core/diagnosis/rules/refused.ts', text: "id: 'refused-by-rst'" },
        { path: 'src/core/words/en.ts', text: "'refused-by-rst': {}" },
        { path: 'src/core/words/zh.ts', text: '{}' },
      ],
    ],
    faults: wordless,
  },
  {
    asks: `no file is longer than ${MAX_FILE_LINES} lines`,
    concerns: isCode,
    planted: [[{ path: 'src/long.ts', text: '\n'.repeat(MAX_FILE_LINES + 1) }]],
    faults: perFile(({ text }) => {
      const lines = text.split('\n').length - 1
      return lines > MAX_FILE_LINES ? [`${lines} lines`] : []
    }),
  },
  {
    asks: `no function is longer than ${MAX_FUNCTION_LINES} lines`,
    concerns: isCode,
    planted: [[{ path: 'src/long.ts', text: `export function f(): void {\n${'  g()\n'.repeat(MAX_FUNCTION_LINES)}}\n` }]],
    faults: perFile((file) =>
      functionsOf(file)
        .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
        .map(({ name, lines }) => `${name} has ${lines} lines`),
    ),
  },
  {
    asks: 'nothing tells where the project was made',
    concerns: () => true,
    planted: [
      [{ path: 'docs/a.md', text: `see ${process.cwd()}/src` }],
      [{ path: 'docs/a.md', text: 'see /home/somebody/synfin' }],
      [{ path: 'package-lock.json', text: '"resolved": "https://example.org/a.tgz"' }],
    ],
    faults: perFile(({ text }) => [
      ...(text.includes(`${process.cwd()}/`) ? [process.cwd()] : []),
      ...matches(text, /(?<![\w.~-])\/(?:home|root|Users)\/\w+/g),
      ...matches(text, /"resolved": "https?:[^"]*"/g),
    ]),
  },
]

/** A function as it stands in a file. */
export interface FunctionLength {
  readonly name: string
  readonly path: string
  readonly lines: number
}

/** The named functions and methods of a file that is formatted: each ends at the first closing brace of its own indentation. */
export function functionsOf({ path, text }: SourceFile): FunctionLength[] {
  const lines = withoutComments(text).split('\n')
  return lines.flatMap((line, from) => {
    const [, indentation = '', named, method] =
      /^( *)(?:export )?(?:async )?(?:function\*? ([\w$]+)|(?:(?:static|private|public|override|async|get|set) )*([#\w$]+)\(.*\{$)/.exec(
        line,
      ) ?? []
    const name = named ?? method
    if (name === undefined || /^(if|for|while|switch|catch|with)$/.test(name)) return []
    const length = lines.slice(from).findIndex((later) => later.startsWith(`${indentation}}`))
    return length < 0 ? [] : [{ name, path, lines: length + 1 }]
  })
}

/** Makes a rule of a whole tree from one that looks at a single file. */
function perFile(faultsOf: (file: SourceFile) => string[]): HouseRule['faults'] {
  return (tree) => tree.flatMap((file) => faultsOf(file).map((fault) => `${file.path}: ${fault}`))
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([found]) => found.trim())
}

function withoutStrings(code: string): string {
  // A text of many lines has nothing put into it; one with something put into it may hold others, and ends on its line.
  return code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\\n])*`|`(?:\\.|[^`\\$]|\$(?!\{))*`/g, "''")
}

function namesNothing(name: string): string[] {
  return matches(name, /\b(utils?|helpers?|manager|misc|common|stuff)\b/g)
}

function badCitations(text: string): string[] {
  const citation = /(?<![\w./'-])rfc([\s_-]*)(\d+)(,?\s*(?:§+|\bsections?\b|\bsec\.|\bappendix\b)\s*\S*)?/gi
  return matches(text, citation).filter((found) => !/^RFC \d+( §[\dA-Z][\w.]*\W*)?$/.test(found))
}

function undocumented(text: string): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const name = exportedName(line)
    if (name === undefined) return []
    const before = lines[at - 1] ?? ''
    if (before.trimEnd().endsWith('*/')) return []
    // The first docstring of an overloaded function speaks for all its signatures, that of a block of numbers for the block.
    if (exportedName(before) === name || (isOneLineNumber(line) && isOneLineNumber(before))) return []
    return [`${name} has no docstring`]
  })
}

function exportedName(line: string): string | undefined {
  return /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|const|let|type) ([\w$]+)/.exec(line)?.[1]
}

function isOneLineNumber(line: string): boolean {
  return /^export (?:const [A-Z][A-Z0-9_]*|(?:const|let) \w+: (?:[fiu]\d\d|usize)) = .*[^([{]$/.test(line)
}

function orphans(tree: readonly SourceFile[]): string[] {
  const imported = new Set<string>()
  for (const { path, text } of tree) {
    if (isTestFile(path)) continue
    for (const specifier of importsOf(text)) {
      const target = resolveImport(path, specifier)
      if (target !== null && target !== path) imported.add(target)
    }
  }
  return tree
    .filter(({ path }) => !isTestFile(path) && !ENTRIES.has(path) && !imported.has(path))
    .map(({ path }) => `${path}: nothing imports it`)
}

/** The verdict ids that a rule file defines must stand in the catalogue of each language: `words/en…` and `words/zh…`. */
function wordless(tree: readonly SourceFile[]): string[] {
  const rules = tree.filter(({ path }) => isVerdictRule(path))
  return ['en', 'zh'].flatMap((language) => {
    const catalogue = tree.filter(({ path }) => isWords(path) && isOfLanguage(path, language))
    const words = catalogue.map(({ text }) => text).join('\n')
    return rules.flatMap(({ path, text }) =>
      idsOf(text)
        .filter((id) => !words.includes(`'${id}'`) && !new RegExp(`^\\s*${id}:`, 'm').test(words))
        .map((id) => `${path}: ${id} has no words in ${language}`),
    )
  })
}

/** The ids of the rules that a file defines. */
function idsOf(text: string): string[] {
  return [...withoutComments(text).matchAll(/^\s*id: '([a-z0-9-]+)'/gm)].map(([, id = '']) => id)
}

function isOfLanguage(path: string, language: string): boolean {
  return join(dirname(path), basename(path, '.ts')).split(/[/-]/).includes(language)
}
