import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileWith, newPath, organizationOfThree, runCli } from '../../../testing/command-line.ts';

/** A folder with the file in the folder above it. */
function folderBelow(text: string): { readonly folder: string; readonly path: string } {
  const path = fileWith(text, 'flotilla.yaml');
  const folder = join(dirname(path), 'deep', 'deeper');
  mkdirSync(folder, { recursive: true });
  return { folder, path };
}

test('defaults come from flotilla.yaml above the folder, from variables, and from the command line in that order', async () => {
  const { organization } = organizationOfThree();
  const { folder } = folderBelow(
    'options: {output: ndjson}\ncommands: {accounts: {name: [beta]}}\n',
  );
  const names = async (args: readonly string[], env = {}) => {
    const { stdout } = await runCli(['accounts', ...args], { organization, folder, env });
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name);
  };

  expect(await names([])).toEqual(['beta']);
  expect(await names([], { FLOTILLA_NAME: 'alpha' })).toEqual(['alpha']);
  expect(await names(['--name', 'gamma'], { FLOTILLA_NAME: 'alpha' })).toEqual(['gamma']);
});

test('config prints each default, where it is set, and which commands use it', async () => {
  const { folder, path } = folderBelow(
    'options: {external-id: secret}\ncommands: {inventory collect: {concurrency: 40}}\n',
  );
  const env = { FLOTILLA_TIMEOUT: '5m', FLOTILLA_TIMOUT: '5m', FLOTILLA_ACCOUNT_ID: '1' };

  const { stdout, stderr } = await runCli(['config', '--output', 'json'], { folder, env });
  const rows = JSON.parse(stdout) as {
    option: string;
    value: string;
    source: string;
    commands: string[];
  }[];

  expect(rows.map(({ option, value, source }) => [option, value, source])).toEqual(
    expect.arrayContaining([
      ['--external-id', '(hidden)', path],
      ['--concurrency', '40', path],
      ['--timeout', '5m', 'FLOTILLA_TIMEOUT'],
    ]),
  );
  expect(rows.find(({ option }) => option === '--concurrency')?.commands).toEqual([
    'inventory collect',
  ]);
  expect(stderr).toContain(
    'warning: FLOTILLA_TIMOUT is not the variable of an option; did you mean FLOTILLA_TIMEOUT?\n',
  );
  expect(stderr).not.toContain('FLOTILLA_ACCOUNT_ID');
});

const mistakes: readonly (readonly [string, string])[] = [
  ['options: {regon: x}', 'options > regon: is not an option; did you mean region?'],
  ['commands: {acounts: {}}', 'commands > acounts: is not a command; did you mean accounts?'],
  ['commands: {accounts: {concurrency: 3}}', 'commands > accounts > concurrency: is not an option'],
  ['option: {}', 'the file: there is no "option"; the sections are options and commands'],
  ['options: {yes: true}', 'options > yes: is not read from this file: give --yes or FLOTILLA_YES'],
  [
    'options: {region: {a: {b: 1}}}',
    'options > region: is not a value of an option; give a text, a number, true or false, or a list',
  ],
  ['- region', 'the file: has no sections; write options or commands'],
  ['options: [region]', 'options: has no names; write "name: value" below it'],
  [
    'options: {region: *nowhere}',
    'Unresolved alias (the anchor must be set before the alias): nowhere',
  ],
  ['options: {targets: []}', '--targets: "[]" is empty; omit the option'],
  ['options: {tag: {}}', '--tag: "{}" is empty; omit the option'],
  ['options: {"\\e[31mred": x}', 'options > red: is not an option'],
];

test.each(mistakes)('a mistake in flotilla.yaml is refused by name: %s', async (text, problem) => {
  const { folder, path } = folderBelow(text);

  expect(await runCli(['config'], { folder })).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${path}: ${problem}\n`,
  });
});

test('a file that is not YAML is refused with its line', async () => {
  const { folder, path } = folderBelow('options: {region\n');
  writeFileSync(path, 'options: [\n');

  const { code, stderr } = await runCli(['config'], { folder });

  expect(code).toBe(1);
  expect(stderr).toMatch(/flotilla: .*flotilla\.yaml: .* at line 2/);
});

test('values are read as they are written, and a section may be empty', async () => {
  const { folder } = folderBelow(
    'options: {account: 012345678901}\ncommands:\n  accounts:\n#    name: beta\n',
  );

  const { stdout } = await runCli(['config', '--output', 'json'], { folder });

  expect(JSON.parse(stdout)).toMatchObject([{ option: '--account', value: '012345678901' }]);
});

test('a flotilla.yaml that is a folder or a pipe is refused', async () => {
  const [folder, pipe] = [newPath('flotilla.yaml'), newPath('flotilla.yaml')];
  mkdirSync(folder);
  execFileSync('mkfifo', [pipe]);

  for (const path of [folder, pipe])
    expect(await runCli(['config'], { folder: dirname(path) })).toEqual({
      code: 1,
      stdout: '',
      stderr: `flotilla: ${path} is not a file; rename it\n`,
    });
});

test('what is typed wins over a default that contradicts it, flags included', async () => {
  const { organization } = organizationOfThree();
  const file = fileWith('export default () => 1;\n');
  const { folder } = folderBelow('options: {failure-budget: 10%, dry-run: true}\n');

  const result = await runCli(['run', file, '--fail-fast'], { organization, folder });

  expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing was run') });
});

test('a variable of a flag is true or false', async () => {
  const { organization } = organizationOfThree();

  expect(
    await runCli(['accounts'], { organization, env: { FLOTILLA_STRICT: 'maybe' } }),
  ).toMatchObject({
    code: 1,
    stderr: 'flotilla: FLOTILLA_STRICT: --strict: "maybe" is neither true nor false\n',
  });
});
