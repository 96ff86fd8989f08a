/**
 * Does what a page of the documentation says, and no more: starts the server that the page starts, takes over the `export`
 * lines that it prints, and runs the commands of the page in a shell, one after the other, in a clone. A comment `# exits 2`
 * above a command is its exit code; without one it is 0.
 */

import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
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
import { expect, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');
const execute = promisify(execFile);

export interface PageCommand {
  readonly line: string;
  /** What the comment above it says, or 0. */
  readonly exit: number;
}

/** The commands of the blocks of a page that are marked with one of these: `sh`, `sh deploy`. */
export function commandsOf(page: string, ...marks: readonly string[]): PageCommand[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```(\w.*)\n([\s\S]*?)^```/gm)];
  return blocks
    .filter(([, mark = '']) => marks.includes(mark))
    .flatMap(([, , block = '']) => commandsIn(block));
}

function commandsIn(block: string): PageCommand[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, at) => {
    const [, exit = 0] = /^# exits (\d+)/.exec(lines[at - 1] ?? '') ?? [];
    return line.startsWith('#') ? [] : [{ line, exit: Number(exit) }];
  });
}

/** Whether the command starts the simulated organization, in a terminal of its own. */
export const isServer = ({ line }: PageCommand) => line.startsWith('npx flotilla simulate');
/** Whether the command is typed into the other terminal. */
export const isTyped = (one: PageCommand) =>
  /^(npx flotilla|export|curl) /.test(one.line) && !isServer(one);

/** Starts the server among the commands, runs the others, and returns those that ended otherwise than the page says. */
export async function runCommands(
  commands: readonly PageCommand[],
): Promise<readonly UnexpectedEnd[]> {
  const clone = makeClone();
  const servers = commands.filter(isServer);
  expect(servers.length).toBeLessThanOrEqual(1);
  const started = await Promise.all(servers.map(({ line }) => serve(line, clone)));
  const exports = started.map((server) => server.exports);
  const typed = commands.filter(isTyped);
  const lines = typed.map(({ line }) => line);
  const results = await type(lines, exports.join('\n'), clone);
  for (const { ended } of started) expect(ended()).toBeUndefined();
  return typed.flatMap(({ line, exit }, at) => {
    const result = results[at];
    return result?.code === exit ? [] : [{ line, exit, ...result }];
  });
}

export interface UnexpectedEnd extends PageCommand {
  readonly code?: number;
  readonly stderr?: string;
}

export interface Clone {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What `git clone` and `npm ci` leave: the files of this repository. The port is the only thing that no page says. */
export function makeClone(): Clone {
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

/** `npx flotilla` of a clone, without the second that npx takes. A test of the pages runs the real one. */
function makeNpx(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nshift\nexec node bin/flotilla.js "$@"\n');
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

interface StartedServer {
  /** The lines that it prints for another terminal. */
  readonly exports: string;
  /** What it has printed on stderr, when it has ended before the test. */
  ended(): string | undefined;
}

export async function serve(line: string, { folder, env }: Clone): Promise<StartedServer> {
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
  const isOver = () => server.exitCode !== null || server.signalCode !== null;
  return { exports: printed(), ended: () => (isOver() ? errors() : undefined) };
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
