import { ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { refusalOf } from '../testing/call-errors.ts';
import { clientsOf } from '../testing/organization-clients.ts';
import { virtualClock } from './clock.ts';
import { simulateOrganization } from './index.ts';
import { awsLimits, type Limit } from './limits.ts';

function open(limits: readonly Limit[]) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits });
  return { clock, organization, ...clientsOf(organization) };
}

const slow = { perSecond: 2, burst: 3, per: 'account' } as const;

async function passed(call: () => Promise<unknown>, times: number): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, call));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

test('a bucket empties with calls and fills with time, never above its burst', async () => {
  const { clock, sts } = open([{ api: 'sts', ...slow }]);
  const call = () => sts.send(new GetCallerIdentityCommand({}));
  expect(await passed(call, 5)).toBe(3);
  await clock.advance(1_000);
  expect(await passed(call, 5)).toBe(2);
  await clock.advance(60_000);
  expect(await passed(call, 5)).toBe(3);
});

test('each account and each region has its own bucket; an organization has one', async () => {
  const { organization, sts, organizations } = open([
    { api: 'sts', ...slow },
    { api: 'organizations', ...slow, per: 'organization', regional: false },
  ]);
  const { roleArn } = organization.addAccount({ name: 'member' });
  const identity = (client: typeof sts) => () => client.send(new GetCallerIdentityCommand({}));
  const elsewhere = clientsOf(organization, { region: 'eu-west-1' }).sts;
  const member = clientsOf(organization, { principal: roleArn }).sts;
  expect(await passed(identity(sts), 5)).toBe(3);
  expect(await passed(identity(elsewhere), 5)).toBe(3);
  expect(await passed(identity(member), 5)).toBe(3);
  const list = () => organizations.send(new ListAccountsCommand({}));
  expect(await passed(list, 5)).toBe(3);
});

test('an operation may have a bucket in addition to that of its service', async () => {
  const { organizations } = open([
    { api: 'organizations', perSecond: 1, burst: 10, per: 'organization' },
    { api: 'organizations:ListAccounts', perSecond: 1, burst: 2, per: 'organization' },
  ]);
  expect(await passed(() => organizations.send(new ListAccountsCommand({})), 5)).toBe(2);
});

test('every service throttles in its own words', async () => {
  const none = { perSecond: 0, burst: 0, per: 'account' } as const;
  const services = ['account', 'ec2', 'organizations', 's3', 'sts'];
  const { account, ec2, organizations, s3, sts } = open(services.map((api) => ({ api, ...none })));
  const refused = await Promise.all([
    refusalOf(account.send(new ListRegionsCommand({}))),
    refusalOf(ec2.send(new DescribeVpcsCommand({}))),
    refusalOf(organizations.send(new ListAccountsCommand({}))),
    refusalOf(s3.send(new ListBucketsCommand({}))),
    refusalOf(sts.send(new GetCallerIdentityCommand({}))),
  ]);
  expect(refused.map(({ name, status }) => [name, status])).toEqual([
    ['TooManyRequestsException', 429],
    ['RequestLimitExceeded', 503],
    ['TooManyRequestsException', 400],
    ['SlowDown', 503],
    ['Throttling', 400],
  ]);
  expect(refused[4]?.message).toBe('Rate exceeded');
});

test('the documented limits apply: 600 sessions a second, 5 region lists', async () => {
  const { account, sts } = open(awsLimits);
  expect(await passed(() => account.send(new ListRegionsCommand({})), 8)).toBe(5);
  expect(await passed(() => sts.send(new GetCallerIdentityCommand({})), 620)).toBe(600);
});
