import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileWith, runCli } from '../../../testing/command-line.ts';

async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCli(['__complete', '--', ...words]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
}

test('commands, groups and their commands are completed with their summaries', async () => {
  expect((await runCli(['__complete', '--', 'acc'])).stdout).toBe(
    'accounts\tlist accounts, and whether a run would include them\n:nothing\n',
  );
  expect(await candidates('inventory', 'col')).toEqual(['collect', ':nothing']);
  expect(await candidates('--region', 'eu-west-1', 'inventory', 'runner', 'a')).toEqual([
    'assume',
    ':nothing',
  ]);
});

test('options of the command are completed, and those that were given are not offered again', async () => {
  expect(await candidates('accounts', '--include-c', '')).not.toContain('');
  expect(await candidates('accounts', '--include-')).toEqual([
    '--include-caller',
    '--include-management',
    ':nothing',
  ]);
  expect(await candidates('accounts', '--include-caller', '--include-')).toEqual([
    '--include-management',
    ':nothing',
  ]);
});

test('values are completed: choices, lists behind their last comma, and files by the shell', async () => {
  expect(await candidates('accounts', '--output', 'j')).toEqual(['json', ':nothing']);
  expect(await candidates('inventory', 'collect', '--services', 'EC2,S3C')).toEqual([
    'EC2,S3Control',
    ':nothing',
  ]);
  expect(await candidates('inventory', 'collect', '--types', 'ec2_instance_')).toContain(
    ':nothing',
  );
  expect(await candidates('accounts', '--region', 'eu-we')).toEqual([
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    ':nothing',
  ]);
  expect(await candidates('run', '')).toEqual([':files']);
  expect(await candidates('exec', '--', 'tr')).toEqual([':files']);
});

test('a value behind = is completed with its option, which counts as given', async () => {
  expect(await candidates('accounts', '--output=j')).toEqual(['--output=json', ':nothing']);
  expect(await candidates('accounts', '--output=json', '--outp')).toEqual([':nothing']);
});

test('commands are completed where another command takes their words', async () => {
  expect(await candidates('help', 'lifecycle', 'swe')).toEqual(['sweep', ':nothing']);
  expect(await candidates('schema', 'lif')).toEqual(['lifecycle', ':nothing']);
  expect(await candidates('schema', 'lifecycle', 'swe')).toEqual(['sweep', ':nothing']);
  expect(await candidates('constructor', 'acc')).toEqual(['accounts', ':nothing']);
});

test('a mistake in flotilla.yaml does not break completion', async () => {
  const folder = dirname(fileWith('options: [', 'flotilla.yaml'));

  for (const words of [
    ['__complete', '--', 'doc'],
    ['completion', 'bash'],
  ])
    expect(await runCli(words, { folder })).toMatchObject({ code: 0, stderr: '' });
});

test('profiles and settings entries are looked up', async () => {
  const config = fileWith(
    '[default]\nregion = eu-west-1\n[profile audit]\nregion = eu-west-1\n',
    'config',
  );
  const entry = join(import.meta.dirname, '../../../../bin/flotilla.js');
  const stdout = execFileSync(
    process.execPath,
    [entry, '__complete', '--', 'accounts', '--profile', ''],
    {
      env: {
        PATH: process.env.PATH,
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
      encoding: 'utf8',
    },
  );

  expect(stdout).toBe('default\t\naudit\t\n:nothing\n');
});

/** `flotilla` on the path of a shell. */
function folderWithFlotilla(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-completion-'));
  const path = join(folder, 'flotilla');
  const entry = join(import.meta.dirname, '../../../../bin/flotilla.js');
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
  chmodSync(path, 0o755);
  return folder;
}

test('bash completes with the script that is printed', () => {
  const script = `
    source <(flotilla completion bash)
    COMP_WORDS=(flotilla accounts --output ''); COMP_CWORD=3; _flotilla
    printf '%s ' "\${COMPREPLY[@]}"
    COMP_WORDS=(flotilla doc); COMP_CWORD=1; _flotilla
    printf '%s ' "\${COMPREPLY[@]}"
    COMP_WORDS=(flotilla accounts --output = js); COMP_CWORD=4; _flotilla
    printf '%s ' "\${COMPREPLY[@]}"
    COMP_WORDS=(flotilla accounts --color =); COMP_CWORD=3; _flotilla
    printf '%s ' "\${COMPREPLY[@]}"
    COMP_WORDS=(flotilla inventory collect --services EC2,S3C); COMP_CWORD=4; _flotilla
    printf '%s' "\${COMPREPLY[@]}"
  `;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    env: { PATH: `${folderWithFlotilla()}:${process.env.PATH}` },
    encoding: 'utf8',
  });

  expect({ stdout, stderr }).toEqual({
    stdout: 'table json ndjson yaml csv doctor json auto always never EC2,S3Control',
    stderr: '',
  });
});
