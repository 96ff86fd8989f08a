import { expect, test } from 'vitest';
import { minuteMs } from '../../testing/durations.ts';
import { runCli } from '../testing/fixture.ts';
import { commandLine, settingsFile, settingsText } from '../testing/lifecycle-bed.ts';

const settled = {
  'account-holder': 'alice@example.com',
  'account-state': 'released',
  'cost-center': 'sandbox',
};

test('status counts accounts by state and lists those on their way', async () => {
  const { bed, run } = await commandLine();
  bed.addAccount('bob', settled);
  const id = bed.addAccount('alice');
  await bed.tag(id, 'vanilla');
  await bed.advance(3 * minuteMs);

  const { code, stdout, stderr } = await run(['status', '--output', 'json']);

  expect([code, stderr]).toEqual([0, '2 accounts managed of 3; 1 open, 0 overdue, 0 failed\n']);
  expect(JSON.parse(stdout)).toMatchObject({
    accounts: 3,
    managed: 2,
    byState: { assigned: 1, released: 1 },
    moving: [{ id, name: 'alice', state: 'assigned', transaction: 'on-boarding', overdue: false }],
  });
  expect((await run(['status'])).stdout).toContain(id);
  expect((await run(['status', '--all'])).stdout).toContain('bob');
});

test('check lists what is not as it should be, and says so by its exit code', async () => {
  const { bed, run } = await commandLine();
  const good = bed.addAccount('good', settled);
  expect(await run(['check'])).toMatchObject({
    code: 0,
    stderr: '1 account checked, 0 with something to look at\n',
  });
  const holder = 'a b@example.com';
  const bad = bed.addAccount('bad', { ...settled, 'account-holder': holder, 'cost-center': 'x' });
  const odd = bed.addAccount('odd', { ...settled, 'account-state': 'frozen' });
  const bare = bed.addAccount('bare', {
    'account-holder': 'bob@example.com',
    'cost-center': 'sandbox',
  });
  const gone = bed.addAccount('gone', {});
  bed.organization.setState(gone, 'SUSPENDED');

  const { code, stdout, stderr } = await run(['check', '--output', 'ndjson']);

  const found = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found.map(({ accountId, code }) => [accountId, code]).sort()).toEqual(
    [
      [bad, 'invalid-holder'],
      [bad, 'tag-differs'],
      [odd, 'unknown-state'],
      [bare, 'no-state'],
    ].sort(),
  );
  expect([code, stderr]).toEqual([2, '4 accounts checked, 3 with something to look at\n']);
  expect(stdout).not.toContain(good);
});

test('explain says why an account is where it is, what comes next and when', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);
  await bed.tag(id, 'expired');
  await bed.advance(3 * minuteMs);
  const calls = bed.organization.journal.count('organizations:TagResource');

  const { code, stdout } = await run(['explain', id, '--output', 'json']);

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'expired',
    item: 'ou-demo-11111111',
    decision: { rule: 'build-runs', why: 'purge is running' },
    windows: ['2026-01-03T18:00:00.000Z', '2026-01-10T18:00:00.000Z'],
    shadow: { last_state: 'ExpiredAccount' },
  });
  expect((await run(['explain', id])).stdout).toContain('purge is running');
  expect(bed.organization.journal.count('organizations:TagResource')).toBe(calls);
});

test('explain takes an account id', async () => {
  const { run } = await commandLine();
  expect(await run(['explain', 'alice'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"alice" is no account id; it has 12 digits'),
  });
});

test('mistakes in the settings are all told, and nothing is asked', async () => {
  const path = settingsFile(
    settingsText.replace('SAT', 'SOMEDAY').replace('feature: enabled', 'feature: on'),
  );
  const { code, stdout, stderr } = await runCli(['lifecycle', 'status', '--settings', path]);

  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/settings\.yaml:5:/);
  expect(stderr).toMatch(/settings\.yaml:13:/);
});

test('settings that are not there are named', async () => {
  const { code, stderr } = await runCli(['lifecycle', 'check', '--settings', 'nowhere.yaml']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('nowhere.yaml')]);
});

test('credentials that are not of the hub are refused', async () => {
  const { bed, run } = await commandLine();
  const { credentials, requestHandler } = bed.organization.access();
  const aws = { credentials, requestHandler, clock: bed.clock };
  expect(await run(['status'], { aws })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('automation.account_id is "999999999999"'),
  });
});

test('a plan of the next window says what it takes, and changes nothing', async () => {
  const { bed, run } = await commandLine();
  for (let n = 0; n < 20; n++) bed.addAccount(`account-${n}`, settled);

  const { code, stdout } = await run(['maintenance', '--plan', '--output', 'json']);

  expect(code).toBe(0);
  expect(JSON.parse(stdout).windows).toMatchObject([
    {
      expression: 'cron(0 18 ? * SAT *)',
      isOpen: false,
      opensAt: '2026-01-03T18:00:00.000Z',
      accounts: 20,
      released: 20,
      waves: [1, 1, 18],
      codeBuildMinutes: 500,
      dollars: 2.5,
    },
  ]);
  expect(bed.organization.journal.count('organizations:TagResource')).toBe(0);
});

test('a settings file that is not there is named, and what to do', async () => {
  const { code, stderr } = await runCli([
    'lifecycle',
    'status',
    '--settings',
    '/no/such/file.yaml',
  ]);

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'flotilla: the settings file "/no/such/file.yaml" cannot be read (ENOENT); name another one, or go to its folder\n',
  });
});
