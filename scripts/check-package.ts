/**
 * Checks the package as its users get it: packs it, installs it flat, isolated and with npx, runs the tour in each, and
 * compiles and runs programs that import its entries. `.ci/run` calls it. It needs the npm registry.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..');
/** `#!/usr/bin/env node` finds the Node that runs this script. */
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
};

async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args, { cwd, env, maxBuffer: 64 * 2 ** 20 });
  return stdout;
}

function expectText(stdout: string, text: string): void {
  if (!stdout.includes(text)) throw new Error(`"${text}" is missing in:\n${stdout}`);
}

function newFolder(parent: string, name: string, manifest: object = {}): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  return folder;
}

async function pack(folder: string): Promise<string> {
  await run(root, 'npm', 'pack', '--silent', '--pack-destination', folder);
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  return join(folder, file);
}

async function install(folder: string, tarball: string, strategy: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--omit=dev'];
  await run(folder, 'npm', 'install', ...quiet, `--install-strategy=${strategy}`, tarball);
}

async function runTour(folder: string): Promise<void> {
  expectText(await run(folder, join('node_modules', '.bin', 'flotilla'), 'tour'), 'done');
}

/** npx keeps what it installs: here in a cache that is deleted, with the packages that npm has already. */
async function runTourWithNpx(folder: string, tarball: string): Promise<void> {
  const known = (await run(folder, 'npm', 'config', 'get', 'cache')).trim();
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  symlinkSync(join(known, '_cacache'), join(cache, '_cacache'));
  const npx = ['npx', '--yes', '--cache', cache, '--package', tarball] as const;
  expectText(await run(folder, ...npx, 'flotilla', 'tour'), 'done');
}

/** Into a simulated organization, with the CDK that the command installs and functions that it bundles. */
async function deployInstallation(folder: string): Promise<void> {
  const flotilla = join(folder, 'node_modules/.bin/flotilla');
  const simulator = spawn(flotilla, ['simulate', '--demo', '--port', '0'], { cwd: folder, env });
  try {
    const settings = join(folder, 'node_modules/flotilla/examples/settings/settings.yaml');
    const { AWS_ACCESS_KEY_ID: _, ...access } = await exportsOf(simulator);
    const own = { ...env, ...access, FLOTILLA_PROFILE: 'automation', FLOTILLA_SETTINGS: settings };
    const deploy = async (...args: readonly string[]) =>
      await execute(flotilla, args, { cwd: folder, env: own, maxBuffer: 64 * 2 ** 20 });
    await deploy('bootstrap', '--yes');
    expectText((await deploy('deploy', '--yes')).stdout, 'BusArn: arn:aws:events:');
    expectText((await deploy('deploy', '--diff')).stderr, 'is up to date');
  } finally {
    simulator.kill();
  }
}

/** Variables that the simulator prints, one a line, before it says that it serves. */
async function exportsOf({ stdout }: ChildProcess): Promise<Readonly<Record<string, string>>> {
  const variables: Record<string, string> = {};
  if (!stdout) return variables;
  for await (const line of createInterface({ input: stdout })) {
    const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? [];
    variables[name] = value;
    if (name === 'AWS_SHARED_CREDENTIALS_FILE') break;
  }
  return variables;
}

/** Uses a value and a type of each entry. */
const program = `
import { acrossAccounts, type Session } from 'flotilla';
import { loadCatalogue, type TakeInventoryOptions, takeInventory } from 'flotilla/inventory';
import { type LifecycleOptions, openLifecycle } from 'flotilla/lifecycle';
import { type FaultRule, noLimits, simulateOrganization, virtualClock } from 'flotilla/simulator';

export const inventory = (options: TakeInventoryOptions) => takeInventory(options);
export const lifecycle = (options: LifecycleOptions) => openLifecycle(options);

async function main(): Promise<void> {
  const faults: readonly FaultRule[] = [{ service: 'iam', fault: { deny: true } }];
  const clock = virtualClock();
  const organization = simulateOrganization({ accounts: 3, clock, faults, limits: noLimits });
  const aws = { ...organization.access(), clock };
  const { results } = await acrossAccounts(({ role }: Session) => role.name, { aws });
  const { entries } = loadCatalogue();
  process.stdout.write(\`\${results.length} accounts, \${entries.length > 100} catalogue\\n\`);
}

void main();
`;
const printed = '3 accounts, true catalogue\n';

interface Consumer {
  readonly name: string;
  readonly type: 'module' | 'commonjs';
  readonly compilerOptions: object;
}

const consumers: readonly Consumer[] = [
  { name: 'nodenext', type: 'module', compilerOptions: { module: 'nodenext' } },
  { name: 'commonjs', type: 'commonjs', compilerOptions: { module: 'nodenext' } },
  {
    name: 'bundler',
    type: 'module',
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
  },
];

/** Declarations of the package are checked as well, with nothing but its own dependencies. */
async function compileAndRun(parent: string, consumer: Consumer): Promise<void> {
  const { name, type, compilerOptions } = consumer;
  const folder = newFolder(parent, name, { type });
  writeFileSync(join(folder, 'program.ts'), program);
  const options = {
    ...{ target: 'es2024', strict: true, skipLibCheck: false },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
    ...compilerOptions,
  };
  const config = JSON.stringify({ compilerOptions: options, include: ['program.ts'] });
  writeFileSync(join(folder, 'tsconfig.json'), config);
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(folder, process.execPath, compiler, '-p', '.');
  expectText(await run(folder, process.execPath, 'program.js'), printed);
}

async function step(name: string, check: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  try {
    await check();
  } catch (error) {
    const { message, stdout = '' } = error as Error & { readonly stdout?: string };
    throw new Error(`${name}: ${message}\n${stdout}`, { cause: error });
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${name}: ok in ${seconds} s\n`);
}

async function checkPackage(folder: string): Promise<void> {
  let tarball = '';
  await step('pack', async () => {
    tarball = await pack(folder);
  });
  await Promise.all([
    checkFlat(newFolder(folder, 'flat'), tarball),
    checkIsolated(newFolder(folder, 'isolated'), tarball),
    step('tour, npx', () => runTourWithNpx(newFolder(folder, 'npx'), tarball)),
  ]);
}

async function checkFlat(folder: string, tarball: string): Promise<void> {
  await step('install flat', () => install(folder, tarball, 'hoisted'));
  await step('tour, flat', () => runTour(folder));
  await step('deployment, flat', () => deployInstallation(folder));
  for (const consumer of consumers)
    await step(`program, ${consumer.name}`, () => compileAndRun(folder, consumer));
}

/** As pnpm installs: a package finds what it declares, and nothing else. */
async function checkIsolated(folder: string, tarball: string): Promise<void> {
  await step('install isolated', () => install(folder, tarball, 'linked'));
  await step('tour, isolated', () => runTour(folder));
  const [consumer] = consumers;
  if (consumer) await step('program, isolated', () => compileAndRun(folder, consumer));
}

const folder = mkdtempSync(join(tmpdir(), 'flotilla-package-'));
try {
  await checkPackage(folder);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
