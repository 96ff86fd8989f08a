/** The real process: launcher, streams, signals, exit codes, and files that Node itself loads. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { simulateOrganization } from '../simulator/index.ts';
import { fileWith } from '../testing/command-line.ts';

const bin = join(import.meta.dirname, '../../bin/flotilla.js');
const accounts = ['--accounts', '3', '--port', '0'];

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...withoutAws(), ...env } });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const ended = async () => {
    const [code] = await once(child, 'close');
    return { code, stdout: stdout(), stderr: stderr() };
  };
  return { child, ended: ended() };
}

function collect(stream: Readable): () => string {
  let collected = '';
  stream.on('data', (chunk) => {
    collected += chunk;
  });
  return () => collected;
}

const run = (args: readonly string[], env?: NodeJS.ProcessEnv) => start(args, env).ended;

/** The credentials of the person who runs the tests must not be found. */
function withoutAws(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(own), HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
}

/** Resolves with the environment that a client of the simulated organization needs. */
async function exportedBy(child: ChildProcess): Promise<NodeJS.ProcessEnv> {
  let printed = '';
  for await (const [chunk] of on(child)) {
    printed += chunk;
    if (printed.includes('AWS_DEFAULT_REGION=')) break;
  }
  const lines = printed.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.replace('export ', '').split('=', 2)));
}

async function* on({ stdout }: ChildProcess): AsyncGenerator<[string]> {
  while (stdout) yield [String((await once(stdout, 'data'))[0])];
}

test('says its version and its help, on stdout and with exit code 0', async () => {
  const version = await run(['--version']);
  const help = await run(['run', '--help']);

  expect(version).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  });
  expect(help).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Usage: flotilla run /),
    stderr: '',
  });
});

test('without a command it shows its help on stderr and has not run', async () => {
  expect(await run([])).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^Usage: /) });
});

test('without credentials it says how to get some', async () => {
  expect(await run(['accounts', '--region', 'us-east-1'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with `aws sso login`\n',
  });
});

test('a file that cannot be loaded is named with its line', async () => {
  const broken = fileWith('const a: number = 1;\nexport default (=> 3;\n', 'broken.mts');
  const throwing = fileWith("const a = 1;\nthrow new Error('no way');\n", 'throwing.mjs');

  expect(await run(['run', broken])).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^flotilla: cannot load ".*broken\.mts" \(SyntaxError: .* in line 2\); correct the file\n$/,
    ),
  });
  expect(await run(['run', throwing])).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: cannot load "${throwing}" (Error: no way in line 2); correct the file\n`,
  });
});

test('a package that is missing is named with the command that installs it', async () => {
  const modern = fileWith("import '@aws-sdk/client-nothing';\n");
  const common = fileWith("require('@aws-sdk/client-nothing/deep');\n", 'common.cjs');

  expect(await run(['run', modern])).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: cannot load "${modern}" (Error: Cannot find package '@aws-sdk/client-nothing' imported from ${modern}); run npm install @aws-sdk/client-nothing\n`,
  });
  expect(await run(['run', common])).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/; run npm install @aws-sdk\/client-nothing\n$/),
  });
});

test.each([
  [
    'typed.ts',
    `import { nameOf, type Session } from './helper.ts';
     export default async (session: Session): Promise<string> => nameOf(session);`,
  ],
  [
    'plain.js',
    `import { nameOf } from './helper.ts';
     export default nameOf;`,
  ],
  [
    'common.ts',
    `import type { Session } from './helper.ts';
     const { nameOf } = require('./helper.ts');
     module.exports = (session: Session): string => nameOf(session);`,
  ],
])('%s runs in a project of npm init, which says "type": "commonjs"', async (name, text) => {
  const { env, close } = await served(1);
  const folder = dirname(fileWith('{ "type": "commonjs" }', 'package.json'));
  const helper = `export interface Session { account: { name: string } }
    export const nameOf = ({ account }: Session): string => account.name;`;
  writeFileSync(join(folder, 'helper.ts'), helper);
  writeFileSync(join(folder, name), text);

  const { code, stdout, stderr } = await run(
    ['run', join(folder, name), '--output', 'ndjson'],
    env,
  );
  await close();

  const records = stdout.trim().split('\n');
  const outcomes = records
    .map((line) => JSON.parse(line))
    .filter(({ status }) => status === 'done');
  expect(code).toBe(0);
  expect(outcomes.map(({ accountName, value }) => accountName === value)).toEqual([true]);
  expect(stderr).not.toContain('Warning');
});

test('commands find the simulated organization through the environment that it prints', async () => {
  const served = start(['simulate', ...accounts]);
  const env = await exportedBy(served.child);
  const typed = fileWith(
    'export default async (session: { account: { id: string } }): Promise<string> => session.account.id;\n',
    'typed.ts',
  );

  const listed = await run(['accounts', '--output', 'ndjson'], env);
  const ran = await run(
    ['run', typed, '--output', 'ndjson', '--include-management', '--include-caller'],
    env,
  );
  served.child.kill('SIGINT');
  const { code } = await served.ended;

  const ids = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  expect(listed.code).toBe(0);
  expect(ids(listed.stdout).length).toBe(4);
  expect(
    ids(ran.stdout)
      .filter(({ status }) => status === 'done')
      .map(({ accountId, value }) => accountId === value),
  ).toContain(true);
  expect(code).toBe(0);
});

test('a reader that has left ends the run', async () => {
  const served = start(['simulate', ...accounts, '--seed', '5']);
  const env = await exportedBy(served.child);
  const slow = fileWith(
    'export default ({ signal }) => new Promise((r) => setTimeout(() => r(1), 20));\n',
  );
  const { child, ended } = start(
    [
      'run',
      slow,
      '--regions',
      'eu-west-1,eu-west-2,eu-west-3,eu-north-1',
      '--concurrency',
      '1',
      '--output',
      'ndjson',
    ],
    env,
  );
  child.stdout.once('data', () => child.stdout.destroy());

  const { code, stderr } = await ended;

  expect(code).toBe(130);
  expect(stderr).toMatch(/\nthe reader of stdout left: \d+ done, /);
  served.child.kill('SIGTERM');
  await served.ended;
});

test('Ctrl-C ends a run whose function ignores its signal, and reports what was done', async () => {
  const served = start(['simulate', ...accounts, '--seed', '5']);
  const env = await exportedBy(served.child);
  const deaf = fileWith(
    "export default () => { console.log('deaf'); return new Promise((r) => setTimeout(r, 60_000)); };\n",
  );
  const { child, ended } = start(['run', deaf, '--concurrency', '1'], env);
  while (!String((await once(child.stderr, 'data'))[0]).includes('deaf'));
  child.kill('SIGINT');

  const { code, stderr } = await ended;
  served.child.kill('SIGTERM');

  expect(code).toBe(130);
  expect(stderr).toMatch(
    /\ninterrupted: 0 done, 0 failed, 1 in progress \(\d{12} us-east-1\), \d not started/,
  );
  expect((await served.ended).code).toBe(0);
});

/** On a terminal of its own, which `script` of util-linux makes. */
function startOnTerminal(args: readonly string[], env: NodeJS.ProcessEnv) {
  const words = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn(
    'script',
    ['--quiet', '--return', '--flush', '--command', words, '/dev/null'],
    {
      env: { ...withoutAws(), ...env },
    },
  );
  const printed = collect(child.stdout);
  // On a terminal the prefix of an error is red.
  const plain = () => stripVTControlCharacters(printed());
  const ended = once(child, 'close').then(([code]) => ({ code, printed: plain() }));
  const until = async (text: string) => {
    while (!printed().includes(text)) await once(child.stdout, 'data');
  };
  return { child, until, ended };
}

async function served(accounts: number) {
  const organization = simulateOrganization({ accounts, seed: 'terminal' });
  const { url, close } = await organization.serve({ port: 0 });
  const { credentials, region } = organization.access();
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
  };
  return { organization, env, close };
}

test('lines that were pasted before the question do not answer it', async () => {
  const { organization, env, close } = await served(70);
  const { child, until, ended } = startOnTerminal(['exec', '--', 'true'], env);
  child.stdin.write('y\nyes\n');
  await until('[y/N]');
  child.stdin.write('n\n');

  const { code, printed } = await ended;
  await close();

  expect(printed).toContain('discarded 2 lines typed before the question');
  expect(printed).toContain('flotilla: not confirmed; nothing was changed');
  expect(code).toBe(3);
  expect(organization.journal.count('sts:AssumeRole')).toBe(0);
});

test('the beginning of a line that was typed before the question does not answer it', async () => {
  const { organization, env, close } = await served(70);
  const { child, until, ended } = startOnTerminal(['exec', '--', 'true'], env);
  child.stdin.write('y');
  await until('[y/N]');
  child.stdin.write('\n');

  const { code, printed } = await ended;
  await close();

  expect(printed).toContain('discarded a line typed before the question');
  expect(code).toBe(3);
  expect(organization.journal.count('sts:AssumeRole')).toBe(0);
});

test('data on a terminal is printed without control characters, and in a pipe as it is', async () => {
  const { env, close } = await served(1);
  const painted = fileWith("export default () => 'a\\u001b]0;title\\u0007b';\n");
  const args = ['run', painted, '--output', 'csv', '--quiet'];

  const terminal = await startOnTerminal(args, env).ended;
  const pipe = await run(args, env);
  await close();

  expect(terminal.printed).toContain(',ab\r\n');
  expect(pipe.stdout).toContain(',a\u001b]0;title\u0007b\n');
});

test('a current folder that was deleted is named', async () => {
  const result = await startShell(
    `cd "$(mktemp -d)" && rmdir "$PWD" && '${process.execPath}' '${bin}' --help`,
    {},
  );

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flotilla: the current folder does not exist any more; change to another one\n',
  });
});

test.each([
  ['a code', '123456\n', 0],
  ['Ctrl-C', '\u0003', 130],
])('on a terminal %s answers the question for an MFA code', async (_, typed, expected) => {
  const { organization, env, close } = await served(1);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...reached } = env;
  const [member] = organization.accounts().slice(1);
  const serial = `arn:aws:iam::${organization.managementAccountId}:mfa/administrator`;
  const profiles = `[profile operator]
role_arn = arn:aws:iam::${member?.id}:role/OrganizationAccountAccessRole
source_profile = base
mfa_serial = ${serial}
[profile base]
aws_access_key_id = ${AWS_ACCESS_KEY_ID}
aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}
`;
  const args = ['exec', '--profile', 'operator', '--targets', '111111111111', '--dry-run'];
  const { child, until, ended } = startOnTerminal([...args, '--', 'true'], {
    ...reached,
    AWS_CONFIG_FILE: fileWith(profiles, 'config'),
  });
  await until(`MFA code for ${serial}: `);
  child.stdin.write(typed);

  const { code } = await ended;
  await close();

  expect(code).toBe(expected);
  expect(organization.journal.count('sts:AssumeRole')).toBe(expected === 0 ? 1 : 0);
});

test('an answer that is typed after the question counts', async () => {
  const { organization, env, close } = await served(60);
  const { child, until, ended } = startOnTerminal(['exec', '--', 'true'], env);
  await until('[y/N]');
  child.stdin.write('y\n');

  await ended;
  await close();

  expect(organization.journal.count('sts:AssumeRole')).toBeGreaterThan(50);
});

test('a full disk under stdout or stderr is distinguished from a reader that left', async () => {
  const { env, close } = await served(3);
  const shell = (redirection: string) => {
    const words = [process.execPath, bin, 'accounts', '--output', 'csv'].map((word) => `'${word}'`);
    return startShell(`${words.join(' ')} ${redirection}`, env);
  };

  const full = await shell('>/dev/full');
  const reader = await shell(`| head -1; exit \${PIPESTATUS[0]}`);
  const silent = await shell('2>/dev/full');
  await close();

  expect(full).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'flotilla: cannot write to stdout: no space left on the device (ENOSPC)',
    ),
  });
  expect(reader).toMatchObject({ code: 0, stderr: expect.not.stringContaining('flotilla:') });
  expect(silent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^id,name,/) });
});

async function startShell(line: string, env: NodeJS.ProcessEnv) {
  const child = spawn('bash', ['--norc', '-c', line], { env: { ...withoutAws(), ...env } });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = await once(child, 'close');
  return { code, stdout: stdout(), stderr: stderr() };
}

test('a function that calls process.exit or leaves an error behind does not pass for success', async () => {
  const { env, close } = await served(6);
  const path = fileWith(
    `let run = 0;
export default ({ account }) => {
  run += 1;
  if (run === 1) process.exit(0);
  if (run === 2) Promise.reject(new Error('floating'));
  if (run === 3) setTimeout(() => { throw new Error('late'); }, 1);
  return new Promise((resolve) => setTimeout(() => resolve(account.id), 20));
};
`,
  );

  const { code, stdout, stderr } = await run(
    ['run', path, '--concurrency', '1', '--output', 'ndjson'],
    env,
  );
  await close();

  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(2);
  expect(records.filter(({ status }) => status === 'failed')[0]).toMatchObject({
    message: 'the function called process.exit(0); return a value or throw instead',
  });
  expect(records.filter(({ status }) => status === 'done').length).toBeGreaterThan(2);
  expect(stderr).toMatch(
    /\d{12} us-east-1: an error that the function did not await: Error: floating\n/,
  );
  expect(stderr).toMatch(
    /\d{12} us-east-1: an error that the function did not await: Error: late\n/,
  );
  expect(stderr).toContain('; 2 targets with errors that were not awaited\n');
});

test('without file descriptors left, programs fail in their accounts and not the run', async () => {
  const { env, close } = await served(40);
  const words = [process.execPath, bin, 'exec', '--concurrency', '40', '--', 'true'];
  const line = `ulimit -n 60; exec ${words.map((word) => `'${word}'`).join(' ')}`;

  const { code, stdout, stderr } = await startShell(line, env);
  await close();

  expect(code).toBe(2);
  expect(stdout).toContain('EMFILE');
  expect(stderr).toMatch(/\n\d+ done, [1-9]\d* failed, \d+ skipped in /);
});
