/** What the package promises to those who install it: its dependencies, and examples that compile. */

import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterEach, expect, test } from 'vitest';

/** Programs that take seconds, on a machine that is busy. */
const timeout = 180_000;

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Without what `tsconfig.build.json` leaves out. */
const published = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
  (file) =>
    !file.endsWith('.test.ts') &&
    !file.startsWith('testing/') &&
    !file.startsWith('cluster-simulator/'),
);
const textOf = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const codeOf = (file: string) => textOf(file).replace(/\/\*[\s\S]*?\*\//g, '');

interface PackageImport {
  readonly file: string;
  readonly name: string;
  readonly isType: boolean;
}

function packageImports(): readonly PackageImport[] {
  const pattern =
    /^(?:import|export)( type)?\b[^;'(]*?from '([^.'][^']*)'|\bimport\('([^.'][^']*)'\)/gm;
  return published.flatMap((file) =>
    [...codeOf(file).matchAll(pattern)]
      .map(([, type, name = '', dynamic = name]) => ({
        file,
        name: dynamic.split('/', dynamic.startsWith('@') ? 2 : 1).join('/'),
        isType: type !== undefined,
      }))
      .filter(({ name }) => !isBuiltin(name)),
  );
}

test('every package that is imported is a dependency, so that isolated installations load', () => {
  const undeclared = packageImports().filter(({ name }) => !(name in dependencies));

  expect(undeclared.filter(({ isType }) => !isType)).toEqual([]);
  // Types of the simulator's handlers, which no declaration of an entry mentions.
  expect(undeclared.filter(({ file }) => !file.startsWith('simulator/services/'))).toEqual([]);
});

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the examples say of code that they leave out. */
const leftOut = `
import type { Session } from 'flotilla';
declare global {
  function countUsers(session: Session): Promise<number>;
  function countVpcs(session: Session): Promise<number>;
  function usersWithoutMfa(session: Session): Promise<readonly string[]>;
  const file: { write(text: string): void };
}
`;

/** What `npm pack` would put into the package, without building it. */
function packedFiles(): readonly string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const listed = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  const [{ files = [] } = {}] = JSON.parse(listed) as readonly {
    readonly files: readonly { readonly path: string }[];
  }[];
  return files.map(({ path }) => path);
}

test('every link of a page in the package leads to a file in the package', { timeout }, () => {
  const files = packedFiles();
  const pages = files.filter((file) => file.endsWith('.md'));
  const links = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .filter(([, link = '']) => !/^[a-z]+:/.test(link))
      .map(([, link = '']) => ({ page, path: normalize(join(dirname(page), link)) })),
  );
  const isPacked = (path: string) =>
    files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));

  expect(pages).toContain('README.md');
  expect(links.filter(({ path }) => !isPacked(path))).toEqual([]);
});

test('every example in a doc comment compiles', { timeout }, () => {
  const examples = published.flatMap((file) =>
    [...textOf(file).matchAll(/@example\n \* ```ts\n([\s\S]*?) \* ```/g)].map(([, text = '']) =>
      text.replace(/^ \* ?/gm, ''),
    ),
  );
  folder = mkdtempSync(join(tmpdir(), 'flotilla-examples-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'left-out.d.ts'), leftOut);
  for (const [index, text] of examples.entries())
    writeFileSync(join(folder, `example-${index}.ts`), `export {};\n${text}`);
  const paths = {
    flotilla: [join(root, 'src/index.ts')],
    'flotilla/*': [join(root, 'src/*/index.ts')],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { paths, typeRoots: [join(root, 'node_modules/@types')] },
      include: ['*.ts'],
    }),
  );

  expect(examples.length).toBeGreaterThan(10);
  expect(compile(folder)).toBe('');
});

/** Returns what the compiler prints: nothing, or its errors. */
function compile(project: string): string {
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    return execFileSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}
