/**
 * `npm run test:mutants`: breaks the life cycle on purpose, one breakage at a time, and expects a rehearsal or a test to
 * catch it. With words, only mutants whose description has them. Prints a line for each, and `N passed, N failed`.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutants, type RehearsalName, rehearsals } from './mutants.ts';
import { mutantVariable, mutate } from './mutated-source.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'flotilla-mutants-'));
const words = process.argv.slice(2).join(' ');
/** Only stops what hangs. */
const timeoutMs = 300_000;

interface Task {
  readonly name: string;
  /** Returns what is wrong; undefined when the mutant was caught. */
  readonly run: () => Promise<string | undefined>;
}

const chosen = mutants.filter(({ breaks }) => breaks.includes(words));
const names = new Set(
  chosen.flatMap(({ caughtBy }) => (typeof caughtBy === 'string' ? caughtBy : [])),
);
const tasks: readonly Task[] = [
  ...[...names].map((name) => ({ name: `control: ${name}`, run: () => control(name) })),
  ...chosen.map((mutant) => ({ name: mutant.breaks, run: () => test(mutant) })),
];

const problems = await inParallel(tasks);
rmSync(folder, { recursive: true });
process.stdout.write(`\n${tasks.length - problems} passed, ${problems} failed\n`);
process.exitCode = problems > 0 ? 1 : 0;

/** Returns the number of failures. */
async function inParallel(all: readonly Task[]): Promise<number> {
  const waiting = [...all];
  let failures = 0;
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const began = performance.now();
      const problem = await task.run().catch((error: unknown) => (error as Error).message);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      if (problem !== undefined) failures++;
      process.stdout.write(
        problem === undefined
          ? `caught in ${seconds} s: ${task.name}\n`
          : `FAILED after ${seconds} s: ${task.name}: ${problem}\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return failures;
}

/** A rehearsal that does not hold by itself would catch everything. */
async function control(name: RehearsalName): Promise<string | undefined> {
  const { code, output } = await rehearse(name, {});
  return code === 0 ? undefined : `exit code ${code} without a mutant:\n${output}`;
}

async function test(mutant: Mutant): Promise<string | undefined> {
  // Checked here, where the message is seen.
  mutate(mutant);
  const { file, find, replace, caughtBy } = mutant;
  const env = { [mutantVariable]: JSON.stringify({ file, find, replace }) };
  if (typeof caughtBy !== 'string') return await testFile(caughtBy.test, env);
  const { code, output } = await rehearse(caughtBy, env);
  if (code === 2) return undefined;
  return code === 0 ? `the rehearsal "${caughtBy}" held` : `exit code ${code}:\n${output}`;
}

async function rehearse(name: RehearsalName, env: NodeJS.ProcessEnv) {
  const { args, ...rehearsal } = rehearsals[name];
  const path = join(folder, `${name}.yaml`);
  const faults = 'faults' in rehearsal ? ['--faults', path] : [];
  if ('faults' in rehearsal) writeFileSync(path, rehearsal.faults);
  const launcher = join(root, 'bin/flotilla.js');
  return await node(
    ['--import', './scripts/load-mutant.ts', launcher, 'rehearse', ...args, ...faults],
    env,
  );
}

async function testFile(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const report = join(folder, `${performance.now()}.json`);
  const { output } = await node(
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      ...['run', path, '--config', 'scripts/mutants.vitest.config.ts', '--root', '.'],
      ...['--bail', '1', '--maxWorkers', '1', '--reporter=json', `--outputFile=${report}`],
    ],
    env,
  );
  const counts = readReport(report);
  if (!counts) return `the tests did not run:\n${output}`;
  return counts.numFailedTests > 0 ? undefined : `${counts.numPassedTests} tests of ${path} passed`;
}

function readReport(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as {
      readonly numFailedTests: number;
      readonly numPassedTests: number;
    };
  } catch {
    return undefined;
  }
}

function node(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      maxBuffer: 64 * 2 ** 20,
    };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.slice(-2_000);
      resolve({ code: child.exitCode ?? -1, output });
    });
  });
}
