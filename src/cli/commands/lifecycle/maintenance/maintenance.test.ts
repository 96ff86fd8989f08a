import { expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../../../testing/durations.ts';
import {
  type CommandLine,
  commandLine,
  interruptAtCall,
  releasedTags,
} from '../../../../testing/lifecycle-command-line.ts';
import { type MaintenanceDocument, maintenanceSchema } from './record.ts';

const windowOpens = Date.UTC(2026, 0, 3, 18);

function addAccounts({ environment }: CommandLine, count: number) {
  return Array.from({ length: count }, (_, index) =>
    environment.addAccount(`account-${index}`, releasedTags),
  );
}

function documentOf({ stdout }: { readonly stdout: string }): MaintenanceDocument {
  return maintenanceSchema.parse(JSON.parse(stdout));
}

test('a plan of the next window says what it takes, and changes nothing', async () => {
  const line = await commandLine();
  const { environment, run } = line;
  addAccounts(line, 20);

  const result = await run(['maintenance', '--plan', '--output', 'json']);

  expect(result.code).toBe(0);
  const { windows, ...rest } = documentOf(result);
  expect(rest).toEqual({});
  expect(windows).toMatchObject([
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
  expect(environment.organization.journal.count('organizations:TagResource')).toBe(0);
});

test('maintenance continues a window that is open, and says when the next one opens', async () => {
  const { environment, run } = await commandLine({ startMs: windowOpens - hourMs });
  const id = environment.addAccount('alice', releasedTags);
  expect(await run(['maintenance', '--yes'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'no window is open; the next one opens at 2026-01-03T18:00:00.000Z\n',
  });
  const { organization } = environment;
  const deliver = organization.fault({ event: {}, fault: { lose: true } });
  const allowSweeps = organization.deny({ service: 'dynamodb', operation: 'Scan' });
  await environment.advance(hourMs + 30 * minuteMs);
  allowSweeps();
  deliver();

  const refused = await run(['maintenance']);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('Window cron(0 18 ? * SAT *), UTC');
  expect(refused.stderr).toContain(
    'flotilla: Continue 1 open window? There is no terminal to ask on: add --yes; nothing was changed\n',
  );
  expect(environment.state(id)).toBe('released');

  const result = await run(['maintenance', '--yes', '--output', 'json']);
  expect([result.code, result.stderr]).toEqual([
    0,
    '1 done, 0 failed in 0.0 s; 1 account expired\n',
  ]);
  expect(documentOf(result)).toMatchObject({
    windows: [{ isOpen: true, accounts: 1 }],
    accounts: [{ accountId: id, status: 'done' }],
    closed: [],
  });
  expect(environment.state(id)).toBe('expired');
});

test('Ctrl-C stops a wave within the accounts in progress, and the next call continues the wave', async () => {
  const line = await commandLine({ startMs: windowOpens + hourMs });
  const { environment, run, aws } = line;
  const ids = addAccounts(line, 25);
  for (const expired of [1, 2]) {
    expect((await run(['maintenance', '--yes'])).stderr).toContain(`${expired} done, 0 failed`);
    await untilReleased(line);
  }

  const args = ['maintenance', '--yes', '--output', 'json'];
  const result = await run(args, interruptAtCall(aws, 'TagResource', 12));

  expect(result.code).toBe(130);
  const { accounts = [] } = documentOf(result);
  const counts = Object.groupBy(accounts, ({ status }) => status);
  const done = counts.done?.length ?? 0;
  const interrupted = counts.interrupted?.length ?? 0;
  const notStarted = counts['not-started']?.length ?? 0;
  expect(done + interrupted + notStarted).toBe(22);
  expect(notStarted).toBeGreaterThan(0);
  expect(result.stderr.replace(/\([^)]*\)/, '(…)')).toBe(
    `interrupted: ${done} done, 0 failed, ${interrupted} in progress (…), ${notStarted} not started in 0.0 s; ${done} accounts expired\n`,
  );
  const states = new Set(
    counts['not-started']?.map(({ accountId }) => environment.state(accountId)),
  );
  expect([...states]).toEqual(['released']);

  expect((await run(args)).code).toBe(0);
  // Those that were in progress are continued by the sweep.
  expect((await run(['sweep'])).code).toBe(0);
  await untilReleased(line);
  const { shadows } = environment.lifecycle;
  for (const id of ids) expect((await shadows.read(id))?.stamps).toHaveProperty('ExpiredAccount');
});

/** Only the command continues the window: the scheduled sweep cannot read what is open. */
async function untilReleased({ environment }: CommandLine): Promise<void> {
  const allow = environment.organization.deny({ service: 'dynamodb', operation: 'Scan' });
  await environment.advance(hourMs);
  allow();
}

test('maintenance --stop ends an open window, and the accounts that are left stay released', async () => {
  const line = await commandLine({ startMs: windowOpens - hourMs });
  const { environment, run } = line;
  const accounts = addAccounts(line, 20);
  const restore = environment.organization.deny({ service: 'dynamodb', operation: 'Scan' });
  await environment.advance(hourMs + 30 * minuteMs);
  restore();

  const result = await run(['maintenance', '--stop', '--yes', '--output', 'json']);
  await environment.advance(10 * hourMs);

  expect(result.code).toBe(0);
  expect(documentOf(result).closed).toEqual([
    'the maintenance window of 2026-01-03T18:00:00.000Z was closed before it opened: an operator stopped it',
  ]);
  expect(accounts.map((id) => environment.state(id))).toEqual(accounts.map(() => 'released'));
});
