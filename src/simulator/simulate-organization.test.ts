import { get } from 'node:http';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { openServiceClient } from '../testing/account-access.ts';
import { errorNameOf } from '../testing/call-errors.ts';
import { clientsOf } from '../testing/organization-clients.ts';
import { virtualClock } from './clock.ts';
import { simulateOrganization } from './index.ts';
import { noLimits } from './limits.ts';

test('without members there is the management account alone', () => {
  const organization = simulateOrganization();
  expect(organization.accounts()).toEqual([
    {
      id: organization.managementAccountId,
      name: 'management',
      email: 'management@example.com',
      state: 'ACTIVE',
      parents: [organization.rootId],
      path: `${organization.id}/${organization.rootId}/${organization.managementAccountId}/`,
      tags: {},
      roleArn: undefined,
    },
  ]);
});

test('seeded members have two depths; some are not active, some lack the role, some have no tags', () => {
  const members = simulateOrganization({ accounts: 300 }).accounts().slice(1);
  const depths = new Set(members.map(({ parents }) => parents.length));
  expect(members).toHaveLength(300);
  expect(new Set(members.map(({ id }) => id)).size).toBe(300);
  expect(new Set(members.map(({ email }) => email)).size).toBe(300);
  expect([...depths].sort()).toEqual([2, 3]);
  expect(members.some(({ state }) => state !== 'ACTIVE')).toBe(true);
  expect(members.some(({ roleArn }) => roleArn === undefined)).toBe(true);
  expect(members.some(({ tags }) => Object.keys(tags).length === 0)).toBe(true);
});

/** Reads a few accounts in this order, and returns everything that it found. */
async function explore(seed: number, order: readonly number[]) {
  const clock = virtualClock();
  const organization = simulateOrganization({ accounts: 12, seed, clock, limits: noLimits });
  const active = organization
    .accounts()
    .filter(({ state, roleArn }) => state === 'ACTIVE' && roleArn !== undefined);
  const seen = new Map<string, unknown>();
  for (const index of order) {
    const { id = '', roleArn } = active[index] ?? {};
    const { iam, ec2, s3 } = clientsOf(organization, { principal: roleArn });
    const { Roles } = await iam.send(new ListRolesCommand({}));
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    seen.set(id, JSON.stringify([Roles, Reservations, Buckets]));
  }
  const journal = JSON.stringify(organization.journal.calls);
  return { accounts: JSON.stringify(organization.accounts()), seen, journal };
}

test('the same seed gives the same organization and the same journal, another seed another', async () => {
  const first = await explore(1, [0, 1, 2]);
  expect(await explore(1, [0, 1, 2])).toEqual(first);
  expect((await explore(2, [0, 1, 2])).accounts).not.toBe(first.accounts);
});

test('the contents of an account do not depend on the order of access', async () => {
  const forwards = await explore(1, [0, 1, 2, 3]);
  const backwards = await explore(1, [3, 2, 1, 0]);
  const byId = ({ seen }: typeof forwards) => [...seen].sort();
  expect(byId(backwards)).toEqual(byId(forwards));
});

test('ten thousand accounts exist immediately and need little memory', () => {
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const organization = simulateOrganization({ accounts: 10_000 });
  // Generous: they bound the order of growth, not the machine.
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  expect(organization.managementAccountId).toMatch(/^\d{12}$/);
});

test('the journal counts exactly and keeps only the latest calls', async () => {
  const organization = simulateOrganization({ keepCalls: 3, limits: noLimits });
  const { sts, organizations } = clientsOf(organization);
  for (let round = 0; round < 9; round++) await sts.send(new GetCallerIdentityCommand({}));
  await organizations.send(new ListAccountsCommand({}));
  const { journal, managementAccountId } = organization;
  expect(journal.byOperation()).toEqual({
    'sts:GetCallerIdentity': 9,
    'organizations:ListAccounts': 1,
  });
  expect(journal.byAccount()).toEqual({ [managementAccountId]: 10 });
  expect([journal.total, journal.count('sts'), journal.count('sts:AssumeRole')]).toEqual([
    10, 9, 0,
  ]);
  expect(journal.calls.map(({ operation }) => operation)).toEqual([
    'sts:GetCallerIdentity',
    'sts:GetCallerIdentity',
    'organizations:ListAccounts',
  ]);
  journal.clear();
  expect([journal.total, journal.calls]).toEqual([0, []]);
});

test('waiting calls are in flight together', async () => {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, latencyMs: 50 });
  const { sts } = clientsOf(organization);
  const calls = Array.from({ length: 8 }, () => sts.send(new GetCallerIdentityCommand({})));
  let open = true;
  const all = Promise.all(calls).finally(() => {
    open = false;
  });
  while (open) await clock.advance(10);
  await all;
  expect(organization.journal.maxInFlight).toBe(8);
});

test('over HTTP the same organization is served, and signatures are verified', async () => {
  const organization = simulateOrganization({ limits: noLimits });
  const account = organization.addAccount({ name: 'member' });
  const served = await organization.serve();
  try {
    const { region, credentials } = organization.access();
    const config = { region, endpoint: served.url, maxAttempts: 1 };
    const sts = new STSClient({ ...config, credentials });
    const { AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: account.roleArn, RoleSessionName: 'http' }),
    );
    expect(AssumedRoleUser?.Arn).toContain(account.id);
    const wrong = { ...credentials, secretAccessKey: 'wrong' };
    const liar = new STSClient({ ...config, credentials: wrong });
    expect(await errorNameOf(liar.send(new GetCallerIdentityCommand({})))).toBe(
      'SignatureDoesNotMatch',
    );
    const client = new OrganizationsClient({ ...config, credentials: wrong });
    expect(await errorNameOf(client.send(new ListAccountsCommand({})))).toBe(
      'InvalidSignatureException',
    );
  } finally {
    await served.close();
  }
});

test('over HTTP a connection breaks on demand', async () => {
  const organization = simulateOrganization({ faults: [{ fault: { disconnect: true } }] });
  const served = await organization.serve();
  try {
    const { region, credentials } = organization.access();
    const sts = new STSClient({ region, credentials, endpoint: served.url, maxAttempts: 1 });
    const error: unknown = await sts
      .send(new GetCallerIdentityCommand({}))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  } finally {
    await served.close();
  }
});

test('unknown parents and regions are refused', () => {
  const organization = simulateOrganization();
  organization.addAccount({ name: 'one', id: '111122223333', email: 'one@example.com' });
  expect(() => organization.addOu({ name: 'x', parent: 'ou-none' })).toThrow('ou-none');
  expect(() => organization.addAccount({ name: 'x', ou: 'ou-none' })).toThrow('ou-none');
  expect(() => organization.addAccount({ name: 'x', id: '12' })).toThrow('"12" is not one');
  expect(() => organization.addAccount({ name: 'x', id: '111122223333' })).toThrow('already');
  expect(() => organization.addAccount({ name: 'x', email: 'ONE@example.com' })).toThrow('already');
  expect(() => organization.account('000000000000')).toThrow('000000000000');
  expect(() => organization.enableRegion('111122223333', 'xx-1')).toThrow('xx-1');
  expect(() => organization.access('arn:aws:iam::111122223333:role/none')).toThrow('role/none');
  expect(() => simulateOrganization({ partition: 'aws-moon' })).toThrow('aws-moon');
});

test('another partition has its own regions and ARNs', async () => {
  const organization = simulateOrganization({ partition: 'aws-cn' });
  const { sts } = clientsOf(organization);
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws-cn:iam::${organization.managementAccountId}:user/administrator`);
});

test('what is due happens without calls while the organization is served by the wall clock', async () => {
  const organization = simulateOrganization();
  const received = Promise.withResolvers<unknown>();
  const { arn: Arn } = organization.addFunction({
    accountId: organization.managementAccountId,
    region: 'us-east-1',
    name: 'watch',
    handle: async (event) => received.resolve((event as { source: string }).source),
  });
  const events = openServiceClient(organization, 'events');
  await events.call('PutRule', { Name: 'all', EventPattern: '{"source":["mine"]}' });
  await events.call('PutTargets', { Rule: 'all', Targets: [{ Id: '1', Arn }] });
  const served = await organization.serve();
  await events.call('PutEvents', {
    Entries: [{ Source: 'mine', DetailType: 'x', Detail: '{}' }],
  });
  const source = await received.promise;
  await served.close();

  expect(source).toBe('mine');
});

test('over HTTP a name that is not of this machine or of AWS is refused', async () => {
  const organization = simulateOrganization();
  const { port, close } = await organization.serve();
  const answerFor = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = get({ host: '127.0.0.1', port, headers: { host } }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      });
      sent.once('error', reject);
    });
  const answers = [await answerFor(`127.0.0.1:${port}`), await answerFor(`evil.example:${port}`)];
  await close();
  expect(answers).toEqual([
    expect.stringContaining('<Code>AccessDenied</Code>'),
    expect.stringContaining('Unknown host "evil.example:'),
  ]);
});
