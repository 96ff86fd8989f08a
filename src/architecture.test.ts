/** Checks the order of imports that ARCHITECTURE.md draws; a failure names the import that breaks it. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** A folder may import those before it, and itself. */
const order = [
  ['model'],
  ['settings'],
  ['aws', 'kubernetes'],
  ['organization'],
  ['fleet'],
  ['converge'],
  ['inventory', 'lifecycle'],
  ['infrastructure'],
  ['reports', 'notifications'],
  ['incidents'],
  ['holders'],
  ['functions'],
  ['deployment'],
  ['rehearsal'],
  ['cli', 'lambda'],
];

/** Folders outside of the order: what they may import, and which folders besides tests may import them. */
const apart: Readonly<Record<string, { readonly imports: string[]; readonly users: string[] }>> = {
  policy: { imports: [], users: ['simulator'] },
  zip: { imports: [], users: ['simulator'] },
  wire: { imports: ['model', 'aws/models'], users: ['simulator'] },
  simulator: {
    imports: ['model', 'aws/models', 'policy', 'wire', 'zip'],
    users: ['cli', 'lambda', 'rehearsal'],
  },
  'cluster-simulator': { imports: ['model'], users: [] },
};
const edges = ['cli', 'lambda'];

interface Import {
  readonly from: string;
  readonly to: string;
}

function imports(): Import[] {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname });
  return files.flatMap((from) =>
    pathsIn(join(import.meta.dirname, from)).map((path) => ({
      from,
      to: normalize(join(dirname(from), path)),
    })),
  );
}

/** The relative paths that a file imports. */
function pathsIn(file: string): string[] {
  const imported = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g);
  return [...imported].map(([, path = '']) => path);
}

/** Without comments: their examples may print. */
const codeOf = (file: string) =>
  readFileSync(join(import.meta.dirname, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
const levelOf = (folder: string) => order.findIndex((level) => level.includes(folder));
const isTestingFolder = (file: string) => file.startsWith('testing/');
const isTest = (file: string) => file.endsWith('.test.ts') || isTestingFolder(file);

function isAllowed({ from, to }: Import): boolean {
  const [importer, imported] = [folderOf(from), folderOf(to)];
  if (importer === imported || importer === '') return true;
  if (apart[imported]?.users.includes(importer) || (apart[imported] && isTest(from))) return true;
  if (apart[importer]) return apart[importer].imports.some((path) => to.startsWith(`${path}/`));
  return levelOf(imported) >= 0 && levelOf(imported) < levelOf(importer);
}

test('imports point one way', () => {
  const found = imports();
  const offending = found.filter((one) => !isTest(one.from) && !isAllowed(one));

  expect(found.length).toBeGreaterThan(50);
  expect(offending.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('tests may import the simulator and the test fixtures, and otherwise keep the order', () => {
  const offending = imports().filter(
    (one) =>
      one.from.endsWith('.test.ts') &&
      !apart[folderOf(one.from)] &&
      !isTestingFolder(one.to) &&
      !isAllowed(one),
  );

  expect(offending.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('test fixtures are imported by tests only', () => {
  const offending = imports().filter((one) => isTestingFolder(one.to) && !isTest(one.from));

  expect(offending.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('everything outside of the simulator imports its index only', () => {
  const root = join(import.meta.dirname, '..');
  const folders = ['src', 'bench', 'docs', 'examples', 'infra', 'kubernetes', 'models', 'scripts'];
  const files = folders.flatMap((folder) =>
    globSync('**/*.ts', {
      cwd: join(root, folder),
      exclude: (path) => path.includes('node_modules'),
    }).map((file) => join(folder, file)),
  );
  const inner = (from: string) =>
    pathsIn(join(root, from))
      .map((path) => normalize(join(dirname(from), path)))
      .filter((to) => to.startsWith('src/simulator/') && to !== 'src/simulator/index.ts')
      .map((to) => `${from} imports ${to}`);

  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((file) => !file.startsWith('src/simulator/')).flatMap(inner)).toEqual([]);
});

test('every folder has a place in the order', () => {
  const folders = new Set(
    globSync('*/', { cwd: import.meta.dirname }).map((path) => path.replace(/\/$/, '')),
  );
  const known = new Set([...order.flat(), ...Object.keys(apart), 'testing']);

  expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
});

test('the environment and the terminal belong to the edges', () => {
  const inside = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
    (file) => !isTest(file) && !edges.includes(folderOf(file)),
  );
  const reaching = inside.filter((file) =>
    /process\.(env|argv|stdout|stderr|exit)\b|\bconsole\.(log|error|warn|info|debug)\b/.test(
      codeOf(file),
    ),
  );

  expect(reaching).toEqual([]);
});

/** Strongly connected components of more than one file (Tarjan 1972); type-only and dynamic imports count too. */
function cycles(found: readonly Import[]): string[][] {
  const targets = Map.groupBy(found, ({ from }) => from);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const components: string[][] = [];
  const visit = (file: string): number => {
    const known = order.get(file);
    if (known !== undefined) return open.includes(file) ? known : Number.POSITIVE_INFINITY;
    const position = order.size;
    order.set(file, position);
    open.push(file);
    const reachable = (targets.get(file) ?? []).map(({ to }) =>
      Math.min(
        visit(to),
        open.includes(to) ? (lowest.get(to) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
      ),
    );
    const low = Math.min(position, ...reachable);
    lowest.set(file, low);
    if (low === position) components.push(open.splice(open.indexOf(file)));
    return low;
  };
  for (const file of targets.keys()) visit(file);
  const importsItself = (file: string) => targets.get(file)?.some(({ to }) => to === file);
  return components.filter((files) => files.length > 1 || importsItself(files[0] ?? ''));
}

test('no import cycles, type-only imports included', () => {
  const circular = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'b' },
    { from: 'c', to: 'd' },
  ];

  expect(cycles(circular)).toEqual([['b', 'c']]);
  expect(cycles(imports()).map((files) => files.join(', '))).toEqual([]);
});

/** Files that a file loads, with what these load. `import type` loads nothing. */
function loadedBy(entries: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    const statements = text.matchAll(/(?:^|\n)(?:im|ex)port (?!type )[^;]*?from '(\.[^']*)';/g);
    for (const [, path = ''] of statements) pending.push(normalize(join(dirname(file), path)));
  }
  return loaded;
}

test('functions load no native module when they start', () => {
  const entries = globSync('lambda/On*/*.ts', { cwd: import.meta.dirname });
  const native = [...loadedBy(entries)].filter((file) =>
    /^import (?!type )[^;]*from '@duckdb/m.test(
      readFileSync(join(import.meta.dirname, file), 'utf8'),
    ),
  );

  expect(entries.length).toBeGreaterThan(25);
  expect(native).toEqual([]);
});
