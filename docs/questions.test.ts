/** The 24 questions of docs/ask-inventory.md: each has its answer on data, and no rows in an organization that has none of it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCatalogue } from '../src/inventory/catalogue/catalogue.ts';
import { loadChecks, selectChecks } from '../src/inventory/checks/load-checks.ts';
import { runCheck } from '../src/inventory/checks/run-check.ts';
import { chooseRuns } from '../src/inventory/read/choose-runs.ts';
import { type Inventory, openInventory } from '../src/inventory/read/open-inventory.ts';
import { record, writeRun } from '../src/testing/write-run.ts';

const page = readFileSync(join(import.meta.dirname, 'ask-inventory.md'), 'utf8');
const answers = new Map(
  [...page.matchAll(/^\d+\. (.*)\n {3}`(.*)`$/gm)].map(([, question = '', answer = '']) => [
    question,
    answer,
  ]),
);
const checks = loadChecks();
const { byKey, entries } = loadCatalogue();
const old = '2020-01-01T00:00:00.000Z';

const of = (table: string, id: string, resource: object, rest: object = {}) => {
  const { service = '', type = '', scope } = byKey.get(table) ?? {};
  return record({
    service,
    type,
    id,
    accountName: 'alpha',
    region: scope === 'global' ? 'global' : 'eu-west-1',
    resource: { ...resource },
    ...rest,
  });
};

const trust = (account: string) => ({
  Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' },
});

const records = [
  of(
    'ec2_instance',
    'i-1',
    {
      InstanceId: 'i-1',
      InstanceType: 'm7i.large',
      State: { Name: 'running' },
      PublicIpAddress: '192.0.2.7',
    },
    { tags: { project: 'search', owner: 'ana' } },
  ),
  of('ec2_instance', 'i-2', { InstanceId: 'i-2', State: { Name: 'stopped' } }),
  of('ec2_network_interface', 'eni-1', {
    NetworkInterfaceId: 'eni-1',
    Description: 'web',
    Association: { PublicIp: '192.0.2.7' },
  }),
  of(
    'ec2_volume',
    'vol-1',
    { VolumeType: 'gp3', Size: 8, State: 'available' },
    { tags: { a: 'b' } },
  ),
  of('ec2_volume', 'vol-2', { VolumeType: 'gp3', Size: 100, State: 'in-use' }),
  of('lambda_function', 'f', { Runtime: 'python2.7' }),
  of('rds_db_instance', 'db', { Engine: 'mysql', EngineVersion: '8.4.3', AllocatedStorage: 20 }),
  of('iam_role', 'r-1', {
    RoleName: 'admin',
    AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess' }],
    AssumeRolePolicyDocument: trust('999999999999'),
  }),
  of('iam_user', 'u-1', {
    AccessKeys: [{ AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: old }],
  }),
  of('iam_account_summary', 'account_summary', { AccountMFAEnabled: 0 }),
  of('ec2_security_group', 'sg-1', {
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ],
  }),
  of('s3_bucket', 'b', { Public: { IsPublic: true } }),
  of('acm_certificate', 'c', { DomainName: 'example.com', NotAfter: '2026-02-15T00:00:00.000Z' }),
  of('logs_log_group', 'l', { logGroupName: '/app', storedBytes: 2_500_000_000 }),
  of('ec2_nat_gateway', 'nat-1', { NatGatewayId: 'nat-1', State: 'available' }),
  of('ec2_reserved_instances', 'ri-1', {
    InstanceType: 'm7i.large',
    InstanceCount: 2,
    State: 'active',
    End: '2027-01-01T00:00:00.000Z',
  }),
  of('route53_zone', 'Z1', {
    Name: 'example.com.',
    ResourceRecordSetCount: 9,
    Config: { PrivateZone: false },
  }),
  of('eks_cluster', 'k', { name: 'k', version: '1.35' }),
];

const opened: { inventory: Inventory; folder: string }[] = [];

async function open(run: Parameters<typeof writeRun>[1]): Promise<Inventory> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-questions-'));
  await writeRun(folder, run);
  const inventory = await openInventory(await chooseRuns({ from: [folder] }));
  opened.push({ inventory, folder });
  return inventory;
}

let filled: Inventory;
let empty: Inventory;

beforeAll(async () => {
  filled = await open({ records, failed: { '222222222222': 'no' } });
  empty = await open({
    entries: entries.map(({ service, type, scope }) => ({
      accountId: '111111111111',
      region: scope === 'global' ? 'global' : 'eu-west-1',
      service,
      type,
    })),
  });
});

afterAll(() => {
  for (const { inventory, folder } of opened) {
    inventory.close();
    rmSync(folder, { recursive: true });
  }
});

/** Rows of a query; ids of what a check has found. */
async function answer(inventory: Inventory, question: string): Promise<unknown> {
  const text = answers.get(question) ?? '';
  const [, name] = /^flotilla inventory check (\S+)$/.exec(text) ?? [];
  if (name === undefined) return Array.fromAsync((await inventory.ask(text)).rows);
  const [check] = selectChecks(checks, [name]);
  if (!check) throw new Error(`"${name}" is not a check`);
  return (await runCheck(inventory, check)).findings.map(({ id }) => id);
}

const expected: readonly (readonly [string, unknown])[] = [
  [
    'Which regions do we use, and in how many accounts?',
    [
      ['eu-west-1', 13, 1],
      ['global', 5, 1],
    ],
  ],
  ['Which instance types run, and how many of each?', [['m7i.large', 1]]],
  ['Which instances have a public address?', [['alpha', 'eu-west-1', 'i-1', '192.0.2.7']]],
  ['Whose address is this?', [['alpha', 'eu-west-1', 'eni-1', 'web']]],
  ['How much block storage do we pay, by account and type?', [['alpha', 'gp3', 108]]],
  ['Which volumes does no instance use?', ['vol-1']],
  ['Which runtimes do our functions use?', [['python2.7', 1]]],
  ['Which functions run on something that gets no fixes any more?', ['f']],
  ['Which databases do we have, in which versions?', [['mysql', '8.4.3', 1, 20]]],
  ['Which roles are administrators?', [['alpha', 'admin']]],
  ['Which roles can be used from accounts that are not ours?', ['r-1']],
  ['Which access keys are older than 90 days?', ['u-1']],
  ['Which root users have no MFA?', ['account_summary']],
  ['Where are SSH and RDP open to everyone?', ['sg-1']],
  ['Which buckets are public?', ['b']],
  [
    'Which certificates end within 60 days?',
    [['alpha', 'eu-west-1', 'example.com', '2026-02-15T00:00:00Z']],
  ],
  ['Which log groups are the largest?', [['alpha', 'eu-west-1', '/app', 2.5]]],
  ['What belongs to a project?', [['EC2', 'instance', 'eu-west-1', 'i-1']]],
  ['How many percent of what is tagged has an owner?', [['alpha', 50]]],
  ['Which NAT gateways does no route use?', ['nat-1']],
  [
    'Which reservations do we have, and until when?',
    [['alpha', 'm7i.large', 2, '2027-01-01T00:00:00Z']],
  ],
  ['Which public DNS zones do we have?', [['alpha', 'example.com.', 9]]],
  [
    'Which Kubernetes clusters do we have, in which versions?',
    [['alpha', 'eu-west-1', 'k', '1.35']],
  ],
  [
    'Which accounts are missing in these answers?',
    [['222222222222', null, 'failed', 'AccessDenied: no']],
  ],
];

test.each(expected)('%s', async (question, rows) => {
  expect(await answer(filled, question)).toEqual(rows);
});

test.each([...answers.keys()])('in an organization that has none of it: %s', async (question) => {
  expect(await answer(empty, question)).toEqual([]);
});

test('the page has 24 questions, and each is tested', () => {
  expect([...answers.keys()]).toEqual(expected.map(([question]) => question));
  expect(answers.size).toBe(24);
});
