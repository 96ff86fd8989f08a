import { expect, test } from 'vitest';
import { transactionStore } from '../../../../lifecycle/store/transaction-store.ts';
import { hourMs } from '../../../../testing/durations.ts';
import {
  beforeCalls,
  type CommandLine,
  commandLine,
  countStatuses,
  interruptAfter,
  interruptAtCall,
  recordsOf,
  releasedTags,
} from '../../../../testing/lifecycle-command-line.ts';
import { openSecondWorker } from '../../../../testing/lifecycle-environment.ts';

const windowOpens = Date.UTC(2026, 0, 3, 18);

function addAccounts({ environment }: CommandLine, count: number, state: string) {
  const tags = { ...releasedTags, 'account-state': state };
  return Array.from({ length: count }, (_, index) =>
    environment.addAccount(`account-${index}`, tags),
  );
}

test('a sweep advances what was forgotten; with --dry-run it says what it would do and why', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', { 'account-state': 'vanilla' });
  environment.addAccount('bob', releasedTags);

  const dry = await run(['sweep', '--dry-run', '--output', 'ndjson']);
  expect([dry.code, dry.stderr]).toEqual([0, '1 account would be advanced: 1 forgotten\n']);
  expect(recordsOf(dry)).toEqual([
    {
      accountId: id,
      reason: 'forgotten',
      status: 'planned',
      detail: 'its state was set to vanilla: it becomes assigned',
    },
  ]);
  expect(environment.state(id)).toBe('vanilla');

  const result = await run(['sweep', '--output', 'ndjson']);
  expect([result.code, result.stderr]).toEqual([
    0,
    '1 done, 0 failed in 0.0 s; 3 accounts, 2 managed\n',
  ]);
  expect(recordsOf(result)).toMatchObject([{ accountId: id, reason: 'forgotten', status: 'done' }]);
  expect(environment.state(id)).toBe('assigned');
});

test('an account that another worker takes meanwhile is skipped', async () => {
  const { environment, run, aws } = await commandLine();
  const id = environment.addAccount('alice', { 'account-state': 'vanilla' });
  const worker = await openSecondWorker(environment);
  let isTaken = false;
  const take = async () => {
    if (!isTaken) {
      isTaken = true;
      await transactionStore(worker).lease(id);
    }
  };

  const result = await run(['sweep', '--output', 'ndjson'], {
    aws: beforeCalls(aws, 'UpdateItem', take),
  });

  expect([result.code, result.stderr]).toEqual([
    0,
    '0 done, 0 failed, 1 skipped in 0.0 s; 2 accounts, 1 managed\n',
  ]);
  expect(recordsOf(result)).toMatchObject([{ accountId: id, status: 'busy' }]);
});

test('an account that fails is reported, and the exit code is 2', async () => {
  const line = await commandLine();
  addAccounts(line, 1, 'vanilla');
  line.environment.organization.deny({ service: 'organizations', operation: 'TagResource' });

  const { code, stderr } = await line.run(['sweep']);

  expect([code, stderr]).toEqual([2, '0 done, 1 failed in 0.0 s; 2 accounts, 1 managed\n']);
});

test('Ctrl-C after 10 of 40 accounts exits with 130, and says what was done, in progress and not started', async () => {
  const line = await commandLine();
  const { environment, run } = line;
  const ids = addAccounts(line, 40, 'vanilla');

  const result = await run(['sweep', '--output', 'ndjson'], interruptAfter(10));

  expect(result.code).toBe(130);
  const { done = 0, interrupted = 0, ...rest } = countStatuses(result);
  expect(rest).toEqual({ 'not-started': 40 - done - interrupted });
  expect(done).toBeGreaterThanOrEqual(10);
  expect(rest['not-started']).toBeGreaterThanOrEqual(10);
  expect(withoutNames(result.stderr)).toBe(
    `interrupted: ${done} done, 0 failed, ${interrupted} in progress (…), ${rest['not-started']} not started in 0.0 s; 41 accounts, 40 managed\n`,
  );
  const changed = ids.filter((id) => environment.state(id) === 'assigned').length;
  expect(changed).toBeGreaterThanOrEqual(done);
  expect(changed).toBeLessThanOrEqual(done + interrupted);
  expect((await run(['sweep'])).code).toBe(0);
  expect(ids.map((id) => environment.state(id))).toEqual(ids.map(() => 'assigned'));
});

test('with --windows Ctrl-C stops the wave, and the next sweep continues it', async () => {
  const line = await commandLine({ startMs: windowOpens + hourMs });
  const { environment, run } = line;
  const ids = addAccounts(line, 10, 'released');

  const args = ['sweep', '--windows', '--output', 'ndjson'];
  const result = await run(args, interruptAtCall(line.aws, 'TagResource', 3));

  expect(result.code).toBe(130);
  const { done = 0, interrupted = 0 } = countStatuses(result);
  expect([done + interrupted, interrupted > 0]).toEqual([10, true]);
  expect(withoutNames(result.stderr)).toBe(
    `interrupted: ${done} done, 0 failed, ${interrupted} in progress (…) in 0.0 s; 11 accounts, 10 managed, ${done} expired by open windows\n`,
  );
  expect((await run(args)).code).toBe(0);
  expect(ids.map((id) => environment.state(id))).toEqual(ids.map(() => 'expired'));
  await environment.advance(3 * hourMs);
  expect(ids.map((id) => environment.state(id))).toEqual(ids.map(() => 'released'));
});

function withoutNames(stderr: string): string {
  return stderr.replace(/in progress \([^)]*\)/, 'in progress (…)');
}
