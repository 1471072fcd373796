import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildProgram } from '../src/cli/run-cli.ts'
import { builtIn } from '../src/warehouse/workflows/built-in.ts'
import { openTestApp } from './support/app.ts'
import { codesIn, warningsIn } from './support/error-codes.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ...['demo', 'bench'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
]

const files = ['src', 'test', 'bench', 'demo', 'bin'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
)

/** The program's own text: no tests, no generated files. */
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.generated.ts'))
  .map((path) => ({ path, text: read(`src/${path}`) }))

describe('docs/error-codes.md', () => {
  const page = read('docs/error-codes.md')
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| ([\d, ]+) \|/gm)].flatMap(([, code, statuses = '']) =>
    statuses.split(', ').map((status) => `${status} ${code}`),
  )

  test('names every code and status that an answer can carry, and no other', () => {
    expect(rows.toSorted()).toEqual(codesIn(sources))
  })

  test('names every warning, and no other', () => {
    const warnings = page.slice(page.indexOf('\n## Warnings'))
    const named = [...warnings.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code)
    expect(named.toSorted()).toEqual(warningsIn(sources))
  })

  test('control: a new code in the source is found', () => {
    const added = { path: 'x.ts', text: `throw refused(\n  'brand_new', 'Text')\nwarn('brand_new_warning', 'field')` }
    expect(codesIn([...sources, added])).toContain('422 brand_new')
    expect(warningsIn([...sources, added])).toContain('brand_new_warning')
  })
})

describe('docs/workflows.md', () => {
  test('lists every built-in workflow with its path, and no other', () => {
    const table = read('docs/workflows.md').matchAll(/^\| (`[^|]+`) \| (?:`(\/run\/[^`]+)`|–) \|/gm)
    const listed = [...table].map(([, slugs = '', route]) => [slugs.replaceAll('`', ''), route])
    const known = builtIn.map(({ slug, aliases, route }) => [[slug, ...aliases].join(', '), route])
    expect(listed.toSorted()).toEqual(known.toSorted())
    expect(read('README.md')).toContain(`${builtIn.length} kinds of payload`)
  })
})

describe('docs/operations.md', () => {
  const page = read('docs/operations.md')

  test('lists every environment variable that is read, and no other', () => {
    const listed = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
    const known = [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): Type/gm)].map(([, name]) => name)
    expect(listed.toSorted()).toEqual(known.toSorted())
  })

  test('lists every metric of ours', () => {
    const listed = new Set([...page.matchAll(/\bgalena_[a-z_]+/g)].map(([name]) => name))
    const known = new Set([...read('src/http/metrics.ts').matchAll(/'(galena_[a-z_]+)'/g)].map(([, name]) => name))
    expect([...listed].toSorted()).toEqual([...known].toSorted())
  })
})

describe('every document', () => {
  test.each(documents)('%s links to files and headings that exist', (path) => {
    const broken = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^https?:/.test(link)) return []
      const [file = '', heading] = link.split('#')
      const target = file === '' ? join(root, path) : resolve(root, dirname(path), file)
      if (!existsSync(target)) return [link]
      return heading === undefined || headings(readFileSync(target, 'utf8')).includes(heading) ? [] : [link]
    })
    expect(broken).toEqual([])
  })

  test.each(documents)('%s names files of the repository that exist', (path) => {
    const named = [...read(path).matchAll(/`((?:src|test|docs|demo|bench|supabase|bin|\.ci)\/[\w./-]*)`/g)]
    // Placeholders and the file of the example are names for something that a reader is going to make.
    const meant = named.flatMap(([, file = '']) => (/NNN|headcount-hub/.test(file) ? [] : [file]))
    expect(meant.filter((file) => !existsSync(join(root, file)))).toEqual([])
    const modules = [...read(path).matchAll(/`([\w-][\w/.-]*\.(?:ts|js))`/g)].map(([, name = '']) => name)
    const gone = modules.filter(
      (name) => !/headcount-hub|^x\./.test(name) && !files.some((file) => file.endsWith(`/${name}`)),
    )
    expect(gone).toEqual([])
  })

  test.each(documents)('%s names no path of a machine', (path) => {
    const text = read(path)
    for (const place of [root, homedir()].filter((place) => place.length > 3)) expect(text).not.toContain(place)
    expect(text.match(/(?<![\w.])\/(?:home|Users|root|work|tmp)\/[\w.-]+/g)).toBeNull()
  })

  test.each(documents)('%s names commands that exist', (path) => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
    const text = codeOf(read(path))
    const unknown = [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].flatMap(([, name = '']) =>
      scripts.includes(name) || ['ci', 'install', 'rebuild'].includes(name) ? [] : [`npm ${name}`],
    )
    for (const [, line = ''] of text.matchAll(/(?:^|["(]|npx |\| )galena ([a-z][^`\n"|)]*)/gm)) {
      const problem = problemOfCommand(
        line
          .split(/ {2,}#|\s#/)[0]
          ?.trim()
          .split(/\s+/) ?? [],
      )
      if (problem !== undefined) unknown.push(`galena ${line}: ${problem}`)
    }
    expect(unknown).toEqual([])
  })

  test.each(documents)('%s names workflows that exist', (path) => {
    const slugs = builtIn.flatMap(({ slug, aliases }) => [slug, ...aliases])
    const named = [...read(path).matchAll(/galena ingest ([a-z][\w-]+)/g)].map(([, slug = '']) => slug)
    expect(named.filter((slug) => !slugs.includes(slug))).toEqual([])
  })

  test('names addresses that the server has', async () => {
    const { app, close } = await openTestApp()
    const known = Object.keys(app.swagger().paths ?? {})
    await close()
    // A placeholder stands for any part, in the document as in the path.
    const pattern = (path: string) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)
    const isKnown = (path: string) => known.some((one) => pattern(one).test(path) || pattern(path).test(one))
    for (const path of documents) {
      // A variable of the shell is a placeholder too.
      const code = codeOf(read(path)).replaceAll(/(?<=\/)\$[A-Z]+\b/g, '{variable}')
      const named = [
        ...code.matchAll(/(?<=[\s\d"]|^)\/(?:v1\/[\w/{}.-]+|health|ready|metrics|openapi\.json)(?![\w/:])/gm),
        ...read(path).matchAll(/\/run\/[\w/-]+\w(?![\w/-]*…)/g),
        ...codeOf(read(path)).matchAll(/(?<=[\s\d"A]|^)\/api\/[\w/{}-]+\w(?![\w/-]*…)/gm),
      ]
      expect(
        named.flatMap(([address]) => (isKnown(address) ? [] : [address])),
        path,
      ).toEqual([])
    }
    expect(isKnown('/v1/nowhere')).toBe(false)
    expect(isKnown('/run/companies/nowhere/ingest')).toBe(false)
  })

  test('control: a command that does not exist is found', () => {
    expect(problemOfCommand(['keys', 'forge'])).toBeDefined()
    expect(problemOfCommand(['migrate', '--backwards'])).toBeDefined()
    expect(problemOfCommand(['migrate', '--status'])).toBeUndefined()
  })
})

describe('the example in CONTRIBUTING.md', () => {
  const blocks = [...read('CONTRIBUTING.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)

  test('is the one that is tested', () => {
    const workflow = read('test/example/headcount-hub.ts')
      .replaceAll('../../src/warehouse/workflows/', './')
      .replaceAll('../../src/warehouse/', '../')
    const itsTest = read('test/example/headcount-hub.test.ts').replaceAll(`'../support/`, `'../../../test/support/`)
    expect(blocks).toEqual([workflow, itsTest])
  })
})

/** Code spans and blocks, one after the other. */
function codeOf(text: string): string {
  return [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, span]) => block ?? span).join('\n')
}

/** What GitHub makes of a heading for links. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** Why the command line would not take these words; undefined when it would. Values of arguments are not looked at. */
function problemOfCommand(words: readonly string[]): string | undefined {
  let command = buildProgram({
    env: {},
    stdin: process.stdin,
    out: process.stdout,
    err: process.stderr,
    stopped: AbortSignal.abort(),
    exitCode: 0,
  })
  for (const word of words) {
    const deeper = command.commands.find((candidate) => candidate.name() === word)
    if (deeper !== undefined) {
      command = deeper
    } else if (word.startsWith('--')) {
      const name = word.split('=')[0]
      if (!command.options.some(({ long }) => long === name) && name !== '--help') return `no option ${name}`
    } else if (command.commands.length > 0) {
      return `no command ${word}`
    }
  }
  return undefined
}
