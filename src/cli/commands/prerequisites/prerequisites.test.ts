import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { administratorArn } from '../../../testing/account-access.ts';
import { type CliOptions, runCli } from '../../../testing/command-line.ts';
import { recordsOf, settingsFile, settingsText } from '../../../testing/lifecycle-command-line.ts';
import { openPrerequisiteEnvironment } from '../../../testing/prerequisite-environment.ts';

const ownRole = settingsText.replace('AWSControlTowerExecution', 'SpaMember');
const organizationId = 'o-a1b2c3d4e5';

async function open(text = ownRole) {
  const environment = await openPrerequisiteEnvironment();
  const settings = settingsFile(text);
  const { clock } = environment.stackAccess('eu-west-1');
  const aws = (principal?: string) => ({
    ...environment.organization.access(principal),
    clock,
    region: 'eu-west-1',
  });
  const run = (args: readonly string[], more: CliOptions = {}) =>
    runCli(['prerequisites', ...args, '--settings', settings], { aws: aws(), ...more });
  const trust = () =>
    environment.fleet.generic('organizations').call('EnableAWSServiceAccess', {
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    });
  return { environment, run, aws, trust };
}

test('templates are printed without a call to AWS when the organization is named', async () => {
  const refuse = () => Promise.reject(new Error('AWS was called'));
  const args = ['prerequisites', 'templates', '--settings', settingsFile(ownRole)];
  const { code, stdout } = await runCli([...args, '--organization-id', organizationId], {
    aws: { requestHandler: { handle: refuse } },
  });

  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(stdout))).toEqual([
    'SpaDemoAccountsManagementRole.json',
    'SpaDemoForwardOrganizationEvents.json',
    'SpaDemoForwardSignInEvents.json',
    'SpaDemoMemberRole.json',
  ]);
});

test('--out writes each template into its file', async () => {
  const { environment, run } = await open();
  const folder = join(mkdtempSync(join(tmpdir(), 'flotilla-templates-')), 'new');
  const result = await run(['templates', '--out', folder]);

  expect(result).toEqual({ code: 0, stdout: '', stderr: `4 files written to ${folder}\n` });
  expect(readdirSync(folder)).toHaveLength(4);
  const role = readFileSync(join(folder, 'SpaDemoAccountsManagementRole.json'), 'utf8');
  expect(role).toContain(environment.organization.id);
});

test.each([
  ['o-1', '--organization-id: "o-1" is not the id of an organization'],
  ['123456789012', '--organization-id: "123456789012" is not the id of an organization'],
])('the id %s of an organization is refused', async (id, message) => {
  const { run } = await open();
  const { code, stderr } = await run(['templates', '--organization-id', id]);

  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test('apply shows what it would deploy, asks, deploys it, and finds nothing to do afterwards', async () => {
  const { environment, run, trust } = await open();
  await trust();
  environment.organization.addAccount({ name: 'alpha' });

  const dry = await run(['apply', '--dry-run', '--output', 'ndjson']);
  const refused = await run(['apply', '--output', 'ndjson']);
  const made = await run(['apply', '--yes', '--output', 'ndjson']);
  const again = await run(['apply', '--yes']);

  const home = [
    'stack SpaDemoAccountsManagementRole in eu-west-1',
    'stack SpaDemoForwardOrganizationEvents in us-east-1',
    'stack SpaDemoForwardSignInEvents in eu-west-1',
    'stack set SpaDemoMemberRole',
  ];
  const resourcesOf = (result: typeof dry, place: string) =>
    recordsOf<{ resource: string; place: string; action: string }>(result)
      .filter((record) => record.place === place && record.action === 'create')
      .map(({ resource }) => resource);
  expect([dry.code, resourcesOf(dry, 'home'), dry.stderr]).toEqual([
    0,
    home,
    '4 changes would be made\n',
  ]);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('Make 4 changes in account 888888888888?');
  expect([made.code, resourcesOf(made, 'home')]).toEqual([0, home]);
  expect(new Set(resourcesOf(made, 'member'))).toEqual(new Set(['role SpaMember']));
  expect(again).toEqual({ code: 0, stdout: '', stderr: 'nothing to change\n' });
});

test('credentials of another account are refused before anything is read', async () => {
  const { run, aws } = await open();
  const { code, stderr } = await run(['apply', '--yes'], {
    aws: aws(administratorArn('999999999999')),
  });

  expect(code).toBe(1);
  expect(stderr).toContain(
    'the credentials are of account 999999999999, but the stacks belong into account 888888888888',
  );
});

test('without trusted access for stack sets, the rest is deployed and the command to run is named', async () => {
  const { run } = await open();
  const { code, stdout } = await run(['apply', '--yes', '--output', 'ndjson']);
  const failed = recordsOf<{ resource: string; action: string; differences: string[] }>({
    stdout,
  }).filter(({ action }) => action === 'failed');

  expect(code).toBe(2);
  expect(failed.map(({ resource }) => resource)).toEqual(['stack set SpaDemoMemberRole']);
  expect(failed[0]?.differences[0]).toMatch(
    /run `aws cloudformation activate-organizations-access` in the management account$/,
  );
});

test.each([
  ['account_id', '  account_id: "999999999999"\n', 'set AWS_ACCOUNT'],
  ['region', '  region: eu-west-1\n', 'give --region'],
])('settings without automation.%s are refused', async (key, line, advice) => {
  const { run } = await open(settingsText.replace(line, ''));
  const { code, stderr } = await run(['templates']);

  expect(code).toBe(1);
  expect(stderr).toContain(`has no automation.${key}; add it, or ${advice}`);
});
