import {
  CreateRoleCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { simulateOrganization, virtualClock } from '../simulator/index.ts';
import { openFleet } from './open-fleet.ts';
import { openRole } from './open-role.ts';
import { type RoleOptions, roleSchema } from './role.ts';
import { openSession, type Session } from './session.ts';

const minutes = (count: number) => count * 60_000;

function world() {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const { id } = organization.addAccount({ name: 'alpha' });
  const fleet = openFleet({ ...organization.access(), clock });
  const enter = async (options: RoleOptions = {}, account = { id }) => {
    const role = (await openRole(fleet, roleSchema.parse(options))).enter(account);
    const target = { account, region: 'eu-west-1' };
    return openSession({ fleet, target, role, signal: new AbortController().signal });
  };
  const count = () => organization.journal.count('sts:AssumeRole');
  return { clock, organization, id, fleet, enter, count };
}

const arnOf = async (session: Session) =>
  (await session.client(STSClient).send(new GetCallerIdentityCommand({}))).Arn;

/** Creates a role with this trust policy and full access. */
async function createRole(session: Session, name: string, trust: object): Promise<void> {
  const iam = session.client(IAMClient);
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }],
  };
  await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(document) }),
  );
  const everything = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: 'all',
      PolicyDocument: JSON.stringify(everything),
    }),
  );
}

test('clients of one account share an AssumeRole call, in all regions', async () => {
  const { enter, count } = world();
  const session = await enter();
  await Promise.all([
    session.client(IAMClient).send(new ListUsersCommand({})),
    session.client(STSClient, 'us-east-1').send(new GetCallerIdentityCommand({})),
    session.client(STSClient, 'eu-west-1').send(new GetCallerIdentityCommand({})),
    session.generic('iam').call('ListRoles'),
    session.credentials(),
  ]);

  expect(count()).toBe(1);
});

test('credentials are renewed before they expire, and not earlier than needed', async () => {
  const { clock, enter, count } = world();
  const session = await enter();
  await arnOf(session);
  await clock.advance(minutes(54));
  await arnOf(session);
  expect(count()).toBe(1);

  await clock.advance(minutes(2));
  await arnOf(session);
  expect(count()).toBe(2);
});

test('a failed AssumeRole is not cached', async () => {
  const { organization, enter } = world();
  organization.fault({ service: 'sts', operation: 'AssumeRole', times: 1, fault: { deny: true } });
  const session = await enter();

  await expect(session.credentials()).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(session.credentials()).resolves.toHaveProperty('accessKeyId');
});

test('a chain assumes every role, and is refreshed as a whole', async () => {
  const { clock, organization, id, enter, count } = world();
  const hub = organization.addAccount({ name: 'hub' });
  const inHub = await enter({}, { id: hub.id });
  await createRole(inHub, 'Gate', { Principal: { AWS: organization.managementAccountId } });
  const gate = `arn:aws:iam::${hub.id}:role/Gate`;
  await createRole(await enter(), 'Auditor', { Principal: { AWS: gate } });
  const before = count();

  const session = await enter({ roleName: 'Auditor', via: [gate] });
  expect(await arnOf(session)).toBe(`arn:aws:sts::${id}:assumed-role/Auditor/Auditor`);
  expect(count() - before).toBe(2);

  await clock.advance(minutes(58));
  await arnOf(session);
  expect(count() - before).toBe(4);
});

test('session options reach the trust policy: name, external id, tags, source identity', async () => {
  const { organization, enter } = world();
  const session = await enter();
  await createRole(session, 'Guarded', {
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Principal: { AWS: organization.managementAccountId },
    Condition: {
      StringEquals: {
        'sts:ExternalId': 'ticket-7',
        'sts:RoleSessionName': 'auditor',
        'sts:SourceIdentity': 'platform',
        'aws:RequestTag/team': 'red',
      },
    },
  });
  const options = {
    roleName: 'Guarded',
    roleSessionName: 'auditor',
    externalId: 'ticket-7',
    sourceIdentity: 'platform',
    sessionTags: { team: 'red' },
  };

  await expect((await enter(options)).credentials()).resolves.toHaveProperty('sessionToken');
  for (const wrong of [
    { roleSessionName: 'other' },
    { externalId: 'ticket-8' },
    { sourceIdentity: 'other' },
    { sessionTags: { team: 'blue' } },
  ]) {
    const refused = (await enter({ ...options, ...wrong })).credentials();
    await expect(refused, JSON.stringify(wrong)).rejects.toMatchObject({ name: 'AccessDenied' });
  }
});

test('a session policy narrows what the session may do', async () => {
  const { enter } = world();
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }],
  });
  const session = await enter({ policy });

  await expect(session.generic('iam').call('ListRoles')).resolves.toHaveProperty('Roles');
  await expect(session.generic('iam').call('ListUsers')).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

test('a managed policy as session policy narrows it too', async () => {
  const { enter } = world();
  const session = await enter({ policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });

  await expect(session.generic('iam').call('ListUsers')).resolves.toHaveProperty('Users');
  await expect(session.generic('iam').call('CreateUser', { UserName: 'x' })).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

test('a session has the requested duration', async () => {
  const { clock, enter } = world();
  const session = await enter({ durationSeconds: 900 });
  const { expiration } = await session.credentials();

  expect(expiration?.getTime()).toBe(clock.now() + minutes(15));
});

test('a role with a path is assumed, and its session is named after its last part', async () => {
  const { id, enter } = world();
  const session = await enter({ roleName: 'team/security/Auditor' });

  expect(session.role).toEqual({
    name: 'team/security/Auditor',
    arn: `arn:aws:iam::${id}:role/team/security/Auditor`,
    partition: 'aws',
    sessionName: 'Auditor',
  });
});

test.each(['aws-cn', 'aws-us-gov'])('in %s everything has that partition', async (partition) => {
  const organization = simulateOrganization({ partition });
  const { id } = organization.addAccount({ name: 'alpha' });
  const fleet = openFleet(organization.access());
  const role = (await openRole(fleet, roleSchema.parse({}))).enter({ id });
  const target = { account: { id }, region: organization.access().region };
  const session = openSession({ fleet, target, role, signal: new AbortController().signal });

  expect(await arnOf(session)).toBe(
    `arn:${partition}:sts::${id}:assumed-role/OrganizationAccountAccessRole/OrganizationAccountAccessRole`,
  );
});
