/** The queue of accounts: what one batch does, and that nothing outlives its invocation. */

import { expect, test } from 'vitest';
import { transactionStore } from '../lifecycle/store/transaction-store.ts';
import { hourMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
  openSecondWorker,
} from '../testing/lifecycle-environment.ts';
import { sandboxes } from './settings.ts';

function messageOf({ clock }: LifecycleEnvironment, id: string): string {
  const account = { id, name: id, active: true, parents: [sandboxes], readAt: clock.now() };
  return JSON.stringify({ version: 1, account });
}

async function deliver(
  env: LifecycleEnvironment,
  bodies: readonly string[],
  remainingMs = 300_000,
) {
  const Records = bodies.map((body, index) => ({ messageId: `m${index + 1}`, body }));
  const context = { remainingMs: () => remainingMs };
  return await env.advanceUntilDone(() =>
    env.handlers.OnAccountMessages(env.lifecycle, { Records }, context),
  );
}

test('an account that another worker holds is delivered again; the others of its batch are not', async () => {
  const env = await openLifecycleEnvironment();
  const [held = '', free = ''] = ['held', 'free'].map((name) => env.addAccount(name));
  const other = await openSecondWorker(env);
  await transactionStore(other.asWorker()).lease(held);

  const result = await deliver(env, [messageOf(env, held), messageOf(env, free), 'no message']);

  expect(result).toEqual({
    did: 'batch',
    results: [
      { did: 'ignore', reason: 'message m3 is not valid' },
      { did: 'advance', accountId: free, rules: ['new-account', 'prepare', 'build-runs'] },
    ],
    failed: [{ messageId: 'm1', reason: expect.stringContaining(`account ${held} is leased`) }],
  });
});

test('what does not fit into the invocation is left to the next one', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');

  const result = await deliver(env, [messageOf(env, id)], 59_000);

  expect(result).toEqual({
    did: 'batch',
    results: [],
    failed: [{ messageId: 'm1', reason: 'no time is left in this invocation' }],
  });
  expect(env.state(id)).toBeUndefined();
});

test('the record of an account that left the organization is deleted', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await deliver(env, [messageOf(env, id)]);

  const account = { id, active: false, isForeign: true, parents: [], readAt: env.clock.now() };
  const result = await deliver(env, [JSON.stringify({ version: 1, account })]);

  expect(result).toMatchObject({
    results: [{ did: 'advance', accountId: id, rules: ['not-in-organization'] }],
  });
  expect(await transactionStore(env.lifecycle).read(id)).toBeUndefined();
});

test('a message of a window that arrives twice expires its account once', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'released' });
  const window = { openedAt: env.clock.now() };
  const message = JSON.stringify({ ...JSON.parse(messageOf(env, id)), window });
  const first = await deliver(env, [message]);
  await env.advance(2 * hourMs);
  expect(env.state(id)).toBe('released');
  const second = await deliver(env, [message]);

  const rules = (result: object) => (result as { results: object[] }).results;
  expect(rules(first)).toMatchObject([{ rules: ['window', 'purge', 'build-runs'] }]);
  expect(rules(second)).toMatchObject([{ rules: ['settled'] }]);
});

test('a sweep sends its accounts to the queue, and workers advance them', async () => {
  const env = await openLifecycleEnvironment();
  env.organization.fault({ event: { source: 'aws.organizations' }, fault: { lose: true } });
  const ids = Array.from({ length: 25 }, (_, n) => env.addAccount(`account-${n}`));
  await env.advance(3 * hourMs);

  expect(ids.map((id) => env.state(id))).toEqual(ids.map(() => 'released'));
  const batches = env.handled.flatMap(({ result }) => (result?.did === 'batch' ? [result] : []));
  expect(batches.slice(0, 3).map(({ results }) => results.length)).toEqual([10, 10, 5]);
});
