import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';
import type { ShownRecord } from './record.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-show-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const ec2 = 'arn:aws:ec2:eu-west-1:111111111111';
const group = record({
  service: 'EC2',
  type: 'security_group',
  id: 'sg-11111111',
  arn: `${ec2}:security-group/sg-11111111`,
  tags: { team: 'search' },
  resource: { GroupName: 'web', VpcId: 'vpc-11111111' },
});
const instance = record({
  service: 'EC2',
  type: 'instance',
  id: 'i-11111111',
  arn: `${ec2}:instance/i-11111111`,
  resource: { SecurityGroups: [{ GroupId: 'sg-11111111' }] },
});
const place = { accountId: '111111111111', region: 'eu-west-1', service: 'EC2' };
const groups = { ...place, type: 'security_group' };

const show = (...args: readonly string[]) => runCli(['inventory', 'show', '--from', from, ...args]);

async function shown(...args: readonly string[]): Promise<ShownRecord> {
  const { stdout } = await show(...args, '--output', 'json');
  return JSON.parse(stdout) as ShownRecord;
}

test('a resource is shown with its tags, what it refers to and what refers to it', async () => {
  await writeRun(from, { records: [group, instance] });

  const { neighbours, history, ...rest } = await shown('sg-11111111');

  expect(rest).toEqual({
    ...place,
    type: 'security_group',
    id: 'sg-11111111',
    arn: group.arn,
    tags: { team: 'search' },
    collectedAt: '2026-01-31T10:00:00Z',
    resource: group.resource,
  });
  expect(neighbours).toEqual([
    {
      direction: 'to',
      kind: 'vpc',
      member: 'VpcId',
      type: 'ec2_vpc',
      id: 'vpc-11111111',
      collected: false,
    },
    {
      direction: 'from',
      kind: 'security_group',
      member: 'SecurityGroups[].GroupId',
      type: 'ec2_instance',
      id: 'i-11111111',
      arn: instance.arn,
      collected: true,
    },
  ]);
  expect(history).toEqual([{ runId: 'run-1', date: '2026-01-31', status: 'seen', changed: [] }]);
});

test('the history says when it changed, when it was gone, and when it could not be read', async () => {
  const on = (day: number) => ({ runId: `run-${day}`, date: `2026-02-0${day}` });
  const renamed = { ...group, resource: { ...group.resource, GroupName: 'api' } };
  const denied = { ...groups, status: 'denied' as const, code: 'AccessDenied' };
  await writeRun(from, { ...on(1), entries: [groups] });
  await writeRun(from, { ...on(2), records: [group] });
  await writeRun(from, { ...on(3), records: [renamed] });
  await writeRun(from, { ...on(4), entries: [denied] });
  await writeRun(from, { ...on(5), failed: { '111111111111': 'no role' } });
  await writeRun(from, { ...on(6), records: [record({ ...instance, accountId: '222222222222' })] });
  await writeRun(from, { ...on(7), entries: [groups], isUnfinished: true });
  await writeRun(from, { ...on(8), records: [renamed] });

  const { history } = await shown('sg-11111111');

  const changed = [{ path: 'GroupName', before: 'web', after: 'api' }];
  expect(history).toEqual([
    { ...on(1), status: 'absent', changed: [] },
    { ...on(2), status: 'seen', changed: [] },
    { ...on(3), status: 'seen', changed },
    { ...on(4), status: 'unread', reason: 'denied', changed: [] },
    { ...on(5), status: 'unread', reason: 'failed', changed: [] },
    { ...on(6), status: 'unread', reason: 'not-collected', changed: [] },
    { ...on(8), status: 'seen', changed: [] },
  ]);
});

test('it is printed as tables, with the runs in which something happened', async () => {
  await writeRun(from, { runId: 'run-1', date: '2026-02-01', records: [group, instance] });
  await writeRun(from, { runId: 'run-2', date: '2026-02-02', records: [group, instance] });

  const { code, stdout, stderr } = await show(group.arn ?? '');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('→  vpc             ec2_vpc       vpc-11111111');
  expect(stdout).toContain('2026-02-01  run-1  seen');
  expect(stdout).not.toContain('2026-02-02');
  expect(stdout).toContain('without a change in 1 more of 2 runs');
});

test('an id that several resources have is refused with their ARNs, and an unknown one with advice', async () => {
  const copy = { ...group, region: 'us-east-1', arn: 'arn:aws:ec2:us-east-1:1:sg' };
  await writeRun(from, { records: [group, copy] });

  const several = await show('sg-11111111');
  const none = await show('sg-2');

  expect(several.code).toBe(1);
  expect(several.stderr).toContain(`give an ARN: ${group.arn}, arn:aws:ec2:us-east-1:1:sg`);
  expect(none.code).toBe(1);
  expect(none.stderr).toContain('no resource has the ARN or the id "sg-2"');
});

test('without history, one run is read', async () => {
  await writeRun(from, { records: [group] });

  expect(await shown('sg-11111111', '--one-run')).not.toHaveProperty('history');
});
