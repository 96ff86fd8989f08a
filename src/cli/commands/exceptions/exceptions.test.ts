import { expect, test } from 'vitest';
import { openTracker } from '../../../incidents/open-tracker.ts';
import { runCli } from '../../../testing/command-line.ts';
import {
  type CommandLine,
  commandLine,
  recordsOf,
} from '../../../testing/lifecycle-command-line.ts';

async function fixture() {
  const line = await commandLine();
  const { lifecycle } = line.environment;
  const tracker = openTracker(lifecycle);
  const { id } = await tracker.open({
    key: { accountId: '111111111111', cause: 'budget-2026-01' },
    title: 'Budget alert',
    message: 'Over 80%',
    impact: 4,
    tags: {
      account: '111111111111',
      'account-name': 'alpha',
      'account-email': 'alpha@example.com',
      'cost-center': 'red',
      'organizational-unit': 'ou-demo-11111111',
      exception: 'BudgetAlertException',
    },
    eventId: 'event-1',
    at: 0,
  });
  const key = 'SpaReports/Exceptions/111111111111/costs.xlsx';
  const bucket = 'spademo-reports-999999999999-eu-west-1';
  await tracker.attach(id, { title: 'Cost and Usage Report', bucket, key });
  return { line, id };
}

function exceptions({ aws, settings }: CommandLine, ...args: readonly string[]) {
  return runCli(['exceptions', ...args, '--settings', settings], { aws });
}

const record = {
  status: 'open',
  exception: 'BudgetAlertException',
  account: '111111111111',
  accountName: 'alpha',
  costCenter: 'red',
  title: 'Budget alert',
  openedAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:00.000Z',
  followUps: 0,
};

test('open incidents are listed, and resolved ones on request', async () => {
  const { line, id } = await fixture();

  const listed = await exceptions(line, 'list', '--output', 'ndjson');
  const resolved = await exceptions(line, 'resolve', id, '--yes', '--output', 'ndjson');
  const open = await exceptions(line, 'list');
  const all = await exceptions(line, 'list', '--all', '--output', 'ndjson');

  expect([listed.code, listed.stderr]).toEqual([0, '1 open incident in OpsCenter\n']);
  expect(recordsOf(listed)).toEqual([{ id, ...record }]);
  expect([resolved.code, resolved.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
  expect([open.stdout, open.stderr]).toEqual(['', '0 open incidents in OpsCenter\n']);
  expect(recordsOf(all)).toEqual([{ id, ...record, status: 'resolved' }]);
});

test('an incident is shown with a new link to its attachment', async () => {
  const { line, id } = await fixture();

  const { stdout } = await exceptions(line, 'show', id);

  expect(stdout).toContain(`Budget alert\n${id}, open, opened 2026-01-01 00:00\n`);
  expect(stdout).toContain('E-mail: alpha@example.com\nCost center: red\n');
  expect(stdout).toMatch(/costs\.xlsx\?X-Amz-Algorithm=.*X-Amz-Expires=3600.*X-Amz-Signature=/);
});

test('an incident is resolved once, and not without a yes', async () => {
  const { line, id } = await fixture();

  const refused = await exceptions(line, 'resolve', id);
  await exceptions(line, 'resolve', id, '--yes');
  const again = await exceptions(line, 'resolve', id, '--yes');

  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('Resolve "Budget alert"? There is no terminal');
  expect([again.code, again.stderr]).toEqual([0, `${id} was resolved before\n`]);
});

test('an unknown incident is named', async () => {
  const { line } = await fixture();

  const { code, stderr } = await exceptions(line, 'show', 'oi-000000000000');

  expect([code, stderr]).toEqual([
    1,
    'flotilla: there is no incident "oi-000000000000" in OpsCenter; see flotilla exceptions list --all\n',
  ]);
});

test('incidents that were resolved long ago are deleted, and no others', async () => {
  const { line, id } = await fixture();
  const { clock } = line.environment;
  const clean = (...more: readonly string[]) =>
    exceptions(line, 'clean', '--output', 'ndjson', ...more);
  const day = 86_400_000;

  await clock.advance(100 * day);
  const open = await clean('--yes');
  await exceptions(line, 'resolve', id, '--yes');
  const fresh = await clean('--yes');
  await clock.advance(91 * day);
  const dry = await clean('--dry-run');
  const refused = await clean();
  const made = await clean('--yes');
  const left = await exceptions(line, 'list', '--all');

  const none = '0 incidents of OpsCenter would be deleted\n';
  expect([open.stderr, fresh.stderr]).toEqual([none, none]);
  expect([recordsOf(dry).length, dry.stderr]).toEqual([
    1,
    '1 incident of OpsCenter would be deleted\n',
  ]);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect([made.code, made.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
  expect(recordsOf<{ id: string }>(made).map((one) => one.id)).toEqual([id]);
  expect(left.stderr).toBe('0 incidents in OpsCenter\n');
});

test('an incident that cannot be deleted is named, and the exit code says so', async () => {
  const { line, id } = await fixture();
  const { clock, organization } = line.environment;
  await exceptions(line, 'resolve', id, '--yes');
  await clock.advance(91 * 86_400_000);
  organization.fault({ service: 'ssm', operation: 'DeleteOpsItem', fault: { deny: true } });

  const { code, stderr } = await exceptions(line, 'clean', '--yes');

  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(`^${id}: AccessDenied.*\n0 done, 1 failed`));
});
