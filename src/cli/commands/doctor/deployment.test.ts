import { expect, test } from 'vitest';
import { applyPrerequisites } from '../../../deployment/prerequisites/converge-prerequisites.ts';
import { prerequisiteStacks } from '../../../deployment/prerequisites/prerequisite-stacks.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { runCli } from '../../../testing/command-line.ts';
import { settingsFile, settingsText } from '../../../testing/lifecycle-command-line.ts';
import {
  openPrerequisiteEnvironment,
  settingsWithControlTower,
  settingsWithOwnRole,
} from '../../../testing/prerequisite-environment.ts';
import { bootstrapParameter } from '../deploy/open.ts';
import { featuresOf } from './check-deployment.ts';

interface Found {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
  readonly advice?: string;
}

const hubId = '999999999999';
const region = 'eu-west-1';
const plan = `arn:aws:ssm-incidents::${hubId}:response-plan/Spa`;

async function open(more = '', text = settingsText) {
  const hasOwnRole = text.includes('SpaMember');
  const environment = await openPrerequisiteEnvironment(
    hasOwnRole ? settingsWithOwnRole() : settingsWithControlTower(),
  );
  const { organization, facts, fleet, stackAccess } = environment;
  const path = settingsFile(`${text}${more}`);
  const { clock, signal } = stackAccess(region);
  const principal = administratorArn(hubId);
  const hub = (service: string) => openServiceClient(organization, service, { principal, region });
  const diagnose = async (
    args: readonly string[] = [],
    { caller = principal, at = region } = {},
  ) => {
    const { code, stdout, stderr } = await runCli(
      ['doctor', '--deploy', '--settings', path, '--output', 'json', ...args],
      {
        aws: {
          ...organization.access(caller === 'management' ? undefined : caller),
          region: at,
          clock,
        },
      },
    );
    const checks = stdout === '' ? [] : (JSON.parse(stdout) as readonly Found[]);
    const of = (name: string) => checks.find(({ check }) => check === name);
    return { code, stderr, checks, of };
  };
  const install = () =>
    applyPrerequisites({ fleet, facts, clock, signal }, prerequisiteStacks(facts).slice(0, 3));
  const bootstrap = () =>
    hub('ssm').call('PutParameter', { Name: bootstrapParameter, Value: '27', Type: 'String' });
  return { ...environment, diagnose, hub, install, bootstrap };
}

const statuses = (checks: readonly Found[]) =>
  Object.fromEntries(checks.slice(6).map(({ check, status }) => [check, status]));

test('with everything in place, all that these credentials can read is ok', async () => {
  const { organization, diagnose, install, bootstrap } = await open();
  await install();
  await bootstrap();
  organization.addAccount({
    name: 'alpha',
    role: {
      name: 'AWSControlTowerExecution',
      managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    },
  });

  const { checks } = await diagnose();

  expect(statuses(checks)).toEqual({
    'automation-account': 'ok',
    bootstrap: 'ok',
    'management-role': 'ok',
    features: 'ok',
    organization: 'ok',
    role: 'ok',
    mail: 'skipped',
    incidents: 'skipped',
    forwarding: 'skipped',
    'stack-sets': 'skipped',
  });
});

test('before anything is installed, each check says what to do', async () => {
  const { diagnose } = await open();
  const { code, of } = await diagnose();

  expect(code).toBe(2);
  expect(of('bootstrap')).toEqual({
    check: 'bootstrap',
    status: 'failed',
    detail: "the AWS CDK's bootstrap is missing in eu-west-1",
    advice: 'run flotilla bootstrap',
  });
  expect(of('management-role')).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('SpaAccountsManagementRole cannot be assumed (AccessDenied'),
    advice: expect.stringMatching(/^run flotilla prerequisites apply/),
  });
  expect(of('features')).toMatchObject({ status: 'skipped' });
});

test('credentials of another account, and another region, are named', async () => {
  const { organization, diagnose } = await open();
  organization.addAccount({ name: 'other', id: '777777777777' });

  const wrong = await diagnose([], { caller: administratorArn('777777777777') });
  const elsewhere = await diagnose([], { at: 'us-east-1' });

  expect(wrong.of('automation-account')).toEqual({
    check: 'automation-account',
    status: 'failed',
    detail:
      'the credentials are of account 777777777777, but automation.account_id is "999999999999"',
    advice: 'use an administrator of that account',
  });
  expect(wrong.of('bootstrap')).toBeUndefined();
  expect(elsewhere.of('automation-account')).toMatchObject({
    status: 'warning',
    detail: 'account 999999999999, eu-west-1; the configured region is us-east-1',
  });
});

test('addresses of mail that are not verified are named', async () => {
  const { diagnose, hub } = await open(
    'features: {with_origin_email_recipient: Cloud <cloud@example.com>, with_cost_email_recipients: [finance@example.org], with_cost_management_tag: cost-center}\n',
  );
  const before = await diagnose();
  await hub('sesv2').call('CreateEmailIdentity', { EmailIdentity: 'cloud@example.com' });
  const pending = await diagnose();

  const unverified = 'not verified in SES, eu-west-1: cloud@example.com, finance@example.org';
  expect(before.of('mail')).toMatchObject({ status: 'failed', detail: unverified });
  expect(pending.of('mail')).toMatchObject({ status: 'failed', detail: unverified });
});

test('a response plan needs a replication set, and must exist', async () => {
  const { diagnose, hub } = await open(`features: {with_response_plan_arn: "${plan}"}\n`);
  const before = await diagnose();
  await hub('ssm-incidents').call('CreateReplicationSet', { regions: { [region]: {} } });
  const without = await diagnose();

  expect(before.of('incidents')).toMatchObject({
    status: 'failed',
    detail: 'Incident Manager has no replication set',
  });
  expect(without.of('incidents')).toMatchObject({
    status: 'failed',
    detail: `there is no response plan ${plan}`,
    advice: 'create it, or correct features.with_response_plan_arn',
  });
});

test('with credentials of the management account, forwarding and stack sets are checked', async () => {
  const ownRole = settingsText.replace('AWSControlTowerExecution', 'SpaMember');
  const { diagnose, install, fleet } = await open('', ownRole);
  const management = () =>
    diagnose(['--management-profile', 'management'], { caller: 'management' });
  const before = await management();
  await install();
  await fleet.generic('organizations').call('EnableAWSServiceAccess', {
    ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
  });
  const after = await management();

  expect(before.of('forwarding')).toEqual({
    check: 'forwarding',
    status: 'failed',
    detail:
      'no rule forwards to the bus: ForwardOrganizationEventsToSustainablePersonalAccounts in us-east-1, ForwardSigninEventsToSustainablePersonalAccounts in eu-west-1',
    advice: 'run flotilla prerequisites apply with credentials of the management account',
  });
  expect(before.of('stack-sets')).toMatchObject({ status: 'failed' });
  expect(after.of('forwarding')).toMatchObject({ status: 'ok', detail: '2 rules forward events' });
  expect(after.of('stack-sets')).toMatchObject({ status: 'ok' });
});

test('an organization for bills only needs all features', () => {
  expect(featuresOf('CONSOLIDATED_BILLING')).toEqual({
    check: 'features',
    status: 'failed',
    detail: 'the organization has CONSOLIDATED_BILLING only',
    advice: 'run aws organizations enable-all-features in the management account',
  });
});

test('without --deploy, options about settings are refused', async () => {
  const { stderr } = await runCli(['doctor', '--settings', 'settings.yaml'], {});

  expect(stderr).toBe('flotilla: --settings: only with --deploy; omit it\n');
});
