import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { openFleet } from '../../../aws/open-fleet.ts';
import { organizationOfThree, runCli } from '../../../testing/command-line.ts';

const smallest = `automation:
  maintenance_window_expression: cron(0 18 ? * SAT *)
  role_arn_to_manage_accounts: arn:aws:iam::222222222222:role/Manager
worker: {preparation_buildspec_template_file: b.yaml, purge_buildspec_template_file: b.yaml}
`;

/** A folder with the settings and the files that they name; `short` makes paths relative to it. */
function folderWith(more: string, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-settings-'));
  const all = { 'settings.yaml': `${smallest}${more}`, 'b.yaml': 'version: 0.2\n', ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  const path = join(folder, 'settings.yaml');
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  return { path, short };
}

const two = `organizational_units:
  - identifier: ou-ab12-11111111
accounts:
  - identifier: "111111111111"
`;

test('good settings are counted', async () => {
  const { path, short } = folderWith(two);

  const { code, stdout, stderr } = await runCli(['settings', 'validate', path]);

  expect([code, short(stdout), stderr]).toEqual([
    0,
    'settings.yaml: 1 organizational unit, 1 account, 0 CSV files\n',
    '0 problems, 0 warnings\n',
  ]);
});

test('every problem is a line with its position, and the exit code is 1', async () => {
  const { path, short } = folderWith('features: {with_csv_files: [a.csv]}\nfoo: 1\n', {
    'a.csv': 'account\n',
  });

  const { code, stdout, stderr } = await runCli(['settings', 'validate', path]);

  expect([code, short(stdout).split('\n'), stderr]).toEqual([
    1,
    [
      expect.stringMatching(/^settings\.yaml:6:1: "foo" is not a key of the settings; /),
      'a.csv:1:1: "account" is not a header of the settings; did you mean Account?',
      '',
    ],
    '2 problems, 0 warnings\n',
  ]);
});

test('variables of builds are checked where the buildspec is one of Flotilla', async () => {
  const buildspec = { 'b.yaml': 'version: 0.2\n# flotilla: v3 aged\n' };
  const { path, short } = folderWith(
    'accounts: [{identifier: "111111111111", purge: {variables: {PURGE_MODE: --dryrun}}}]\n',
    buildspec,
  );

  const { code, stdout } = await runCli(['settings', 'validate', path]);

  expect([code, short(stdout)]).toEqual([
    1,
    'settings.yaml:5:73: PURGE_MODE: "--dryrun" must be --dry-run or --force; did you mean --dry-run?\n',
  ]);
});

test('with --policies, a policy that locks a build out is a problem at its line', async () => {
  const { organization } = organizationOfThree();
  const client = openFleet(organization.access()).client(OrganizationsClient);
  const policy = async (Name: string, Condition: object) => {
    const statement = { Sid: Name, Effect: 'Deny', Action: '*', Resource: '*', Condition };
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const Type = 'SERVICE_CONTROL_POLICY';
    const input = { Name, Description: '', Content, Type } as const;
    const { Policy } = await client.send(new CreatePolicyCommand(input));
    return Policy?.PolicySummary?.Id ?? '';
  };
  const exempt = (...names: readonly string[]) => ({
    ArnNotLike: { 'aws:PrincipalArn': names.map((name) => `arn:aws:iam::*:role/${name}`) },
  });
  const sealed = await policy('Sealed', exempt('AWSControlTowerExecution'));
  const open = await policy('Open', exempt('AWSControlTowerExecution', 'SpaRoleFor*'));
  const { path, short } = folderWith(`defaults: {purge: {feature: enabled}}
accounts:
  - identifier: "111111111111"
    policies: {assigned: [${open}], expired: [${sealed}, p-00000000]}
`);
  const validate = async (...more: readonly string[]) => {
    const args = ['settings', 'validate', path, ...more];
    const { code, stdout } = await runCli(args, { organization });
    return [code, short(stdout)];
  };

  expect(await validate('--policies')).toEqual([
    1,
    `settings.yaml:8:${`    policies: {assigned: [${open}], expired: `.length + 1}: policy ${sealed} would lock the role SpaRoleForServerlessComputing out (statement Sealed denies logs:CreateLogGroup); exempt the role by a condition on aws:PrincipalArn
settings.yaml:8:${`    policies: {assigned: [${open}], expired: `.length + 1}: the organization has no policy p-00000000
`,
  ]);
  expect((await validate())[0]).toBe(0);
});

test('the same as JSON', async () => {
  const { path } = folderWith(`environment_identifier: 1\n`);

  const { code, stdout } = await runCli(['settings', 'validate', path, '--output', 'json']);

  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      file: path,
      valid: false,
      problems: [
        {
          file: path,
          line: 5,
          column: 25,
          path: 'environment_identifier',
          message: 'environment_identifier is the number 1: put it in quotes, "1"',
        },
      ],
      warnings: [],
    },
  ]);
});

test('with --strict, warnings are problems', async () => {
  const { path, short } = folderWith('automation_region: eu-west-1\n');
  const env = { SETTINGS: path, AWS_REGION: 'eu-west-3' };

  const lenient = await runCli(['settings', 'validate'], { env });
  const strict = await runCli(['settings', 'validate', '--strict'], { env });

  expect([lenient.code, strict.code]).toEqual([0, 1]);
  expect(short(lenient.stdout).split('\n')[0]).toBe(
    'warning: settings.yaml:5:20: automation.region is "eu-west-1", and AWS_REGION=eu-west-3 of the environment overrides it',
  );
});

test('a CSV file in UTF-16, as spreadsheets save it, is understood', async () => {
  const text = Buffer.from('\uFEFFAccount;Note\n222222222222;café\n', 'utf16le');
  const { path } = folderWith('features: {with_csv_files: [a.csv]}\n', { 'a.csv': text });

  const args = ['settings', 'explain', '222222222222', '--settings', path, '--output', 'json'];
  const { stdout } = await runCli(args);

  expect(JSON.parse(stdout).values[0]).toMatchObject({ path: 'note', value: 'café' });
});

test('an account is explained value by value', async () => {
  const { path, short } = folderWith(
    'features: {with_csv_files: [a.csv]}\ndefaults: {unset_tags: [old]}\n',
    { 'a.csv': 'Account, Tag: team\n111111111111, search\n' },
  );

  const args = ['settings', 'explain', '111111111111', '--settings', path];
  const { code, stdout, stderr } = await runCli(args, {});

  const rows = short(stdout).split('\n');
  expect([code, rows.slice(2, 5).map((row) => row.split(/ {2,}/)), stderr]).toEqual([
    0,
    [
      ['account_tags.team', 'search', 'a.csv:2:14 (Tag: team)'],
      ['unset_tags', 'old', 'settings.yaml:6:24 (defaults)'],
      ['preparation.feature', 'disabled', 'built in'],
    ],
    '111111111111 has a settings entry of its own; the next window opens at 2026-01-03T18:00:00.000Z\n',
  ]);
});

test('the organization is asked for the OUs of an account without a settings entry', async () => {
  const { organization, workloads } = organizationOfThree();
  const { path } = folderWith(`organizational_units:
  - {identifier: ${workloads}, nested: true}
`);
  const explain = async (id: string, ...more: string[]) => {
    const args = ['settings', 'explain', id, '--settings', path, ...more];
    const { code, stderr } = await runCli(args, { organization });
    return [code, stderr.split(';')[0]];
  };

  expect([
    await explain('111111111111'),
    await explain('222222222222'),
    await explain('333333333333'),
    await explain('444444444444'),
    await explain('444444444444', '--parents', `r-ab12,${workloads}`),
  ]).toEqual([
    [0, `111111111111 is matched by the settings entry of ${workloads}`],
    [0, `222222222222 is matched by the settings entry of ${workloads}`],
    [0, '333333333333 is not managed: no settings entry matches it\n'],
    [1, 'flotilla: the organization has no account "444444444444"'],
    [0, `444444444444 is matched by the settings entry of ${workloads}`],
  ]);
});

test('an OU is explained by its own settings entry or a nested one above', async () => {
  const { organization, workloads, production } = organizationOfThree();
  const { path } = folderWith(`organizational_units:
  - {identifier: ${workloads}, nested: true}
`);
  const explain = async (id: string) => {
    const args = ['settings', 'explain', id, '--settings', path, '--output', 'json'];
    const { code, stdout } = await runCli(args, { organization });
    return [code, stdout && JSON.parse(stdout).item];
  };

  const item = { kind: 'organizational unit', id: workloads };
  expect([await explain(workloads), await explain(production)]).toEqual([
    [0, item],
    [0, item],
  ]);
  expect(await explain('ou-ab12-99999999')).toEqual([1, '']);
});

test('two files are compared, and the exit code can say that they differ', async () => {
  const before = folderWith(two);
  const after = folderWith(two.replace('111111111111', '222222222222'));
  const args = ['settings', 'diff', before.path, after.path];

  const result = await runCli(args);
  const failing = await runCli([...args, '--fail-on-change']);
  const same = await runCli(['settings', 'diff', before.path, before.path, '--fail-on-change']);

  expect([result.code, failing.code, same.code]).toEqual([0, 2, 0]);
  expect(result.stdout).toBe(failing.stdout);
  expect(result.stderr).toBe('0 values for all accounts, 2 settings entries changed\n');
  expect(same).toEqual({
    code: 0,
    stdout: '',
    stderr: '0 values for all accounts, 0 settings entries changed\n',
  });
});

test('accounts of the organization are compared by their OUs', async () => {
  const { organization, workloads, production } = organizationOfThree();
  const unit = (id: string, more = '') =>
    folderWith(`organizational_units:\n  - identifier: ${id}\n${more}`).path;
  const [before, after] = [unit(workloads), unit(production)];

  const args = ['settings', 'diff', before, after, '--accounts', '--output', 'json'];
  const { stdout } = await runCli(args, { organization });

  const { accounts } = JSON.parse(stdout) as { accounts: { id: string; change: string }[] };
  expect(accounts.map(({ id, change }) => [id, change])).toEqual([
    ['111111111111', 'removed'],
    ['222222222222', 'added'],
  ]);
});

test('accounts with the same changes share a row', async () => {
  const { organization, workloads } = organizationOfThree();
  organization.addAccount({
    id: '555555555555',
    name: 'delta',
    email: 'delta@example.com',
    ou: workloads,
  });
  const unit = (note: string) =>
    folderWith(`organizational_units:\n  - {identifier: ${workloads}, note: ${note}}\n`).path;

  const args = ['settings', 'diff', unit('one'), unit('two'), '--accounts'];
  const { stdout } = await runCli(args, { organization });

  expect(stdout).toMatch(/^111111111111 and 1 more .* changed +note +one +two$/m);
});

test('the schema is JSON', async () => {
  const { code, stdout } = await runCli(['settings', 'schema']);

  expect([code, JSON.parse(stdout).title]).toEqual([0, 'Settings of Flotilla']);
});

test.for([
  [
    ['validate', 'none.yaml'],
    'the settings file "none.yaml" cannot be read (ENOENT); name another one, or go to its folder',
  ],
  [['validate', '--profile', 'x'], '--profile: only with --policies; omit it'],
  [['diff', 'a', 'b', '--profile', 'x'], '--profile: only with --accounts; omit it'],
  [
    ['explain', 'alice'],
    '"alice" is neither an account id (12 digits) nor an OU id (ou-…); name an account or an OU',
  ],
  [['explain', 'r-ab12'], '"r-ab12" is the root, which has no settings; name an account or an OU'],
  [
    ['explain', '111111111111', '--parents', ''],
    '--parents: "" is an empty list; omit the option to ask the organization',
  ],
] as const)('settings %j is refused', async ([args, message]) => {
  const { code, stderr } = await runCli(['settings', ...args]);

  expect([code, stderr]).toEqual([1, `flotilla: ${message}\n`]);
});

test('settings with problems explain nothing', async () => {
  const { path, short } = folderWith('environment_identifier: 1\n');

  const { code, stderr } = await runCli([
    'settings',
    'explain',
    '111111111111',
    '--settings',
    path,
  ]);

  expect([code, short(stderr)]).toEqual([
    1,
    'flotilla: settings.yaml has 1 problem:\nsettings.yaml:5:25: environment_identifier is the number 1: put it in quotes, "1"\n',
  ]);
});
