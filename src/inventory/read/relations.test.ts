import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { record, writeRun } from '../../testing/write-run.ts';
import { chooseRuns } from './choose-runs.ts';
import { openInventory } from './open-inventory.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-relations-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const ec2 = 'arn:aws:ec2:eu-west-1:111111111111';
const vpcId = 'vpc-0a1b2c3d';
const subnetId = 'subnet-0a1b2c3d';
const instance = record({
  service: 'EC2',
  type: 'instance',
  id: 'i-0a1b2c3d',
  arn: `${ec2}:instance/i-0a1b2c3d`,
  resource: {
    VpcId: vpcId,
    SubnetId: subnetId,
    SecurityGroups: [{ GroupId: 'sg-11111111' }, { GroupId: 'sg-22222222' }],
    IamInstanceProfile: { Arn: 'arn:aws:iam::111111111111:instance-profile/web' },
  },
});
const vpc = record({
  service: 'EC2',
  type: 'vpc',
  id: vpcId,
  arn: `${ec2}:vpc/${vpcId}`,
  resource: { VpcId: vpcId },
});

async function relations(sql: string) {
  const inventory = await openInventory(await chooseRuns({ from: [from] }));
  try {
    return await Array.fromAsync((await inventory.ask(sql)).rows);
  } finally {
    inventory.close();
  }
}

const all = 'SELECT from_arn, kind, to_arn, to_id, collected FROM relations ORDER BY ALL';

test('a relation is a member that is the id or the ARN of another resource', async () => {
  const group = { service: 'EC2', type: 'security_group', id: 'sg-11111111' };
  const groupArn = `${ec2}:security-group/sg-11111111`;
  await writeRun(from, { records: [instance, vpc, record({ ...group, arn: groupArn })] });

  expect(await relations(all)).toEqual([
    [
      instance.arn,
      'instance_profile',
      'arn:aws:iam::111111111111:instance-profile/web',
      'arn:aws:iam::111111111111:instance-profile/web',
      false,
    ],
    [instance.arn, 'security_group', groupArn, 'sg-11111111', true],
    // It was not collected: only its id is known.
    [instance.arn, 'security_group', null, 'sg-22222222', false],
    [instance.arn, 'subnet', null, subnetId, false],
    [instance.arn, 'vpc', vpc.arn, vpcId, true],
  ]);
});

test('an id of a shared resource is found in the account that owns it, a name is not', async () => {
  const owner = { accountId: '222222222222' };
  const shared = record({
    ...owner,
    service: 'EC2',
    type: 'subnet',
    id: subnetId,
    arn: 'arn:aws:ec2:eu-west-1:222222222222:subnet/subnet-0a1b2c3d',
    resource: {},
  });
  const group = record({
    ...owner,
    service: 'CloudWatchLogs',
    type: 'log_group',
    id: 'audit',
    arn: 'arn:aws:logs:eu-west-1:222222222222:log-group:audit',
  });
  const flowLog = record({
    service: 'EC2',
    type: 'flow_log',
    id: 'fl-1',
    arn: `${ec2}:vpc-flow-log/fl-1`,
    resource: { LogGroupName: 'audit' },
  });
  await writeRun(from, { records: [instance, shared, group, flowLog] });

  const sql =
    "SELECT kind, to_arn FROM relations WHERE kind IN ('subnet', 'log_group') ORDER BY ALL";
  expect(await relations(sql)).toEqual([
    ['log_group', null],
    ['subnet', shared.arn],
  ]);
});

test('a resource does not refer to itself', async () => {
  const role = 'arn:aws:iam::111111111111:role/web';
  const resource = {
    Arn: role,
    VpcId: vpcId,
    SubnetArn: `${ec2}:subnet/${subnetId}`,
    SubnetId: subnetId,
  };
  const subnet = record({
    service: 'EC2',
    type: 'subnet',
    id: subnetId,
    arn: `${ec2}:subnet/${subnetId}`,
    resource,
  });
  await writeRun(from, { records: [subnet] });

  expect(await relations('SELECT kind, to_id FROM relations')).toEqual([['vpc', vpcId]]);
});

test('without resources there are no relations, and runs are kept apart', async () => {
  await writeRun(from, {});
  expect(await relations(all)).toEqual([]);

  await writeRun(from, { runId: 'run-2', date: '2026-02-01', records: [instance] });
  await writeRun(from, { runId: 'run-3', date: '2026-02-02', records: [vpc] });
  const inventory = await openInventory(
    await chooseRuns({ from: [from], runs: ['run-2', 'run-3'] }),
  );
  const { rows } = await inventory.ask("SELECT run_id, to_arn FROM relations WHERE kind = 'vpc'");
  expect(await Array.fromAsync(rows)).toEqual([['run-2', null]]);
  inventory.close();
});
