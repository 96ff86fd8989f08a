import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFleet } from '../../../../aws/open-fleet.ts';
import { readSettings } from '../../../../settings/read-settings.ts';
import { simulateOrganization } from '../../../../simulator/index.ts';
import { runCli } from '../../../../testing/command-line.ts';

/** As an installation of today stores them: JSON with four spaces, whose numbers have the form of the YAML. */
const stored = {
  'Accounts/222222222222': `{
    "identifier": "222222222222",
    "note": "demonstrations",
    "account_tags": {"cost-center": "abc", "level": 2},
    "preparation": {"feature": "enabled", "variables": {"BUDGET_AMOUNT": 500.0, "ALERT_THRESHOLD": 80}},
    "purge": {"feature": "disabled", "variables": {}},
    "unset_tags": ["account:holder"]
}`,
  'OrganizationalUnits/ou-ab12-11111111': `{
    "identifier": "ou-ab12-11111111",
    "account_tags": {},
    "preparation": {"feature": "disabled", "variables": {}},
    "purge": {"feature": "enabled", "variables": {"MAXIMUM_AGE": "9M", "PURGE_MODE": "--force"}}
}`,
  PreparationBuildspecTemplate: 'version: 0.2\n# mine\n',
  PurgeBuildspecTemplate: 'version: 0.2\n',
  'Documents/terms': '# Terms\n',
  WebEndpoints: '{}',
};

async function installation(parameters: Readonly<Record<string, string>> = stored) {
  const organization = simulateOrganization({ pageSize: 2 });
  const aws = { ...organization.access(), region: 'eu-west-1' };
  const fleet = openFleet(aws);
  const { accountId } = await fleet.caller();
  const ssm = fleet.generic('ssm');
  for (const [name, Value] of Object.entries(parameters)) {
    await ssm.call('PutParameter', { Name: `/SpaBeta/${name}`, Value, Type: 'String' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-import-'));
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCli(['settings', 'import', ...args], { aws, folder });
    const short = (text: string) =>
      text.replaceAll(`${folder}/`, '').replaceAll(accountId, 'ACCOUNT').split('\n');
    return { code, stdout: short(stdout), stderr: short(stderr) };
  };
  return { accountId, folder, run, ssm };
}

test('the parameters of an installation become files, whose placeholders validate names', async () => {
  const { folder, run } = await installation();

  expect(await run('SpaBeta')).toEqual({
    code: 0,
    stdout: [
      'SpaBeta/settings.yaml',
      'SpaBeta/preparation.yaml',
      'SpaBeta/purge.yaml',
      'SpaBeta/terms.md',
      'TODO: automation.maintenance_window_expression',
      'TODO: automation.role_arn_to_manage_accounts',
      'not imported: /SpaBeta/WebEndpoints',
      '',
    ],
    stderr: [
      '1 organizational unit and 1 account written to SpaBeta',
      'next: replace each TODO, then flotilla settings validate SpaBeta/settings.yaml',
      '',
    ],
  });
  const { code, stdout } = await runCli([
    'settings',
    'validate',
    join(folder, 'SpaBeta/settings.yaml'),
  ]);
  expect([code, stdout.trimEnd().split('\n')]).toEqual([
    1,
    [
      expect.stringMatching(/automation.maintenance_window_expression: "TODO" is neither /),
      expect.stringMatching(/automation.role_arn_to_manage_accounts is "TODO": /),
    ],
  ]);
});

test('with its placeholders replaced, the file means what the parameters said', async () => {
  const { accountId, folder, run } = await installation();
  await run('SpaBeta', '--out', 'imported');
  const path = join(folder, 'imported/settings.yaml');
  const text = readFileSync(path, 'utf8')
    .replace('expression: TODO', 'expression: cron(0 18 ? * SAT *)')
    .replace('accounts: TODO', 'accounts: arn:aws:iam::333333333333:role/Manager');
  writeFileSync(path, text);

  const read = await readSettings({ path });

  if (!('settings' in read)) throw new Error(JSON.stringify(read.problems));
  const { settings, warnings } = read;
  expect({
    warnings,
    environment: settings.environmentIdentifier,
    accountId: settings.automation.accountId,
    region: settings.automation.region,
    account: settings.accounts.get('222222222222'),
    unit: settings.organizationalUnits.get('ou-ab12-11111111')?.purge,
    preparation: settings.worker.preparationBuildspec.text,
    documents: settings.features.withEndUserDocuments.map(({ label, text }) => [label, text]),
  }).toEqual({
    warnings: [],
    environment: 'SpaBeta',
    accountId,
    region: 'eu-west-1',
    account: expect.objectContaining({
      note: 'demonstrations',
      accountTags: { 'cost-center': 'abc', level: '2' },
      preparation: {
        feature: 'enabled',
        variables: { BUDGET_AMOUNT: '500.0', ALERT_THRESHOLD: '80' },
      },
      purge: { feature: 'disabled', variables: {} },
      unsetTags: ['account:holder'],
    }),
    unit: { feature: 'enabled', variables: { MAXIMUM_AGE: '9M', PURGE_MODE: '--force' } },
    preparation: 'version: 0.2\n# mine\n',
    documents: [['terms', '# Terms']],
  });
});

test('files that exist are replaced only when asked, and none is written before', async () => {
  const { folder, run } = await installation();
  writeFileSync(join(folder, 'purge.yaml'), 'mine');

  expect(await run('SpaBeta', '--out', '.')).toMatchObject({
    code: 1,
    stderr: [
      'flotilla: purge.yaml exists; replace it with --overwrite, or choose another folder with --out',
      '',
    ],
  });
  expect(readdirSync(folder)).toEqual(['purge.yaml']);
  expect(await run('SpaBeta', '--out', '.', '--overwrite')).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'purge.yaml'), 'utf8')).toBe('version: 0.2\n');
});

test('buildspecs that are not stored are placeholders', async () => {
  const { run } = await installation({ 'Accounts/222222222222': '{}' });

  expect((await run('SpaBeta')).stdout).toEqual([
    'SpaBeta/settings.yaml',
    'TODO: automation.maintenance_window_expression',
    'TODO: automation.role_arn_to_manage_accounts',
    'TODO: worker.preparation_buildspec_template_file',
    'TODO: worker.purge_buildspec_template_file',
    '',
  ]);
});

test('a secret is not read, and a key that is not known stays for validate to report', async () => {
  const { folder, run, ssm } = await installation({
    'Accounts/222222222222': '{"identifier": "222222222222", "colour": "red"}',
  });
  await ssm.call('PutParameter', {
    Name: '/SpaBeta/Documents/key',
    Value: 'secret',
    Type: 'SecureString',
  });

  expect((await run('SpaBeta')).stdout).toContain('not imported: /SpaBeta/Documents/key');
  expect(readdirSync(join(folder, 'SpaBeta'))).toEqual(['settings.yaml']);
  expect(readFileSync(join(folder, 'SpaBeta/settings.yaml'), 'utf8')).toContain('colour: red');
});

test('what is wrong is named', async () => {
  const { run } = await installation({ 'Accounts/222222222222': 'no JSON' });

  expect(await run('SpaGamma')).toMatchObject({
    code: 1,
    stderr: [
      'flotilla: account ACCOUNT, eu-west-1 has no parameters below /SpaGamma; check the name of the environment, the credentials and the region',
      '',
    ],
  });
  expect((await run('SpaBeta')).stderr).toEqual([
    'flotilla: the parameter /SpaBeta/Accounts/222222222222 is not a JSON object; correct or delete it',
    '',
  ]);
  expect((await run('/SpaBeta')).stderr[0]).toBe(
    'flotilla: environment: "/SpaBeta" is not the name of an installation; names have letters, digits and -, with a letter in front',
  );
});
