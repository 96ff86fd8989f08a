/** The inventory of resources that a deployed installation takes by itself. */

import { expect, test } from 'vitest';
import { bucketStore } from '../functions/inventory/bucket-store.ts';
import type { RunSummary } from '../inventory/record.ts';
import { hourMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';

/** On Thursday at one; the environment begins at midnight. */
const expression = 'cron(0 1 * * ? *)';

async function openEnvironment(): Promise<LifecycleEnvironment> {
  const settings = rehearsalSettings();
  const env = await openLifecycleEnvironment({
    settings: {
      ...settings,
      features: { ...settings.features, withInventoryExpression: expression },
    },
    ownRoles: true,
  });
  return env;
}

async function summaries(env: LifecycleEnvironment): Promise<readonly RunSummary[]> {
  const store = bucketStore(env.lifecycle);
  const runs = await runFolders(env);
  const texts = await Promise.all(runs.map((run) => store.read(`${run}/run.json`)));
  return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as RunSummary]));
}

async function runFolders({ lifecycle, advanceUntilDone }: LifecycleEnvironment) {
  const Bucket = bucketStore(lifecycle).name.split('/')[2];
  const list = () => lifecycle.inHub('s3').call('ListObjectsV2', { Bucket });
  const { Contents = [] } = (await advanceUntilDone(list)) as {
    readonly Contents?: readonly { readonly Key: string }[];
  };
  const starts = Contents.map(({ Key }) => Key).filter((key) => key.endsWith('/start.json'));
  return starts.map((key) => key.slice('SpaReports/Resources/'.length, -'/start.json'.length));
}

test('every account is collected once, and what cannot be read is named', async () => {
  const env = await openEnvironment();
  const alpha = env.addAccount('alpha');
  const { id: beta } = env.organization.addAccount({ name: 'beta', ou: sandboxes });

  await env.advance(2 * hourMs);

  const [summary, ...others] = await env.advanceUntilDone(() => summaries(env));
  expect(others).toEqual([]);
  const lines = new Map(summary?.accounts.map((line) => [line.accountId, line]));
  expect(lines.get(alpha)).toMatchObject({ status: 'complete', gaps: 0 });
  expect(lines.get(beta)).toMatchObject({ status: 'failed', reason: 'AccessDenied', records: 0 });
  expect(lines.get(env.organization.managementAccountId)).toMatchObject({
    status: 'skipped',
    reason: 'management-account',
  });
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('a message that is delivered again collects nothing twice, and a schedule that fires again starts the same run', async () => {
  const env = await openEnvironment();
  const alpha = env.addAccount('alpha');
  await env.advance(2 * hourMs);
  const handledOf = (route: string) => env.handled.filter((one) => one.route === route);
  const [started] = handledOf('OnInventoryRun');
  const collected = handledOf('OnInventoryAccount');
  const before = env.organization.journal.total;

  const context = { remainingMs: () => 900_000 };
  const { OnInventoryRun, OnInventoryAccount } = env.handlers;
  await env.advanceUntilDone(() => OnInventoryRun(env.lifecycle, started?.event, context));
  for (const { event } of collected) {
    await env.advanceUntilDone(() => OnInventoryAccount(env.lifecycle, event, context));
  }

  expect(await runFolders(env)).toHaveLength(1);
  const [summary, ...others] = await env.advanceUntilDone(() => summaries(env));
  expect([summary?.accounts.length, others]).toEqual([3, []]);
  expect(summary?.accounts.find(({ accountId }) => accountId === alpha)?.status).toBe('complete');
  // The listing, the files of the run, and the reads of manifests: no account is collected again.
  expect(env.organization.journal.total - before).toBeLessThan(100);
});
