import { expect, test } from 'vitest';
import { minuteMs } from '../../../../testing/durations.ts';
import { commandLine, releasedTags } from '../../../../testing/lifecycle-command-line.ts';
import { accountExplanationSchema } from './record.ts';

test('explain says why an account is in its state, what happens next and when', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);
  await environment.tag(id, 'expired');
  await environment.advance(3 * minuteMs);
  const calls = environment.organization.journal.count('organizations:TagResource');

  const { code, stdout } = await run(['explain', id, '--output', 'json']);

  expect(code).toBe(0);
  expect(accountExplanationSchema.parse(JSON.parse(stdout))).toMatchObject({
    state: 'expired',
    item: 'ou-demo-11111111',
    decision: { rule: 'build-runs', why: 'purge is running' },
    windows: ['2026-01-03T18:00:00.000Z', '2026-01-10T18:00:00.000Z'],
    shadow: { last_state: 'ExpiredAccount' },
  });
  expect((await run(['explain', id])).stdout).toContain('purge is running');
  expect(environment.organization.journal.count('organizations:TagResource')).toBe(calls);
});

test('an account that no settings entry matches is explained as not managed', async () => {
  const { environment, run } = await commandLine();

  const { code, stdout } = await run(['explain', environment.lifecycle.hub.accountId]);

  expect(code).toBe(0);
  expect(stdout).toContain('none: the account is not managed');
});

test('an account that the organization does not have is explained as such', async () => {
  const { run } = await commandLine();

  const { code, stdout } = await run(['explain', '999988887777']);

  expect(code).toBe(0);
  expect(stdout).toContain('the account is not in this organization');
});

test('explain takes an account id', async () => {
  const { run } = await commandLine();

  expect(await run(['explain', 'alice'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flotilla: account: "alice" is not an account id; account ids have 12 digits\n',
  });
});
