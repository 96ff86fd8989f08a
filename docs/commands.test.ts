/**
 * Does what the pages say, and no more: starts the server that the page starts, takes over the `export` lines that it
 * prints, and runs the commands of the page in a shell, one after the other, in a clone. Each page has a server, a
 * clone and a home of its own. A comment `# exits 2` above a command is its exit code; without one it is 0.
 */

import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = [...globSync('*.md', { cwd: root }), ...globSync('docs/*.md', { cwd: root })].sort();
const execute = promisify(execFile);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: object;
};

interface Line {
  readonly line: string;
  /** What the comment above it says, or 0. */
  readonly exit: number;
}

/** The commands of the `sh` blocks of a page. */
function linesOf(page: string): Line[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    return lines.flatMap((line, at) => {
      const [, exit = 0] = /^# exits (\d+)/.exec(lines[at - 1] ?? '') ?? [];
      return line.startsWith('#') ? [] : [{ line, exit: Number(exit) }];
    });
  });
}

const isServer = ({ line }: Line) => line.startsWith('npx flotilla simulate');
const isTyped = (one: Line) => /^(npx flotilla|export) /.test(one.line) && !isServer(one);
const runs = pages
  .map((page) => ({ page, lines: linesOf(page) }))
  .filter(({ lines }) => lines.some(isTyped));

interface Clone {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What `git clone` and `npm ci` leave: the files of this repository. The port is the only thing that no page says. */
function makeClone(): Clone {
  const home = mkdtempSync(join(tmpdir(), 'flotilla-docs-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'flotilla');
  mkdirSync(folder);
  for (const name of readdirSync(root).filter((name) => !name.startsWith('.'))) {
    const mayBeWritten = name === 'examples' || name === 'kubernetes';
    if (mayBeWritten) cpSync(join(root, name), join(folder, name), { recursive: true });
    else symlinkSync(join(root, name), join(folder, name));
  }
  const PATH = [makeNpx(home), dirname(process.execPath), process.env.PATH].join(delimiter);
  return { folder, env: { PATH, HOME: home, FLOTILLA_PORT: '0' } };
}

/** `npx flotilla` of a clone, without the second that npx takes. A test below runs the real one. */
function makeNpx(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nshift\nexec node bin/flotilla.js "$@"\n');
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

/** Starts the server, and returns the lines that it prints for another terminal. */
async function serve(line: string, { folder, env }: Clone): Promise<string> {
  const server = spawn('sh', ['-c', `exec ${line}`], { cwd: folder, env });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  onTestFinished(async () => {
    server.kill('SIGINT');
    await ended;
  });
  const errors = collect(server.stderr);
  const printed = collect(server.stdout);
  const isReady = () => errors().includes('Ctrl-C stops it');
  await Promise.race([ended, untilPrinted(server.stderr, isReady)]);
  expect(isReady(), errors()).toBe(true);
  return printed();
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (piece) => {
    text += piece;
  });
  return () => text;
}

function untilPrinted(stream: NodeJS.ReadableStream, isReady: () => boolean): Promise<void> {
  return new Promise((resolve) => stream.on('data', () => isReady() && resolve()));
}

/** Types the lines into one shell. Returns the exit code of each, and what it has printed on stderr. */
async function type(
  lines: readonly string[],
  exports: string,
  { folder, env }: Clone,
): Promise<{ code: number; stderr: string }[]> {
  const results = join(env.HOME ?? '', 'results');
  mkdirSync(results);
  const steps = lines.map(
    (line, at) =>
      `{ ${line}\n} 2>${join(results, `err-${at}`)}\necho $? >${join(results, `${at}`)}\n`,
  );
  await execute('bash', ['-c', `${exports}\n${steps.join('')}`], {
    cwd: folder,
    env,
    maxBuffer: 1e9,
  });
  const read = (name: string) => readFileSync(join(results, name), 'utf8');
  return lines.map((_line, at) => ({ code: Number(read(`${at}`)), stderr: read(`err-${at}`) }));
}

test.each(runs)('the commands of $page work', { timeout: 300_000 }, async ({ lines }) => {
  const clone = makeClone();
  const servers = lines.filter(isServer);
  const typed = lines.filter(isTyped);
  const exports = await Promise.all(servers.map(({ line }) => serve(line, clone)));

  const commands = typed.map(({ line }) => line);
  const results = await type(commands, exports.join('\n'), clone);

  const unexpected = typed.flatMap(({ line, exit }, at) => {
    const result = results[at];
    return result?.code === exit ? [] : [{ line, exit, ...result }];
  });
  expect(unexpected).toEqual([]);
  expect(servers.length).toBeLessThanOrEqual(1);
});

test('the output that the README shows is that of its command', async () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const [, line = '', shown = ''] =
    /```sh\n(npx flotilla run .*)\n```\n\n```text\n([\s\S]*?)```/.exec(page) ?? [];
  const { folder, env } = makeClone();
  const exports = await serve('npx flotilla simulate --demo', { folder, env });

  const { stdout } = await execute('bash', ['-c', `${exports}\n${line} 2>&1`], {
    cwd: folder,
    env,
  });

  const withoutTime = (text: string) => text.replace(/in \d+\.\d s/, 'in 0.0 s');
  expect(withoutTime(stdout)).toBe(withoutTime(shown));
});

test('npx runs the command of the clone', async () => {
  const { folder, env } = makeClone();
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);

  const { stdout } = await execute('npx', ['flotilla', '--version'], {
    cwd: folder,
    env: { ...env, PATH, npm_config_offline: 'true', npm_config_update_notifier: 'false' },
  });

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('all other commands are scripts of the package, which CI runs', () => {
  const others = pages.flatMap((page) => linesOf(page).map((one) => ({ page, ...one })));
  const unknown = others.filter(({ page, ...one }) => {
    if (isTyped(one) || isServer(one)) return false;
    return !one.line.split(' && ').every((step) => {
      const [program, first = '', name = ''] = step.split(' ');
      // Run by `kubernetes.test.ts`.
      if (program === 'kubectl') return page === 'docs/inventory-on-kubernetes.md';
      if (program === 'cd') return existsSync(join(root, first));
      if (program !== 'npm') return false;
      return first === 'ci' || (first === 'run' ? name : first) in scripts;
    });
  });

  expect(unknown).toEqual([]);
});

test('the pages that pages link to exist', () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    return links
      .filter((link) => !existsSync(join(root, page, '..', link)))
      .map((link) => `${page}: ${link}`);
  });

  expect(broken).toEqual([]);
});
